"""What a quantity discount makes of orders whose amounts are gamma distributed."""

from __future__ import annotations

from typing import NamedTuple

from scipy.special import gammainc, gammaincc


class Mean(NamedTuple):
    """Of an order, currency at today's price: what is bought, and what is paid for it."""

    bought: float
    paid: float


def beyond(shape: float, rate: float, amount: float) -> tuple[float, float]:
    """P(A >= amount) and E[A; A >= amount] of a gamma variable A."""
    return float(gammaincc(shape, rate * amount)), float(shape / rate * gammaincc(shape + 1.0, rate * amount))


def between(shape: float, rate: float, low: float, high: float) -> tuple[float, float]:
    """P(low <= A < high) and E[A; low <= A < high]."""
    p, mean = (gammainc(k, rate * high) - gammainc(k, rate * low) for k in (shape, shape + 1.0))
    return float(p), float(shape / rate * mean)


def all_units(shape: float, rate: float, notch: float, off: float, round_up: float) -> Mean:
    """From ``notch`` on all at ``off`` less. Who would pay no more for the notch than for what is wanted, from
    notch x (1 - off) on, goes up to it with probability ``round_up``; spare pieces are worth nothing."""
    _, above = beyond(shape, rate, notch)
    p, wanted = between(shape, rate, notch * (1.0 - off), notch)
    spare = round_up * (notch * p - wanted)
    saved = round_up * (wanted - notch * (1.0 - off) * p)
    return Mean(shape / rate + spare, shape / rate - off * above - saved)


def incremental(shape: float, rate: float, notch: float, off: float) -> Mean:
    """What is beyond ``notch`` at ``off`` less: the next piece never costs nothing, so nobody goes up to it."""
    p, above = beyond(shape, rate, notch)
    return Mean(shape / rate, shape / rate - off * (above - notch * p))
