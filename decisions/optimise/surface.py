"""What plans bring, learned from those that were run: the response of each world by formula, corrected by simulation.

Before what spend costs, which is known, a plan brings in world w, over today's plan,

    sum over channels c and parts q of m(w, c, q) v(w) A(w, c, q)  +  what other levers bring,

A being the people awakened (decisions.optimise.response), v what one of them brought under today's plan, and m a
multiplier near 1 that the runs teach: common, by world, by channel, by part, and of both. Other levers bring Chebyshev
polynomials, common and by world, change what an awakened one brings, and act in pairs. How much each kind of correction
may do is learned as well (decisions.optimise.ridge), so that few runs teach few things. What numbers of customers
bring and what their lives bring are learned apart (decisions.optimise.lives): runs tell the one better than the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from decisions.optimise.response import Response
from decisions.optimise.ridge import Posterior, regress
from decisions.optimise.space import Space

DEGREE = 4
"""The highest degree along another lever."""
COMMON, WORLD, CHANNEL, PART, EACH, LEVER, LEVER_WORLD, PAIR, LIFT = range(9)
WIDEST = np.array([2.0, 0.5, 0.5, 0.7, 0.3, 3.0, 3.0, 1.0, 2.0])
"""The largest prior standard deviations: of multipliers, and of levers in units of what today's plan brings."""


@dataclass(frozen=True)
class Surface:
    """A fitted surface: ``gain`` and ``slope`` of any plan over today's, per world, before costs."""

    space: Space
    response: Response
    each: np.ndarray
    """What one awakened brings, float64 [world]."""
    scale: float
    posterior: Posterior
    lives: Posterior
    """What of ``posterior`` is by lives, beside numbers of customers."""
    degree: int

    @cached_property
    def _now(self) -> np.ndarray:
        """The features of today's plan."""
        return features(self.space, self.response, self.each, self.scale, self.space.now, self.degree)

    def gain(self, x: np.ndarray, coefficients: np.ndarray | None = None) -> np.ndarray:
        """What a plan brings over today's before costs: float64 [world]."""
        b = self.posterior.mean if coefficients is None else coefficients
        rows = features(self.space, self.response, self.each, self.scale, x, self.degree)
        return np.asarray((rows - self._now) @ b)

    def by_lives(self, x: np.ndarray, other: np.ndarray) -> tuple[float, float]:
        """What lives bring in ``x`` more than in ``other``, mean over worlds, and its standard error."""
        rows = features(self.space, self.response, self.each, self.scale, x, self.degree)
        less = features(self.space, self.response, self.each, self.scale, other, self.degree)
        mean = (rows - less).mean(axis=0)
        return float(mean @ self.lives.mean), float(np.sqrt(max(mean @ self.lives.covariance @ mean, 0.0)))

    def slopes(self, x: np.ndarray, coefficients: np.ndarray | None = None) -> np.ndarray:
        """What a unit more of each number brings, before costs: float64 [world, number]."""
        b = self.posterior.mean if coefficients is None else coefficients
        low, high = self.space.bounds
        found = np.zeros((len(self.each), len(x)))
        for k in np.flatnonzero(high > low):
            h = 1e-4 * max(high[k] - low[k], 1e-9)
            up, down = x.copy(), x.copy()
            up[k], down[k] = min(x[k] + h, high[k]), max(x[k] - h, low[k])
            ups = features(self.space, self.response, self.each, self.scale, up, self.degree)
            downs = features(self.space, self.response, self.each, self.scale, down, self.degree)
            found[:, k] = (ups - downs) @ b / (up[k] - down[k])
        return found


