"""Closed forms of queues at service desks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering import mechanisms
from scenarios.lowering import service as lowered
from scenarios.verify.conditions import Form
from scenarios.verify.numbers import dropout_rate
from sim.closed_forms.queues import (
    ErlangC,
    given_up_and_returned,
    one_at_the_desk,
    urgent_and_others,
    with_returns,
)
from sim.quantities.service import BATCHES, SETTLING

if TYPE_CHECKING:
    from scenarios.market.service import Desk
    from scenarios.scenario import Scenario

HOURS = 24.0
MINUTES = 60.0
RARE = 1e-4
"""Part of the customers, or of their number, that counts as none."""
MEMORIES = 10.0
"""Batches are so many times as long as a queue's memory: their errors are then told within a twentieth."""
SPELLS = 30.0
"""Spells in which tickets wait, or wait so long, that tell an error: they come in crowds."""
SPREAD = 0.02
"""Share of tickets that come back, per day until they do: below that they come evenly over the hours of the day."""
MORE_WORK = "more work comes in than the staff can do, so that waits have no steady state"
MANY_ORDERS = "customers with many orders go first"
NOT_YET = "many have not come back yet when the run begins to count"
WILD = 5.0
"""Squared coefficients of variation from which on a mean of handling times is told by few, long ones."""


@dataclass(frozen=True)
class Counter:
    """A desk in its steady state: tickets and services per hour, members of staff, waits in hours.

    ``memory``: the time in which a queue forgets how it stood.
    """

    arrivals: float
    service: float
    staff: int
    wait: float
    waits: float
    gives_up: float
    memory: float

    @property
    def load(self) -> float:
        """Share of the staff's time that is needed where nobody gives up."""
        return self.arrivals / (self.staff * self.service)

    @property
    def in_system(self) -> float:
        """Mean number of tickets waiting or in hand (Little 1961)."""
        return self.arrivals * (self.wait + (1.0 - self.gives_up) / self.service)


def counter(scenario: Scenario, h: int) -> Counter:
    """Desk number ``h``. ValueError where more work comes in than the staff can do."""
    desk, staff = scenario.market.service.desks[h], int(lowered.staff(scenario)[h, 0])
    arrivals, service = with_returns(questions(scenario, h), desk.solved.value), MINUTES / desk.handling.value
    if desk.patience.value > 0.0:
        impatience = MINUTES / desk.patience.value
        a = given_up_and_returned(questions(scenario, h), service, staff, impatience, desk.solved.value)
        return Counter(a.arrivals, service, staff, a.wait, a.waits, a.gives_up, 1.0 / min(service, impatience))
    if desk.handling_law == "exponential":
        c = ErlangC(arrivals, service, staff)
        memory = max((np.sqrt(staff * service) - np.sqrt(arrivals)) ** -2, 1.0 / service)
        return Counter(arrivals, service, staff, c.wait, c.waits, 0.0, memory)
    sd = desk.handling_sd.value / MINUTES
    wait, load = one_at_the_desk(arrivals, 1.0 / service, sd), arrivals / service
    memory = 2.0 * (1.0 + (sd * service) ** 2) / (service * (1.0 - load) ** 2)  # of a queue with much to do
    return Counter(arrivals, service, staff, wait, load, 0.0, memory)


def questions(scenario: Scenario, h: int) -> float:
    """New questions that come to desk number ``h``, per hour."""
    shares = np.array([desk.share.value for desk in scenario.market.service.desks])
    return float(scenario.people * scenario.market.service.question_rate.value / HOURS * shares[h] / shares.sum())


def asked(scenario: Scenario) -> list[int]:
    """Numbers of the desks that are given tickets."""
    return [h for h, desk in enumerate(scenario.market.service.desks) if desk.share.value > 0.0]


def _mean(scenario: Scenario, of: str | None, value: Callable[[Counter], float]) -> np.ndarray:
    """Mean over the tickets of desk ``of`` (None: of all desks)."""
    desks = scenario.market.service.desks
    here = [counter(scenario, h) for h in asked(scenario) if of is None or desks[h].name == of]
    weights = [desk.arrivals for desk in here]
    return np.asarray(np.average([value(desk) for desk in here], weights=weights) if here else np.nan)


