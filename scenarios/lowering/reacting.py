"""What is decided as time passes, by what has come: the firm's media spend and staff, the competitor's price.

Every look sees what a run up to its day leaves, and what it decides is written into the scenario as flights, shifts
and changes of price from that day on. The plan that results is one like any other: a run of it passes through what the
looks saw, to the micro-unit, on either engine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.mechanisms import desk, targeted
from scenarios.lowering.media import WEEK, daily_spend
from scenarios.lowering.service import staff
from scenarios.market.choice import CompetitorChange
from scenarios.market.service import HOURS
from scenarios.policy.channel import Flight
from sim.vocabulary import MICRO, Account, Event
from sim.vocabulary import Desk as DeskCount

if TYPE_CHECKING:
    from scenarios.scenario import Scenario
    from sim.engine import Ledger
    from sim.plan import Plan

NEAR = 1e-9
"""Of a step: an amount that near below a whole number of steps is that number."""
CENT = 0.005
"""Currency by which an amount may miss a limit."""
TENTHOUSANDTHS = 4
"""Digits of the stated spend to which it is set: what is less than that is no decision, and money is rounded."""


def reacted(scenario: Scenario, planned: Callable[[Scenario], Plan]) -> Plan:
    """The plan of ``scenario`` after all looks; ``planned``: of a scenario as it stands."""
    firm, rival = firm_looks(scenario), rival_looks(scenario)
    if not firm and not rival:
        return planned(scenario)
    from sim.engine import begun  # compiled code: of those alone who need it

    stated = scenario
    for day in sorted({*firm, *rival}):
        plan = planned(scenario)
        seen = begun(plan, day)
        if day in firm and staffed(stated):
            scenario = _with_staff(scenario, stated, day, staff_after(stated, seen, day))
        if day in firm and paced(stated):
            scenario = _with_spend(scenario, day, spend_after(stated, scenario, plan, seen, day))
        if day in rival:
            scenario = _with_rival(scenario, stated, day, _answer(stated, seen, day))
    return planned(scenario)


def firm_looks(scenario: Scenario) -> range:
    """The days on which the firm sets its media spend or its staff anew; none where it has no rule."""
    every = scenario.policy.firm.review_days
    return range(every, scenario.days if ruled(scenario) else 0, every)


def ruled(scenario: Scenario) -> bool:
    """Whether the firm sets anything by rule."""
    return paced(scenario) or staffed(scenario)


def staffed(scenario: Scenario) -> bool:
    """Whether the firm sets the staff of its service desk by a rule."""
    return scenario.policy.firm.staff.occupancy > 0.0 and desk(scenario) and not targeted(scenario)


def paced(scenario: Scenario) -> bool:
    """Whether the firm sets its media spend by any rule."""
    firm = scenario.policy.firm
    return firm.reinvest.share > 0.0 or firm.follow_credit > 0.0 or firm.cash.limit is not None


def rival_looks(scenario: Scenario) -> range:
    """The days on which the competitor looks at our share of the market; none where it does not care."""
    reaction = scenario.market.competitor.reaction
    return range(reaction.review_days, scenario.days if reaction.to_share.value > 0.0 else 0, reaction.review_days)


def spend_after(stated: Scenario, scenario: Scenario, plan: Plan, seen: Ledger, day: int) -> np.ndarray:
    """What the firm spends on media from its look on ``day`` until the next one, currency per week: float64 [channel].

    ``stated``: before any look; ``scenario`` and ``plan``: after those before; ``seen``: what came of them until now.
    """
    from sim.measures.money import money

    firm, since = stated.policy.firm, day - stated.policy.firm.review_days
    asked = daily_spend(stated)[:, day : day + firm.review_days].mean(axis=1) * WEEK
    total, split = float(asked.sum()), _shares(asked)
    earned = money(plan, seen)[:day] * (plan.scale / MICRO)
    if firm.reinvest.share > 0.0:
        before_media = earned[since:].sum() - earned[since:, Account.MEDIA].sum()
        wished = firm.reinvest.share * before_media / firm.review_days * WEEK
        ratio = round(wished / total, TENTHOUSANDTHS) if total > 0.0 else 0.0
        total *= float(np.clip(ratio, firm.reinvest.least, firm.reinvest.most))
    if firm.follow_credit > 0.0:
        split = _by_credit(firm.follow_credit, daily_spend(scenario)[:, since:day].sum(axis=1), seen, since)
    if firm.cash.limit is not None and firm.cash.opening + earned.sum() < firm.cash.limit:
        total = 0.0
    return within_limits(stated, total * split)


def within_limits(scenario: Scenario, weekly: np.ndarray) -> np.ndarray:
    """What can be bought for ``weekly``, currency a week: float64 [channel]; whole steps, no more than is there for
    them but where the least that can be bought is more."""
    found, limits = weekly.astype(float), scenario.policy.channel.limits
    for k, channel in enumerate(scenario.market.channels):
        one = limits.get(channel.name)
        if one is not None:
            wanted = min(max(found[k], one.least), np.inf if one.most is None else one.most)
            steps = np.floor(wanted / one.step + NEAR) if one.step > 0.0 else 0.0
            steps += one.step > 0.0 and steps * one.step < one.least - CENT
            found[k] = steps * one.step if one.step > 0.0 else wanted
    return found


def staff_after(stated: Scenario, seen: Ledger, day: int) -> np.ndarray:
    """How many times the stated staff is on duty from the look on ``day`` until the next one: float64 [desk]; 1 where
    nobody is stated.

    Work is that on tickets served since the look before, and as much for each who gave up or waits now.
    """
    rule, since = stated.policy.firm.staff, day - stated.policy.firm.review_days
    days = seen.desk_days[since:day].astype(float)
    total = days.sum(axis=0)
    tickets = total[:, DeskCount.SERVED] + total[:, DeskCount.GAVE_UP] + days[-1, :, DeskCount.WAITING]
    each = total[:, DeskCount.HANDLED] / np.maximum(total[:, DeskCount.SERVED], 1.0)
    needed = tickets * each / MICRO / rule.occupancy
    on_duty = staff(stated)[:, since * HOURS : day * HOURS].sum(axis=1) / HOURS
    ratio = needed / np.where(on_duty > 0.0, on_duty, np.inf)
    return np.where(on_duty > 0.0, np.clip(ratio, rule.least, rule.most), 1.0)


def _by_credit(moved: float, spent: np.ndarray, seen: Ledger, since: int) -> np.ndarray:
    """Shares of the budget, float64 [channel]: those until now, and ``moved`` of it by the first orders since then that
    last touch credits; as until now where it credits none."""
    people = seen.people
    credited = people["attributed"][(people["orders"] > 0) & (people["first_at"] >= since)].astype(np.int64)
    orders = np.bincount(credited[(credited > 0) & (credited <= len(spent))] - 1, minlength=len(spent))
    now = _shares(spent)
    if orders.sum() == 0 or spent.sum() == 0.0:
        return now
    return np.asarray((1.0 - moved) * now + moved * orders / orders.sum())


def _shares(money: np.ndarray) -> np.ndarray:
    """Each part of all ``money``; nothing of nothing."""
    total = float(money.sum())
    return money / total if total > 0.0 else money


def _with_spend(scenario: Scenario, day: int, spend: np.ndarray) -> Scenario:
    """``scenario`` with other media spend from ``day`` on, currency per week [channel]."""
    policy, until = scenario.policy, day + scenario.policy.firm.review_days
    flights = (
        Flight.model_validate({"channel": channel.name, "from": day, "to": until, "weekly_spend": float(weekly)})
        for channel, weekly in zip(scenario.market.channels, spend, strict=True)
    )
    channel = policy.channel.model_copy(update={"flights": (*policy.channel.flights, *flights)})
    return scenario.model_copy(update={"policy": policy.model_copy(update={"channel": channel})})


def _with_staff(scenario: Scenario, stated: Scenario, day: int, ratios: np.ndarray) -> Scenario:
    """``scenario`` with so many times the ``stated`` staff from ``day`` on, in whole people, one at least."""
    shifts = {}
    for h, one in enumerate(scenario.market.service.desks):
        before = [shift for shift in scenario.policy.service.desk.staff.get(one.name, ()) if shift.begin < day]
        kept = [shift.model_copy(update={"end": min(shift.end or day, day)}) for shift in before]
        shifts[one.name] = (
            *kept,
            *(
                shift.model_copy(
                    update={"begin": max(shift.begin, day), "people": max(round(shift.people * ratios[h]), 1)}
                )
                for shift in stated.policy.service.desk.staff.get(one.name, ())
                if shift.people > 0 and (shift.end is None or shift.end > day)
            ),
        )
    policy = scenario.policy
    desk_policy = policy.service.desk.model_copy(update={"staff": policy.service.desk.staff | shifts})
    service = policy.service.model_copy(update={"desk": desk_policy})
    return scenario.model_copy(update={"policy": policy.model_copy(update={"service": service})})


def _answer(stated: Scenario, seen: Ledger, day: int) -> float:
    """Ratio on the competitor's price from its look on ``day`` on: e**(-to_share x what our share of all orders has
    gained on that of the days until its first look). 1 where nobody orders."""
    reaction = stated.market.competitor.reaction
    first, latest = (_our_share(seen, to - reaction.review_days, to) for to in (reaction.review_days, day))
    gained = latest - first
    return float(np.exp(-reaction.to_share.value * gained)) if np.isfinite(gained) else 1.0


def _our_share(seen: Ledger, first: int, last: int) -> float:
    """Our part of all orders of the days from ``first`` to before ``last``."""
    ours = float(seen.counts[first:last, :, [Event.FIRST_ORDER, Event.ORDERED]].sum())
    everybody = ours + float(seen.rivals[first:last].sum()) / MICRO
    return ours / everybody if everybody > 0.0 else np.nan


def _with_rival(scenario: Scenario, stated: Scenario, day: int, ratio: float) -> Scenario:
    """``scenario`` with the competitor's stated prices times ``ratio`` from ``day`` on, above its floor."""
    rival = stated.market.competitor
    path = [(0, rival.price), *sorted((one.day, one.level) for one in rival.changes)]
    level_then = [level for begins, level in path if begins <= day][-1]
    floor = rival.reaction.floor.value
    later = [(begins, level) for begins, level in path if begins > day]
    changes = (
        *(one for one in scenario.market.competitor.changes if one.day < day),
        *(
            CompetitorChange(day=begins, level=max(level * ratio, min(level, floor)))
            for begins, level in [(day, level_then), *later]
        ),
    )
    competitor = scenario.market.competitor.model_copy(update={"changes": changes})
    market = scenario.market.model_copy(update={"competitor": competitor})
    return scenario.model_copy(update={"market": market})