def features(
    space: Space, response: Response, each: np.ndarray, scale: float, x: np.ndarray, degree: int
) -> np.ndarray:
    """What coefficients multiply, in money: float64 [world, coefficient], as :func:`_layout` names them."""
    worlds, levers = len(each), len(space.levers)
    u = _placed(space, x)
    columns: list[np.ndarray] = []
    total = np.zeros(worlds)
    if space.budget is not None:
        weeks = space.budget.weeks(space.scenario.days)
        money = each[:, None, None] * response.at(space.spend(x)) * weeks
        total = money.sum(axis=(1, 2))
        columns = [total[:, None], np.diag(total)]
        columns += [money.sum(axis=2)] if len(space.budget.channels) > 1 else []
        if space.budget.parts > 1:
            columns += [money.sum(axis=1), money.reshape(worlds, -1)]
    if levers:
        towers = np.polynomial.chebyshev.chebvander(u, degree)[:, 1:].ravel() * scale
        columns.append(np.tile(towers, (worlds, 1)))
        columns.append(np.kron(np.eye(worlds), towers))
        pairs = [u[a] * u[b] for a in range(levers) for b in range(a + 1, levers)]
        columns.append(np.tile(np.array(pairs).reshape(-1) * scale, (worlds, 1)))
        if space.budget is not None:
            columns.append(total[:, None] * u)
    return np.hstack(columns)


def _layout(space: Space, worlds: int, degree: int) -> tuple[np.ndarray, np.ndarray]:
    """(groups, prior means) of the coefficients."""
    groups: list[int] = []
    levers = len(space.levers)
    if space.budget is not None:
        channels, parts = len(space.budget.channels), space.budget.parts
        groups += [COMMON, *[WORLD] * worlds]
        groups += [CHANNEL] * channels if channels > 1 else []
        groups += [*[PART] * parts, *[EACH] * (channels * parts)] if parts > 1 else []
    if levers:
        groups += [LEVER] * (levers * degree) + [LEVER_WORLD] * (levers * degree * worlds)
        groups += [PAIR] * (levers * (levers - 1) // 2)
        groups += [LIFT] * levers if space.budget is not None else []
    prior = np.array([1.0 if group == COMMON else 0.0 for group in groups])
    return np.array(groups, int), prior


def _placed(space: Space, x: np.ndarray) -> np.ndarray:
    """The levers within their ranges, -1 to 1, as far as they lie there."""
    low, high = space.bounds[:, space.spends :]
    width = np.where(high > low, high - low, 1.0)
    return np.asarray(2.0 * (x[space.spends :] - low) / width - 1.0)


def prior(space: Space, response: Response, each: np.ndarray, scale: float) -> Surface:
    """The surface before any other plan was run: every multiplier is 1, and other levers do nothing."""
    groups, means = _layout(space, len(each), DEGREE)
    none = Posterior(means, np.diag(WIDEST[groups] ** 2), 0.0)
    return Surface(space, response, each, scale, none, Posterior(0.0 * means, none.covariance, 0.0), DEGREE)


def fitted(
    space: Space,
    response: Response,
    each: np.ndarray,
    scale: float,
    plans: np.ndarray,
    numbers: np.ndarray,
    lives: np.ndarray,
) -> Surface:
    """The surface that ``plans`` [plan, number] teach, which brought by ``numbers`` of customers and by their ``lives``
    so much over today's before costs, [plan, world] each. Worlds without a number are left out."""
    places = [len(np.unique(np.round(plans[:, space.spends + k], 9))) for k in range(len(space.levers))]
    degree = max(1, min([DEGREE, *(n - 1 for n in places)])) if places else DEGREE
    now = features(space, response, each, scale, space.now, degree)
    x = np.concatenate([features(space, response, each, scale, plan, degree) - now for plan in plans])
    groups, means = _layout(space, len(each), degree)
    kept = np.isfinite(numbers + lives).ravel()
    how_many = regress(x[kept], numbers.ravel()[kept], groups, means, WIDEST)
    # all plans of a world have mostly the same people, whose luck makes them all better than today's, or worse
    beside = regress(x[kept], lives.ravel()[kept], groups, 0.0 * means, WIDEST, alike=len(plans))
    noise = float(np.hypot(how_many.noise, beside.noise))
    both = Posterior(how_many.mean + beside.mean, how_many.covariance + beside.covariance, noise)
    return Surface(space, response, each, scale, both, beside, degree)
