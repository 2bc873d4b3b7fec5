"""sixr, a market laboratory: simulate a market person by person and compare marketing policies on CLV and
CAC.

``load`` reads a scenario, ``run`` simulates one, ``compare`` simulates several on the same random numbers,
``explain`` says what a plan does before it is run, ``find`` where a notion of marketing is set and what shows it,
``incremental`` adds to a stored result what its spend brings, ``referrals`` looks into a referral programme, ``read``
opens a stored result, ``fit`` turns an order history into a market; ``backtest`` says how well such a fit predicts,
``rolling`` from many days; ``reproduce`` compares a simulated year with the real one. ``synth`` makes a company of
known truth. ``sweep``, ``price``, ``parts``, ``shift`` and ``optimise`` answer what to decide, ``sensitivity`` and
``settle`` how sure that is and what would make it so. ``diagnose`` says where a firm is weakest, ``focus`` what to
begin with, ``pilot`` how to try it, ``review`` what a trial has shown. ``working`` says by which processes or cluster
worlds are run, and where what they bring is kept. ``Company`` is a company's folder: its tables, its fitted market,
its customers. Importing this package is cheap: each function imports what it needs when it is called.
"""

from sixr.api import compare, explain, find, incremental, load, read, referrals, run, synth
from sixr.companies import Company
from sixr.decisions import diagnose, focus, optimise, parts, pilot, price, review, sensitivity, settle, shift, sweep
from sixr.histories import backtest, fit, reproduce, rolling
from sixr.working import working

__all__ = [
    "load",
    "run",
    "compare",
    "explain",
    "find",
    "incremental",
    "referrals",
    "fit",
    "backtest",
    "rolling",
    "reproduce",
    "read",
    "synth",
    "sweep",
    "price",
    "parts",
    "shift",
    "optimise",
    "working",
    "sensitivity",
    "settle",
    "diagnose",
    "focus",
    "pilot",
    "review",
    "Company",
]
