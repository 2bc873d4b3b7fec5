"""Companies drawn for the game: channels, two years of weekly spend that partly follows demand, and today's split."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.game.spending import flight, spending
from benchmarks.game.truth import Truth
from scenarios.files.loading import load
from scenarios.lowering.demand import demand_by_day
from scenarios.lowering.lower import world_of
from scenarios.policy.channel import Flight
from scenarios.scenario import Scenario
from sim.core.ground.draws import world_key

WEEK, HISTORY, YEAR = 7, 728, 364
"""Days of a week, of the history and of the plan."""
LATELY = 13
"""Weeks over which today's spend is the mean, as a fit takes it."""
PEOPLE = 40_000
NAMES = ("search", "social", "video", "display", "podcast", "print")
"""The first three by the names that base knows, the others like none of base."""
PER_PERSON = 0.004
"""Currency a week for each person of the market and channel, as in base; its logarithm varies by ``TOTAL_SD``."""
TOTAL_SD = 0.5
SPLIT_SD = 1.0
"""Standard deviation of the logarithm of a channel's part in today's split."""
AT_BEST = 0.2
"""Share of companies whose split of today is the best one in the long run."""
OWN_SD, OWN_MEMORY = 0.4, 0.7
"""Weekly spend moves by itself: standard deviation of its logarithm, correlation from week to week."""
MOST_FOLLOWS = 1.5
"""Spend goes with (demand of the four weeks before)**f, f even between 0 and this, by channel."""
SEASON = 0.2
"""Amplitude of demand over the year."""


@dataclass(frozen=True)
class Company:
    """A company before its tables are made: ``scenario`` holds its history, what is believed of it as in base; its
    ``now``: spend a week by channel; ``at_best``: whether its split was drawn to be the best one."""

    seed: int
    scenario: Scenario
    now: dict[str, float]
    at_best: bool

    @property
    def total(self) -> float:
        """Spend a week of all channels, currency."""
        return sum(self.now.values())

    @cached_property
    def truth(self) -> Truth:
        """The market as it is in the world in which the company lives."""
        return Truth(_in_world(self.scenario), HISTORY, YEAR)


def drawn(seed: int, people: int = PEOPLE) -> Company:
    """The company ``seed``."""
    rng = np.random.default_rng([seed, 0x6A])
    names = NAMES[: rng.integers(3, len(NAMES) + 1)]
    base = _market(names, seed, people)
    total = PER_PERSON * people * len(names) * float(np.exp(TOTAL_SD * rng.normal()))
    part = np.exp(SPLIT_SD * rng.normal(size=len(names)))
    now = dict(zip(names, (total * part / part.sum()).tolist(), strict=True))
    at_best = bool(rng.random() < AT_BEST)
    if at_best:
        even = dict.fromkeys(names, total / len(names))
        now = Truth(_in_world(spending(base, even)), HISTORY, YEAR).best(even, dict.fromkeys(names, total))
    return Company(seed, spending(base, now, _flights(base, now, rng)), now, at_best)


def _market(names: tuple[str, ...], seed: int, people: int) -> Scenario:
    """The base market with channels of these names, each with numbers of its own."""
    asked = (f"days={HISTORY}", f"people={people}", f"market.size={people}", f"seed={seed}")
    one = load("base", overrides=(*asked, f"market.need.season_amplitude={SEASON}"))
    like = one.market.channels
    channels = tuple(
        like[k % len(like)].model_copy(update={"name": name, "title": None}) for k, name in enumerate(names)
    )
    market = one.market.model_copy(update={"channels": channels})
    return one.model_copy(update={"market": market, "name": f"company {seed}"})


def _flights(one: Scenario, now: dict[str, float], rng: np.random.Generator) -> list[Flight]:
    """The weekly spend of the history; over its last weeks its mean is today's."""
    weeks = HISTORY // WEEK
    demand = demand_by_day(_in_world(one), _key(one)).reshape(weeks, WEEK).mean(axis=1)
    before = np.array([demand[max(w - 4, 0) : max(w, 1)].mean() for w in range(weeks)])
    found = []
    for name, level in now.items():
        z = rng.normal(size=weeks)
        for w in range(1, weeks):
            z[w] = OWN_MEMORY * z[w - 1] + np.sqrt(1.0 - OWN_MEMORY**2) * z[w]
        spent = np.exp(OWN_SD * z) * before ** rng.uniform(0.0, MOST_FOLLOWS)
        spent *= level / spent[-LATELY:].mean()
        for w, amount in enumerate(spent.tolist()):
            found.append(flight(name, w * WEEK, (w + 1) * WEEK, amount))
    return found


def _key(one: Scenario) -> np.uint64:
    return np.uint64(world_key(np.uint64(one.seed), np.uint64(0)))


def _in_world(one: Scenario) -> Scenario:
    """``one`` with every number as it is in its first world."""
    return world_of(one, _key(one))[0]
