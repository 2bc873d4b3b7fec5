"""Boosted trees on what a customer has done lately and for long: how many times as much as Pareto/NBD expects.

They learn from earlier days of the same history, four weeks apart, with the weeks after each that were known; so what
they say holds for any number of weeks. Counts are negative binomial around their mean; the total is left to
Pareto/NBD, as trees know nothing of time. Pooled with the rates that drift by the weight of the best log score on the
latest of these days, which the trees that are asked there have not seen. An optional extra: scikit-learn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.drift import BEFORE, Drift, count_probabilities
from calibration.history import History
from calibration.likelihood import Array
from calibration.pareto_nbd import ParetoNBD
from calibration.scores import log_score
from calibration.summary import Histories
from calibration.totals import BLOCK, fitted
from calibration.tracking import orders_after, places, repeat_days
from sim.problems import BadInput

ORIGINS = 4
"""Earlier days at most, the latest 13 weeks before the end."""
LATELY = (4.0, 13.0, 26.0)
"""Weeks within which orders are counted."""
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Of the trees in the pool."""
ASKED = 4000
"""Customers at most on whom the weight is chosen, evenly taken."""
LEAST = 1e-3
"""Orders that somebody is expected to place at least."""
TREES: dict[str, Any] = {
    "loss": "poisson",
    "max_iter": 150,
    "learning_rate": 0.05,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 200,
    "l2_regularization": 1.0,
    "random_state": 0,
    "early_stopping": False,
}
"""Shallow, slow and held back: what they may learn of a customer is little."""


@dataclass(frozen=True)
class Origin:
    """An earlier day: who was known, what they had done (float64 [customer, feature]), what was expected of them, and
    what they did in the weeks after."""

    seen: Histories
    model: ParetoNBD
    features: Array
    expected: Array
    came: NDArray[np.int64]


@dataclass(frozen=True)
class Boosted:
    """Trees, and the law of counts around what they expect: negative binomial of shape ``shape`` x mean**``power``.
    ``weight``: of them in a pool with rates that drift; ``forgetting``: these."""

    trees: Any
    shape: float
    power: float
    weight: float
    forgetting: Drift

    def expected(self, features: Array, plain: Array) -> Array:
        """Orders of each customer of whom Pareto/NBD expects ``plain``; as many in all."""
        found = self.trees.predict(features) * plain
        return np.asarray(np.maximum(found * (plain.sum() / found.sum()), LEAST))

    def probabilities(self, mean: Array, most: int) -> Array:
        """P(k orders), k = 0..most, around the means (n,): shape (n, most + 1)."""
        from scipy.stats import nbinom

        shape = self.shape * mean**self.power
        return np.asarray(nbinom.pmf(np.arange(most + 1), shape[:, None], (shape / (shape + mean))[:, None]))


def available() -> bool:
    """Whether scikit-learn is there."""
    return find_spec("sklearn") is not None


def boosted(past: History, days: pd.DataFrame, seen: Histories, forgetting: Drift) -> Boosted | None:
    """Trees of the history up to ``seen.until``; None where fewer than two earlier days can be looked at, or without
    scikit-learn. ``days``: summary.order_days; what lies after is not looked at."""
    if not available():
        return None
    known = days[days["day"] <= seen.until.astype("datetime64[s]")]
    origins = list(_origins(past, known, seen))
    if len(origins) < 2:
        return None
    weight = _weight(known, origins, forgetting)
    trees = _grown(origins)
    return Boosted(trees, *_law(trees, origins), weight, forgetting)


def features_of(days: pd.DataFrame, seen: Histories, model: ParetoNBD) -> Array:
    """What is known of each customer of ``seen``, float64 [customer, feature]: repeat orders, silence, age, orders
    lately, the usual gap, amounts, and what Pareto/NBD says."""
    silent, age, x = seen.T - seen.t_x, seen.T, seen.x
    known = days[days["day"] <= seen.until.astype("datetime64[s]")]
    repeats = repeat_days(known, seen)
    place = places(repeats, seen)
    ago = (seen.until - repeats["day"].to_numpy("datetime64[D]")).astype(float) / 7.0
    lately = [np.bincount(place[ago < weeks], minlength=len(seen)) for weeks in LATELY]
    first = known.groupby("customer_id")["amount"].first().reindex(seen.customer_id).to_numpy()
    gap = np.where(x > 0, seen.t_x / np.maximum(x, 1.0), -1.0)
    alive = model.p_alive(x, seen.t_x, age)
    rate = alive * (model.r + x) / (model.alpha + age)
    told = (x, silent, silent / np.maximum(age, 0.5), age, *lately, gap, np.nan_to_num(seen.spend), first, rate, alive)
    return np.column_stack(told).astype(float)


def pooled(found: Boosted, drifting: Array, trees: Array) -> Array:
    """The pool of two tables of probabilities (n, k)."""
    return np.asarray((1.0 - found.weight) * drifting + found.weight * trees)


def _origins(past: History, known: pd.DataFrame, seen: Histories) -> Iterator[Origin]:
    """The latest first."""
    for back in range(BEFORE, BEFORE + BLOCK * ORIGINS, BLOCK):
        try:
            then = past.up_to(seen.until - 7 * back)
        except BadInput:
            return
        model, _ = fitted(then)
        expected = model.conditional_orders(float(BEFORE), then.x, then.t_x, then.T)
        yield Origin(then, model, features_of(known, then, model), expected, orders_after(known, then, BEFORE))


def _grown(origins: list[Origin]) -> Any:
    """Trees that say by what the expectation is to be multiplied; at each day the mean of that is 1."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    expected = np.concatenate([one.expected * (one.came.sum() / one.expected.sum()) for one in origins])
    expected = np.maximum(expected, LEAST)
    came = np.concatenate([one.came for one in origins])
    features = np.concatenate([one.features for one in origins])
    return HistGradientBoostingRegressor(**TREES).fit(features, came / expected, sample_weight=expected)


def _law(trees: Any, origins: list[Origin]) -> tuple[float, float]:
    """Shape and power of the greatest likelihood on all days."""
    from scipy.optimize import minimize
    from scipy.stats import nbinom

    mean = np.concatenate([np.maximum(trees.predict(one.features) * one.expected, LEAST) for one in origins])
    came = np.concatenate([one.came for one in origins])

    def loss(logs: Array) -> float:
        shape = np.exp(logs[0]) * mean ** np.tanh(logs[1])
        return -float(nbinom.logpmf(came, shape, shape / (shape + mean)).mean())

    best = minimize(loss, [0.0, 0.0], method="Nelder-Mead").x
    return float(np.exp(best[0])), float(np.tanh(best[1]))


def _weight(known: pd.DataFrame, origins: list[Origin], forgetting: Drift) -> float:
    """The weight of the best log score on the latest day, of trees that know the earlier ones."""
    latest, *earlier = origins
    trees = _grown(earlier)
    asked = Boosted(trees, *_law(trees, earlier), 0.0, forgetting)
    who = np.linspace(0, len(latest.seen) - 1, min(len(latest.seen), ASKED)).astype(np.intp)
    most = int(max(latest.came[who].max(), 1) * 3 + 10)
    mean = asked.expected(latest.features, latest.expected)[who]
    first = count_probabilities(latest.model, forgetting, known, latest.seen, who, float(BEFORE), most)
    second = asked.probabilities(mean, most)
    scores = [
        float(log_score(np.maximum((1.0 - weight) * first + weight * second, 1e-300), latest.came[who]).mean())
        for weight in WEIGHTS
    ]
    return WEIGHTS[int(np.argmax(scores))]
