"""What a scenario states, by path: how mechanisms read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.lowering.groups import variants
from scenarios.lowering.parts import LOWERED
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Stated

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


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


def _at(scenario: Scenario, path: str) -> float:
    place: Any = scenario
    for key in path.split("."):
        place = getattr(place, key)
    if isinstance(place, tuple):
        return float(sum(getattr(item, "active", True) for item in place))
    return float(getattr(place, "value", place))


def stated(scenario: Scenario) -> Stated:
    """How mechanisms read a scenario."""
    return _Stated(scenario)


def numbers_of_mechanisms(scenario: Scenario) -> dict[str, float]:
    """The numbers of behaviour that mechanisms declare."""
    return {name: value for numbers in LOWERED for name, value in numbers(stated(scenario)).items()}


def any_mechanism(scenario: Scenario) -> bool:
    """Whether any mechanism is on that keeps something of people."""
    numbers = numbers_of_mechanisms(scenario)
    return any(numbers[mechanism.on] > 0 for mechanism in ALL if mechanism.fields)
