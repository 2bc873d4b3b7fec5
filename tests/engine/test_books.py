"""The journal, told again, gives the counts, the stages, the accounts and the people: the books agree."""

from collections import Counter
from functools import lru_cache

import numpy as np
import pytest

from sim import engine
from sim.accounts import EARNED, SPENT
from sim.vocabulary import NEVER, Account, Curve, Event, Stage
from tests.engine.busy import lowered

UNAWARE, REACHED, RETAINED, CUSTOMER, DROPPED_OUT, LOST = list(Stage)[: Stage.LOST + 1]
STEPS = {  # from where each event may come, and where it leads; None: it changes no stage
    Event.REACHED: ({UNAWARE}, REACHED),
    Event.TOUCHED: ({REACHED, RETAINED}, None),
    Event.FADED: ({REACHED}, UNAWARE),
    Event.OPTED_IN: ({REACHED}, RETAINED),
    Event.UNSUBSCRIBED: ({RETAINED}, UNAWARE),
    Event.FIRST_ORDER: ({REACHED, RETAINED}, CUSTOMER),
    Event.ORDERED: ({CUSTOMER}, None),
    Event.DROPPED_OUT: ({CUSTOMER}, DROPPED_OUT),
    Event.RETURNED: ({DROPPED_OUT}, CUSTOMER),
    Event.LOST: ({CUSTOMER, DROPPED_OUT}, LOST),
    Event.SHARED: ({CUSTOMER}, None),
    Event.ACCEPTED: ({UNAWARE, REACHED}, RETAINED),
    Event.DECLINED: (set(Stage), None),
    Event.UNDELIVERABLE: ({CUSTOMER}, None),
}
WORLDS = range(3)


@lru_cache
def run(world):
    """A world, its ledger, and its journal person by person in order of time."""
    plan = lowered("people=400", world=world)
    ledger = engine.run(plan, threads=2, block=100, journal=True)
    journal = ledger.journal[np.argsort(ledger.journal["who"], kind="stable")]
    lives = [journal[journal["who"] == i] for i in range(plan.people)]
    return plan, ledger, lives


@pytest.mark.parametrize("world", WORLDS)
def test_time_runs_forward_in_every_life(world):
    plan, ledger, lives = run(world)
    assert all((np.diff(life["time"]) >= 0.0).all() for life in lives)
    assert ((ledger.journal["time"] >= 0.0) & (ledger.journal["time"] < plan.days)).all()
    day = np.floor(ledger.journal["time"])
    assert (np.diff(day) >= 0).all()
    assert (np.diff(ledger.journal["who"].astype(int))[np.diff(day) == 0] >= 0).all()


@pytest.mark.parametrize("world", WORLDS)
def test_every_step_of_every_life_is_allowed_and_counted(world):
    plan, ledger, lives = run(world)
    flows, counts = np.zeros_like(ledger.flows), np.zeros_like(ledger.counts)
    for i, life in enumerate(lives):
        stage = Stage.UNAWARE
        for line in life:
            event, day = Event(line["kind"]), int(line["time"])
            counts[day, ledger.people["cell"][i], event] += 1
            sources, to = STEPS[event]
            assert stage in sources, f"{event.name} as {stage.name}"
            if to is not None:
                flows[day, stage, to] += 1
                stage = to
        assert stage == ledger.people["stage"][i]
    assert (counts == ledger.counts).all()
    assert (flows == ledger.flows).all()
    assert set(np.flatnonzero(counts.sum(axis=(0, 1)))) == set(STEPS) - {Event.UNDELIVERABLE}  # of fresh people only
    standing = np.eye(len(Stage), dtype=int)[ledger.people["stage"]].sum(axis=0)
    arrived = flows.sum(axis=(0, 1)) - flows.sum(axis=(0, 2))
    assert (standing == arrived + plan.people * (np.arange(len(Stage)) == UNAWARE)).all()


@pytest.mark.parametrize("world", WORLDS)
def test_people_remember_their_lives(world):
    _, ledger, lives = run(world)
    for person, life in zip(ledger.people, lives, strict=True):
        kinds, times = life["kind"], life["time"]
        orders = times[(kinds == Event.FIRST_ORDER) | (kinds == Event.ORDERED)]
        seen = times[np.isin(kinds, (Event.REACHED, Event.ACCEPTED))]
        assert person["orders"] == len(orders)
        assert person["first_at"] == (orders[0] if len(orders) else NEVER)
        assert person["second_at"] == (orders[1] if len(orders) > 1 else NEVER)
        assert person["reached_at"] == (seen[0] if len(seen) else NEVER)
        assert person["lapses"] == (kinds == Event.DROPPED_OUT).sum()
        assert person["entries"] == (kinds == Event.REACHED).sum()
        joined = life[np.isin(kinds, (Event.ACCEPTED, Event.UNSUBSCRIBED))]  # who leaves the list leaves the invitation
        invited = len(joined) > 0 and joined["kind"][-1] == Event.ACCEPTED
        assert person["referrer"] == (joined["amount"][-1] if invited else -1)


