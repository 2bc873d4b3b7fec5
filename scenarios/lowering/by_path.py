"""What a scenario states, by path: how mechanisms read it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING, Any

from scenarios.lowering.groups import variants
from scenarios.lowering.parts import ASKED, NUMBERS
from sim.core.ground.ledger import micro
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Mechanism, Stated

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


NAMED = {mechanism.name: mechanism for mechanism in ALL}


class _Stated:
    """What a scenario states, by path."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __call__(self, path: str) -> float:
        """The number at a path; a switch is 0 or 1, a belief as in the world at hand, a list how many are on; behind
        "?" what these must have."""
        return _at(self.scenario, path)

    def most(self, path: str, where: str = "") -> float:
        """The largest number at a path of the policy among the policies of all groups in which the switch ``where`` is
        on; 0 where it is in none."""
        held = (one.scenario for one in variants(self.scenario))
        return max((_at(one, path) for one in held if not where or _at(one, where)), default=0.0)


def _at(scenario: Scenario, path: str) -> float:
    path, _, only = path.partition("?")
    place: Any = reduce(getattr, path.split("."), scenario)
    if only or isinstance(place, tuple):
        wanted = [one.split("=") for one in only.split("&") if one]
        rows = (row for row in (place if isinstance(place, tuple) else (place,)) if getattr(row, "active", True))
        return float(sum(all(str(getattr(row, name)) == value for name, value in wanted) for row in rows))
    return float(getattr(place, "value", place))


def stated(scenario: Scenario) -> Stated:
    """How mechanisms read a scenario."""
    return _Stated(scenario)


def numbers_of_mechanisms(scenario: Scenario) -> dict[str, float]:
    """The numbers of behaviour that mechanisms declare."""
    said = stated(scenario)
    found = {name: value for one in ALL for name, value in _numbers(one, said).items()}
    heard = any(found[one.hears] > 0 for one in ALL if one.hears)
    return found | {"letters": found["letters"] * heard}


def _numbers(one: Mechanism, said: Stated) -> dict[str, float]:
    as_it_is = {number.name: said(number.of) for number in one.numbers if number.of and not number.money}
    money = {number.name: micro(said(number.of)) for number in one.numbers if number.money}
    return as_it_is | money | (NUMBERS[one.name](said) if one.name in NUMBERS else {})


def number(scenario: Scenario, mechanism: str, name: str) -> float:
    """One of the numbers of a mechanism, by what itself states."""
    return _numbers(NAMED[mechanism], stated(scenario))[name]


def is_on(scenario: Scenario, mechanism: str) -> bool:
    """Whether a mechanism changes anything: it is on, or departs from today otherwise."""
    departs = ASKED["departs"].get(mechanism)
    return bool(departs(stated(scenario)) if departs else number(scenario, mechanism, NAMED[mechanism].on) > 0)


def asked(scenario: Scenario, hook: str, *more: float) -> Iterator[float]:
    """What each mechanism says to a ``hook`` of lowering (scenarios.lowering.parts), such as its cost by the week."""
    said = stated(scenario)
    return (function(said, *more) for function in ASKED[hook].values())


def any_mechanism(scenario: Scenario) -> bool:
    """Whether any mechanism is on that keeps something of people (sim.core.ground.state.MORE)."""
    numbers = numbers_of_mechanisms(scenario)
    return any(numbers[mechanism.on] > 0 for mechanism in ALL if mechanism.fields)
