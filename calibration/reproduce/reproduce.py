"""The last year, simulated from a fit that ends before it, beside the year as it was."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from calibration.company.folder import opened
from calibration.company.reading import read_tables
from calibration.history import FEWEST_DAYS, History, as_day, history
from calibration.newcomers import FEWEST_WEEKS, acquisition
from calibration.profile import load
from calibration.reproduce.compare import Comparison
from calibration.reproduce.market import market_of
from calibration.reproduce.result import Reproduction
from calibration.reproduce.told import sentences
from calibration.reproduce.window import DAYS, Window, real_window
from calibration.reproduce.worlds import windows
from calibration.summary import order_days, summarise
from calibration.tables import Tables
from scenarios.files.loading import load as load_scenario
from scenarios.running.progress import Progress
from sim.problems import BadInput, Problem, shown

YEAR = 364
"""Days that are compared, whole weeks; fewer where the history is shorter."""
HALF_A_YEAR = 182
"""Days that a fit has, where the history is too short for a year beside a year."""
LEAST = 28
"""Days below which nothing is compared."""
WORLDS = 20
MOST_WORLDS = 1000
SEED = 7


@dataclass(frozen=True)
class Asked:
    """What is asked: ``worlds`` simulated, from the end of the day ``until`` on (None: a year before the end, or as
    late as a shorter history needs it). ``halves``: fitted to either half of the customers and compared with the other,
    half of the worlds each."""

    worlds: int = WORLDS
    until: str | date | np.datetime64 | None = None
    halves: bool = False


def reproduce(
    past: History,
    asked: Asked,
    today: str | os.PathLike[str] | None = None,
    tables: Tables | None = None,
    on_progress: Progress | None = None,
) -> Reproduction:
    """Compare the simulated weeks after a day with those of ``past``.

    ``today``: the policy that won the customers (None: base). ``tables``: of the company, where it has others than its
    orders. BadInput where the history is too short, or ``asked`` cannot be done.
    """
    _check(asked)
    midst = asked.halves and asked.until is None and _in_midst(past)
    until, length = _span(past, asked, midst)
    stopped = not midst and acquisition(summarise(past.orders, until), born=past.born).stopped
    only = Window.seen if midst else _closed if stopped else _all
    currency = str(past.orders["currency"].iloc[0])
    customers, tickets = (None, None) if tables is None else (tables.customers, tables.tickets)
    named = customers is not None and "channel" in customers
    channels = customers.set_index("customer_id")["channel"] if customers is not None and named else None
    tickets = tickets if tickets is not None and "first_response_at" in tickets else None

    # tables tell of all customers together, and today's channels are those of the tables
    under = (None if tables is not None else today, None) if asked.halves else (today, tables)

    def real(of: History) -> Window:
        return only(real_window(order_days(of.orders), until, length, channels, tickets, of.orders))

    def simulated(of: History, worlds: int, first: int) -> list[Window]:
        _say(on_progress, first, asked.worlds, "fitting")
        with tempfile.TemporaryDirectory(prefix="sixr-") as folder:
            begun = market_of(of, past.span.last if asked.halves else until, until, Path(folder), *under)
            scenario = begun.scenario(until, length, worlds)
            return [only(one) for one in windows(scenario, length, _further(on_progress, first, asked.worlds))]

    everybody = real(past)
    if asked.halves:
        one, other = _halves(past)
        count = asked.worlds // 2
        pairs = [(real(one), world) for world in simulated(other, count, 0)]
        pairs += [(real(other), world) for world in simulated(one, asked.worlds - count, count)]
        comparison = Comparison.of_halves(everybody, pairs, until + 1, currency)
    else:
        comparison = Comparison.of_all(everybody, simulated(past, asked.worlds, 0), until + 1, currency)
    found = comparison.patterns()
    tree: dict[str, Any] = {
        "name": past.name,
        "currency": currency,
        "mode": "halves" if asked.halves else "year",
        "until": str(until),
        "fitted_to": str(past.span.last if asked.halves else until),
        "days": length,
        "worlds": asked.worlds,
        "customers": {
            "real": int(everybody.known.sum()),
            "simulated": int(comparison.worlds[0].known.sum()),
        },
        "closed": stopped,
        "midst": midst,
        "passed": sum(one["passed"] for one in found),
        "judged": len(found),
        "patterns": found,
        "left_out": comparison.left_out,
    }
    return Reproduction(tree | {"summary": sentences(tree)})


def of_history(
    sample: str | None,
    profile: str | os.PathLike[str] | None,
    asked: Asked,
    on_progress: Progress | None = None,
) -> Reproduction:
    """The comparison for a sample, or for the file of a mapping profile."""
    return reproduce(history(sample, profile, load_scenario("base").currency), asked, on_progress=on_progress)


def of_company(place: str | os.PathLike[str], asked: Asked, on_progress: Progress | None = None) -> Reproduction:
    """The comparison for the company whose folder is ``place``; kept beside the fit in use, unless it is of halves.

    BadInput where the company has not been fitted.
    """
    folder = opened(place)
    beside = folder.fitted()
    past, tables = read_tables(load(folder.profile), load_scenario("base").currency)
    found = reproduce(past, asked, folder.today, tables, on_progress)
    if not asked.halves:
        found.write(beside)
    return found


def _say(on_progress: Progress | None, done: int, of: int, what: str) -> None:
    if on_progress is not None:
        on_progress(done, of, what)


def _further(on_progress: Progress | None, first: int, of: int) -> Progress | None:
    """Tells of worlds that come after the ``first`` ones."""
    return None if on_progress is None else lambda done, _, what: on_progress(first + done, of, what)


def _check(asked: Asked) -> None:
    worlds = asked.worlds
    if isinstance(worlds, bool) or not isinstance(worlds, int) or not 2 <= worlds <= MOST_WORLDS:
        allowed = f"a whole number from 2 to {MOST_WORLDS:,}; 19 or more for intervals of 90 %"
        raise BadInput([Problem("--worlds", 0, "", shown(worlds), allowed)])


def _in_midst(past: History) -> bool:
    """Whether the file begins in the midst of a trade: who orders first in it may have been a customer before."""
    return acquisition(past.up_to(None), born=past.born).edge is not None


def _span(past: History, asked: Asked, midst: bool) -> tuple[np.datetime64, int]:
    """The day at whose end the simulated market begins, and the days compared; ``midst``: all that the file has."""
    first, end = past.span.first, past.span.last
    if midst:
        return first - 1, int((end - first).astype(int) + 1) // DAYS * DAYS
    least = FEWEST_DAYS if not asked.halves else DAYS * FEWEST_WEEKS
    earliest, latest = first + least, end - LEAST
    if earliest > latest:
        found = f"{int((end - first).astype(int)) + 1} days of history ({first} to {end})"
        fix = "export a longer period"
        raise BadInput([Problem(past.place, 0, "", found, f"at least {least + LEAST} days", fix)])
    allowed = f"a day from {earliest} to {latest}"
    usual = earliest if asked.halves else max(earliest, min(first + HALF_A_YEAR - 1, latest))
    until = max(end - YEAR, usual) if asked.until is None else as_day(asked.until, "--until", allowed)
    if not earliest <= until <= latest:
        raise BadInput([Problem("--until", 0, "", str(until), allowed)])
    length = min(int((end - until).astype(int)), YEAR)
    return until, length // DAYS * DAYS


def _halves(past: History) -> tuple[History, History]:
    """Two halves of the customers, drawn at random."""
    ids = pd.unique(past.orders["customer_id"])
    chosen = np.random.default_rng(SEED).permutation(len(ids)) < len(ids) // 2
    mine = past.orders["customer_id"].isin(ids[chosen])
    one, other = (past.orders[rows].reset_index(drop=True) for rows in (mine, ~mine))
    return replace(past, orders=one), replace(past, orders=other)


def _closed(window: Window) -> Window:
    """``window`` of the customers known before it alone."""
    return window.of(window.known)


def _all(window: Window) -> Window:
    return window
