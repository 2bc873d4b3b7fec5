"""Closed forms of the journey: a Markov chain in continuous time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.verify.conditions import Form
from scenarios.verify.numbers import journey, purse
from sim.closed_forms import journey as closed

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

STAGES = {"reached": closed.REACHED, "retained": closed.RETAINED, "customer": closed.CUSTOMER}
STAGES |= {"dropped_out": closed.DROPPED_OUT}


def _people_in(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    start, size = scenario.market.start, scenario.market.size.value
    begin = size * np.array([start.reached, start.retained, start.customer, 0.0])
    return journey(scenario).people(at, 0.0, begin)[:, STAGES[str(of)]]


def _faded_first(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    chain = journey(scenario)
    return np.array([closed.first_of_two(chain.fade, chain.opt_in + chain.buy_reached, t) for t in at])


def _value_per_reached(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(journey(scenario).value(purse(scenario))[closed.REACHED])


def _from_the_start(scenario: Scenario) -> dict[str, bool]:
    return {"not everybody begins as reached": scenario.market.start.reached < 1.0}


FORMS = {
    "people_in": Form(_people_in, frozenset({"loss", "return"})),
    "faded_first": Form(_faded_first, frozenset({"loss", "return", "rates differ", "nurture", "fatigue"})),
    "value_per_reached": Form(_value_per_reached, frozenset({"loss", "return"}), _from_the_start),
}
