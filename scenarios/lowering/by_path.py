"""What a scenario states, by path: how mechanisms read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.lowering.parts import LOWERED
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Stated

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def stated(scenario: Scenario) -> Stated:
    """The number at a path; a switch is 0 or 1, a belief what it is in the world at hand, a list how many are on."""

    def at(path: str) -> float:
        place: Any = scenario
        for key in path.split("."):
            place = getattr(place, key)
        if isinstance(place, tuple):
            return float(sum(getattr(item, "active", True) for item in place))
        return float(getattr(place, "value", place))

    return at


def numbers_of_mechanisms(scenario: Scenario) -> dict[str, float]:
    """The numbers of behaviour that mechanisms declare."""
    return {name: value for numbers in LOWERED for name, value in numbers(stated(scenario)).items()}


def any_mechanism(scenario: Scenario) -> bool:
    """Whether any mechanism is on that keeps something of people."""
    numbers = numbers_of_mechanisms(scenario)
    return any(numbers[mechanism.on] > 0 for mechanism in ALL if mechanism.fields)
