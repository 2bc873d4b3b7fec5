"""What compiled code works on, as types that an editor and mypy understand: sim/core/ground/types.py."""

from __future__ import annotations

import numpy as np

from sim.core.ground import state
from sim.core.ground.world import ARRAYS, WORLD

RECORDS = {
    "Person": (state.PERSON, "A person's first record (sim.core.ground.state.PERSON)."),
    "More": (state.MORE, "A person's second record (sim.core.ground.state.MORE)."),
    "Known": (state.KNOWN, "A customer whom the firm has at time 0 (sim.core.ground.state.KNOWN)."),
    "Trait": (state.TRAIT, "What the people of a cell have in common (sim.core.ground.state.TRAIT)."),
    "Offer": (state.OFFER, "What our offer is."),
    "Place": (state.PLACE, "The terms of a place to buy at (sim.core.ground.state.PLACE)."),
    "Category": (state.CATEGORY, "A category of the assortment (sim.core.ground.state.CATEGORY)."),
    "Product": (state.PRODUCT, "A product of the assortment (sim.core.ground.state.PRODUCT)."),
    "Incentive": (state.INCENTIVE, "A row of the incentives to customers (sim.core.ground.state.INCENTIVE)."),
    "Lever": (state.LEVER, "The levers of a cell on a day (sim.core.ground.state.LEVER)."),
    "Envelope": (state.ENVELOPE, "A letter on its way, or written today."),
    "Line": (state.JOURNAL, "A line of the journal."),
    "Ticket": (state.TICKET, "A ticket (sim.core.ground.state.TICKET)."),
    "Server": (state.SERVER, "A member of staff at work."),
    "Queue": (state.QUEUE, "A desk's queue (sim.core.ground.state.QUEUE)."),
    "Desk": (state.DESK, "A service desk (sim.core.ground.state.DESK)."),
}
TEXT = '''"""What compiled code works on, as types. Written by `make generate` of state, behaviour and world.

At run time a world is its record (sim.core.ground.placed); these classes are never made.
"""

from __future__ import annotations
'''


def type_of(kind: np.dtype) -> str:
    """What mypy calls a number, or several."""
    if kind.subdtype is not None:
        return f"list[{type_of(kind.subdtype[0])}]"
    return "float" if kind.kind == "f" else "int"


def element(kind: np.dtype) -> str:
    """What mypy calls what an array holds."""
    return next((name for name, (record, _) in RECORDS.items() if record == kind), type_of(kind))


def fields(record: np.dtype, names: list[str]) -> str:
    """The lines that declare some fields of a record."""
    return "".join(f"    {name}: {type_of(record[name])}\n" for name in names)


def source() -> str:
    """The text of sim/core/ground/types.py."""
    parts = [TEXT]
    for name, (record, sentence) in RECORDS.items():
        parts.append(f'\n\nclass {name}:\n    """{sentence}"""\n\n{fields(record, list(record.names or ()))}')
    found = {f"{name}_{end}" for name, layout in ARRAYS.items() for end in range(layout.axes)}
    numbers = [name for name in WORLD.names or () if name not in found]
    arrays = ""
    for name, layout in ARRAYS.items():
        index = "int" if layout.axes == 1 else f"tuple[{', '.join(['int'] * layout.axes)}]"
        arrays += f"    {name}: dict[{index}, {element(np.dtype(layout.element))}]\n"
    parts.append(
        f'\n\nclass World:\n    """A world: its numbers and its arrays."""\n\n{fields(WORLD, numbers)}{arrays}'
    )
    return "".join(parts)
