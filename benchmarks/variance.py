"""What common random numbers save: variance of a difference between two policies, unpaired over paired.

`python -m benchmarks.variance [WORLDS] [PEOPLE]` prints (var A + var B) / var(A - B) over worlds: how many times
as many worlds two separate samples would need for the same standard error of the difference.
"""

from __future__ import annotations

import sys

import numpy as np

CHANGES = {
    "price up 5 %": ("policy.price.level=1.05",),
    "search spend doubled": ("policy.channel.weekly_spend.search=8000",),
    "reward of 10 for both": ("policy.referral.reward_referrer=10", "policy.referral.reward_friend=10"),
}
MEASURES = ("profit", "clv", "cac", "customers")


def figures(overrides: tuple[str, ...], worlds: int, people: int) -> np.ndarray:
    """The measures of the base market in each world under overrides: float64 [world, measure]."""
    from scenarios.files.loading import load
    from scenarios.lowering.lower import lower
    from sim import engine
    from sim.measures import measure

    scenario = load("base", overrides=(f"people={people}", "days=365", *overrides))
    rows = []
    for world in range(worlds):
        plan = lower(scenario, world)
        table = measure(plan, engine.run(plan))
        rows.append(table[table["by"] == "all"].set_index("measure")["value"][list(MEASURES)].to_numpy(float))
    return np.array(rows)


def ratios(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(var A + var B) / var(A - B) of each measure, over the worlds in which it is known under both."""
    known = np.isfinite(a) & np.isfinite(b)
    columns = [(x[k], y[k]) for x, y, k in zip(a.T, b.T, known.T, strict=True)]
    return np.array([(x.var(ddof=1) + y.var(ddof=1)) / (x - y).var(ddof=1) for x, y in columns])


def main() -> None:
    """Print the table; arguments: worlds (default 200) and people (default 20,000)."""
    worlds, people = (int(said) for said in (*sys.argv[1:], *("200", "20000")[len(sys.argv) - 1 :]))
    print(f"| base market, {people:,} people, 365 days, {worlds} worlds | {' | '.join(MEASURES)} |")
    print("|---" * (1 + len(MEASURES)) + "|")
    today = figures((), worlds, people)
    for name, overrides in CHANGES.items():
        found = ratios(today, figures(overrides, worlds, people))
        print(f"| {name} | {' | '.join(f'{ratio:,.1f}' for ratio in found)} |")


if __name__ == "__main__":
    main()
