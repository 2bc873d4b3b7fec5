"""Closed forms of the journey: a Markov chain in continuous time, to which customers add leads by inviting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scenarios.verify.conditions import Form, shares
from scenarios.verify.invited import cut_short
from scenarios.verify.numbers import discount_rate, journey, order_rate, purse, sent
from sim.closed_forms import journey as closed

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

STAGES = {
    "reached": closed.REACHED,
    "retained": closed.RETAINED,
    "customer": closed.CUSTOMER,
    "dropped_out": closed.DROPPED_OUT,
}
RARE = 1e-3
"""Part of a value that counts as none."""
PROMPT = 0.05
"""Mean days of an invitation that count as none: it arrives the next morning."""
LONGEST = 50.0
"""Growth, as a power of e, at which people have run out whatever the rest."""


def _people_in(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    inflow, known = _entering(scenario)
    each = scenario.market.size.value / scenario.people
    return each * _overnight(scenario).people(at, inflow, known)[:, STAGES[str(of)]]


def _overnight(scenario: Scenario) -> closed.Journey:
    """The journey in which an invitation arrives with the next day: half a day later, evenly spread."""
    return replace(journey(scenario), wait=0.5 + scenario.market.referral.delay_mean.value)


def _entering(scenario: Scenario) -> tuple[float, np.ndarray]:
    """People simulated who enter per day as reached, and those in each stage at time 0 [4]."""
    start, network = scenario.market.start, scenario.market.referral.network
    seeds = min(network.seeds, scenario.people) if network.kind == "fresh" else scenario.people
    known = seeds * np.array([start.reached, start.retained, start.customer, 0.0])
    return (float(known[closed.REACHED]) / scenario.days, np.zeros(4)) if start.inflow else (0.0, known)


def _faded_first(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    chain = journey(scenario)
    return np.array([closed.first_of_two(chain.fade, chain.opt_in + chain.buy_reached, t) for t in at])


def _value_per_reached(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    # invitations arrive with the next day: half a day later, evenly spread
    wait = -np.expm1(-discount_rate(scenario)) / discount_rate(scenario) if discount_rate(scenario) > 0.0 else 1.0
    return np.asarray(journey(scenario).value(purse(scenario), wait)[closed.REACHED])


def _leads(scenario: Scenario) -> dict[str, bool]:
    """Where invitations reach people whom nobody has reached, in the long run."""
    if not shares(scenario):
        return {}
    if _grows(scenario):
        return {"referrals grow by themselves": True}
    # people whom one person reached asks in all, descendants included; who declines is used up too
    asked = _asking(scenario) * float(journey(scenario).stocks(1.0)[closed.CUSTOMER])
    return _invited(scenario, scenario.market.referral.network.seeds * asked)


def _asking(scenario: Scenario) -> float:
    """Invitations that a customer sends per day."""
    return order_rate(scenario) * sent(scenario)


def _invited(scenario: Scenario, asked: float) -> dict[str, bool]:
    """What keeps ``asked`` people invited in all from being new ones, in time."""
    referral = scenario.market.referral
    return {
        "people run out": (referral.network.seeds + asked) * 1.1 > scenario.people,
        "customers would invite more people than they may": cut_short(scenario),
        "customers never order again": scenario.market.choice.share_customer.value == 0.0,
        "first orders are shared too": referral.share_first.value > 0.0,
        "invitations take time": referral.delay_mean.value > PROMPT,
        "people invite those who know us": referral.network.kind != "fresh",
    }


def _overlooked(scenario: Scenario) -> float:
    """Part of a person's value that a run does not see: first orders and invitations after its horizon."""
    chain, money = journey(scenario), purse(scenario)
    worth = chain.value(money)
    seen = replace(chain, invites=0.0).value(money)  # what the residual value of a customer holds
    seen[[closed.REACHED, closed.RETAINED]] = 0.0
    left = chain.people(float(scenario.days), 0.0, np.eye(4)[closed.REACHED])[0] * np.exp(
        -money.discount_rate * scenario.days
    )
    return float(np.abs(left @ (worth - seen)) / abs(worth[closed.REACHED]))


def _grows(scenario: Scenario) -> bool:
    """Whether each lead brings another, to the last digits that can be told."""
    return bool(np.linalg.eigvals(journey(scenario).generator()).real.max() > -1e-12)


def _from_the_start(scenario: Scenario) -> dict[str, bool]:
    start, market = scenario.market.start, scenario.market
    broken = _leads(scenario) | {
        "not everybody begins as reached": start.reached < 1.0,
        "nothing is discounted": market.discount_rate.value == 0.0,
        "customers never order again": market.choice.share_customer.value == 0.0,
    }
    if not any(broken.values()):
        broken["much of the value comes after the horizon"] = _overlooked(scenario) > RARE
    return broken


def _only_reached(scenario: Scenario) -> dict[str, bool]:
    start = scenario.market.start
    return {"some begin otherwise than as reached": start.retained + start.customer > 0.0}


def _stocks(scenario: Scenario) -> dict[str, bool]:
    """Where people do not run out by the horizon, though referrals may grow by themselves."""
    start, chain = scenario.market.start, _overnight(scenario)
    broken = {"people enter otherwise than as reached": start.inflow and start.reached < 1.0}
    if not shares(scenario):
        return broken
    if float(np.linalg.eigvals(chain.generator()).real.max()) * scenario.days > LONGEST:
        return broken | {"people run out": True}
    days = chain.customer_days(float(scenario.days), *_entering(scenario))
    return broken | _invited(scenario, _asking(scenario) * days)


CHAIN = frozenset({"loss", "return", "sharing", "fresh", "inflow", "lead", "pauses"})
FORMS = {
    "people_in": Form(_people_in, CHAIN | {"returns", "commission", "spend and rate", "wide spend"}, _stocks),
    "faded_first": Form(
        _faded_first,
        CHAIN - {"sharing"}
        | {"rates differ", "nurture", "fatigue", "regular", "coin", "renewal", "incentives", "second_life"}
        | {"returns", "commission", "spend and rate", "wide spend", "price and loyalty", "trial", "basket"},
        _only_reached,
    ),
    "value_per_reached": Form(_value_per_reached, CHAIN - {"inflow"}, _from_the_start),
}
