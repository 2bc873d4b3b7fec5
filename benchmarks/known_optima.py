"""How much of what could be gained an optimiser finds, in markets whose best plan is known by formula.

    python -m benchmarks.known_optima [MARKETS]

A market's response to each channel is a Hill curve of known height and half saturation, everybody alike, nothing
remembered from day to day; people awakened are alike whichever channel did it, so the best split of a total is that of
sim.closed_forms.media.hill_split. Channels: 2 to 8; curves drawn anew for each market. Told is, in people awakened,

    (advised - today's) / (best - today's),  today's being an even split.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import numpy as np

import sixr
from decisions.optimise.advice import Advice, optimise
from decisions.optimise.budget import of_today
from scenarios.changes import changed
from scenarios.scenario import Scenario
from sim.closed_forms.media import hill, hill_split

WEEKLY = 12_000.0
SETTING = ("people=20000", "worlds=20", "days=365", "market.response=aggregate", "market.awareness.organic_rate=0.0003")


def market(channels: int, seed: int) -> tuple[Scenario, np.ndarray, np.ndarray]:
    """(scenario, people a day at the most, half saturation in currency a week), both [channel]."""
    rng = np.random.default_rng(seed)
    peak = 400.0 / channels * np.exp(rng.normal(0.0, 1.0, channels))
    half = WEEKLY / channels * np.exp(rng.normal(0.0, 1.0, channels))
    base = sixr.load("base", overrides=SETTING)
    made = []
    for k in range(channels):
        one = base.market.channels[k % len(base.market.channels)]
        fixed = {
            name: getattr(one, name).model_copy(update={"value": value, "interval": None})
            for name, value in (
                ("aggregate_peak", float(peak[k])),
                ("aggregate_half", float(half[k] / 7.0)),
                ("carryover", 0.0),
            )
        }
        made.append(one.model_copy(update={"name": f"channel {k + 1}", **fixed}))
    spend = {one.name: WEEKLY / channels for one in made}
    market = base.market.model_copy(update={"channels": tuple(made)})
    channel = base.policy.channel.model_copy(update={"weekly_spend": spend})
    policy = base.policy.model_copy(update={"channel": channel})
    return changed(base.model_copy(update={"market": market}), {"policy": policy}), peak, half


def share_of_gain(advice: Advice, peak: np.ndarray, half: np.ndarray) -> tuple[float, float]:
    """(share of the attainable gain that is attained, that gain relative to an even split), in people awakened."""
    split, _ = hill_split(peak, half, WEEKLY)
    advised = np.array([move.best for move in advice.moves])
    plans = (np.full(len(peak), WEEKLY / len(peak)), advised, split)
    values = [sum(p * float(hill(s, k)) for p, s, k in zip(peak, x, half, strict=True)) for x in plans]
    return (values[1] - values[0]) / (values[2] - values[0]), values[2] / values[0] - 1.0


def figures(markets: int) -> Iterator[str]:
    """A line for each market."""
    for k in range(markets):
        channels = 2 + k % 7
        scenario, peak, half = market(channels, 100 + k)
        begun = time.perf_counter()
        advice = optimise(scenario, of_today(scenario, exactly=True), objective="worth", runs=30)
        share, gain = share_of_gain(advice, peak, half)
        one = advice.gain
        yield (
            f"{channels} channels: {share:5.2f} of an attainable {gain:+.0%}; {advice.verdict}, gain {one.mean:,.0f}"
            f" [{one.low:,.0f}, {one.high:,.0f}], promised {advice.promised:,.0f}; {time.perf_counter() - begun:.0f} s"
        )


if __name__ == "__main__":
    for line in figures(int(sys.argv[1]) if len(sys.argv) > 1 else 12):
        print(line, flush=True)
