"""What every plan of the library brings, written into docs/library.md.

    python -m benchmarks.plans [PEOPLE] [WORLDS]

Each plan is compared, in the same worlds, with what it lies over: a policy of today, or another plan. A reading follows
from the numbers by rule: a difference is called settled where its sign is that of 95 of 100 worlds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

import sixr
from scenarios.explained import explained
from scenarios.files import chain, library
from scenarios.scenario import TODAYS, Scenario

PEOPLE, WORLDS, AT_ONCE = 5000, 100, 12
SURE = 0.95
PAGE = Path(__file__).parents[1] / "docs" / "library.md"
MEASURES = {"profit": "profit a year", "clv": "CLV", "customers": "new customers a year", "cac": "CAC"}
HEAD = """# The library, plan by plan

Written by `python -m benchmarks.plans`: {people:,} people and {worlds} worlds of two years each; what is assumed in a
market is drawn anew in every world. A difference is to what the plan lies over, in the same worlds, for the whole
market and a year: mean (5 % to 95 % of worlds), and the share of worlds in which the plan is the better one. *Settled*
is what at least {sure:.0%} of the worlds agree on; a plan that is not settled may still be right for a firm that knows
its own numbers. Nearly all of what moves these results is assumed, and the ranges hold only that: they are no forecast
for a firm whose history was not read.
"""


def plans() -> dict[str, list[str]]:
    """The plans of the library by what each is compared with: the plan or policy of today that it lies over."""
    found: dict[str, list[str]] = {name: [] for name in TODAYS}
    for name in (one for one in library() if "/" not in one and one not in TODAYS):
        above = [str(layer.name) for layer in chain(name)[0]]
        if len(above) > 1:
            found.setdefault(above[-2], []).append(name)
    return {over: names for over, names in found.items() if names}


def levers(name: str, plan: Scenario, base: Scenario) -> str:
    """What a plan changes, by path below policy and market."""
    said = explained(name, plan, base).said
    return ", ".join(dict.fromkeys(f"`{one.path.removeprefix('policy.')}`" for one in said if one.holds))


def reading(rows: pd.DataFrame) -> str:
    """One sentence by rule: what is settled of profit and of CLV, and what is not."""

    def verdict(measure: str) -> str:
        found = rows[rows["measure"] == measure]
        if found.empty or pd.isna(found["p_better"].iloc[0]):
            return "the same"
        p = float(found["p_better"].iloc[0])
        return "settled: better" if p >= SURE else "settled: worse" if p <= 1.0 - SURE else "not settled"

    return f"profit {verdict('profit')}; CLV {verdict('clv')}"


def cell(rows: pd.DataFrame, measure: str) -> str:
    """A difference with its range and the share of worlds that are better."""
    found = rows[rows["measure"] == measure]
    if found.empty or pd.isna(found["difference"].iloc[0]):
        return ""
    row = found.iloc[0]
    better = "" if pd.isna(row["p_better"]) else f", {row['p_better']:.0%}"
    return f"{row['difference']:+,.3g} ({row['low']:,.3g} to {row['high']:,.3g}{better})"


def table(over: str, names: Sequence[str], sizes: Sequence[str]) -> Iterator[str]:
    """The lines of a table: plans against what they lie over."""
    base = sixr.load(over, overrides=sizes)
    yield f"\n## Against `{over}`: {base.title.en if base.title else over}\n"
    yield "| plan | what it changes | " + " | ".join(MEASURES.values()) + " | reading |"
    yield "|---" * (3 + len(MEASURES)) + "|"
    for first in range(0, len(names), AT_ONCE):
        some = {name: sixr.load(name, overrides=sizes) for name in names[first : first + AT_ONCE]}
        found = sixr.compare(base, *some.values()).comparison
        for name, plan in some.items():
            rows = found[(found["scenario"] == name) & (found["by"] == "all")]
            told = f"**{plan.title.en}** (`{name}`)" if plan.title else f"`{name}`"
            cells = [told, levers(name, plan, base), *(cell(rows, measure) for measure in MEASURES), reading(rows)]
            yield f"| {' | '.join(cells)} |"


def main() -> None:
    """Run all, and write the page."""
    people, worlds = [*map(int, sys.argv[1:3]), *(PEOPLE, WORLDS)[len(sys.argv[1:3]) :]]
    sizes = [f"people={people}", f"worlds={worlds}"]
    lines = [HEAD.format(people=people, worlds=worlds, sure=SURE)]
    for over, names in plans().items():
        for line in table(over, names, sizes):
            print(line, flush=True)
            lines.append(line)
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
