"""What must hold in every run, exactly, in integers. A run that breaks one has no result."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim import declared
from sim.accounts import EARNED, LEFT_BY_ORDERS, PAID_FOR_ORDERS, SPENT
from sim.core.ground.state import REACH, TOUCH_STOCK
from sim.engine import Ledger
from sim.measured import FAULTS, MAY_INVITE
from sim.plan import Plan
from sim.service_identities import service_faults
from sim.standing import standing_by_day
from sim.vocabulary import Account, Bought, Curve, Event, Stage, Ties


class Step(NamedTuple):
    """A way from one stage to another, and the events that take people along it."""

    sources: tuple[Stage, ...]
    to: Stage
    events: tuple[Event, ...]


STEPS = (
    Step((Stage.UNAWARE,), Stage.REACHED, (Event.REACHED,)),
    Step((Stage.REACHED,), Stage.UNAWARE, (Event.FADED,)),
    Step((Stage.RETAINED,), Stage.UNAWARE, (Event.UNSUBSCRIBED,)),
    Step((Stage.UNAWARE, Stage.REACHED), Stage.RETAINED, (Event.OPTED_IN, Event.ACCEPTED)),
    Step((Stage.RETAINED,), Stage.TRIAL, (Event.TRIAL_STARTED,)),
    Step((Stage.TRIAL,), Stage.RETAINED, (Event.TRIAL_ENDED,)),
    Step((Stage.REACHED, Stage.RETAINED, Stage.TRIAL), Stage.CUSTOMER, (Event.FIRST_ORDER,)),
    Step((Stage.UNAWARE,), Stage.CUSTOMER, (Event.EXISTING,)),
    Step((Stage.UNAWARE,), Stage.DROPPED_OUT, (Event.FORMER,)),
    Step((Stage.CUSTOMER,), Stage.DROPPED_OUT, (Event.DROPPED_OUT,)),
    Step((Stage.DROPPED_OUT,), Stage.CUSTOMER, (Event.RETURNED,)),
    Step((Stage.CUSTOMER, Stage.DROPPED_OUT), Stage.LOST, (Event.LOST,)),
)
"""Every way that there is: no two have the same beginning and end."""

CAUSED = {
    Account.REVENUE: (Event.FIRST_ORDER, Event.ORDERED),
    Account.GOODS: (Event.FIRST_ORDER, Event.ORDERED),
    Account.FULFILMENT: (Event.FIRST_ORDER, Event.ORDERED),
    Account.FIRST_ORDER_COST: (Event.FIRST_ORDER,),
    Account.OPTIN_REWARD: (Event.OPTED_IN,),
    Account.REWARD_REFERRER: (Event.FIRST_ORDER,),
    Account.REWARD_FRIEND: (Event.FIRST_ORDER,),
    Account.WINBACK: (Event.RETURNED,),
    Account.DISCOUNT: (Event.FIRST_ORDER, Event.ORDERED),
    Account.COUPON: (Event.ORDERED,),
    Account.RETURNS: (Event.GOODS_RETURNED,),
    Account.COMMISSION: (Event.FIRST_ORDER, Event.ORDERED),
    Account.BONUS: (Event.REWARDED,),
    Account.FRAUD: (Event.CHEATED,),
    Account.INCENTIVE: (Event.GRANTED,),
}
"""Accounts on which nothing is booked on a day without one of these events in the cell."""

STAYING = {
    Account.NURTURE: Stage.RETAINED,
    Account.TRIAL: Stage.TRIAL,
    Account.SERVICE: Stage.CUSTOMER,
    Account.COMMUNITY: Stage.CUSTOMER,
}
"""Accounts on which nothing is booked on a day on which nobody is in the stage."""

Checks = dict[str, tuple[int, int]]
"""Of each thing that must hold: what was found and what it must be."""


class IdentityBroken(AssertionError):
    """The books of a run do not agree: a fault of the engine, never of the input."""


def assert_identities(plan: Plan, ledger: Ledger) -> None:
    """Raise IdentityBroken unless people, accounts, ages, events and stages tell the same story, day by day."""
    if np.abs(ledger.sums.astype(float)).sum() > 2.0**62 or (
        np.abs(ledger.people["value"].astype(float)).sum() > 2.0**62
    ):
        raise IdentityBroken("amounts beyond what the ledger holds")
    checks = (
        _possible(plan)
        | _books(plan, ledger)
        | _stages(plan, ledger)
        | _days(plan, ledger)
        | _lives(plan, ledger)
        | _invitations(plan, ledger)
        | _none(service_faults(plan, ledger))
    )
    for of_mechanisms in (declared.faults, *FAULTS):
        checks |= _none(of_mechanisms(plan, ledger))
    broken = [f"{name}: {a} != {b}" for name, (a, b) in checks.items() if int(a) != int(b)]
    if broken:
        raise IdentityBroken("; ".join(broken))


def _possible(plan: Plan) -> Checks:
    """Numbers that a run may rest on: probabilities, hazards that do not run backwards, spend."""
    share, accept, price = (plan.levers[name] for name in ("share", "accept", "price"))
    clocks = len(plan.channels) + 1
    levels = [TOUCH_STOCK, *range(REACH + 2 * clocks, plan.curves.shape[1])]  # not cumulated
    hazards = np.delete(plan.curves, levels, axis=1)
    never = {
        "sharing is no probability": ~((share >= 0.0) & (share <= 1.0)),
        "accepting is no probability": ~((accept >= 0.0) & (accept <= 1.0)),
        "a price is none": ~((price > 0.0) & (price < np.inf)),
        "a hazard runs backwards": ~(np.diff(hazards, axis=2) >= 0.0),
        "a curve has no number": ~np.isfinite(plan.curves),
        "remembered touches or captured shares are negative": plan.curves[:, levels] < 0.0,
        "media earn money": plan.media < 0,
    }
    return _none(never)


def _books(plan: Plan, ledger: Ledger) -> Checks:
    """Sums over people, accounts, ages and events."""
    people = ledger.people
    accounts = ledger.sums.sum(axis=(0, 1))
    events = ledger.counts.sum(axis=(0, 1))
    ages = ledger.ages.sum(axis=(0, 1, 2))
    bought = people["orders"] > 0
    labels = plan.labels
    group = people["attributed"][bought].astype(np.int64) * labels + plan.levers["label"][people["cell"][bought], 0]
    credited = np.bincount(group, minlength=len(plan.sources) * labels)
    by_group = ledger.ages[..., Curve.CUSTOMERS].sum(axis=(1, 2))
    same_length = len(credited) == len(by_group)
    begun, before = len(plan.known), plan.known["orders"].sum(dtype=np.int64)
    former = np.count_nonzero(plan.known["alive"] == 0)
    return {
        "people's contribution = accounts": (people["net"].sum(), accounts[list(EARNED)].sum()),
        "people's acquisition cost = accounts": (people["spent"].sum(), accounts[list(SPENT)].sum()),
        "people's discounted value = sums by age": (people["value"].sum(), ages[Curve.VALUE]),
        "orders of people = orders by age": (people["orders"].sum() - before, ages[Curve.ORDERS]),
        "orders of people = events": (
            people["orders"].sum() - before,
            events[Event.FIRST_ORDER] + events[Event.ORDERED],
        ),
        "customers by age = first orders": (ages[Curve.CUSTOMERS] - begun, events[Event.FIRST_ORDER]),
        "customers = first orders": (bought.sum() - begun, events[Event.FIRST_ORDER]),
        "drop-outs of people = events": (people["lapses"].sum(dtype=np.int64) - former, events[Event.DROPPED_OUT]),
        "customers of the beginning = events": (begun - former, events[Event.EXISTING]),
        "former customers of the beginning = events": (former, events[Event.FORMER]),
        "what existing customers paid = the rest": (
            ages[Curve.PAID],
            ledger.ages[len(plan.sources_of_new) * labels :, ..., Curve.PAID].sum(),
        ),
        **_by_product(plan, ledger),
        "one credited source per customer": (int(same_length and (credited == by_group).all()), 1),
    }


def _by_product(plan: Plan, ledger: Ledger) -> Checks:
    """Orders of all offers, and what was paid for them, where there are several."""
    if not plan.products:
        return {}
    each, accounts = ledger.bought[:, len(plan.places) :].sum(axis=(0, 1)), ledger.sums.sum(axis=(0, 1))
    events = ledger.counts.sum(axis=(0, 1))
    return {
        "orders of all offers = events": (each[Bought.ORDERS], events[Event.FIRST_ORDER] + events[Event.ORDERED]),
        "paid for all offers = accounts": (each[Bought.PAID], accounts[list(PAID_FOR_ORDERS)].sum()),
        "left by all offers = accounts": (each[Bought.LEFT], accounts[list(LEFT_BY_ORDERS)].sum()),
    }


def _stages(plan: Plan, ledger: Ledger) -> Checks:
    """People in each stage at the end of each day, the ways between stages, and the events on them."""
    flows = ledger.flows
    standing = standing_by_day(plan, ledger)
    recount = np.bincount(ledger.people["stage"], minlength=len(Stage))
    events = ledger.counts.sum(axis=1)
    ways = np.zeros(flows.shape[1:], bool)
    checks: Checks = {}
    for sources, to, causes in STEPS:
        ways[list(sources), to] = True
        moved, counted = flows[:, list(sources), to].sum(axis=1), events[:, list(causes)].sum(axis=1)
        names = " or ".join(cause.name.lower() for cause in causes)
        checks |= _none({f"days on which steps to {to.name.lower()} are not those that {names}": moved != counted})
    checks |= {f"stage {s.name.lower()} = flows": (recount[s], standing[-1, s]) for s in Stage}
    return checks | _none(
        {"days with fewer than nobody in a stage": standing < 0, "days with a step that is none": flows[:, ~ways] != 0}
    )


def _days(plan: Plan, ledger: Ledger) -> Checks:
    """What is booked on a day has happened on that day."""
    sums, counts, levers = ledger.sums, ledger.counts, plan.levers.T
    standing = standing_by_day(plan, ledger)
    before = np.vstack([np.bincount([Stage.UNAWARE], minlength=len(Stage)) * plan.people, standing[:-1]])
    present = before + ledger.flows.sum(axis=1)
    first = counts[:, :, Event.FIRST_ORDER]
    given = counts[:, :, Event.OPTED_IN] * levers["optin_reward"]
    welcome = first * levers["first_order_cost"]
    without_order = any(may(plan, ledger).any() for may in MAY_INVITE)  # whatever customers do
    never = {
        "revenue is negative": sums[:, :, Account.REVENUE] < 0,
        "costs are positive": np.delete(sums, [Account.REVENUE, Account.POINTS], axis=2) > 0,
        "first orders cost something else": sums[:, :, Account.FIRST_ORDER_COST] != -welcome,
        "joining the list costs more than its reward": -sums[:, :, Account.OPTIN_REWARD] > given,
        "shared although nobody shares": (counts[:, :, Event.SHARED] > 0)
        & (levers["share"] == 0.0)
        & (not without_order),
        "accepted although nobody accepts": (counts[:, :, Event.ACCEPTED] > 0) & (levers["accept"] == 0.0),
    }
    most = {"reward_referrer": levers["reward_referrer"].max(axis=1)[:, None], "reward_friend": levers["reward_friend"]}
    for name, reward in most.items():  # who invited has the reward of the own group
        paid = -sums[:, :, Account[name.upper()]]
        never[f"more than one {name} for a first order"] = paid > first * reward
    for account, causes in CAUSED.items():
        happened = counts[:, :, list(causes)].any(axis=2)
        never[f"{account.name.lower()} without a cause"] = (sums[:, :, account] != 0) & ~happened
    for account, stage in STAYING.items():
        nobody = present[:, stage] == 0
        never[f"{account.name.lower()} for nobody"] = (sums[:, :, account].sum(axis=1) != 0) & nobody
    return _none(never)


def _lives(plan: Plan, ledger: Ledger) -> Checks:
    """The order of things in a life."""
    people = ledger.people
    orders, first, second = (people[name].copy() for name in ("orders", "first_at", "second_at"))
    bought, again = orders > 0, orders > 1
    never = {
        "customers without a first order's time": bought != (first < plan.days),
        "second orders without a time": again != (second < plan.days),
        "a second order not after the first": again & (second < first),
        "bought before being reached": people["reached_at"] > first,
        "credit for no source": people["attributed"] >= len(plan.sources),
        "credit for what was before": (people["attributed"] == len(plan.sources_of_new))
        != (np.arange(plan.people) < len(plan.known)),
        "was customer without buying": (people["lapses"] > 0) & ~bought,
    }
    for source, channel in enumerate(plan.channels, 1):
        if not plan.curves[:, REACH + source :: len(plan.channels) + 1, 1:].any():
            name = f"contact by {channel}, which reaches nobody"
            never[name] = (people["cause"] == source) | (people["touched"] == source)
    return _none(never)


def _invitations(plan: Plan, ledger: Ledger) -> Checks:
    """Who invited whom: no circles, and no answer before the question."""
    people, counts = ledger.people, ledger.counts.sum(axis=1)
    invited = np.flatnonzero(people["referrer"] >= 0)
    inviter = people["referrer"][invited]
    needs_order = ~np.any([may(plan, ledger)[inviter] for may in MAY_INVITE] or [np.zeros(len(inviter), bool)], axis=0)
    sent, answered = counts[:, Event.SHARED], counts[:, Event.ACCEPTED] + counts[:, Event.DECLINED]
    open_before = np.concatenate([[0], np.cumsum(sent)[:-1]])
    listed = plan.behaviour[0]["network_kind"] == Ties.LISTED
    friends = np.diff(plan.network.links_from) if listed else plan.behaviour[0]["friends"]
    return _none(
        {
            "invited by oneself": inviter == invited,
            "invited by somebody who had not bought": needs_order
            & (people["first_at"][inviter] >= people["first_at"][invited]),
            "invited by somebody who never bought": needs_order & (people["orders"][inviter] == 0),
            "more answers than invitations sent before": np.cumsum(answered) > open_before,
            "more invitations than friends": people["invites"] > friends,
            "credit of an invitation for another source": (people["orders"][invited] > 0)
            & (people["attributed"][invited] != len(plan.sources_of_new) - 1),
        }
    ) | {"invitations of people >= sent": (int(people["invites"].sum(dtype=np.int64) >= sent.sum()), 1)}


def _none(faults: dict[str, np.ndarray]) -> Checks:
    """Things that never happen."""
    return {name: (int(np.count_nonzero(found)), 0) for name, found in faults.items()}
