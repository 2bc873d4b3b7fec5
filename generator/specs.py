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


LOWERING = {
    "numbers": "its numbers of behaviour, by name",
    "departs": "whether it changes anything where it is off as well",
    "served_by_day": "what an active customer costs by the day, currency",
    "cost_by_week": "what it costs whoever buys, currency per week of the whole market",
    "handling_ratio": "ratio on the time that a ticket takes",
    "solved_more": "what is added to the probability that a turn solves a ticket",
    "solving_pleases": "what is added to the satisfaction by a solution",
    "laid_in": "the most pieces that an order lays in, for each that it is for",
    "letters": "the most letters that one event writes, of so many friends",
}
"""What lowering asks mechanisms, which have a function of that name in lowering.py."""


def has(name: str, file: str, function: str) -> bool:
    """Whether a folder has a file with a function."""
    path = MECHANISMS / name / f"{file}.py"
    return path.exists() and f"\ndef {function}(" in path.read_text("utf-8")


def lowerings() -> str:
    """The text of scenarios/lowering/parts.py."""
    named = [one.name for one in all_specs() if (MECHANISMS / one.name / "lowering.py").exists()]
    imports = "".join(f"from sim.mechanisms.{name} import lowering as {name}\n" for name in sorted(named))
    listed = {
        hook: "".join(f'"{name}": {name}.{hook},' for name in named if has(name, "lowering", hook)) for hook in LOWERING
    }
    rest = "".join(
        f'    "{hook}": {{{listed[hook]}}},  # {says}\n' for hook, says in LOWERING.items() if hook != "numbers"
    )
    return (
        '"""How mechanisms become numbers. Written by `make generate` of the folders of sim.mechanisms."""\n\n'
        "from __future__ import annotations\n\n"
        "from collections.abc import Callable\n\n"
        f"{imports}from sim.mechanisms.kinds import Stated\n\n"
        f"NUMBERS: dict[str, Callable[[Stated], dict[str, float]]] = {{{listed['numbers']}}}\n"
        '"""The numbers of behaviour of each."""\n'
        f"ASKED: dict[str, dict[str, Callable[..., float]]] = {{\n{rest}}}\n"
        '"""What lowering asks them, and who answers."""\n'
    )


MEASURED = (
    ("worth", "rows", "ROWS", "Callable[[Plan, Ledger], Iterator[Row]]", "Rows (measure, by, key, value) of each."),
    (
        "books",
        "faults",
        "FAULTS",
        "Callable[[Plan, Ledger], dict[str, np.ndarray]]",
        "Of each, what never happens, to be found nowhere.",
    ),
    (
        "books",
        "may_invite",
        "MAY_INVITE",
        "Callable[[Plan, Ledger], np.ndarray]",
        "By which people invite friends who have not bought: bool [person].",
    ),
    (
        "future",
        "cost_by_day",
        "COSTS",
        "Callable[[Plan, np.ndarray, np.ndarray | None, np.ndarray], np.ndarray]",
        "What they cost a day from the horizon on, currency: float64 [person]; by records and orders.",
    ),
    (
        "future",
        "ratio_without",
        "FORGOTTEN",
        "Callable[[Plan, np.ndarray, np.ndarray], np.ndarray]",
        "The ratio on the drop-out rate, float64 [person], once what they do is forgotten; by second records.",
    ),
)
"""File and function, the name, kind and meaning of what is made of them."""


def measured() -> str:
    """The text of sim/measured.py."""
    named = {
        function: [one.name for one in all_specs() if has(one.name, file, function)] for file, function, *_ in MEASURED
    }
    files = sorted({(file, name) for file, function, *_ in MEASURED for name in named[function]})
    imports = "".join(f"from sim.mechanisms.{name} import {file} as {file}_of_{name}\n" for file, name in files)
    tables = "".join(
        f"{table}: tuple[{kind}, ...] = ({''.join(f'{file}_of_{name}.{function},' for name in named[function])})\n"
        f'"""{says}"""\n'
        for file, function, table, kind, says in MEASURED
    )
    return (
        '"""What mechanisms report of a run. Written by `make generate` of the folders of sim.mechanisms."""\n\n'
        "from __future__ import annotations\n\n"
        "from collections.abc import Callable, Iterator\n\nimport numpy as np\n\n"
        f"from sim.engine import Ledger\n{imports}from sim.plan import Plan\n\n"
        f"Row = tuple[str, str, str, float]\n\n{tables}"
    )
