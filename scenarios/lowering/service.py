"""The service desk and what customers make of it: tables, staff by the hour, and numbers of behaviour."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.lowering import mechanisms
from scenarios.lowering.by_path import asked
from scenarios.lowering.feedback import accuracy, complaints_per_look
from scenarios.market.service import HOURS
from scenarios.policy.service import DAYS
from sim.core.ground import state
from sim.vocabulary import MICRO

if TYPE_CHECKING:
    from scenarios.market.service import Desk
    from scenarios.policy.service import Shift
    from scenarios.scenario import Scenario

MINUTES = HOURS * 60.0
LEAST_SOLVED = 0.01
"""Below any share that a desk is stated with: where no turn solved anything, no ticket would end."""


def desk_table(scenario: Scenario) -> np.ndarray:
    """DESK [desk]; none without a desk. Shares of tickets are cumulated, in proportion to their sum."""
    desks = scenario.market.service.desks if mechanisms.desk(scenario) else ()
    wage = scenario.policy.service.desk.wage_per_hour
    made = np.zeros(len(desks), state.DESK)
    made["share"] = _cumulated(np.array([desk.share.value for desk in desks]))
    for h, desk in enumerate(desks):
        mean = handling(scenario, desk) / MINUTES
        log_sd = np.sqrt(np.log1p((desk.handling_sd.value / desk.handling.value) ** 2))
        made["exponential"][h] = desk.handling_law == "exponential"
        made["handling"][h] = mean
        made["log_mean"][h] = np.log(mean) - 0.5 * log_sd**2
        made["log_sd"][h] = log_sd
        made["patience"][h] = desk.patience.value / MINUTES
        made["silent_share"][h] = desk.silent_share.value
        made["silent_time"][h] = desk.silent_time.value / MINUTES
        made["solved"][h] = solved(scenario, desk)
        made["cost"][h] = wage * HOURS
    return made


def handling(scenario: Scenario, desk: Desk) -> float:
    """Mean handling time of a ticket, minutes."""
    return float(desk.handling.value * prod(asked(scenario, "handling_ratio")))


def solved(scenario: Scenario, desk: Desk) -> float:
    """Probability that a turn solves a ticket."""
    more = sum(asked(scenario, "solved_more"))
    return min(max(desk.solved.value + more, LEAST_SOLVED), 1.0) if more else desk.solved.value


def staff(scenario: Scenario) -> np.ndarray:
    """People on duty in the whole market, int64 [desk, hour of the run]; none without a desk."""
    if not mechanisms.desk(scenario):
        return np.zeros((0, 0), np.int64)
    desks, days = scenario.market.service.desks, scenario.days
    on_duty = np.zeros((len(desks), days, HOURS), np.int64)
    if mechanisms.targeted(scenario):
        from scenarios.lowering.staffing import planned  # slow to import, of targets alone

        for h in (h for h, desk in enumerate(desks) if desk.share.value > 0.0):
            on_duty[h] = planned(scenario, h, handling(scenario, desks[h]), solved(scenario, desks[h]))
        return on_duty.reshape(len(desks), days * HOURS)
    for h, desk in enumerate(desks):
        for shift in scenario.policy.service.desk.staff.get(desk.name, ()):
            on_duty[h, worked(scenario, shift), shift.from_ : shift.to] += shift.people
    return on_duty.reshape(len(desks), days * HOURS)


def worked(scenario: Scenario, shift: Shift) -> np.ndarray:
    """Whether a shift is worked, bool [day]."""
    day = np.arange(scenario.days)
    end = scenario.days if shift.end is None else shift.end
    return (day >= shift.begin) & (day < end) & np.isin((scenario.start.weekday() + day) % 7, DAYS[shift.days])


def labour(scenario: Scenario, on_duty: np.ndarray) -> np.ndarray:
    """What the staff ``on_duty`` (:func:`staff`) costs, micro-units for the people simulated, int64 [day]; none without
    a desk."""
    if not mechanisms.desk(scenario):
        return np.zeros(0, np.int64)
    hours = on_duty.sum(axis=0).reshape(scenario.days, HOURS).sum(axis=1)
    wage = scenario.policy.service.desk.wage_per_hour
    return np.rint(hours * (wage * scenario.people / scenario.market.size.value * MICRO)).astype(np.int64)


def daytime(scenario: Scenario) -> np.ndarray:
    """Cumulative share of a day's tickets at the start of each hour, float64 [25]."""
    return np.concatenate([[0.0], _cumulated(np.array(scenario.market.service.daytime))])


def cause_shares(scenario: Scenario) -> np.ndarray:
    """Cumulative shares of trouble by cause, float64 [cause]; none without a desk, or where causes are not told."""
    causes = scenario.market.service.causes if mechanisms.desk(scenario) else ()
    return _cumulated(np.array([cause.share.value for cause in causes]))


def _cumulated(parts: np.ndarray) -> np.ndarray:
    """Cumulative shares of parts above 0 in the sum; the last is exactly 1, and so is whatever follows it."""
    if not len(parts):
        return np.zeros(0)
    shares = np.cumsum(parts) / np.sum(parts)
    shares[np.flatnonzero(parts)[-1] :] = 1.0
    return shares


def tickets(scenario: Scenario) -> dict[str, Any]:
    """What BEHAVIOUR says of the desk beside sim.mechanisms.desk: whose tickets go first, and how causes are found."""
    names = [segment.name for segment in scenario.market.segments]
    return {
        "urgent_segments": sum({1 << names.index(name) for name in scenario.policy.service.desk.urgent.segments}),
        "mend_after": complaints_per_look(scenario),
        "mend_accuracy": accuracy(scenario),
    }
