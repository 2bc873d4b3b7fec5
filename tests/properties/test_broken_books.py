"""A run whose books are wrong has no result: every kind of fault is seen, and named."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from sim import engine
from sim.core.ground.state import FADE
from sim.identities import IdentityBroken, assert_identities
from sim.vocabulary import Account, Curve, Event, Stage
from tests.engine.busy import lowered


@lru_cache
def run():
    """A plan in which a channel spends nothing, and its ledger."""
    plan = lowered("people=400", "policy.channel.weekly_spend.social=0")
    return plan, engine.run(plan)


def invited_customer(people):
    """Somebody who came by an invitation and bought."""
    return int(np.flatnonzero((people["referrer"] >= 0) & (people["orders"] > 0))[0])


def quiet_day(ledger, *events):
    """A day and cell without any of the events."""
    return tuple(np.argwhere(~ledger.counts[1:, :, list(events)].any(axis=2))[0] + (1, 0))


def step_on_another_day(ledger):
    day = np.argmax(ledger.flows[1:, Stage.UNAWARE, Stage.REACHED]) + 1
    ledger.flows[day, Stage.UNAWARE, Stage.REACHED] -= 1
    ledger.flows[day - 1, Stage.UNAWARE, Stage.REACHED] += 1


def step_that_is_none(ledger):
    ledger.flows[3, Stage.UNAWARE, Stage.LOST] += 1


def stage_forgotten(ledger):
    ledger.people["stage"][0] = (ledger.people["stage"][0] + 1) % len(Stage)


def fewer_than_nobody(ledger):
    ledger.flows[0, Stage.DROPPED_OUT, Stage.LOST] += 1
    ledger.flows[-1, Stage.DROPPED_OUT, Stage.LOST] -= 1


def order_not_counted(ledger):
    ledger.counts[-1, 0, Event.ORDERED] += 1


def revenue_on_another_day(ledger):
    day, cell = quiet_day(ledger, Event.FIRST_ORDER, Event.ORDERED)
    amount = ledger.sums[:, cell, Account.REVENUE].max()
    ledger.sums[np.argmax(ledger.sums[:, cell, Account.REVENUE]), cell, Account.REVENUE] -= amount
    ledger.sums[day, cell, Account.REVENUE] += amount


def winback_without_return(ledger):
    day, cell = quiet_day(ledger, Event.RETURNED)
    ledger.sums[day, cell, Account.WINBACK] -= 1
    ledger.sums[day, cell, Account.SERVICE] += 1


def income_on_a_cost_account(ledger):
    ledger.sums[5, 0, Account.SERVICE] += 10**9
    ledger.sums[6, 0, Account.SERVICE] -= 10**9


def reward_paid_twice(ledger):
    day, cell = np.argwhere(ledger.sums[:, :, Account.REWARD_FRIEND])[0]
    ledger.sums[day, cell, Account.REWARD_FRIEND] -= 10**8
    ledger.people["spent"][0] -= 10**8


def welcome_forgotten(ledger):
    day, cell = np.argwhere(ledger.sums[:, :, Account.FIRST_ORDER_COST])[0]
    ledger.sums[day, cell, Account.FIRST_ORDER_COST] += 1_500_000
    ledger.sums[day, cell, Account.GOODS] -= 1_500_000


def credit_for_another(ledger):
    bought = np.flatnonzero(ledger.people["orders"] > 0)[0]
    ledger.people["attributed"][bought] = (ledger.people["attributed"][bought] + 1) % 5


def credit_by_age_for_another(ledger):
    group, cohort, age, _ = np.argwhere(ledger.ages[..., [Curve.CUSTOMERS]])[0]
    ledger.ages[group, cohort, age, Curve.CUSTOMERS] -= 1
    ledger.ages[group - 1, cohort, age, Curve.CUSTOMERS] += 1


def circle_of_invitations(ledger):
    child = invited_customer(ledger.people)
    ledger.people["referrer"][ledger.people["referrer"][child]] = child


def invited_by_a_stranger(ledger):
    child = invited_customer(ledger.people)
    ledger.people["referrer"][child] = np.flatnonzero(ledger.people["orders"] == 0)[0]


def answered_before_asked(ledger):
    ledger.counts[0, 0, Event.DECLINED] += ledger.counts[:, :, Event.SHARED].sum()


def second_before_first(ledger):
    again = np.flatnonzero(ledger.people["orders"] > 1)[0]
    ledger.people["second_at"][again] = ledger.people["first_at"][again] - 1.0


def met_by_a_channel_that_is_off(ledger):
    ledger.people["touched"][7] = 2


def never_lapsed(ledger):
    ledger.people["lapses"] = 0


FAULTS = {
    step_on_another_day: "steps to reached",
    step_that_is_none: "a step that is none",
    stage_forgotten: "stage .* = flows",
    fewer_than_nobody: "fewer than nobody",
    order_not_counted: "orders of people = events",
    revenue_on_another_day: "revenue without a cause",
    winback_without_return: "winback without a cause",
    income_on_a_cost_account: "costs are positive",
    reward_paid_twice: "more than one reward_friend",
    welcome_forgotten: "first orders cost something else",
    credit_for_another: "one credited source",
    credit_by_age_for_another: "one credited source",
    circle_of_invitations: "invited by somebody who had not bought",
    invited_by_a_stranger: "invited by somebody who never bought",
    answered_before_asked: "more answers than invitations",
    second_before_first: "a second order not after the first",
    met_by_a_channel_that_is_off: "contact by social, which reaches nobody",
    never_lapsed: "drop-outs of people = events",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_books_is_seen(fault):
    plan, ledger = run()
    assert_identities(plan, ledger)
    wrong = engine.Ledger(**{name: table.copy() for name, table in vars(ledger).items()})
    fault(wrong)
    with pytest.raises(IdentityBroken, match=FAULTS[fault]):
        assert_identities(plan, wrong)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("share", 1.5, "sharing is no probability"),
        ("share", np.nan, "sharing is no probability"),
        ("accept", -0.1, "accepting is no probability"),
        ("price", 0.0, "a price is none"),
        ("price", np.nan, "a price is none"),
    ],
)
def test_a_lever_that_cannot_be_is_seen(name, value, told):
    plan, ledger = run()
    levers = plan.levers.copy()
    levers[name][1, 40] = value
    with pytest.raises(IdentityBroken, match=told):
        assert_identities(replace(plan, levers=levers), ledger)


@pytest.mark.parametrize(("value", "told"), [(-1.0, "a hazard runs backwards"), (np.nan, "a curve has no number")])
def test_a_hazard_that_cannot_be_is_seen(value, told):
    plan, ledger = run()
    curves = plan.curves.copy()
    curves[0, FADE, -1] = value
    with pytest.raises(IdentityBroken, match=told):
        assert_identities(replace(plan, curves=curves), ledger)


def test_sharing_that_is_off_is_seen():
    plan, ledger = run()
    levers = plan.levers.copy()
    levers["share"] = levers["accept"] = 0.0
    with pytest.raises(IdentityBroken, match=r"shared although nobody shares.*accepted although nobody accepts"):
        assert_identities(replace(plan, levers=levers), ledger)
