"""Customer lifetime value in closed form."""

from __future__ import annotations

import numpy as np

from sim.closed_forms.buying import sbg_survival


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
