"""How long an advice takes: `python -m benchmarks.advising [ROUNDS]`.

Wall time of what a planner asks, 20 worlds x 20,000 people x 2 years, warm, without a store, on all cores of an idle
machine: the best split among five channels and four parts of the horizon (its first advice, before the plans that
correct it are run, and its last), a price of 13 points, a sweep of 13 points, the parts of a plan of four levers; at
today's market (base) and with every mechanism on (full). The median of the rounds stands beside its bar.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from decisions.levers import Lever
from decisions.optimise import advice
from decisions.optimise.budget import Budget
from decisions.parts import parts
from decisions.price import price
from decisions.sweep import sweep
from scenarios.files.loading import load
from scenarios.scenario import Scenario

FIVE = """extends: {0}
name: five
title: Five channels
market:
  channels:
    - {{name: messenger, kind: messenger_ads}}
    - {{name: short_video, kind: short_video}}
    - {{name: paid_search, kind: paid_search}}
    - {{name: dealers, kind: dealers}}
    - {{name: fairs, kind: fairs_events}}
policy:
  channel:
    budget: {{total: 600000, per: year, shares: {{messenger: 0.3, short_video: 0.25, paid_search: 0.2, dealers: 0.15,
      fairs: 0.1}}}}
"""
FOUR = (
    "policy.price.level=1.05",
    "policy.referral.reward_friend=0.1 mean orders",
    "policy.channel.weekly_spend.search=5000",
    "policy.product.quality=0.9",
)
SIZE = ("people=20000", "worlds=20", "days=730")
SEARCH = Lever("policy.channel.weekly_spend.search", 0.0, 8_000.0)
MARKETS = ("base", "full")
BARS = {"first advice": (15, 30), "last advice": (90, 180), "price": (10, 20), "sweep": (10, 20), "parts": (10, 30)}


def advised(five: Scenario) -> tuple[float, float]:
    """Seconds until the first advice stands, and until the last one does."""
    spent = sum(five.policy.channel.weekly_spend.values()) * five.days / 7
    budget = Budget(tuple(five.policy.channel.weekly_spend), spent, exactly=False, parts=4)
    first, stood = advice._first, []

    def noted(*args: object) -> np.ndarray:
        found = first(*args)  # type: ignore[arg-type]
        stood.append(time.perf_counter())
        return found

    advice._first = noted  # type: ignore[assignment]
    begun = time.perf_counter()
    try:
        advice.optimise(five, budget)
    finally:
        advice._first = first
    return stood[0] - begun, time.perf_counter() - begun


def taken(action: Callable[[], object]) -> float:
    """Wall seconds of ``action``."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def measured(market: str, folder: Path) -> dict[str, float]:
    """Seconds of each question, once, at a scenario of the library."""
    file = folder / "five.yaml"
    file.write_text(FIVE.format(market), "utf-8")
    now, plan = load(market, overrides=SIZE), load(market, overrides=(*SIZE, *FOUR))
    found = dict(zip(BARS, advised(load(file, overrides=SIZE)), strict=False))
    found["price"] = taken(lambda: price(now))
    found["sweep"] = taken(lambda: sweep(now, [SEARCH], [SEARCH.grid(13)]))
    found["parts"] = taken(lambda: parts(now, plan))
    return found


def main(rounds: int) -> int:
    """Print the figures beside their bars; 0 if all are met."""
    missed = 0
    with TemporaryDirectory() as folder:
        for place, market in enumerate(MARKETS):
            price(load(market, overrides=("people=2000", "worlds=2")), points=3)  # compiled, read, allocated
            each = [measured(market, Path(folder)) for _ in range(rounds)]
            for what, bars in BARS.items():
                seconds = statistics.median(found[what] for found in each)
                missed += seconds > bars[place]
                print(f"{market:5} {what:13} {seconds:6.1f} s (bar {bars[place]} s)", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
