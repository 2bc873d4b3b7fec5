"""Which settings bring a supermarket 30 % more orders online and 25 % more of its members, and how credible they are.

    python -m benchmarks.supermarket [PEOPLE] [WORLDS]

The two figures are those that a textbook case reports after half a year. Everybody who has ordered is a member once
there are points, so members are customers. Written into docs/supermarket.md.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

import sixr
from decisions.parts import levers_of
from scenarios.lowering.beliefs import places
from scenarios.running.batch import stands
from scenarios.scenario import Scenario

PEOPLE, WORLDS = 2000, 100
ONLINE, MEMBERS = 0.30, 0.25
"""More orders online, and more repeat orders, than without the plan."""
HIGH = 0.95
TOLD, SEEN = 3, 0.3
"""Most numbers named, and the rank correlation from which on one is."""
PAGE = Path(__file__).parents[1] / "docs" / "supermarket.md"
MEASURES = ("orders", "online_share", "customers", "profit")
STRONGER = {
    "points worth 10 % of what is paid": ("policy.relationship.points.earn_rate=0.1",),
    "points worth 20 % of what is paid": ("policy.relationship.points.earn_rate=0.2",),
    "staples 20 % cheaper, not 5 %": ("policy.price.offers.main=0.8",),
    "points 20 %, staples 20 % cheaper": (
        "policy.relationship.points.earn_rate=0.2",
        "policy.price.offers.main=0.8",
    ),
}
EFFECTS = (
    "market.place_choice.delivery",
    "market.projects.value_proposition.effect",
    "market.projects.event.effect",
    "market.loyalty.points_value",
)
HEAD = """# The supermarket: are +30 % online and +25 % from members credible?

Written by `python -m benchmarks.supermarket`: {people:,} of 20,000 households and {worlds} worlds of half a year, in
which all that is assumed is drawn anew. `supermarket` is today, `supermarket_plan` the plan: staples low and imports at
value, delivery within the hour from the mini-programme, a tasting kitchen, a food festival, packs by household, points
for household services. A case in a textbook reports 30 % more orders online and 25 % more repurchase of members after
half a year. Members are who has ordered, as all of them get the points; repurchase is the number of their repeat
orders. Each row is against today in the same worlds: mean (5 % to 95 %), and the share of worlds that reach the figure.

{columns}
|---|---|---|---|---|---|"""
TAIL = """The plan as it stands brings 30 % more orders online in {on} of worlds, and 25 % more from members in {again}.
Part of what is ordered online is no longer bought in the shop. What comes online goes most with
{online};
what comes from members with
{members} (rank correlations over worlds)."""
COLUMNS = ("what is done", "orders online", "+30 %", "repeat orders of members", "+25 %", "profit of the half-year")


def plans(base: Scenario, sizes: list[str]) -> dict[str, Scenario]:
    """Each lever of the plan alone, the plan, and what is stronger: levers, or what is believed of them."""
    plan = sixr.load("supermarket_plan", overrides=sizes)
    found = {f"`policy.{name}` alone": one for name, one in levers_of(base, plan).items()} | {"**the plan**": plan}
    for name, sets in STRONGER.items():
        found[f"the plan, {name}"] = sixr.load("supermarket_plan", overrides=[*sizes, *sets])
    known = places(plan).uncertain
    at = [f"{path}={known[path].quantile(HIGH)}" for path in EFFECTS]
    found["the plan, were all its effects at the 95 % point of belief"] = sixr.load(
        "supermarket_plan", overrides=[*sizes, *at]
    )
    return found


Grown = dict[str, tuple[np.ndarray, np.ndarray]]


def rows(base: Scenario, plans: Mapping[str, Scenario]) -> tuple[list[str], Grown]:
    """A line for each plan, and its growth online and of members by world."""
    named = [one.model_copy(update={"name": name}) for name, one in plans.items()]
    found = sixr.compare(base, *named).tables["measures"]
    whole = found[(found["by"] == "all") & found["measure"].isin(MEASURES)]
    lines, grown, today = [], Grown(), by_world(whole, base.name)
    for name in plans:
        on, members, gain = against(by_world(whole, name), today)
        grown[name] = (on, members)
        cells = (told(on, ".1%"), f"{(on >= ONLINE).mean():.0%}", told(members, ".1%"))
        lines.append(f"| {name} | {' | '.join(cells)} | {(members >= MEMBERS).mean():.0%} | {told(gain, ',.0f')} |")
    return lines, grown


def by_world(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """The measures of a scenario: a row for each world, a column for each measure."""
    return rows[rows["scenario"] == name].pivot(index="replication", columns="measure", values="value")


def against(plan: pd.DataFrame, base: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Growth of orders online and of members' repeat orders, and more profit: float64 [world] each."""
    of = [(one["orders"] * one["online_share"], one["orders"] - one["customers"]) for one in (plan, base)]
    online, members = (np.asarray(a / b - 1.0) for a, b in zip(*of, strict=True))
    return online, members, np.asarray(plan["profit"] - base["profit"])


def told(row: np.ndarray, form: str) -> str:
    """A figure over worlds: mean and range."""
    low, high = np.quantile(row, [0.05, 0.95])
    return f"{row.mean():+{form}} ({low:+{form}} to {high:+{form}})"


def hangs(grown: np.ndarray, at: Mapping[str, np.ndarray]) -> str:
    """The uncertain numbers that go most with a growth, by rank correlation over worlds."""
    found = {path: float(spearmanr(grown, row).statistic) for path, row in at.items()}
    most = sorted(found, key=lambda path: -abs(found[path]))[:TOLD]
    return ", ".join(f"`{path}` ({found[path]:+.2f})" for path in most if abs(found[path]) > SEEN)


def main() -> None:
    """Run all, and write the page."""
    people, worlds = [*map(int, sys.argv[1:3]), *(PEOPLE, WORLDS)[len(sys.argv[1:3]) :]]
    sizes = [f"people={people}", f"worlds={worlds}"]
    base = sixr.load("supermarket", overrides=sizes)
    lines, grown = rows(base, plans(base, sizes))
    at = stands(base, range(worlds))
    online, members = (hangs(row, at) for row in grown["**the plan**"])
    text = "\n".join([HEAD.format(people=people, worlds=worlds, columns=f"| {' | '.join(COLUMNS)} |"), *lines])
    on, again = grown["**the plan**"]
    sure = (f"{(row >= least).mean():.0%}" for row, least in zip((on, again), (ONLINE, MEMBERS), strict=True))
    tail = TAIL.format(online=online, members=members, on=next(sure), again=next(sure))
    PAGE.write_text(f"{text}\n\n{tail}\n", "utf-8")


if __name__ == "__main__":
    main()
