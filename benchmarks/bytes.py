"""What runs leave, to the byte: recorded before a change of the code, compared after it.

`python -m benchmarks.bytes write FILE` runs the scenarios of the library and of the twins and generated ones, and keeps
a hash of every field of every table, by name, of the journal and of all measures. `python -m benchmarks.bytes compare
FILE` runs them again and names what differs. Tables are taken apart by the names of accounts, events, stages, curves
and fields, so that new ones, which are counted, leave the hashes of the old ones as they are. Takes half a minute on
two quiet cores.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from scenarios.files.finding import library
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.running import compiled
from sim import engine
from sim.engine import Ledger
from sim.measures import measure
from sim.plan import Plan
from sim.problems import BadInput
from sim.vocabulary import Account, Assorted, Bought, Curve, Desk, Event, Granted, Points, Score, Stage

TWINS = Path(__file__).parents[1] / "tests" / "twin" / "scenarios"
WORLDS = 2
GENERATED = 100
SMALL = ("people=1500", "days=200"), ("people=1500",), ("days=200",), ()
"""Sizes, the first ones that a scenario of the library takes."""

Hashes = dict[str, str]


class Job(NamedTuple):
    """A world to be run: a file or a name, numbers replaced, and the number of the world."""

    scenario: str
    overrides: tuple[str, ...]
    world: int


def hash_of(array: np.ndarray) -> str:
    """The bytes of an array, as 16 hexadecimal digits."""
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


def fields(ledger: Ledger) -> Iterator[tuple[str, np.ndarray]]:
    """Each part of a ledger that has a name, where anything is in it."""
    for table, array in (("people", ledger.people), ("more", ledger.more), ("journal", ledger.journal)):
        for name in array.dtype.names or ():
            if name != "inbox":  # a place in a store
                yield f"{table}.{name}", array[name]
    columns = {"sums": Account, "counts": Event, "ages": Curve, "desk_days": Desk, "scores": Score}
    columns |= {"programme": Points, "granted": Granted, "bought": Bought, "assorted": Assorted}
    for table, kinds in columns.items():
        for kind in kinds:
            yield f"{table}.{kind.name}", getattr(ledger, table)[..., kind]
    for before in Stage:
        for after in Stage:
            yield f"flows.{before.name}.{after.name}", ledger.flows[:, before, after]
    yield "rivals", ledger.rivals
    yield "waits", ledger.waits
    yield "causes", ledger.causes


def hashes(plan: Plan, ledger: Ledger) -> Hashes:
    """A hash of each field of a ledger that is not zero throughout, and of each measure."""
    found = {name: hash_of(array) for name, array in fields(ledger) if array.size and array.view().any()}
    table = measure(plan, ledger)
    for name, rows in table.groupby("measure", sort=False):
        text = rows.to_csv(index=False, float_format="%.17g")
        found[f"measure.{name}"] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return found


def run(job: Job) -> tuple[str, Hashes | None]:
    """The hashes of a world by its name; none where these sizes are refused."""
    try:
        plan = lower(load(job.scenario, overrides=job.overrides), job.world)
    except BadInput:
        return name_of(job), None
    return name_of(job), hashes(plan, engine.run(plan, journal=True))


def name_of(job: Job) -> str:
    """What a world is called in a record."""
    return " ".join(
        [Path(job.scenario).stem if job.scenario.endswith(".yaml") else job.scenario, *job.overrides, str(job.world)]
    )


def accepted(name: str) -> tuple[str, ...]:
    """The first sizes of SMALL with which a scenario of the library is accepted."""
    for sizes in SMALL:
        try:
            lower(load(name, overrides=sizes), 0)
        except BadInput:
            continue
        return sizes
    raise ValueError(f"{name} is refused as it is")


def known() -> list[Job]:
    """The worlds of the library and of the twins."""
    jobs = [Job(name, accepted(name), world) for name in library() for world in range(WORLDS)]
    return jobs + [Job(str(file), (), world) for file in sorted(TWINS.glob("*.yaml")) for world in range(WORLDS)]


def drawn() -> list[dict[str, Any]]:
    """Generated scenarios: the market, the changes, the world, as tests/properties draws them."""
    from hypothesis import HealthCheck, Phase, given, settings

    drawing = importlib.import_module("tests.properties.drawing")
    kept: list[dict[str, Any]] = []

    @settings(
        max_examples=GENERATED,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawing.made())
    def keep(one: Any) -> None:
        kept.append({"market": one.market, "changes": one.changes, "world": one.world})

    keep()
    return kept


def again(one: dict[str, Any]) -> tuple[str, Hashes | None]:
    """The hashes of a generated world."""
    made = importlib.import_module("tests.properties.drawing").Made(one["market"], one["changes"], one["world"])
    return json.dumps(one, sort_keys=True, default=str), hashes(made.plan, made.ledger)


def all_hashes(generated: list[dict[str, Any]]) -> dict[str, Hashes]:
    """Of all worlds, by name; run on two processes."""
    compiled.ready()
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        found = [*pool.map(run, known(), chunksize=4), *pool.map(again, generated, chunksize=4)]
    return {name: one for name, one in found if one is not None}


def main() -> None:
    """Write a record, or compare with one: 1 where anything differs."""
    _, what, place = sys.argv
    file = Path(place)
    if what == "write":
        generated = json.loads(json.dumps(drawn(), default=str))
        record = {"generated": generated, "hashes": all_hashes(generated)}
        file.write_text(json.dumps(record))
        print(f"{len(record['hashes'])} worlds, {sum(map(len, record['hashes'].values())):,} fields and measures")
        return
    record = json.loads(file.read_text())
    before, after = record["hashes"], all_hashes(record["generated"])
    faults = [f"{name[:100]}: no longer run" for name in before.keys() - after.keys()]
    fresh = 0
    known = {field for one in before.values() for field in one}
    for name in sorted(before.keys() & after.keys()):
        old, new = before[name], after[name]
        fresh += len(new.keys() - known)
        fields = sorted(old.keys() | new.keys() & known)
        faults += [f"{name[:100]}: {field}" for field in fields if old.get(field) != new.get(field)]
    print(*faults[:200], sep="\n")
    compared = sum(map(len, before.values()))
    print(f"{len(before)} worlds, {compared:,} fields and measures compared: {len(faults)} differ; {fresh:,} new ones")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
