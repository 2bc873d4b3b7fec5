"""What a scenario states, by path: how mechanisms read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scenarios.lowering.groups import variants
from scenarios.lowering.parts import ASKED, NUMBERS
from sim.core.ground.ledger import micro
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Mechanism, Stated

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
    said = stated(scenario)
    return {name: value for one in ALL for name, value in _numbers(one, said).items()}


def _numbers(one: Mechanism, said: Stated) -> dict[str, float]:
    as_it_is = {number.name: said(number.of) for number in one.numbers if number.of and not number.money}
    money = {number.name: micro(said(number.of)) for number in one.numbers if number.money}
    return as_it_is | money | (NUMBERS[one.name](said) if one.name in NUMBERS else {})


def is_on(scenario: Scenario, mechanism: Mechanism) -> bool:
    """Whether a mechanism changes anything: it is on, or departs from today otherwise."""
    said, departs = stated(scenario), ASKED["departs"].get(mechanism.name)
    return bool(departs(said) if departs else _numbers(mechanism, said)[mechanism.on] > 0)


def asked(scenario: Scenario, hook: str, *more: float) -> Iterator[float]:
    """What each mechanism says to a ``hook`` of lowering (scenarios.lowering.parts), such as its cost by the week."""
    said = stated(scenario)
    return (function(said, *more) for function in ASKED[hook].values())


def any_mechanism(scenario: Scenario) -> bool:
    """Whether any mechanism is on that keeps something of people."""
    numbers = numbers_of_mechanisms(scenario)
    return any(numbers[mechanism.on] > 0 for mechanism in ALL if mechanism.fields)
