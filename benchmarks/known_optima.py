"""How much of what could be gained an optimiser finds, in markets whose best plan is known by formula.

    python -m benchmarks.known_optima [NAME ...]

Budgets: the response to each channel is a Hill or a power curve of known numbers, everybody alike, nothing remembered
from day to day; people awakened are alike whichever channel did it, so the best split of a total is that of
sim.closed_forms.media. Today's is even. Prices: the best one is that of Lerner, of linear demand, of the logit, and of
the logit where a quantity discount stands; people choose their first order as all others. Today's is a quarter below.
Told is, by formula, in people awakened or in contribution per occasion,

    (advised - today's) / (best - today's).

Whoever says "leave" where the gain is less than one standard error of what was simulated has found all there is.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.stats import gamma

import sixr
from decisions.levers import Lever
from decisions.optimise.advice import Advice, optimise
from decisions.optimise.budget import Budget, of_today
from scenarios.changes import changed
from scenarios.policy.price import QuantityDiscount, QuantityStep
from scenarios.scenario import Scenario
from scenarios.verify.prices import FORMS
from sim.closed_forms.media import hill, hill_split, power_split

WEEKLY = 12_000.0
SIZE = ("people=10000", "worlds=16")
SETTING = (*SIZE, "days=365", "market.response=aggregate", "market.awareness.organic_rate=0.0003")
RUNS = 20
ENOUGH = 0.95
"""Share of what can be gained that is to be found."""
FAR = 1000.0
"""A Hill curve is a power curve as long as it is below this part of its height."""
LEVEL = "policy.price.level"
BELOW, LOW, HIGH = 0.75, 0.6, 1.6
"""Today's price and the ends of what is tried, ratios to the best."""
NOTCH, OFF, UP = 1.5, 0.1, 0.5
"""From so many mean orders on all costs so much less; part of those who go up to it where that costs no more."""
NODES = 4001
SHAPE, ORDER, ALIKE = 4.0, 20.0, 1e6
"""What is wanted is gamma distributed: its shape and mean, currency at today's price; customers hardly differ."""


@dataclass(frozen=True)
class Market:
    """``worth``: by formula, of the numbers that may be moved; ``best``: where it is highest."""

    name: str
    scenario: Scenario
    budget: Budget | None
    levers: tuple[Lever, ...]
    worth: Callable[[np.ndarray], float]
    best: np.ndarray

    def advice(self, runs: int = RUNS) -> Advice:
        """What an optimiser says."""
        return optimise(
            self.scenario, self.budget, self.levers, objective="worth" if self.budget else "profit", runs=runs
        )

    def share(self, advice: Advice) -> tuple[float, float]:
        """(share of the attainable gain that is attained, that gain relative to today's)."""
        now, advised = (np.array([getattr(move, place) for move in advice.moves]) for place in ("now", "best"))
        least, found, most = (self.worth(plan) for plan in (now, advised, self.best))
        return (found - least) / (most - least), most / least - 1.0


def hills(channels: int, seed: int) -> Market:
    """Channels whose responses are Hill curves, drawn anew for each ``seed``."""
    rng = np.random.default_rng(seed)
    peak = 400.0 / channels * np.exp(rng.normal(0.0, 1.0, channels))
    half = WEEKLY / channels * np.exp(rng.normal(0.0, 1.0, channels))

    def worth(spend: np.ndarray) -> float:
        return float((peak * [hill(x, k) for x, k in zip(spend, half, strict=True)]).sum())

    scenario = _split_evenly(peak, half, 1.0)
    split, _ = hill_split(peak, half, WEEKLY)
    return Market(f"Hill, {channels} channels", scenario, _whole(scenario), (), worth, split)


def powers(channels: int, seed: int) -> Market:
    """Channels whose responses are powers of spend, drawn anew for each ``seed``."""
    rng = np.random.default_rng(seed)
    power = float(rng.uniform(0.4, 0.7))
    height = 200.0 / channels * np.exp(rng.normal(0.0, 0.6, channels))

    def worth(spend: np.ndarray) -> float:
        return float((height * (spend * channels / WEEKLY) ** power).sum())

    half = np.full(channels, WEEKLY / channels * FAR ** (1.0 / power))
    scenario = _split_evenly(height * FAR, half, power)
    split = power_split(height, power, WEEKLY)
    return Market(f"power, {channels} channels", scenario, _whole(scenario), (), worth, split)


def _split_evenly(peak: np.ndarray, half: np.ndarray, slope: float) -> Scenario:
    """``peak``: people a day at the most, ``half``: half saturation in currency a week, both [channel]."""
    base = sixr.load("base", overrides=SETTING)
    made = []
    for k in range(len(peak)):
        one = base.market.channels[k % len(base.market.channels)]
        numbers = {"aggregate_peak": peak[k], "aggregate_half": half[k] / 7.0, "carryover": 0.0, "slope": slope}
        fixed = {
            name: getattr(one, name).model_copy(update={"value": float(value), "interval": None})
            for name, value in numbers.items()
        }
        made.append(one.model_copy(update={"name": f"channel {k + 1}", **fixed}))
    spend = {one.name: WEEKLY / len(made) for one in made}
    market = base.market.model_copy(update={"channels": tuple(made)})
    channel = base.policy.channel.model_copy(update={"weekly_spend": spend})
    policy = base.policy.model_copy(update={"channel": channel})
    return changed(base.model_copy(update={"market": market}), {"policy": policy})


