"""The staff that a target asks for: so many people that a share of expected tickets is answered within so many hours.

What is expected is the mean field of first orders, the law of lives and of repeat orders; prices, season, mood and what
contacts do to each other are left out, and so is that a mended cause makes no more trouble. Each week has a staff by
the hour of the day, as if the load of an hour lasted (Erlang; Palm where people give up).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.cells import cell_shares
from scenarios.lowering.first_orders import new_customers, repeat_orders, still_customers
from scenarios.lowering.known import known_at_start
from scenarios.lowering.laws import share_bought
from scenarios.lowering.traits import trait
from scenarios.market.service import HOURS
from sim.closed_forms.queues import most_arrivals, with_returns
from sim.mechanisms.desk.rules import trouble_chance

if TYPE_CHECKING:
    from scenarios.market.service import Desk
    from scenarios.policy.service import Target
    from scenarios.scenario import Scenario

Array = np.ndarray
WEEK = 7
NEXT = 1.1
"""From one number of staff to the next for which the load is worked out; up to ten it is for each."""


def planned(scenario: Scenario, h: int, handling: float, solved: float) -> Array:
    """People on duty at desk number ``h`` in the whole market, int64 [day, hour]; ``handling``: minutes in the mean."""
    desk, target = scenario.market.service.desks[h], scenario.policy.service.desk.target
    shares = np.array([one.share.value for one in scenario.market.service.desks])
    tickets = with_returns(shares[h] / shares.sum(), solved) * weekly_mean(tickets_by_day(scenario))
    load = tickets[:, None] * hourly_load(np.array(scenario.market.service.daytime), target)
    return np.asarray(enough(load, desk, target, handling, reached(scenario)))


def enough(load: Array, desk: Desk, target: Target, handling: float, reach: float) -> Array:
    """The fewest people for each ``load``, tickets per hour; ``reach``: the share of tickets that can be answered in
    time."""
    service, patience = 60.0 / handling, desk.patience.value
    impatience = 60.0 / patience if patience > 0.0 else 0.0
    share, time = min(target.share / reach, 1.0), working_hours(target)
    people, most = [0], [0.0]
    while most[-1] < load.max(initial=0.0):
        people.append(max(people[-1] + 1, int(NEXT * people[-1])))
        most.append(most_arrivals(service, people[-1], impatience, share, time, target.most_occupancy))
    return np.ceil(np.interp(load, most, people) - 1e-9).astype(np.int64)


def tickets_by_day(scenario: Scenario) -> Array:
    """Expected new tickets of the whole market, float64 [day]."""
    service = scenario.market.service
    new, customers, orders = customers_by_day(scenario)
    questions = service.question_rate.value * float(cell_shares(scenario) @ trait(scenario, "questions"))
    return np.asarray(questions * customers + trouble_of(scenario) * orders + service.start_share.value * new)


def trouble_by_day(scenario: Scenario) -> Array:
    """Expected complaints about orders of the whole market, float64 [day]."""
    return np.asarray(trouble_of(scenario) * customers_by_day(scenario)[2])


def trouble_of(scenario: Scenario) -> float:
    """Share of orders that lead to a complaint."""
    quality, today = scenario.policy.product.quality, scenario.market.choice.quality_today.value
    return trouble_chance(scenario.market.service.trouble_share.value, quality, today)


def customers_by_day(scenario: Scenario) -> tuple[Array, Array, Array]:
    """Expected new customers, customers and orders of the whole market, float64 [day] each."""
    need, days, size = scenario.market.need, scenario.days, scenario.market.size.value
    new = new_customers(scenario)
    new[0] += scenario.market.start.customer * size
    ages = np.arange(days + 1) / WEEK
    customers = np.convolve(new, still_customers(need, ages[:-1]))[:days]
    orders = new + np.convolve(new, np.diff(repeat_orders(need, ages)))[:days]
    standing, ordering = of_before(scenario)
    return new, customers + standing, orders + ordering


def of_before(scenario: Scenario) -> tuple[Array, Array]:
    """Customers of time 0 from a file who are expected to be left, and their orders, float64 [day] each."""
    known, days = known_at_start(scenario, np.uint64(0)), np.arange(scenario.days)
    here = known[known["alive"] > 0]
    weeks = days[::WEEK]
    if scenario.market.need.dropout == "exponential":
        left = np.exp(-np.multiply.outer(here["dropout"], weeks))
    else:
        left = np.ones((len(here), 1)) * still_customers(scenario.market.need, weeks / WEEK)
    copies = scenario.market.size.value / scenario.people
    found = (left.sum(axis=0), share_bought(scenario) * here["need_rate"] @ left)
    customers, orders = (np.interp(days, weeks, copies * one) for one in found)
    return customers, orders


def weekly_mean(by_day: Array) -> Array:
    """The mean of each week on each of its days, float64 [day]."""
    starts = np.arange(0, len(by_day), WEEK)
    sizes = np.diff(np.append(starts, len(by_day)))
    return np.repeat(np.add.reduceat(by_day, starts) / sizes, sizes)


def hourly_load(daytime: Array, target: Target) -> Array:
    """Share of a day's tickets that are seen to in each hour, float64 [hour]: those of an hour evenly in the hours with
    staff within the target, else as soon as anybody is there."""
    shares, found = daytime / daytime.sum(), np.zeros(HOURS)
    for hour in range(HOURS):
        open_hours = _open_within(target, hour) or [_opens_next(target, hour)]
        found[open_hours] += shares[hour] / len(open_hours)
    return found


def reached(scenario: Scenario) -> float:
    """Share of tickets that come while somebody is there within the target."""
    return reach_of(np.array(scenario.market.service.daytime), scenario.policy.service.desk.target)


def reach_of(daytime: Array, target: Target) -> float:
    """The same of weights of the 24 hours."""
    seen = np.array([bool(_open_within(target, hour)) for hour in range(HOURS)])
    return float(daytime[seen].sum() / daytime.sum())


def working_hours(target: Target) -> float:
    """Hours of work within the target, mean over the hours with staff."""
    window = max(int(min(target.hours, HOURS)), 1)
    hours = range(target.from_, target.to)
    return target.hours * sum(len(_open_within(target, hour)) for hour in hours) / len(hours) / window


def _open_within(target: Target, hour: int) -> list[int]:
    """Hours of the day with staff in the time of the target from an ``hour`` on."""
    window = max(int(min(target.hours, HOURS)), 1)
    return [at % HOURS for at in range(hour, hour + window) if target.from_ <= at % HOURS < target.to]


def _opens_next(target: Target, hour: int) -> int:
    """The next hour with staff."""
    return next(at % HOURS for at in range(hour, hour + HOURS) if target.from_ <= at % HOURS < target.to)
