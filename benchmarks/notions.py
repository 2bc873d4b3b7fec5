"""Every notion of marketing that has a lever, and the measure that moves with it.

    python -m benchmarks.notions [PEOPLE] [WORLDS]

Each notion of scenarios/notions.yaml is tried by its first plan of the library, or by the change that
benchmarks/notions.yaml states, against what stands before it, in the same worlds. Of its measures the first one is
named whose 5-95 % range of paired differences leaves out 0: 19 or 20 of 20 worlds agree in sign, which chance alone
brings about in 4 of 100,000 cases for one measure. A Markdown table goes to stdout.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

import sixr
from scenarios.files import chain
from scenarios.notions import Notion, notions
from scenarios.scenario import TODAYS, Scenario
from sim.tables import MEASURES

PEOPLE, WORLDS = 4000, 20
HEAD = ("notion", "against", "change", "measure", "before", "difference", "5-95 %", "seconds")


def stated() -> dict[str, dict[str, Any]]:
    """The changes that are stated, by the English names of notions. ValueError where a name is of none."""
    load = YAML(typ="safe", pure=True).load
    rows: dict[str, dict[str, Any]] = load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    if strange := set(rows) - {one.name["en"] for one in notions()}:
        raise ValueError(f"benchmarks/notions.yaml: no notions: {', '.join(sorted(strange))}")
    return rows


def trial(one: Notion, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any] | None:
    """What a notion is tried by: what stands before it (over) and the change; None where it has no lever."""
    if one.name["en"] in rows:
        return dict(rows[one.name["en"]])
    if not one.scenarios or one.front == "work":
        return None
    below = [layer.name for layer in chain(one.scenarios[0])[0] if layer.name in TODAYS]
    return {"over": below[-1], "scenario": one.scenarios[0]}


def pair(tried: Mapping[str, Any], sizes: list[str], folder: Path, number: int) -> tuple[Scenario, Scenario]:
    """The scenario before the change and the one after it."""
    given = [*sizes, *tried.get("given", ())]
    before = sixr.load(tried["over"], overrides=given)
    if "scenario" in tried:
        return before, sixr.load(tried["scenario"], overrides=given)
    file = folder / f"changed_{number}.yaml"
    with file.open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump({"extends": tried["over"], "name": file.stem, **tried.get("plan", {})}, stream)
    return before, sixr.load(file, overrides=[*given, *tried.get("set", ())])


def change(tried: Mapping[str, Any]) -> str:
    """The change, in words of a scenario file."""
    return str(tried.get("scenario") or ", ".join((*tried.get("set", ()), *_leaves(tried.get("plan", {})))))


def _leaves(tree: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """What a plan states, as PATH=VALUE; of lists the names of their items."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{key}.")
        else:
            names = ", ".join(one["name"] for one in value) if isinstance(value, list) else value
            yield f"{above}{key}={names}"


def moves(table: pd.DataFrame, measures: tuple[str, ...]) -> Iterator[pd.Series]:
    """Rows of ``measures`` whose range of differences leaves out 0; of a measure by groups the clearest group."""
    for measure in measures:
        rows = table[(table["measure"] == measure) & table["difference"].notna()]
        rows = rows[rows["by"] == "all"] if (rows["by"] == "all").any() else rows
        rows = rows[(rows["low"] > 0.0) | (rows["high"] < 0.0)]
        if len(rows):
            yield rows.loc[(rows["difference"].abs() / (rows["high"] - rows["low"]).clip(1e-12)).idxmax()]


def said(row: pd.Series, before: float) -> tuple[str, ...]:
    """A measure that moves: name, what it was, by how much it differs, with its range."""
    name = row["measure"] + (f" ({row['key']})" if row["by"] != "all" else "")
    unit = MEASURES[row["measure"]].unit
    return f"{name}, {unit}", f"{before:,.4g}", f"{row['difference']:+,.3g}", f"{row['low']:,.3g} to {row['high']:,.3g}"


def main() -> None:
    """Print the table, and how many notions moved a measure."""
    people, worlds = [*map(int, sys.argv[1:3]), *(PEOPLE, WORLDS)[len(sys.argv[1:3]) :]]
    sizes, rows, counts = (
        [f"people={people}", f"worlds={worlds}"],
        stated(),
        {"moved": 0, "not moved": 0, "no lever": 0},
    )
    print(f"{people:,} people, {worlds} worlds\n\n| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    with tempfile.TemporaryDirectory() as folder:
        for one, number in zip(notions(), count()):
            tried = trial(one, rows)
            if tried is None:
                counts["no lever"] += 1
                continue
            begun = time.perf_counter()
            before, after = pair(tried, sizes, Path(folder), number)
            table = sixr.compare(before, after).tables["comparison"]
            seconds = f"{time.perf_counter() - begun:.1f}"
            row = next(moves(table[table["scenario"] == after.name], one.measures), None)
            counts["not moved" if row is None else "moved"] += 1
            found = ("none of its measures", "", "", "")
            if row is not None:
                same = table[(table["scenario"] == before.name) & (table["measure"] == row["measure"])]
                known = same[(same["by"] == row["by"]) & (same["key"] == row["key"])]["value"]
                found = said(row, float(known.iloc[0]) if len(known) else 0.0)
            print(f"| {' | '.join((one.name['en'], tried['over'], change(tried), *found, seconds))} |", flush=True)
    print(f"\n{', '.join(f'{name}: {number}' for name, number in counts.items())}")


if __name__ == "__main__":
    main()