def _whole(scenario: Scenario) -> Budget:
    """Today's total, any part of which may go to any channel."""
    now = of_today(scenario, exactly=True)
    return replace(now, most=dict.fromkeys(now.channels, WEEKLY))


def price(name: str, words: str) -> Market:
    """The market of the library's verification ``name``, whose own price is the best, at a lower one."""
    scenario = sixr.load(f"verification/{name}", overrides=SIZE)
    best = scenario.policy.price.level

    def worth(levels: np.ndarray) -> float:
        expected = FORMS["contribution_per_occasion"].expected(scenario, 100.0 * levels / best, None)
        return float(np.asarray(expected)[0])

    return _at_a_lower_price(words, scenario, worth, best)


def notch() -> Market:
    """The logit's market with a quantity discount: what an order brings is an integral over what is wanted."""
    spend = (f"shape={SHAPE}", f"customer_shape={ALIKE}", f"customer_rate={(ALIKE - 1.0) * ORDER / SHAPE}")
    quantity = (f"round_up={UP}", "spare_later=0", "spare_value=0")
    market = [f"market.{key}.{one}" for key, some in (("spend", spend), ("quantity", quantity)) for one in some]
    one = sixr.load("verification/pr3", overrides=(*SIZE, *market, "market.spend.variation=gamma-gamma"))
    step = QuantityStep.model_validate({"from": round(100 * NOTCH), "off": OFF})
    breaks = QuantityDiscount(unit_price=ORDER / 100.0, steps=(step,))
    scenario = changed(one, {"policy.price.quantity_discount": breaks})
    cost, response = scenario.policy.product.cost_ratio, 2.0
    law = gamma(SHAPE, scale=1.0 / SHAPE)  # of what is wanted, in mean orders
    wanted = law.ppf((np.arange(NODES) + 0.5) / NODES)
    rising = np.where((wanted < NOTCH) & (wanted >= NOTCH * (1.0 - OFF)), NOTCH, wanted)

    def brings(level: float, bought: np.ndarray) -> np.ndarray:
        paid = bought * np.where(bought >= NOTCH, 1.0 - OFF, 1.0)
        chance = 1.0 / (1.0 + np.exp(response * (level * paid / wanted - 1.0)))
        return np.asarray(chance * (level * paid - cost * bought))

    def worth(levels: np.ndarray) -> float:
        level = float(levels[0])
        return float(((1.0 - UP) * brings(level, wanted) + UP * brings(level, rising)).mean())

    best = minimize_scalar(lambda level: -worth(np.array([level])), bounds=(0.5, 3.0), method="bounded").x
    return _at_a_lower_price("quantity notch", scenario, worth, float(best))


def _at_a_lower_price(name: str, scenario: Scenario, worth: Callable[[np.ndarray], float], best: float) -> Market:
    lower = changed(scenario, {LEVEL: BELOW * best}).model_copy(update={"verify": ()})
    return Market(name, lower, None, (Lever(LEVEL, LOW * best, HIGH * best),), worth, np.array([best]))


MARKETS: dict[str, Callable[[], Market]] = {
    **{f"hill{n}": lambda n=n: hills(n, 98 + n) for n in (2, 4, 5, 7)},  # type: ignore[misc]
    **{f"power{n}": lambda n=n: powers(n, 200 + n) for n in (2, 3, 6, 8)},  # type: ignore[misc]
    "lerner": lambda: price("pr1", "Lerner"),
    "linear": lambda: price("pr2", "linear demand"),
    "logit": lambda: price("pr3", "logit"),
    "notch": notch,
}


def figures(names: list[str]) -> Iterator[str]:
    """A line for each market, and how many of them have what is to be found."""
    yield f"{'market':<20}{'attainable':>11}{'share':>7}  {'verdict':<8}{'gain':>12}{'error':>10}{'promised':>12}    s"
    enough = 0
    for name in names:
        one, begun = MARKETS[name](), time.perf_counter()
        advice = one.advice()
        share, attainable = one.share(advice)
        enough += share >= ENOUGH or advice.verdict == "leave"
        gain = advice.gain
        yield (
            f"{one.name:<20}{attainable:>11.1%}{share:>7.3f}  {advice.verdict:<8}{gain.mean:>12,.0f}{gain.se:>10,.0f}"
            f"{advice.promised:>12,.0f}{time.perf_counter() - begun:>5.0f}"
        )
    yield f"{enough} of {len(names)}: at least {ENOUGH:.0%} of what can be gained, or to be left"


if __name__ == "__main__":
    for line in figures(sys.argv[1:] or list(MARKETS)):
        print(line, flush=True)
