"""The assortment as arrays of a plan: alias tables, prices, deals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios.beside.catalogue import ONLY, Tables, made, unchanged
from scenarios.lowering.levers import mean_order
from sim.core.ground.state import CATEGORY, PRODUCT
from sim.mechanisms.assortment.spec import MOST_DEPTH

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


@dataclass(frozen=True)
class Assortment:
    """Arrays as in :class:`sim.plan.Plan`, and ``numbers`` of behaviour that hang on them."""

    names: tuple[str, ...]
    categories: np.ndarray
    products: np.ndarray
    missions: np.ndarray
    laws: np.ndarray
    numbers: dict[str, float]


NONE = Assortment(
    (),
    np.zeros(0, CATEGORY),
    np.zeros(0, PRODUCT),
    np.zeros((0, 0, 2)),
    np.zeros((0, 3)),
    {"kept_today": 1.0, "pull_most": 1.0, "image_off": 0.0},
)


def assortment(scenario: Scenario) -> Assortment:
    """The assortment of a scenario in the world at hand."""
    if not is_on(scenario):
        return NONE
    market, policy = scenario.market.assortment, scenario.policy.product.assortment
    held = held_by(scenario)
    ratios = np.array([policy.prices.get(name, 1.0) for name in held.categories])
    shares = np.minimum(held.deal_share * policy.deal_weeks, 1.0)
    pull = ratios**market.price_elasticity.value
    lift = np.exp(market.deal_effect.value * MOST_DEPTH) if shares.any() and policy.deal_depth > 0.0 else 1.0
    index = float(held.known @ ratios / held.known.sum()) if (ratios != 1.0).any() else 1.0
    if (policy.deal_weeks, policy.deal_depth) != (1.0, 1.0):
        index *= felt(scenario, held, shares, policy.deal_depth) / felt(scenario, held, held.deal_share, 1.0)
    categories, products = np.zeros(len(ratios), CATEGORY), np.zeros(len(held.price), PRODUCT)
    counts = np.bincount(held.category, minlength=len(ratios))
    categories["again"], categories["pull"], categories["price"] = held.again, pull, ratios
    categories["products"], categories["first"] = counts, np.cumsum(counts) - counts
    products["keep"], products["alias"] = _aliases(tuple(counts.tolist()), held.share.tobytes())
    products["price"], products["deal_depth"], products["deal_share"] = held.price, held.deal_depth, shares
    products["extra"] = _inverse_log(held.extra_units)
    products["extra_on_deal"] = _inverse_log(held.extra_units * market.deal_units.value)
    products["kept"], products["more"], kept = today(scenario, held)
    numbers = {
        "kept_today": kept,
        "pull_most": float(pull.max() * lift),
        "image_off": market.image.value * (1.0 - index) if index != 1.0 else 0.0,
    }
    missions = np.stack([np.stack(alias(weights), axis=1) for weights in held.missions.T])
    return Assortment(held.categories, categories, products, missions, laws(scenario), numbers)


def is_on(scenario: Scenario) -> bool:
    """Whether there is an assortment."""
    return round(scenario.market.assortment.categories.value) > 0


def held_by(scenario: Scenario) -> Tables:
    """The tables of the assortment."""
    market, catalogue = scenario.market.assortment, scenario.market.catalogue
    if catalogue.folder is not None:
        return unchanged(catalogue.folder, tuple(one.name for one in catalogue.missions) or ONLY, catalogue.sha256)
    return made(
        categories=round(market.categories.value),
        products=round(market.products.value),
        missions=max(len(catalogue.missions), 1),
        category_zipf=market.category_zipf.value,
        product_zipf=market.product_zipf.value,
        price_spread=market.price_spread.value,
        mean_price=mean_order(scenario) / market.lines.value / (1.0 + market.extra_units.value),
        again=market.again.value,
        extra_units=market.extra_units.value,
        deal_share=market.deal_share.value,
        deal_depth=market.deal_depth.value,
    )


def laws(scenario: Scenario) -> np.ndarray:
    """float64 [mission, 3]: log (share / sd), mean and 1 / sd of the log of what is wanted, currency."""
    mean = mean_order(scenario)
    rows = [(one.share, one.size, one.spread) for one in scenario.market.catalogue.missions] or [(1.0, 1.0, 1.0)]
    return np.array([(np.log(share / spread), np.log(size * mean), 1.0 / spread) for share, size, spread in rows])


def extra_cost(scenario: Scenario) -> float:
    """What announcing deals costs beside those of today, currency per week of the whole market."""
    policy = scenario.policy.product.assortment
    if not is_on(scenario) or policy.cost_per_deal == 0.0:
        return 0.0
    today = held_by(scenario).deal_share
    return float(policy.cost_per_deal * (np.minimum(today * policy.deal_weeks, 1.0) - today).sum())


class Bought(NamedTuple):
    """What is expected of lines, mean over weeks: ``lines``, the share of each product; ``on_deal``, of its lines that
    are on a deal; ``depth`` of these, above that of all deals as deeper ones are taken more readily (a normal law,
    tilted exponentially). float64 [product] each."""

    lines: np.ndarray
    on_deal: np.ndarray
    depth: np.ndarray


def bought(scenario: Scenario, held: Tables, share: np.ndarray, ratio: float) -> Bought:
    """Where products are on deals in that ``share`` of weeks, ``ratio`` times as deep as today."""
    market = scenario.market.assortment
    switching, most = market.switching.value, np.exp(market.deal_effect.value * MOST_DEPTH)
    depth = np.minimum(held.deal_depth * ratio, MOST_DEPTH)
    varies = market.deal_effect.value * (market.deal_spread.value * ratio) ** 2
    lift = np.exp(market.deal_effect.value * (depth + 0.5 * varies))
    readily = 1.0 + share * (lift - 1.0)
    count = len(held.categories)
    total = np.bincount(held.category, held.share, count)
    taken = np.bincount(held.category, held.share * readily, count) / most / total
    missions = scenario.market.catalogue.missions
    spent = np.array([one.share * one.size * np.exp(0.5 * one.spread**2) for one in missions] or [1.0])
    begun = (held.missions / held.missions.sum(axis=0)) @ spent
    reached = begun * taken / (1.0 - switching * (1.0 - taken)) / (1.0 - held.again)
    lines = (reached / taken / total)[held.category] * held.share * readily
    return Bought(lines / lines.sum(), share * lift / readily, np.minimum(depth + varies, MOST_DEPTH))


def today(scenario: Scenario, held: Tables) -> tuple[np.ndarray, np.ndarray, float]:
    """At today's deals, means of the lines of each product: (what is left of its price, its units, ratio to without
    deals), float64 [product]; and what is paid of what baskets are filled to, which are regular prices without the
    units that deals add."""
    lines, on_deal, depth = bought(scenario, held, held.deal_share, 1.0)
    times, extra = scenario.market.assortment.deal_units.value, held.extra_units
    more = 1.0 + on_deal * (times - 1.0) * extra / (1.0 + extra)
    kept = 1.0 - on_deal * depth
    worth = lines * held.price * (1.0 + extra)
    return kept, more, float((worth * more * kept).sum() / worth.sum())


def felt(scenario: Scenario, held: Tables, share: np.ndarray, ratio: float) -> float:
    """What such deals leave of the prices of lines, mean by value."""
    lines, on_deal, depth = bought(scenario, held, share, ratio)
    worth = lines * held.price
    return float(1.0 - (worth * on_deal * depth).sum() / worth.sum())


def alias(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Walker's alias table of ``weights`` (1977), built as Vose does (1991): share kept and alias of each place."""
    scaled = weights * (len(weights) / weights.sum())
    keep, other = np.ones(len(weights)), np.arange(len(weights))
    small, large = np.flatnonzero(scaled < 1.0).tolist(), np.flatnonzero(scaled >= 1.0).tolist()
    while small and large:
        low, high = small.pop(), large[-1]
        keep[low], other[low] = scaled[low], high
        scaled[high] -= 1.0 - scaled[low]
        if scaled[high] < 1.0:
            small.append(large.pop())
    return keep, other


@lru_cache(maxsize=4)
def _aliases(counts: tuple[int, ...], shares: bytes) -> tuple[np.ndarray, np.ndarray]:
    """The alias tables of the products of all categories, one after the other."""
    all_shares, start = np.frombuffer(shares), 0
    keep, other = np.ones(len(all_shares)), np.zeros(len(all_shares), np.int64)
    for count in counts:
        keep[start : start + count], place = alias(all_shares[start : start + count])
        other[start : start + count] = start + place
        start += count
    return keep, other


def _inverse_log(mean: np.ndarray) -> np.ndarray:
    """1 / log(m / (1 + m)): what turns the log of a uniform number into a geometric one of mean m; 0 for none."""
    found, some = np.zeros_like(mean), mean > 0.0
    found[some] = 1.0 / np.log(mean[some] / (1.0 + mean[some]))
    return found
