"""The closed form of how many customers stay where waiting for an answer drives them away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.integrate import solve_ivp

from scenarios.lowering import service as lowered
from scenarios.verify.conditions import Form, times
from scenarios.verify.numbers import dropout_rate
from scenarios.verify.service import BUYERS, HOURS, MINUTES, RARE, asked, desks_asked, questions_only
from sim.closed_forms.queues import ErlangC, congested_customers

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

EQUAL = 5e-4
"""Relative difference that counts as none."""
SLOWER = 10.0
"""Times as slow as the queue is what the number of customers must be."""


@dataclass(frozen=True)
class Congestion:
    """Customers who join per day and the rates per day at which each leaves, asks, and leaves for having waited;
    tickets that a member of staff does per day, and the staff (see congested_customers)."""

    joining: float
    leaving: float
    asking: float
    exits: float
    service: float
    staff: int

    def gone(self, customers: float) -> float:
        """Customers who leave per day, where there are so many and the queue has had time to follow."""
        if customers * self.asking >= self.staff * self.service:
            return customers * (self.leaving + self.asking)
        desk = ErlangC(customers * self.asking, self.service, self.staff)
        return customers * (self.leaving + self.asking * (1.0 - desk.mean_exponential(-self.exits)))

    def equilibrium(self) -> float:
        """Customers at whom as many leave as join."""
        return congested_customers(self.joining, self.leaving, self.asking, self.exits, self.service, self.staff)


def congestion(scenario: Scenario) -> Congestion:
    """A scenario's congestion, at its only desk."""
    [h] = asked(scenario)
    return Congestion(
        joining=scenario.people / scenario.days,
        leaving=dropout_rate(scenario),
        asking=scenario.market.service.question_rate.value,
        exits=scenario.market.satisfaction.wait_exit.value * HOURS,
        service=MINUTES * HOURS / scenario.market.service.desks[h].handling.value,
        staff=int(lowered.staff(scenario)[h, 0]),
    )


def _customers(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(congestion(scenario).equilibrium())


def _in_balance(scenario: Scenario) -> dict[str, bool]:
    """Where customers enter evenly, the queue follows their number at once, and that has come to its equilibrium."""
    start = scenario.market.start
    broken = questions_only(scenario) | {
        "customers do not enter evenly": not start.inflow or start.customer < 1.0,
        "there is another than one desk": len(asked(scenario)) != 1,
        "handling is not exponential": any(desk.handling_law != "exponential" for desk in desks_asked(scenario)),
        "who waits may give up": any(desk.patience.value > 0.0 for desk in desks_asked(scenario)),
        "tickets come back": any(desk.solved.value < 1.0 for desk in desks_asked(scenario)),
        "nobody leaves for having waited": scenario.market.satisfaction.wait_exit.value == 0.0,
    }
    return broken if any(broken.values()) else broken | _balance(scenario)


def _balance(scenario: Scenario) -> dict[str, bool]:
    flow = congestion(scenario)
    most = flow.staff * flow.service / flow.asking
    if flow.gone(most * (1.0 - RARE)) <= flow.joining:
        return {"more customers enter than the desk can bear": True}
    number = flow.equilibrium()
    step = number * 0.01
    below, here, above = (flow.gone(number + k * step) for k in (-1, 0, 1))
    slope, bend = (above - below) / (2.0 * step), (above - 2.0 * here + below) / step**2
    spare = (np.sqrt(flow.staff * flow.service) - np.sqrt(number * flow.asking)) ** 2
    late = (flow.joining - number * flow.leaving) * (1.0 + 1.0 / flow.service)  # told the next morning, they leave
    beside = abs(0.5 * bend / slope * flow.joining / slope) + late
    first = min(times(scenario, "customers_in_equilibrium"), default=0.0)
    counted = max(scenario.days - first, 1.0) * scenario.worlds
    error = np.sqrt(flow.joining / slope * 2.0 / (slope * counted))
    begun = solve_ivp(lambda t, n: [flow.joining - flow.gone(n[0])], (0.0, max(first, RARE)), [0.0])
    return {
        "the queue is slow to follow the number of customers": bool(spare < SLOWER * slope),
        "equilibrium is not reached when the run begins to count": abs(begun.y[0, -1] / number - 1.0) > EQUAL,
        "so many worlds tell the number of customers from that without chance": bool(beside > 0.5 * error),
    }


FORMS = {
    "customers_in_equilibrium": Form(
        _customers, BUYERS - {"rates differ"} | {"desk", "wait exit", "inflow"}, _in_balance
    ),
}
