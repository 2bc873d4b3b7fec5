"""What an order is worth: the spend section of a market, with a mean that is that of the orders.

Gamma-Gamma where the amounts say it. Where they do not, the mean amount of an order, free ones included, is what a
market must have right; shape and spread are then held, and said to be:

- orders that cost nothing: a share f of orders is free. A gamma law cannot hold them; the one with the same mean and
  the same variance within a customer has shape (1 - f) / (f + 1 / p) where paid amounts have shape p;
- amounts that do not vary (a fixed price, or 1 in each row of a file of counts; at least four fifths of the orders have
  the same): no variation;
- the same amount at each order of a customer: p is held at ``SHARPEST``;
- a tail so heavy that the mean of Gamma-Gamma is undefined, or nearly (q near 1): q is held at ``HEAVIEST``.

Where amounts are neither, and the history has 25 weeks, a generalised gamma law (calibration.amounts) that is fitted to
every order and has the mean of the orders takes the place of the Gamma-Gamma of customers' means, unless this foretells
the amounts of the latest 13 weeks better by more than chance. Its power is 1, Gamma-Gamma again, unless another one
foretells them better in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from calibration import amounts, gamma_gamma
from calibration.amounts import Law
from calibration.gamma_gamma import GammaGamma
from calibration.likelihood import BOUND, NEAR, NORMAL_95, Array, Estimate
from calibration.summary import codes
from sim.problems import BadInput, Problem

FEWEST = 30  # customers with repeat orders from whom laws are compared
FEW_FREE = 0.01  # of the orders: so few free ones are left among the amounts of their customers
SAME = 0.8  # of the orders that cost something, with one amount: amounts do not vary
ALIKE = 1e-6  # amounts that differ by less, relative to their mean, are one amount
SHARPEST = 1e4  # shape of orders that do not vary visibly: a coefficient of variation of 1 %
HEAVIEST = 2.0  # q of a tail that is cut: below it amounts have no finite variance
LEAST_Q = 1.2  # a 90 % interval of q that reaches below has worlds of any mean
ONE_ORDER = 0.499  # of all money in one order: too much; a row of totals has half
LEAST_MEAN, MOST_MEAN = 1e-3, 1e8  # of an order; the market counts in millionths, exactly up to 9e12
POWERS = (1.0, 0.7, 0.5, 0.3, 0.12)  # of the laws that are tried; 0.12 is next to log-normal
PLAIN = "gamma-gamma of means"
BEFORE = 13  # weeks whose amounts are foretold, by laws fitted to what was before
LEAST_WEEKS = 25  # of history for that
ASKED = 2000  # customers at most from whom laws are compared
ERRORS = 2.0  # standard errors of the difference of two log scores by which a law has to be better


@dataclass(frozen=True)
class Spend:
    """How amounts are written into a market.

    ``kind``: "gamma-gamma" or "generalised-gamma" as estimated, "held" with the mean alone estimated, or "none" without
    variation. ``mean`` is that of all orders, free ones included, with ``mean_error`` the standard error of its
    logarithm (customers drawn anew). ``free`` is the share of orders that cost nothing. ``model`` has the mean ``mean``
    unless ``kind`` is "gamma-gamma"; ``estimate`` is Gamma-Gamma's, of paid amounts, None without variation. ``why``:
    what is held, and why, in words. ``law``: of amounts and customers, with the estimate ``of_law`` where it is fitted
    to every order. ``scores``: log score an order of the latest weeks, by law; empty where the history is too short for
    laws to be compared.
    """

    kind: Literal["gamma-gamma", "generalised-gamma", "held", "none"]
    model: GammaGamma
    estimate: Estimate | None
    mean: float
    mean_error: float
    free: float
    why: tuple[str, ...]
    law: Law = field(default_factory=Law)
    of_law: Estimate | None = None
    scores: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """The figures as plain numbers and text; ``mean`` of the orders, ``market_mean`` of the market written."""
        return {
            "kind": self.kind,
            "mean": self.mean,
            "market_mean": self.model.mean(),
            "free": self.free,
            "why": list(self.why),
            "powers": [self.law.power, self.law.customer_power],
            "log_scores": dict(self.scores),
        }


def spend(days: pd.DataFrame, place: str, currency: str, plain: GammaGamma) -> Spend:
    """The spend of order days (``summary.order_days``) up to the end of the history.

    ``plain`` holds the shapes that are written where nothing varies. BadInput, naming ``place``, where there is no
    money, all of it is in one order, or its unit is one in which the market cannot count.
    """
    amount = days["amount"].to_numpy(float)
    _check(days, amount, place, currency)
    mean, error = _mean(days)
    free = float((amount == 0).mean())
    paid = days[amount > 0]
    if _share_of_one(paid["amount"].to_numpy(float)) >= SAME:
        gamma = mean * (plain.q - 1) / plain.p
        return Spend("none", GammaGamma(plain.p, plain.q, gamma), None, mean, 0.0, free, _said(free))
    many_free = free > FEW_FREE
    x, means = _repeats(paid if many_free else days, days)
    model, estimate = gamma_gamma.fit_means(x, means)
    why = []
    p, q = model.p, model.q
    if np.log(p) > BOUND - NEAR or p > SHARPEST:
        p = SHARPEST
        why.append("the amounts of a customer do not vary, so their spread is held at 1 %")
    low_q = estimate.interval("q")[0]
    if low_q < LEAST_Q:
        q = max(q, HEAVIEST)
        why.append(f"the amounts of customers have too heavy a tail (q {model.q:.3g}), so q is held at {q:.3g}")
    if not why and not many_free:
        return _chosen(days, paid, Spend("gamma-gamma", model, estimate, mean, error, free, ()))
    if many_free:
        p = (1 - free) / (free + 1 / p)
    held = GammaGamma(p, q, mean * (q - 1) / p)
    return Spend("held", held, estimate, mean, error, free, (*_said(free), *why))


def _chosen(days: pd.DataFrame, paid: pd.DataFrame, plain: Spend) -> Spend:
    """``plain`` Gamma-Gamma, or the law that foretells the latest amounts best where that is better by more than
    chance."""
    cut = days["day"].max() - pd.Timedelta(weeks=BEFORE)
    if days["day"].min() > days["day"].max() - pd.Timedelta(weeks=LEAST_WEEKS):
        return plain
    ids = np.unique(codes(days["customer_id"]))
    asked = ids[np.linspace(0, len(ids) - 1, min(len(ids), ASKED)).astype(int)]
    chosen = np.isin(codes(days["customer_id"]), asked)
    some = days[chosen]
    few = some[some["amount"] > 0]
    before, after = few[few["day"] <= cut], few[few["day"] > cut]
    x, means = _repeats(some[some["day"] <= cut], some)
    if after.empty or before.empty or len(x) < FEWEST:
        return plain
    mean, error = _mean(some[some["day"] <= cut])
    models = {PLAIN: (Law(), gamma_gamma.fit_means(x, means)[0])}
    near: GammaGamma | None = None
    for law in (Law(power) for power in POWERS):
        found = amounts.fit(before, law, mean, error, near, polish=False)
        if found is not None:
            near = found[0]
            models[law.name] = law, near
    scores = {name: amounts.log_scores(model, law, before, after) for name, (law, model) in models.items()}
    said = {name: float(score.sum()) / len(after) for name, score in scores.items()}
    best = max((name for name in scores if name != PLAIN), key=lambda name: said[name], default=PLAIN)
    if Law().name in scores and not _better(scores[best], scores[Law().name]):
        best = Law().name
    if best == PLAIN or _better(scores[PLAIN], scores[best]):
        return replace(plain, scores=said)
    law = _of_customers(before, *models[best], mean, error)
    fitted = amounts.fit(paid, law, plain.mean, plain.mean_error, models[best][1])
    if fitted is None:
        return replace(plain, scores=said)
    return replace(plain, kind="generalised-gamma", model=fitted[0], law=law, of_law=fitted[1], scores=said)


def _of_customers(before: pd.DataFrame, law: Law, model: GammaGamma, mean: float, error: float) -> Law:
    """``law``, with log-normal means of customers where these foretell every order from the first one on better by more
    than chance: the density of all amounts (prequential: Dawid 1984), as many parameters being fitted to them."""
    other = replace(law, customer_power=POWERS[-1])
    found = amounts.fit(before, other, mean, error, model, polish=False)
    if found is None:
        return law
    densities = (amounts.log_density(before, one, of) for one, of in ((found[0], other), (model, law)))
    return other if _better(*(np.asarray(one, float) for one in densities)) else law


def _better(scores: Array, others: Array) -> bool:
    """Whether log scores, by customer, are better than the ``others`` by more than chance."""
    gain = scores - others
    return bool(gain.sum() > ERRORS * float(np.sqrt((gain**2).sum())))


def _share_of_one(amounts: Array) -> float:
    """The share of the most frequent of ``amounts``."""
    steps = np.round(np.log(amounts) / ALIKE)
    return float(np.unique(steps, return_counts=True)[1].max() / len(amounts))


def _said(free: float) -> tuple[str, ...]:
    if free <= FEW_FREE:
        return ()
    return (f"{free:.1%} of the orders cost nothing: mean and variance of an order are those of all orders",)


def _repeats(some: pd.DataFrame, days: pd.DataFrame) -> tuple[Array, Array]:
    """Number and mean of the repeat orders among ``some`` of the ``days``, of each customer with a mean above 0."""
    first = days.groupby("customer_id")["day"].transform("min")
    repeats = some[some["day"] > first[some.index]]
    found = repeats.groupby("customer_id", sort=True)["amount"].agg(["count", "mean"])
    found = found[found["mean"] > 0]
    return found["count"].to_numpy(float), found["mean"].to_numpy(float)


def _mean(days: pd.DataFrame) -> tuple[float, float]:
    """Mean amount of an order and the standard error of its logarithm, customers being drawn."""
    found = days.groupby("customer_id")["amount"].agg(["sum", "count"])
    mean = float(found["sum"].sum() / found["count"].sum())
    off = (found["sum"] - mean * found["count"]).to_numpy()
    spread = float((off @ off) * len(off) / max(len(off) - 1, 1)) ** 0.5 / float(found["count"].sum())
    return mean, spread / mean


def _check(days: pd.DataFrame, amount: Array, place: str, currency: str) -> None:
    """BadInput where the amounts are none that a market can be fitted to."""
    total, most = float(amount.sum()), int(amount.argmax())
    if total <= 0:
        fix = "map the column of the amounts; in a file of counts alone, add a column that holds 1 in every row"
        raise BadInput([Problem(place, 0, "amount", "0 in every order", "amounts above 0", fix)])
    if amount[most] > ONE_ORDER * total:
        row = days.iloc[most]
        found = (
            f"{amount[most] / total:.0%} of all money in one order: {amount[most]:,.2f} {currency} on"
            f" {row['day']:%Y-%m-%d}, customer {row['customer_id']}"
        )
        fix = "correct that amount, or leave the row out: one that adds up all others is no order"
        raise BadInput([Problem(place, 0, "amount", found, f"less than {ONE_ORDER:.0%} in one order", fix)])
    mean = total / len(amount)
    if not LEAST_MEAN <= mean <= MOST_MEAN:
        found = f"a mean order of {mean:,.6g} {currency}"
        limits = f"a mean order from {LEAST_MEAN:g} to {MOST_MEAN:,.0f}, so that money is counted exactly"
        unit = "larger" if mean > MOST_MEAN else "smaller"
        fix = f"state the amounts in a {unit} unit, such as {'thousands' if mean > MOST_MEAN else 'thousandths'}"
        raise BadInput([Problem(place, 0, "amount", found, limits, fix)])


def mean_interval(spend: Spend) -> tuple[float, float]:
    """5 % and 95 % points of gamma, that is of the mean order at shapes that are held."""
    spread = float(np.exp(NORMAL_95 * spend.mean_error))
    return spend.model.gamma / spread, spend.model.gamma * spread
