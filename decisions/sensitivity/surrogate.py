"""The difference between two plans as a sum of curves over the few numbers that it is seen to hang on.

Numbers are taken up one by one, the one that explains most first, as long as in at most 5 % of the permutations of what
is still unexplained any of them explains as much (Freedman & Lane 1983; the largest of all numbers is compared, so that
the 5 % is the chance of any false alarm: Westfall & Young 1993). Products of those taken up follow by the same rule.
The noise of a simulation is what is left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from decisions.sensitivity.basis import MOST, curve
from decisions.sensitivity.scores import Scores

ALARM = 0.05
"""Chance that a number is taken up where none matters."""
SHUFFLES = 999
NUMBERS = 10
"""The most numbers that are taken up."""
STRAIGHT = 100
"""With fewer worlds than this, curves are straight lines."""


@dataclass(frozen=True)
class Surrogate:
    """``chosen``: numbers by their place in the scores, in the order in which they were taken up; ``pairs``: products.

    ``mean``: the expected difference; ``weights``: of the columns, float64 [column], shrunk term by term so that each
    has the variance that is left when its own error is taken off; ``covariance`` of (mean, weights as fitted);
    ``left``: standard deviation of what is not explained; ``seen``: that of the weakest effect of a number that would
    be taken up; ``worlds`` used.
    """

    names: tuple[str, ...]
    correlation: np.ndarray
    chosen: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    bend: int
    mean: float
    weights: np.ndarray
    covariance: np.ndarray
    left: float
    seen: float
    worlds: int

    def columns(self, z: np.ndarray) -> np.ndarray:
        """What the weights multiply at ``z`` [point, chosen number]: float64 [point, column]."""
        place = {number: k for k, number in enumerate(self.chosen)}
        parts = [curve(z[:, k], self.bend) for k in range(len(self.chosen))]
        parts += [self._product(z[:, place[a]], z[:, place[b]], a, b) for a, b in self.pairs]
        return np.hstack(parts) if parts else np.empty((len(z), 0))

    def _product(self, x: np.ndarray, y: np.ndarray, a: int, b: int) -> np.ndarray:
        return np.asarray(x * y - self.correlation[a, b])[:, None]

    @property
    def terms(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of each term."""
        return (*((number,) for number in self.chosen), *self.pairs)

    def columns_of(self, term: int) -> slice:
        """The columns of a term."""
        alone = len(self.chosen)
        if term < alone:
            return slice(term * self.bend, (term + 1) * self.bend)
        first = alone * self.bend + term - alone
        return slice(first, first + 1)


def fitted(difference: np.ndarray, given: Scores, seed: int = 0) -> Surrogate:
    """The surrogate of ``difference`` [world] over ``given`` scores. Worlds without a number are left out."""
    kept = np.isfinite(difference)
    y, z = difference[kept], given.z[kept]
    rng = np.random.default_rng(seed)
    bend = MOST if len(y) >= STRAIGHT else 1
    columns = np.ones((len(y), 1))
    most = min(NUMBERS, (len(y) - 2) // (2 * bend))
    curves = [curve(z[:, k], bend) for k in range(z.shape[1])]
    chosen, columns, seen = _taken(y, columns, curves, most, rng)
    two = [(a, b) for k, a in enumerate(chosen) for b in chosen[k + 1 :]]
    products = [(z[:, a] * z[:, b] - given.correlation[a, b])[:, None] for a, b in two]
    pairs, columns, _ = _taken(y, columns, products, min(most, len(two)), rng)
    fit, *_ = np.linalg.lstsq(columns, y, rcond=None)
    spare = max(len(y) - columns.shape[1], 1)
    variance = float(((y - columns @ fit) ** 2).sum()) / spare
    covariance = variance * np.linalg.pinv(columns.T @ columns)
    rough = Surrogate(
        given.names, given.correlation, tuple(chosen), tuple(two[k] for k in pairs), bend,
        float(fit[0]), fit[1:], covariance, variance**0.5, seen, len(y),
    )  # fmt: skip
    return shrunk(rough, fit)


def shrunk(surrogate: Surrogate, fit: np.ndarray) -> Surrogate:
    """``surrogate`` with the mean and weights ``fit``, each term at the size at which its variance is unbiased: an
    error of weights adds to the variance of a curve, and so to what knowing its number seems worth."""
    from dataclasses import replace

    weights = fit[1:].copy()
    errors = np.diag(surrogate.covariance)[1:]
    for k in range(len(surrogate.terms)):
        part = surrogate.columns_of(k)
        size = float((weights[part] ** 2).sum())
        weights[part] *= np.sqrt(max(1.0 - errors[part].sum() / size, 0.0)) if size > 0.0 else 0.0
    return replace(surrogate, mean=float(fit[0]), weights=weights)


def _taken(
    y: np.ndarray, columns: np.ndarray, candidates: Sequence[np.ndarray], most: int, rng: np.random.Generator
) -> tuple[list[int], np.ndarray, float]:
    """(candidates taken up, columns with theirs, standard deviation of the weakest effect that would be)."""
    taken: list[int] = []
    bar = np.inf
    while True:
        q, _ = np.linalg.qr(columns)
        left = y - q @ (q.T @ y)
        size = float(left @ left)
        if size <= 1e-18 * float(y @ y) or len(candidates) == len(taken):
            return taken, columns, 0.0
        others = [k for k in range(len(candidates)) if k not in taken]
        bases = [_beyond(q, candidates[k]) for k in others]
        explained = np.array([((base.T @ left) ** 2).sum() for base in bases])
        mixed = rng.permuted(np.tile(left, (SHUFFLES, 1)), axis=1)
        mixed -= (mixed @ q) @ q.T
        chance = np.max([((mixed @ base) ** 2).sum(axis=1) for base in bases], axis=0) / (mixed**2).sum(axis=1)
        bar = float(np.quantile(chance, 1.0 - ALARM))
        best = int(explained.argmax())
        p = (1 + (chance >= explained[best] / size).sum()) / (1 + SHUFFLES)
        if p > ALARM or len(taken) >= most:
            return taken, columns, float(np.sqrt(bar * size / len(y)))
        taken.append(others[best])
        columns = np.hstack([columns, candidates[others[best]]])


def _beyond(q: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """An orthonormal basis of what ``columns`` have beyond those of ``q``."""
    rest = columns - q @ (q.T @ columns)
    u, s, _ = np.linalg.svd(rest, full_matrices=False)
    return np.asarray(u[:, s > 1e-8 * max(float(np.linalg.norm(columns)), 1e-300)])
