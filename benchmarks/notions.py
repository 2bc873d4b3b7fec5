"""Every notion of marketing that has a lever, and the measure that moves with it.

    python -m benchmarks.notions [PEOPLE] [WORLDS]

Each notion of scenarios/notions.yaml is tried by its first plan of the library, or by the change that
benchmarks/notions.yaml states, against what stands before it, in the same worlds. Of its measures the first one is
named whose 5-95 % range of paired differences leaves out 0: 19 or 20 of 20 worlds agree in sign, which chance alone
brings about in 4 of 100,000 cases for one measure. A page goes to stdout, in the order of what stands before;
docs/notions.md keeps one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Hashable, Iterator, Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

import sixr
from scenarios.files.finding import chain
from scenarios.files.today import TODAYS
from scenarios.notions import Notion, notions
from scenarios.scenario import Scenario
from sim.tables import MEASURES

PEOPLE, WORLDS = 8000, 20
TOP = """# What moves what

Written by `python -m benchmarks.notions > docs/notions.md`: each notion with a lever, a change that a planner might
make against what stands before it in the same {worlds} worlds of as many people as the row says, and the first of its
measures whose paired differences leave out 0 in their 5-95 % range. Numbers that are only believed stand at one value
on both sides where they are what is changed.
"""
HEAD = ("notion", "against", "people", "change", "measure", "before", "difference", "5-95 %")


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


def changed(tried: Mapping[str, Any], given: Sequence[str], folder: Path, number: int) -> Scenario:
    """The scenario after the change; what is ``given`` is laid over it."""
    if "scenario" in tried:
        return sixr.load(tried["scenario"], overrides=given)
    file = folder / f"changed_{number}.yaml"
    with file.open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump({"extends": tried["over"], "name": file.stem, **tried.get("plan", {})}, stream)
    return sixr.load(file, overrides=[*given, *tried.get("set", ())])


def change(tried: Mapping[str, Any]) -> str:
    """The change, in words of a scenario file."""
    return str(tried.get("scenario") or ", ".join((*tried.get("set", ()), *_leaves(tried.get("plan", {})))))


def _leaves(tree: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """What a plan states, as PATH=VALUE; of lists the names of their items."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{key}.")
        else:
            names = ", ".join(str(one.get("name", one)) for one in value) if isinstance(value, list) else value
            yield f"{above}{key}={names}"


def moves(table: pd.DataFrame, measures: tuple[str, ...]) -> Iterator[dict[Hashable, Any]]:
    """Rows of a plan in the comparison, of ``measures`` whose range of differences leaves out 0; of a measure by groups
    the clearest group. What only the plan has, is all of it a difference."""
    for measure in measures:
        rows = table[table["measure"] == measure].to_dict("records")
        whole = [row for row in rows if row["by"] == "all"] or rows
        new = {"difference": "value", "low": "value_low", "high": "value_high"}
        full = [row | {to: row[of] for to, of in new.items()} if isnan(row["difference"]) else row for row in whole]
        moved = [row for row in full if row["low"] > 0.0 or row["high"] < 0.0]
        if moved:
            yield max(moved, key=lambda row: abs(row["difference"]) / max(row["high"] - row["low"], 1e-12))


def said(table: pd.DataFrame, before: str, row: Mapping[Hashable, Any] | None, why: str) -> tuple[str, ...]:
    """A measure that moves: name, what it was, by how much it differs, with its range; else why none has to, if so."""
    if row is None:
        return (f"none: {why}" if why else "none of its measures", "", "", "")
    same = table[(table["scenario"] == before) & (table["measure"] == row["measure"])]
    known = same[(same["by"] == row["by"]) & (same["key"] == row["key"])]["value"]
    name = row["measure"] + (f" ({row['key']})" if row["by"] != "all" else "")
    was = f"{known.iloc[0]:,.4g}" if len(known) else "none"
    return (
        f"{name}, {MEASURES[row['measure']].unit}",
        was,
        f"{row['difference']:+,.3g}",
        f"{row['low']:,.3g} to {row['high']:,.3g}",
    )


def main() -> None:
    """Print the table, and how many notions moved a measure."""
    people, worlds = [*map(int, sys.argv[1:3]), *(PEOPLE, WORLDS)[len(sys.argv[1:3]) :]]
    rows = stated()
    trials = {one.name["en"]: (one, tried) for one in notions() if (tried := trial(one, rows)) is not None}
    groups: dict[tuple[Any, ...], list[tuple[Notion, dict[str, Any]]]] = {}
    for one, tried in trials.values():
        same = (tried["over"], tried.get("people", people), *tried.get("given", ()))
        groups.setdefault(same, []).append((one, tried))
    moved = still = 0
    print(TOP.format(worlds=worlds) + f"\n| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    with tempfile.TemporaryDirectory() as folder:
        for (over, many, *stating), each in groups.items():
            given = [f"people={many}", f"worlds={worlds}", *stating]
            before = sixr.load(over, overrides=given)
            after = [changed(tried, given, Path(folder), number) for number, (_, tried) in enumerate(each)]
            plans = {plan.name: plan for plan in after}
            table = sixr.compare(before, *plans.values()).tables["comparison"]
            for (one, tried), plan in zip(each, after, strict=True):
                row = next(moves(table[table["scenario"] == plan.name], one.measures), None)
                why = str(tried.get("still", ""))
                moved += row is not None
                still += row is None and bool(why)
                told = said(table, over, row, why)
                cells = (one.name["en"], " ".join((over, *stating)), f"{many:,}", change(tried), *told)
                print(f"| {' | '.join(cells)} |", flush=True)
    rest = len(trials) - moved - still
    print(f"\nOf {len(trials)} notions with a lever {moved} move a measure, {still} rightly none and {rest} none.")
    print(f"{len(notions()) - len(trials)} are no lever: a command or a page answers them (`sixr find`).")


if __name__ == "__main__":
    main()