def _in_system(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    desks = scenario.market.service.desks
    return np.asarray(sum(counter(scenario, h).in_system for h in asked(scenario) if of in (None, desks[h].name)))


def _within(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    """NaN for waits so long that few tell how many there are."""
    desks, first = [counter(scenario, h) for h in asked(scenario)], _first(scenario)
    queues = [ErlangC(desk.arrivals, desk.service, desk.staff) for desk in desks]
    beyond = np.array([[_beyond(queue, first, t / MINUTES) for t in at] for queue in queues])
    told = sum(_spells(scenario, desk, share) for desk, share in zip(desks, beyond, strict=True)) >= SPELLS
    within = 1.0 - np.average(beyond, axis=0, weights=[desk.arrivals for desk in desks])
    return np.asarray(np.where(told, within, np.nan))


def _beyond(queue: ErlangC, first: float, time: float) -> float:
    """Probability of a ticket to wait longer than ``time``, hours, where a share ``first`` goes before the others."""
    if first in (0.0, 1.0):
        return queue.wait_beyond(time)
    urgent, others = queue.beyond_by_urgency(queue.arrivals * first, time)
    return first * urgent + (1.0 - first) * others


def _turns(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    desks = scenario.market.service.desks
    here = [h for h in asked(scenario) if of in (None, desks[h].name)]
    new = [questions(scenario, h) for h in here]
    turns = [_each(scenario, h) for h in here]
    return np.asarray(np.average(turns, weights=new) if here else np.nan)


def _each(scenario: Scenario, h: int) -> float:
    """Turns that a question takes at desk number ``h``: who gives up comes back no more."""
    desk = scenario.market.service.desks[h]
    if desk.patience.value > 0.0:
        return counter(scenario, h).arrivals / questions(scenario, h)
    return with_returns(1.0, desk.solved.value)


def _of_segment(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    desks = [counter(scenario, h) for h in asked(scenario)]
    place = 0 if str(of) in scenario.policy.service.desk.urgent.segments else 1
    waits = [urgent_and_others(desk.wait, desk.load, _first(scenario))[place] for desk in desks]
    return np.asarray(np.average(waits, weights=[desk.arrivals for desk in desks]))


def _first(scenario: Scenario) -> float:
    """Share of people whose tickets go before those of others."""
    segments, urgent = scenario.market.segments, scenario.policy.service.desk.urgent.segments
    total = sum(segment.share.value for segment in segments)
    return sum(segment.share.value for segment in segments if segment.name in urgent) / total


def questions_only(scenario: Scenario) -> dict[str, bool]:
    """Where tickets are a Poisson process, and who works at the desk is the same at all hours."""
    market, service = scenario.market, scenario.market.service
    if not mechanisms.desk(scenario):
        return {"there is no service desk": True}
    on_duty = lowered.staff(scenario)[asked(scenario)]
    return {
        "customers never ask": service.question_rate.value == 0.0,
        "orders make trouble": service.trouble_share.value > 0.0,
        "new customers need help": service.start_share.value > 0.0,
        "people stand for others, whose tickets come soon after theirs": market.size.value != scenario.people,
        "more questions come at some hours than at others": len(set(service.daytime)) > 1,
        "the staff changes": bool((on_duty != on_duty[:, :1]).any()),
        "nobody is on duty": not on_duty[:, 0].all(),
        "some give up in silence": any(d.patience.value > 0.0 < d.silent_share.value for d in desks_asked(scenario)),
    }


def desks_asked(scenario: Scenario) -> list[Desk]:
    """The desks that tickets go to."""
    return [scenario.market.service.desks[h] for h in asked(scenario)]


def _asked_evenly(scenario: Scenario) -> dict[str, bool]:
    """Where the same customers ask at the same rate all the time."""
    start = scenario.market.start
    return questions_only(scenario) | {
        "not everybody is a customer from the start": start.customer < 1.0 or start.inflow,
        "customers drop out": dropout_rate(scenario) * scenario.days > RARE,
    }


def _steady(scenario: Scenario) -> dict[str, bool]:
    """Where queues have a steady state that is known, and the run is much longer than their memory."""
    broken = _asked_evenly(scenario)
    if any(broken.values()):
        return broken
    broken |= {words: True for h in asked(scenario) for words, breaks in _handled(scenario, h).items() if breaks}
    waiting = [h for h, desk in zip(asked(scenario), desks_asked(scenario), strict=True) if desk.patience.value == 0.0]
    broken |= {MORE_WORK: any(_load(scenario, h) >= 1.0 for h in waiting)}
    if any(broken.values()):
        return broken
    counters = [counter(scenario, h) for h in asked(scenario)]
    batch = _kept(scenario) / BATCHES
    return broken | {
        "the run is too short for the memory of a queue": any(
            batch < max(MEMORIES * desk.memory, HOURS) for desk in counters
        ),
        "too few wait": any(_spells(scenario, desk, desk.waits) < SPELLS for desk in counters),
        "too few give up": any(0.0 < _spells(scenario, desk, desk.gives_up) < SPELLS for desk in counters),
    }


def _in_turns(scenario: Scenario) -> dict[str, bool]:
    """Where it is known how often questions come: whatever the waits are, unless people give up over them."""
    if mechanisms.desk(scenario) and any(desk.patience.value > 0.0 for desk in desks_asked(scenario)):
        return _steady(scenario)
    broken = _asked_evenly(scenario)
    if any(broken.values()):
        return broken
    return broken | {
        MORE_WORK: any(_load(scenario, h) >= 1.0 for h in asked(scenario)),
        "the run is too short for batches of days": _kept(scenario) / BATCHES < HOURS,
        NOT_YET: any(_settles_late(scenario, h) for h in asked(scenario)),
    }


def _kept(scenario: Scenario) -> float:
    """Hours of a run that count."""
    return HOURS * scenario.days * (1.0 - 1.0 / SETTLING)


def _spells(scenario: Scenario, desk: Counter, share: float) -> float:
    """About how many spells apart from each other hold the ``share`` of a world's tickets."""
    return _kept(scenario) * share / (2.0 * desk.memory)


def _load(scenario: Scenario, h: int) -> float:
    """The work that comes to desk number ``h``, tickets that come back included, over what the staff can do."""
    desk, staff = scenario.market.service.desks[h], int(lowered.staff(scenario)[h, 0])
    return with_returns(questions(scenario, h), desk.solved.value) * desk.handling.value / MINUTES / staff


def _handled(scenario: Scenario, h: int) -> dict[str, bool]:
    """What keeps the steady state of desk number ``h`` from being known."""
    desk, staff = scenario.market.service.desks[h], int(lowered.staff(scenario)[h, 0])
    other, hurried = desk.handling_law != "exponential", desk.patience.value > 0.0
    again, delay = 1.0 - desk.solved.value, scenario.market.service.reopen_delay.value
    return {
        "several work at a desk where handling is not exponential": other and staff > 1,
        "who waits may give up, and handling is not exponential": other and hurried,
        "handling times differ too widely": other and desk.handling_sd.value**2 > WILD * desk.handling.value**2,
        "tickets come back soon, at the beginning of the day": again > SPREAD * delay,
        NOT_YET: _settles_late(scenario, h),
    }


def _settles_late(scenario: Scenario, h: int) -> bool:
    """Whether many of the tickets of a steady state have not come back yet when the run begins to count."""
    solved = scenario.market.service.desks[h].solved.value
    delay = scenario.market.service.reopen_delay.value
    return bool((1.0 - solved) * np.exp(-solved * scenario.days / SETTLING / (delay + 2.0)) > RARE)


def _first_come(scenario: Scenario) -> dict[str, bool]:
    """Where the law of waits is known too."""
    other = mechanisms.desk(scenario) and any(d.handling_law != "exponential" for d in desks_asked(scenario))
    many = scenario.policy.service.desk.urgent.orders > 0
    return _steady(scenario) | _patient(scenario) | {"handling is not exponential": other, MANY_ORDERS: many}


def _patient(scenario: Scenario) -> dict[str, bool]:
    hurried = mechanisms.desk(scenario) and any(d.patience.value > 0.0 for d in desks_asked(scenario))
    return {"who waits may give up": hurried}


def _at_midnight(scenario: Scenario) -> dict[str, bool]:
    """Where midnight is an hour like any other: tickets that come back do so rather before noon."""
    again = mechanisms.desk(scenario) and any(desk.solved.value < 1.0 for desk in desks_asked(scenario))
    return _steady(scenario) | {"tickets come back, fewer of them towards the end of the day": again}


def _two_urgencies(scenario: Scenario) -> dict[str, bool]:
    """Where some segments go first."""
    many = scenario.policy.service.desk.urgent.orders > 0
    broken = _steady(scenario) | _patient(scenario) | {MANY_ORDERS: many}
    if not any(broken.values()):
        few = any(_uncertain_shares(scenario, counter(scenario, h)) for h in asked(scenario))
        broken["too few people for their shares in segments to be certain"] = few
    return broken


def _uncertain_shares(scenario: Scenario, desk: Counter) -> bool:
    """Whether which segment people happen to belong to moves waits as much as a tenth of what chance in queues does."""
    first = _first(scenario)
    urgent = first * desk.load
    people = first * (1.0 - first) / scenario.people * (urgent / max(first, RARE) / (1.0 - urgent)) ** 2
    return bool(people > 0.1 * 2.0 * desk.memory / (scenario.days * HOURS))


BUYERS = frozenset(
    {"rates differ", "season", "weekdays", "shocks", "price", "anchor", "rival", "willingness", "reference_price"}
    | {"quality", "deals", "versions", "basket", "returns", "commission", "spend and rate", "wide spend"}
    | {"points", "points in mind", "tier", "pauses"}
)
"""What and how much customers buy: questions that come with being a customer do not know of it."""
QUEUES = BUYERS | {"desk"}
FORMS = {
    "mean_wait": Form(lambda s, at, of: _mean(s, of, lambda desk: desk.wait), QUEUES | {"urgent"}, _steady),
    "gave_up": Form(lambda s, at, of: _mean(s, of, lambda desk: desk.gives_up), QUEUES | {"urgent"}, _steady),
    "tickets_in_system": Form(_in_system, QUEUES | {"urgent"}, _at_midnight),
    "turns_per_question": Form(_turns, QUEUES | {"urgent"}, _in_turns),
    "waits_at_all": Form(lambda s, at, of: _mean(s, None, lambda desk: desk.waits), QUEUES | {"urgent"}, _steady),
    "wait_within": Form(_within, QUEUES | {"urgent"}, _first_come),
    "segment_wait": Form(_of_segment, QUEUES | {"urgent"}, _two_urgencies),
}
