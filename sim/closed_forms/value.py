"""Customer lifetime value in closed form."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sim.closed_forms.buying import sbg_survival

Array = np.ndarray


def contract_value(margin: float, retention: float, discount: float) -> tuple[float, float]:
    """Value of a contract that pays ``margin`` at once and at every renewal, and the part after the first payment.

    m (1 + d) / (1 + d - r) and m r / (1 + d - r); ``retention`` and ``discount`` per period.
    """
    after = margin * retention / (1.0 + discount - retention)
    return margin + after, after


def contracts_value(margin: float, a: float, b: float, discount: float) -> float:
    """The same where the probability to end differs, Beta(a, b), as in sBG: m times the sum of S(n) e**(-discount n).

    ``discount`` continuous per period; at 0 it is m E[1 / chance to leave], infinite where a <= 1. Source: Fader &
    Hardie 2010.
    """
    if discount == 0.0:
        return margin * (a + b - 1.0) / (a - 1.0) if a > 1.0 else np.inf
    n = np.arange(int(40.0 / discount) + 2)
    return float(margin * (sbg_survival(n, a, b) * np.exp(-discount * n)).sum())


def poisson_buyer_value(margin: float, rate: float, dropout: float, discount: float) -> float:
    """Value at the first order of a buyer with constant rates: w (1 + lambda / (mu + delta)), one unit of time."""
    return margin * (1.0 + rate / (dropout + discount))


def discounted_life(s: float, beta: float, discount: float) -> float:
    """Expected discounted lifetime where the drop-out rate is Gamma(s, beta): E[1 / (mu + delta)].

    More than 1 / (E[mu] + delta), by far where people differ much. ``beta`` in units of time, ``discount`` per unit
    of time. It is the integral of e**(-discount t) (beta / (beta + t))**s, here over log(1 + t / beta); without a
    discount beta / (s - 1), infinite where s <= 1.
    """
    from scipy.integrate import quad

    if discount == 0.0:
        return beta / (s - 1.0) if s > 1.0 else np.inf

    z = beta * discount
    value, _ = quad(lambda x: np.exp(-z * np.expm1(x) - (s - 1.0) * x), 0.0, np.log1p(800.0 / z), epsabs=0.0, limit=500)
    return float(beta * value)


def recency_values(buys: ArrayLike, net: float, mailing: float, discount: float) -> Array:
    """Value of a customer by recency who is mailed each period, until the last recency passes without an order.

    ``buys`` [recency]: probability to order next; an order brings ``net``, a mailing costs ``mailing``.
    (I - P / (1 + d))^-1 R: Pfeifer & Carraway 2000.
    """
    buys = np.asarray(buys, float)
    n = len(buys)
    moves = np.zeros((n, n))
    moves[:, 0] = buys
    moves[np.arange(n - 1), np.arange(1, n)] = 1.0 - buys[:-1]
    reward = np.full(n, -mailing)
    reward[0] += net
    return np.asarray(np.linalg.solve(np.eye(n) - moves / (1.0 + discount), reward))
