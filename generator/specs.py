"""sim/mechanisms/all.py: the specs of all mechanisms, imported by name so that tools see it."""

from __future__ import annotations

from pathlib import Path

from sim.mechanisms import NAMES
from sim.mechanisms.kinds import Mechanism

MECHANISMS = Path(__file__).parents[1] / "sim" / "mechanisms"


def source() -> str:
    """The text of sim/mechanisms/all.py."""
    imports = "".join(f"from sim.mechanisms.{name}.spec import SPEC as {name}\n" for name in sorted(NAMES))
    listed = "".join(f"    {name},\n" for name in NAMES)
    return (
        '"""The specs of all mechanisms. Written by `make generate` of sim.mechanisms.NAMES."""\n\n'
        "from __future__ import annotations\n\n"
        f"from sim.mechanisms.kinds import Mechanism\n{imports}\n"
        f"ALL: tuple[Mechanism, ...] = (\n{listed})\n"
    )


def all_specs() -> tuple[Mechanism, ...]:
    """The specs of all mechanisms, read when sim/mechanisms/all.py is up to date."""
    from sim.mechanisms.all import ALL

    return ALL


def parts() -> str:
    """The text of sim/reference/parts.py."""
    named = [one.name for one in all_specs() if (MECHANISMS / one.name / "story.py").exists()]
    imports = "".join(f"from sim.mechanisms.{name} import story as {name}\n" for name in sorted(named))
    on = {one.name: one.on for one in all_specs()}
    listed = "".join(f'    "{on[name]}": {name}.Story,\n' for name in named)
    return (
        '"""The parts of a customer. Written by `make generate` of the folders of sim.mechanisms."""\n\n'
        "from __future__ import annotations\n\n"
        f"{imports}from sim.reference.part import Part\n\n"
        f"PARTS: dict[str, type[Part]] = {{\n{listed}}}\n"
        '"""The parts by the number of behaviour that is above 0 where they are on."""\n'
    )


def lowerings() -> str:
    """The text of scenarios/lowering/parts.py."""
    named = [one.name for one in all_specs() if (MECHANISMS / one.name / "lowering.py").exists()]
    imports = "".join(f"from sim.mechanisms.{name} import lowering as {name}\n" for name in sorted(named))
    listed = "".join(f"    {name}.numbers,\n" for name in named)
    return (
        '"""How mechanisms become numbers. Written by `make generate` of the folders of sim.mechanisms."""\n\n'
        "from __future__ import annotations\n\n"
        "from collections.abc import Callable\n\n"
        f"{imports}from sim.mechanisms.kinds import Stated\n\n"
        f"LOWERED: tuple[Callable[[Stated], dict[str, float]], ...] = (\n{listed})\n"
    )


def measured() -> str:
    """The text of sim/measured.py."""
    text, listed = "", dict[str, str]()
    for file, function in (("worth", "rows"), ("books", "faults"), ("future", "cost_by_day")):
        files = {one.name: MECHANISMS / one.name / f"{file}.py" for one in all_specs()}
        named = [name for name, path in files.items() if path.exists() and f"{function}" in path.read_text("utf-8")]
        text += "".join(f"from sim.mechanisms.{name} import {file} as {file}_of_{name}\n" for name in sorted(named))
        listed[file] = "".join(f"    {file}_of_{name}.{function},\n" for name in named)
    return (
        '"""What mechanisms report of a run. Written by `make generate` of the folders of sim.mechanisms."""\n\n'
        "from __future__ import annotations\n\n"
        "from collections.abc import Callable, Iterator\n\nimport numpy as np\n\n"
        f"from sim.engine import Ledger\n{text}from sim.plan import Plan\n\n"
        "Row = tuple[str, str, str, float]\n\n"
        f"ROWS: tuple[Callable[[Plan, Ledger], Iterator[Row]], ...] = (\n{listed['worth']})\n"
        '"""Rows (measure, by, key, value) of each mechanism."""\n\n'
        f"FAULTS: tuple[Callable[[Plan, Ledger], dict[str, np.ndarray]], ...] = (\n{listed['books']})\n"
        '"""Of each mechanism, what never happens, to be found nowhere."""\n\n'
        f"COSTS: tuple[Callable[[Plan, np.ndarray, np.ndarray | None, np.ndarray], np.ndarray], ...] = (\n"
        f"{listed['future']})\n"
        '"""What mechanisms cost a day from the horizon on, currency: float64 [person]; by records and orders."""\n'
    )
