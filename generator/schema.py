"""What files may say of mechanisms: scenarios/parts.py, the classes of their policies and of their markets."""

from __future__ import annotations

from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Assumed, Belief, Level, Section

TEXT = '''"""What files may say of mechanisms. Written by `make generate` of what they declare."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields import Model, Whole, quantity
from scenarios.market.kinds import Days, Money, PerOrder, Positive, Rate, Ratio, Share, Utility
from scenarios.parameter import Belief, Parameter
'''


def class_of(path: str, end: str) -> str:
    """The name of the class of a section."""
    return "".join(word.title() for part in path.split(".")[-2:] for word in part.split("_")) + end


def limits(of: tuple[tuple[str, float], ...]) -> str:
    """Limits as arguments."""
    return "".join(f", {name}={value!r}" for name, value in of)


def assumed(default: Assumed) -> str:
    """A default of the market."""
    interval = f", interval={default.interval!r}, scale={default.scale!r}" if default.interval else ""
    return (
        f'Parameter(value={default.value!r}, unit={default.unit!r}{interval}, label="assumed", '
        f"source={default.source!r})"
    )


def line(item: Level | Belief | Section, end: str) -> str:
    """The line of a class that declares an item."""
    if isinstance(item, Section):
        name = item.path.split(".")[-1]
        return f"    {name}: {class_of(item.path, end)}{default_of(item, end)}\n"
    if isinstance(item, Belief):
        kind = item.kind or f"Annotated[Parameter, Belief({item.unit!r}{limits(item.limits)})]"
        return f"    {item.name}: {kind}" + (f" = {assumed(item.default)}" if item.default else "") + "\n"
    if item.unit:
        given = "" if item.default is None else f", default={item.default!r}"
        return f"    {item.name}: {item.kind} = quantity({item.unit!r}{limits(item.limits)}{given})\n"
    return f"    {item.name}: {item.kind}" + ("" if item.default is None else f" = {item.default!r}") + "\n"


def default_of(section: Section, end: str) -> str:
    """The default of a section: that of all it holds, where all of it has one."""
    complete = all(not isinstance(item, Section) and item.default is not None for item in section.items)
    return f" = Field(default_factory={class_of(section.path, end)})" if complete else ""


def classes(section: Section, end: str) -> str:
    """The classes of a section and of those in it."""
    inner = "".join(classes(item, end) for item in section.items if isinstance(item, Section))
    body = "".join(line(item, end) for item in section.items)
    return f'{inner}\n\nclass {class_of(section.path, end)}(Model):\n    """{section.says}"""\n\n{body}'


def source() -> str:
    """The text of scenarios/parts.py."""
    text, homes = TEXT, dict[str, list[str]]()
    fronts = dict[str, str]()
    for one in ALL:
        for section, end in ((one.policy, "Policy"), (one.market, "Market")):
            if section is not None:
                text += classes(section, end)
                front = section.path.split(".")[0]
                home = f"{front.title() if end == 'Policy' else end}Parts"
                homes.setdefault(home, []).append(line(section, end))
                if end == "Policy":
                    fronts[front] = home
    for home, lines in homes.items():
        text += f'\n\nclass {home}(Model):\n    """What mechanisms add."""\n\n{"".join(lines)}'
    policies = "".join(f'"{front}": {home}, ' for front, home in fronts.items())
    places = f'\n\nPARTS = {{"market": MarketParts, "policy": {{{policies}}}}}\n'
    return text + places + '"""Where what mechanisms add lies in a scenario."""\n'