@pytest.mark.parametrize("world", WORLDS)
def test_the_credit_goes_to_the_last_visible_contact_within_the_window(world):
    plan, ledger, lives = run(world)
    referral, credits = len(plan.channels) + 1, Counter()
    for person, life in zip(ledger.people, lives, strict=True):
        if person["orders"] == 0:
            continue
        before = life[: np.argmax(life["kind"] == Event.FIRST_ORDER)]
        contacts = before[np.isin(before["kind"], (Event.REACHED, Event.TOUCHED, Event.ACCEPTED))]
        visible = contacts[(contacts["kind"] == Event.ACCEPTED) | (contacts["amount"] != 0)]
        recent = visible[person["first_at"] - visible["time"] <= plan.behaviour["attribution_window"][0]]
        last = recent[-1] if len(recent) else None
        touch = 0 if last is None else referral if last["kind"] == Event.ACCEPTED else int(last["amount"])
        source = referral if person["referrer"] >= 0 else touch  # an invitation that is paid for has the credit
        assert person["attributed"] == source
        credits[int(person["attributed"])] += 1
    assert set(credits) >= {0, 1, 3, referral}


@pytest.mark.parametrize("world", WORLDS)
def test_every_account_adds_up(world):
    plan, ledger, lives = run(world)
    revenue = np.zeros_like(ledger.sums[:, :, Account.REVENUE])
    for person, life in zip(ledger.people, lives, strict=True):
        bought = life[np.isin(life["kind"], (Event.FIRST_ORDER, Event.ORDERED))]
        np.add.at(revenue, (bought["time"].astype(int), person["cell"]), bought["amount"])
    assert (revenue == ledger.sums[:, :, Account.REVENUE]).all()
    cells = np.arange(len(plan.levers))
    for field, accounts in (("net", EARNED), ("spent", SPENT)):
        of_people = [ledger.people[field][ledger.people["cell"] == cell].sum() for cell in cells]
        assert (ledger.sums[:, :, accounts].sum(axis=(0, 2)) == of_people).all()
    first, friends = ledger.counts[:, :, Event.FIRST_ORDER], ledger.people[ledger.people["orders"] > 0]["referrer"] >= 0
    levers = plan.levers.T
    assert (ledger.sums[:, :, Account.FIRST_ORDER_COST] == -first * levers["first_order_cost"]).all()
    returns = ledger.counts[:, :, Event.RETURNED]
    assert (ledger.sums[:, :, Account.WINBACK] == -returns * plan.behaviour["return_cost"][0]).all()
    assert ledger.sums[:, :, Account.REWARD_FRIEND].sum() == -friends.sum() * 12_000_000
    assert ledger.sums[:, :, Account.REWARD_REFERRER].sum() == -friends.sum() * 8_000_000
    used = {Account.NURTURE, Account.SERVICE, Account.WINBACK, Account.REWARD_REFERRER, Account.REWARD_FRIEND}
    used |= {Account.REVENUE, Account.GOODS, Account.FULFILMENT, Account.FIRST_ORDER_COST}
    assert {account for account in Account if ledger.sums[:, :, account].any()} == used


@pytest.mark.parametrize("world", WORLDS)
def test_curves_by_age_are_those_of_the_people(world):
    plan, ledger, lives = run(world)
    people, (behaviour,) = ledger.people, plan.behaviour
    bought = people["orders"] > 0
    groups = people["attributed"].astype(int) * len(plan.segments) + people["segment"]
    cohorts = plan.levers["cohort"][0][np.where(bought, people["first_at"], 0).astype(int)]
    ages = np.zeros_like(ledger.ages)
    for i in np.flatnonzero(bought):
        life, place = lives[i], (groups[i], cohorts[i])
        ages[(*place, 0, Curve.CUSTOMERS)] += 1
        for curve, kinds in (
            (Curve.ORDERS, (Event.FIRST_ORDER, Event.ORDERED)),
            (Curve.RETURNS, (Event.RETURNED,)),
        ):
            when = life["time"][np.isin(life["kind"], kinds)]
            age = ((when - people["first_at"][i]) / behaviour["age_width"]).astype(int)
            np.add.at(ages[place][:, curve], np.minimum(age, plan.age_bins - 1), 1)
    for curve in (Curve.CUSTOMERS, Curve.ORDERS, Curve.RETURNS):
        assert (ages[..., curve] == ledger.ages[..., curve]).all()
    for group in np.unique(groups[bought]):
        of_group = bought & (groups == group)
        assert ledger.ages[group, ..., Curve.VALUE].sum() == people["value"][of_group].sum()
    ended = ledger.ages[..., Curve.DROPOUTS].sum() - ledger.ages[..., Curve.RETURNS].sum()
    assert ended == np.isin(people["stage"][bought], (Stage.DROPPED_OUT, Stage.LOST)).sum()
