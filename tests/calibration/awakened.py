"""First orders drawn from the mean field itself, without an engine: what an estimator of it must find."""

import copy
from dataclasses import replace
from typing import Any

import numpy as np

from calibration.estimators.awakening import Setting, setting_of
from calibration.estimators.credit import Dispersion, Seen
from calibration.estimators.weeks import Weeks
from scenarios.files.loading import load

WEEKS = 60
PEOPLE = 1_000_000
STRONG = 4.0


def base(channels: tuple[str, ...] = ("video",), held: bool = True) -> tuple[dict[str, Any], dict[str, Any]]:
    """Market and policy of base with these channels alone, which do ``STRONG`` times as much; ``held``: how awareness
    becomes orders is known."""
    scenario = load("base", overrides=[f"market.size={PEOPLE}"])
    market = copy.deepcopy(scenario.market.model_dump(by_alias=True))
    market["channels"] = [one for one in market["channels"] if one["name"] in channels]
    for channel in market["channels"]:
        peak = channel["peak_rate"]
        peak |= {"value": STRONG * peak["value"], "interval": [STRONG * end for end in peak["interval"]]}
    if held:
        for section in ("awareness", "retain", "need", "choice"):
            for name, entry in market[section].items():
                if isinstance(entry, dict) and name != "organic_rate":
                    entry["interval"] = None
    return market, scenario.policy.model_dump(by_alias=True)


def setting(rng: np.random.Generator, channels: tuple[str, ...] = ("video",), held: bool = True) -> Setting:
    """Spend of which the mean is that of base, and which is off and on for some weeks."""
    market, policy = base(channels, held)
    steps = rng.choice([0.0, 0.5, 1.0, 2.5], (len(channels), WEEKS // 2))
    daily = np.repeat(steps, 14, axis=1) * 4000.0 / 7
    weeks = Weeks(
        first=np.datetime64("2024-01-01"),
        channels=channels,
        spend=daily,
        shown=None,
        total=np.full(WEEKS, 1500.0),
        referred=np.zeros(WEEKS),
        credited=np.zeros((len(channels) + 1, WEEKS)),
        used=np.ones(WEEKS, bool),
        before=0,
    )
    made = setting_of(weeks, market, policy)
    unknowns = [one._replace(below=0.5, above=0.5) if one.name == "organic_rate" else one for one in made.unknowns]
    return replace(made, unknowns=tuple(unknowns))


def drawn(one: Setting, truth: np.ndarray, dispersion: Dispersion, rng: np.random.Generator) -> Seen:
    """Counts of the mean field at the normal scores ``truth``: negative binomial, split by Dirichlet's shares."""
    means = one.model(truth[None])
    level = rng.gamma(dispersion.week_sd**-2.0, dispersion.week_sd**2.0, one.past.weeks)
    total = rng.poisson(means.total[0] * level)
    shares = rng.gamma(dispersion.alike * np.maximum(means.shares[0], 1e-12))
    split = np.array([rng.multinomial(n, p / p.sum()) for n, p in zip(total, shares.T, strict=True)]).T
    return Seen(total.astype(float), np.ones(len(total), bool), split.astype(float))
