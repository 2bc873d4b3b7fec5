"""How sure a difference between two plans is, once the noise of a small simulation is taken out of it.

A world's difference is what is believed there, plus the luck of the people simulated. Two runs of each world with other
people tell the two apart (a one-way analysis of variance). Of the luck the firm meets only what the whole market has of
it: the variance of a run times people simulated / people of the market.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

SURE = 0.9
"""From this probability on a plan is called better."""
FEWEST = 10
"""With fewer worlds than this nothing is said."""


@dataclass(frozen=True)
class Evidence:
    """Of a difference (higher = better): ``mean``; ``low`` and ``high``, the 5 % and 95 % points of what will come;
    ``p_better``; ``se`` of the mean by simulation; standard deviations by ``belief`` and by ``chance`` in the market;
    ``noise``, that of one simulated world by the luck of its people; ``worlds``. ``p_expected``, ``expected_low`` and
    ``expected_high``: the same of the difference that is to be expected, the market's own luck left out."""

    mean: float
    low: float
    high: float
    p_better: float
    se: float
    belief: float
    chance: float
    noise: float
    worlds: int
    p_expected: float
    expected_low: float
    expected_high: float

    @property
    def verdict(self) -> str:
        """ "better", "worse", or what stands in the way of saying so: "few" worlds, "noise" of the simulation that more
        worlds would cure, or "belief", which only knowing more would."""
        if self.worlds < FEWEST:
            return "few"
        if self.p_better >= SURE:
            return "better"
        if self.p_better <= 1.0 - SURE:
            return "worse"
        return "noise" if self.settled_by(SURE) else "belief"

    def settled_by(self, sure: float) -> int | None:
        """Worlds with which the difference, if it is what it seems, would be sure; None where no number would do, as
        it is within the spread of belief and chance themselves."""
        z = float(ndtri(sure))
        left = (abs(self.mean) / z) ** 2 - self.belief**2 - self.chance**2
        if left <= 0.0 or self.worlds == 0:
            return None
        return int(np.ceil(self.worlds * self.se**2 / left))


def evidence(runs: np.ndarray, part: float, *, luck: float | None = None, beside: float = 0.0) -> Evidence:
    """The evidence of differences ``runs``, float64 [chance, world], of one chance or more; ``part``: people simulated
    over people of the market. A single chance leaves belief and noise together, all of it counted as belief. Worlds
    without a number are left out.

    Where noise was taken out of ``runs`` before, ``luck`` is the standard deviation of one simulated world by the luck
    of its people as it was, and ``beside`` the standard error that this has added to the mean.
    """
    kept = runs[:, np.isfinite(runs).all(axis=0)]
    chances, worlds = kept.shape
    if worlds < 2:
        mean = float(kept.mean()) if worlds else np.nan
        n = np.nan
        return Evidence(mean, n, n, n, n, n, n, n, worlds, n, n, n)
    own = kept.mean(axis=0)
    noise = float(kept.var(axis=0, ddof=1).mean()) if chances > 1 else 0.0
    spread = float(own.var(ddof=1))
    belief = max(spread - noise / chances, 0.0)
    chance = (noise if luck is None else luck**2) * min(part, 1.0)
    mean, se = float(own.mean()), float(np.sqrt(spread / worlds + beside**2))
    wider = _few(worlds)
    shrunk = mean + (own - mean) * wider * np.sqrt(belief / spread) if spread > 0.0 else own
    low, high, better = _mixture(shrunk, wider * float(np.sqrt(chance + se**2)))
    expected = _mixture(shrunk, wider * se)
    return Evidence(
        mean, low, high, better, se, belief**0.5, chance**0.5, noise**0.5, worlds,
        p_expected=expected[2], expected_low=expected[0], expected_high=expected[1],
    )  # fmt: skip


@cache
def _few(worlds: int) -> float:
    """By how much an interval of 90 % is wider where the spread itself is known from so many worlds (Student), and
    these lie closer together than what they are drawn from."""
    return float(stdtrit(worlds - 1, 0.95) / ndtri(0.95) * np.sqrt(worlds / (worlds - 1)))


def _mixture(centres: np.ndarray, around: float) -> tuple[float, float, float]:
    """The 5 % and 95 % points, and the probability above 0, of an even mixture of normal laws at ``centres``, each as
    wide as ``around``."""
    if around == 0.0:
        low, high = np.quantile(centres, [0.05, 0.95])
        return float(low), float(high), float(((centres > 0) + (centres >= 0)).mean() / 2)
    from scipy.optimize import brentq

    ends = centres.min() - 6 * around, centres.max() + 6 * around

    def at(share: float) -> float:
        return float(brentq(lambda x: float(ndtr((x - centres) / around).mean()) - share, *ends))

    return at(0.05), at(0.95), float(ndtr(centres / around).mean())
