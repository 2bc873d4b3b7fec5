"""What files may say of mechanisms: scenarios/parts.py, the classes of their policies and of their markets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from generator.assumed import Given, assumed, paths_of
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Belief, Level, Section

SCENARIOS = Path(__file__).parents[1] / "scenarios"
TEXT = '''"""What files may say of mechanisms. Written by `make generate` of what they declare."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.fields import Model, Name, Whole, quantity
from scenarios.kinds import Days, Money, OddsRatio, PerOrder, Positive, Rate, Ratio, Share, Utility
from scenarios.parameter import Belief, Parameter, assumed
'''


def class_of(path: str, end: str) -> str:
    """The name of the class of a section."""
    return "".join(word.title() for part in path.split(".")[-2:] for word in part.split("_")) + end


def limits(of: tuple[tuple[str, float], ...]) -> str:
    """Limits as arguments."""
    return "".join(f", {name}={value!r}" for name, value in of)


def line(item: Level | Belief | Section, above: str, given: dict[str, Given], end: str) -> str:
    """The line of a class that declares an item of the section at ``above``."""
    if isinstance(item, Section):
        name = item.path.split(".")[-1]
        whole = all(path in given for path in paths_of(item, end.lower()))
        default = f" = Field(default_factory={class_of(item.path, end)})" if whole else ""
        return f"    {name}: {class_of(item.path, end)}{default}\n"
    path = f"{end.lower()}.{above}.{item.name}"
    own = given.get(path)
    kind = item.kind or f"Annotated[Parameter, Belief({item.unit!r}{limits(item.limits)})]"
    if isinstance(item, Belief) and (own is None or "unit" in own):
        return f"    {item.name}: {kind}" + (f" = assumed({path!r})" if own else "") + "\n"
    if item.unit:
        default = f", default={own['value']!r}" if own else ""
        return f"    {item.name}: {item.kind} = quantity({item.unit!r}{limits(item.limits)}{default})\n"
    return f"    {item.name}: {kind}" + (f" = {kept(own['value'])!r}" if own else "") + "\n"


def kept(value: Any) -> Any:
    """A default that nobody can change."""
    return tuple(value) if isinstance(value, list) else value


def joined(section: Section, given: dict[str, Given]) -> list[str]:
    """The lines that a section adds to one that the market has anyway."""
    return [line(item, section.path, given, "Market") for item in section.items]


def gist(says: str) -> str:
    """The first paragraph; the rest stands in the spec."""
    return says.split("\n\n")[0]


def classes(section: Section, given: dict[str, Given], end: str) -> str:
    """The classes of a section and of those in it."""
    inner = "".join(classes(item, given, end) for item in section.items if isinstance(item, Section))
    body = "".join(line(item, section.path, given, end) for item in section.items)
    return f'{inner}\n\nclass {class_of(section.path, end)}(Model):\n    """{gist(section.says)}"""\n\n{body}'


def asked_for() -> list[str]:
    """The classes that parts of the policy and of the market stand on, also where no mechanism adds to them."""
    files = sorted(file for folder in ("policy", "market") for file in (SCENARIOS / folder).glob("*.py"))
    lines = (
        re.findall(r"^from scenarios\.parts import (.*)$", file.read_text("utf-8"), re.MULTILINE) for file in files
    )
    return [name for found in lines for line in found for name in line.split(", ")]


def source() -> str:
    """The text of scenarios/parts.py."""
    text, homes, places = TEXT, dict[str, list[str]](), dict[str, str]()
    for one in ALL:
        for section, end in ((one.policy, "Policy"), (one.market, "Market")):
            if section is not None and section.joins:
                home = f"{section.path.title()}MarketParts"
                homes.setdefault(home, []).extend(joined(section, assumed(one)))
                places[f"market.{section.path}"] = home
            elif section is not None:
                text += classes(section, assumed(one), end)
                front = section.path.split(".")[0]
                home = f"{front.title() if end == 'Policy' else end}Parts"
                homes.setdefault(home, []).append(line(section, "", assumed(one), end))
                places["market" if end == "Market" else f"policy.{front}"] = home
    for home in asked_for():
        homes.setdefault(home, [])
    for home, lines in homes.items():
        text += f'\n\nclass {home}(Model):\n    """What mechanisms add."""\n\n{"".join(lines)}'
    rows = "".join(f'("{path}", {home}), ' for path, home in places.items())
    return text + f'\n\nPARTS = ({rows})\n"""Where what mechanisms add lies in a scenario."""\n'
