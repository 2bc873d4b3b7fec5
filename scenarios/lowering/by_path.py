"""What a scenario states, by path: how mechanisms read it."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from scenarios.lowering.groups import variants
from scenarios.lowering.parts import LOWERED
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Stated

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


ON = {mechanism.name: mechanism.on for mechanism in ALL}
"""The number that says whether a mechanism is on, by its name."""
OF = {mechanism.name: numbers for mechanism, numbers in zip(ALL, LOWERED, strict=True)}
"""How it becomes numbers, by its name."""


class _Stated:
    """What a scenario states, by path."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __call__(self, path: str) -> float:
        """The number at a path; a switch is 0 or 1, a belief as in the world at hand, a list how many are on."""
        return _at(self.scenario, path)

    def most(self, path: str, where: str = "") -> float:
        """The largest number at a path of the policy among the policies of all groups in which the switch ``where`` is
        on; 0 where it is in none."""
        held = (one.scenario for one in variants(self.scenario))
        return max((_at(one, path) for one in held if not where or _at(one, where)), default=0.0)

    def count(self, path: str, **values: object) -> int:
        """How many sections at a path are on and have these values: of a list any number, else one or none."""
        place = _place(self.scenario, path)
        rows = (row for row in (place if isinstance(place, tuple) else (place,)) if getattr(row, "active", True))
        return sum(all(getattr(row, name) == value for name, value in values.items()) for row in rows)


def _place(scenario: Scenario, path: str) -> Any:
    return reduce(getattr, path.split("."), scenario)


def _at(scenario: Scenario, path: str) -> float:
    place = _place(scenario, path)
    if isinstance(place, tuple):
        return float(sum(getattr(item, "active", True) for item in place))
    return float(getattr(place, "value", place))


def stated(scenario: Scenario) -> Stated:
    """How mechanisms read a scenario."""
    return _Stated(scenario)


def numbers_of_mechanisms(scenario: Scenario) -> dict[str, float]:
    """The numbers of behaviour that mechanisms declare."""
    read = stated(scenario)
    found = {name: value for numbers in LOWERED for name, value in numbers(read).items()}
    asked = any(found[mechanism.hears] > 0 for mechanism in ALL if mechanism.hears)
    return found | {"letters": found["letters"] * asked}


def number(scenario: Scenario, mechanism: str, name: str) -> float:
    """One of the numbers of a mechanism, by what it states itself."""
    return OF[mechanism](stated(scenario))[name]


def is_on(scenario: Scenario, name: str) -> bool:
    """Whether the mechanism of that name is on."""
    return number(scenario, name, ON[name]) > 0


def any_mechanism(scenario: Scenario) -> bool:
    """Whether any mechanism is on that keeps something of people (sim.core.ground.state.MORE)."""
    numbers = numbers_of_mechanisms(scenario)
    return any(numbers[mechanism.on] > 0 for mechanism in ALL if mechanism.fields)
