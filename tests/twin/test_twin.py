"""The compiled engine and the one that tells each customer's story on SimPy: the same, line by line and field
by field. Left out is people["inbox"], a place in the compiled engine's store of messages."""

import os
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pytest

import sim.mechanisms
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine, reference
from sim.differences import differences, tables
from sim.identities import assert_identities
from sim.measures.money import money
from sim.mechanisms.all import ALL
from sim.vocabulary import ORGANIC, Account, Event

FOLDER = Path(__file__).parent / "scenarios"
FULL = bool(os.environ.get("SIXR_TWIN_FULL"))
"""Whether all is compared (`make twin`: 10 worlds of 500 people), or a part of it in every test run."""
WORLDS = range(10 if FULL else 5)
COMPARED = WORLDS if FULL else range(1)

BY_PERSON = ("desk", "edges")
"""A desk for the people simulated alone, and ties from a file: their numbers are given."""

E, A = Event, Account
ELSEWHERE = {word.name for one in ALL for word in (*one.events, *one.accounts)}
"""What mechanisms add, which happens in their own scenarios, in their folders."""
OF_THE_FIRM = (A.MEDIA, A.FIXED, A.CREATIVE, A.IDLE, A.RENT, A.HOST, A.PROMOTERS)
"""What is booked by the day, of nobody."""
HAPPENS = {
    "alike": (E.FIRST_ORDER, E.ORDERED, E.DROPPED_OUT),
    "alone": (E.FIRST_ORDER, E.ORDERED, E.DROPPED_OUT),
    "begun": (E.REACHED, E.OPTED_IN, E.FIRST_ORDER, E.UNSUBSCRIBED, E.SHARED, E.DECLINED, A.NURTURE),
    "block": (E.SHARED, E.ACCEPTED, E.DECLINED),
    "brand": (E.REACHED, E.FIRST_ORDER, E.ORDERED),
    "bundles": (E.FIRST_ORDER, E.ORDERED, E.DROPPED_OUT),
    "bystanders": (E.TOUCHED, E.FIRST_ORDER),
    "cascades": (E.SHARED, E.ACCEPTED, E.DECLINED),
    "coin": (E.ORDERED, E.DROPPED_OUT, E.RETURNED),
    "competitor": (E.FIRST_ORDER, E.ORDERED),
    "contract": (E.ORDERED, E.DROPPED_OUT, E.RETURNED),
    "correlated": (E.ORDERED, E.DROPPED_OUT),
    "costs": (E.ORDERED, A.SERVICE, A.FIRST_ORDER_COST),
    "deals": (E.FIRST_ORDER, E.ORDERED, A.DISCOUNT),
    "desk": (E.ASKED, E.SERVED, E.SOLVED, A.SUPPORT),
    "disloyal_sharers": (E.SHARED, E.ACCEPTED, E.DROPPED_OUT),
    "edges": (E.SHARED, E.ACCEPTED, E.DECLINED),
    "enquiries": (E.FIRST_ORDER, E.ORDERED),
    "everything": (
        *(
            e
            for e in Event
            if e not in (E.UNDELIVERABLE, E.DOWNGRADED, E.TIER_MOVED, E.EXISTING, E.FORMER) and e.name not in ELSEWHERE
        ),
        *(a for a in Account if a not in OF_THE_FIRM and a.name not in ELSEWHERE),
    ),
    "everything_after_orders": (E.ORDERED, E.DROPPED_OUT, E.RETURNED, A.COUPON, A.BONUS),
    "everything_by_contract": (E.ORDERED, E.DROPPED_OUT, E.RETURNED, A.COUPON, A.BONUS),
    "everything_by_group": (E.SHARED, E.ACCEPTED, E.REWARDED, E.UPGRADED, A.DISCOUNT, A.COUPON, A.COMMUNITY, A.POINTS),
    "free_of_charge": (E.ORDERED, E.REDEEMED, A.POINTS),
    "fresh": (E.SHARED, E.ACCEPTED, E.DECLINED, E.UNDELIVERABLE, E.DROPPED_OUT),
    "grief_after_orders": (E.ORDERED, E.DROPPED_OUT, E.RETURNED),
    "grief_at_prices": (E.SHARED, E.DROPPED_OUT, E.RETURNED),
    "grief_by_contract": (E.ORDERED, E.DROPPED_OUT, E.RETURNED),
    "impatience": (E.ASKED, E.SERVED, E.SOLVED, E.GAVE_UP, E.REOPENED),
    "kept_prices": (E.EXISTING, E.FIRST_ORDER, E.ORDERED, E.DROPPED_OUT),
    "known": (E.EXISTING, E.FORMER, E.FIRST_ORDER, E.ORDERED, E.SHARED, A.REWARD_FRIEND),
    "known_after_orders": (E.EXISTING, E.FORMER, E.DROPPED_OUT, E.RETURNED, A.COUPON),
    "known_by_contract": (E.EXISTING, E.FORMER, E.ORDERED, E.DROPPED_OUT, E.RETURNED),
    "known_to_be_regular": (E.EXISTING, E.FORMER, E.ORDERED, E.DROPPED_OUT),
    "known_to_the_full": (E.EXISTING, E.FORMER, E.LABELLED, E.UPGRADED, E.OFFERED, E.SOLVED, A.COUPON, A.POINTS),
    "latecomers": (E.REACHED, E.OPTED_IN, E.FIRST_ORDER),
    "list": (E.OPTED_IN, E.UNSUBSCRIBED, E.FIRST_ORDER, A.NURTURE),
    "loyal_friends": (E.ACCEPTED, E.DROPPED_OUT, E.RETURNED, E.LOST),
    "loyal_sharers": (E.SHARED, E.ACCEPTED, E.DROPPED_OUT),
    "media": (E.REACHED, E.TOUCHED, E.FADED, E.FIRST_ORDER),
    "members": (E.ORDERED, E.UPGRADED, E.DOWNGRADED),
    "mended": (E.ASKED, E.SOLVED, E.TOLD),
    "neighbours": (E.ASKED, E.SCORED, E.WARNED, E.PRAISED, E.SHARED),
    "nights": (E.ASKED, E.SERVED, E.SOLVED, E.GAVE_UP, E.REOPENED),
    "no_channels": (E.REACHED, E.TOUCHED, E.ORDERED),
    "places_and_willingness": (E.FIRST_ORDER, E.ORDERED, A.COMMISSION),
    "places_by_contract": (E.ORDERED, E.DROPPED_OUT, A.REBATE),
    "points": (E.REDEEMED, E.UPGRADED, E.DOWNGRADED, E.GOODS_RETURNED, E.RETURNED, A.POINTS, A.COUPON),
    "points_after_orders": (E.REDEEMED, E.UPGRADED, E.DOWNGRADED, E.DROPPED_OUT, A.POINTS),
    "points_by_contract": (E.REDEEMED, E.UPGRADED, E.DOWNGRADED, E.RETURNED, A.POINTS),
    "praised": (E.WARNED, E.PRAISED, E.REACHED),
    "prices": (E.FIRST_ORDER, E.ORDERED),
    "quality": (E.FIRST_ORDER, E.ORDERED),
    "quantities": (E.ROUNDED_UP, E.TRIAL_STARTED, E.FIRST_ORDER, E.ORDERED, E.GOODS_RETURNED, A.TIERS, A.DISCOUNT),
    "quantities_and_willingness": (E.ROUNDED_UP, E.ORDERED, A.TIERS),
    "quantities_by_contract": (E.ROUNDED_UP, E.ORDERED, E.DROPPED_OUT, A.TIERS),
    "quiet": (E.REACHED, E.TOUCHED, E.FADED, E.FIRST_ORDER, E.ORDERED, E.DROPPED_OUT, A.REVENUE, A.GOODS),
    "reasons": (E.DROPPED_OUT, E.RETURNED),
    "recognition": (E.REACHED, E.OPTED_IN, E.FIRST_ORDER),
    "referral": (E.SHARED, E.ACCEPTED, E.DECLINED, A.REWARD_REFERRER, A.REWARD_FRIEND),
    "regions": (E.REACHED, E.TOUCHED, E.FIRST_ORDER, E.ORDERED),
    "regular": (E.FIRST_ORDER, E.ORDERED),
    "reopened": (E.ASKED, E.SERVED, E.SOLVED, E.REOPENED),
    "return": (E.DROPPED_OUT, E.RETURNED, E.LOST, A.WINBACK),
    "rivals": (E.OPTED_IN, E.FIRST_ORDER, E.ORDERED),
    "runaways": (E.GAVE_UP, E.SERVED, E.DROPPED_OUT, E.RETURNED),
    "satisfied": (E.SOLVED, E.SHARED, E.ACCEPTED, E.DROPPED_OUT),
    "scale_free": (E.SHARED, E.ACCEPTED, E.DECLINED),
    "seasons": (E.REACHED, E.FIRST_ORDER, E.ORDERED),
    "served_strangers": (E.SOLVED, E.SHARED, E.SCORED),
    "several_offers": (E.FIRST_ORDER, E.ORDERED, E.DROPPED_OUT),
    "small_world": (E.SHARED, E.ACCEPTED, E.DECLINED),
    "surveys": (E.SCORED,),
    "tails": (E.FIRST_ORDER, E.ORDERED, A.REVENUE),
    "talk": (E.REACHED, E.TOUCHED, E.FIRST_ORDER),
    "three_tiers": (E.UPGRADED, E.DOWNGRADED, E.TIER_MOVED, E.DROPPED_OUT, A.POINTS),
    "tier": (E.UPGRADED, E.DOWNGRADED, E.GOODS_RETURNED),
    "untouched": (E.REACHED, E.FADED, E.FIRST_ORDER),
    "urgency": (E.ASKED, E.SERVED, E.SOLVED),
    "used_to_prices": (E.FIRST_ORDER, E.ORDERED),
    "village": (E.SHARED, E.ACCEPTED, E.DECLINED, E.RETURNED),
    "warned": (E.WARNED,),
    "willingness": (E.FIRST_ORDER, E.ORDERED),
    "winback": (E.LABELLED, E.OFFERED, E.RETURNED, A.OFFER, A.COUPON, A.WINBACK),
}
MECHANISMS = Path(sim.mechanisms.__file__).parent
OWN = {one.name: MECHANISMS / one.name / "twin.yaml" for one in ALL if one.happens}
"""The scenarios of mechanisms, which lie in their folders."""
HAPPENS |= {one.name: tuple(getattr(E, name, None) or A[name] for name in one.happens) for one in ALL if one.happens}
"""What each scenario is there for: events and accounts that must occur among its worlds."""


@cache
def scenario(name):
    more = ("people=500",) if FULL and name not in BY_PERSON else ()
    return load(OWN.get(name, FOLDER / f"{name}.yaml"), overrides=more)


@lru_cache
def plan(name, world):
    return lower(scenario(name), world)


@lru_cache
def compiled(name, world):
    return engine.run(plan(name, world), journal=True)


def test_every_scenario_has_its_worlds_compared():
    assert {file.stem for file in FOLDER.glob("*.yaml")} | OWN.keys() == set(HAPPENS)


@pytest.mark.parametrize("world", COMPARED)
@pytest.mark.parametrize("name", HAPPENS)
def test_both_engines_tell_the_same_story(name, world, compared):
    told = reference.run(plan(name, world))
    found = differences(compiled(name, world), told)
    compared.update(journals=1, lines=len(told.journal), different=bool(found))
    assert found == []


@pytest.mark.parametrize("name", HAPPENS)
def test_the_books_of_every_scenario_agree(name):
    assert_identities(plan(name, 0), compiled(name, 0))


@pytest.mark.parametrize("name", HAPPENS)
def test_what_a_scenario_is_for_happens_in_it(name):
    """In one of its worlds; the later ones are run where the earlier ones do not hold it all."""
    missing, lines = set(HAPPENS[name]), 0
    for world in WORLDS:
        ledger = compiled(name, world)
        counts, sums = ledger.counts.sum(axis=(0, 1)), np.abs(money(plan(name, world), ledger).sum(axis=0))
        missing -= {*(event for event in Event if counts[event]), *(account for account in Account if sums[account])}
        lines += len(ledger.journal)
        if not missing and lines >= 500:
            return
    assert not missing
    assert lines >= 500


def test_a_difference_is_seen():
    one = compiled("neighbours", 0)
    names = ("people", "more", "rivals", "ages", "journal", "desk_days", "waits", "scores", "programme")
    changed = {name: getattr(one, name).copy() for name in names}
    changed["people"]["since"][3] += 1.0
    changed["more"]["stock"][2] += 1
    changed["more"]["opinion"][5] = np.nextafter(changed["more"]["opinion"][5], np.float32(9.0))
    changed["rivals"][4, 0] += 1
    changed["ages"][0, 0, 1, 0] += 1
    changed["desk_days"][3, 1, 2] -= 1
    changed["waits"][1, 0, 4] += 1
    changed["scores"][5, 1, 2] += 1
    changed["programme"][8, 2] += 1
    changed["journal"]["time"][7] = np.nextafter(changed["journal"]["time"][7], 0.0)
    found = [
        "rivals",
        "ages",
        "desk_days",
        "waits",
        "scores",
        "programme",
        "people.since",
        "more.stock",
        "more.opinion",
        "journal",
    ]
    assert tables(differences(one, replace(one, **changed))) == found
    assert tables(differences(one, replace(one, journal=one.journal[:-1]))) == ["journal"]
    mended = compiled("mended", 0)
    assert tables(differences(mended, replace(mended, causes=mended.causes + 1))) == ["causes"]


def test_without_a_journal_the_rest_is_the_same():
    kept, not_kept = (reference.run(plan("village", 1), journal=journal) for journal in (True, False))
    assert len(not_kept.journal) == 0 < len(kept.journal)
    assert tables(differences(kept, not_kept)) == ["journal"]


@pytest.mark.parametrize("run", [lambda made: engine.run(made, journal=True), reference.run])
def test_nobody_is_credited_with_touches_before_the_run(run):
    """A channel is seen a hundred times a day: who begins as a customer has seen nothing of it, later ones have."""
    touched = [f"market.channels.search.{said}" for said in ("touch_rate=100", "tracked=false")]
    begun = ("market.start.customer=0.5", "market.awareness.organic_rate=0.1", "people=300", "days=60")
    made = lower(load("base", overrides=(*touched, *begun)), 0)
    people = run(made).people
    bought, begun = people["orders"] > 0, people["first_at"] == 0.0
    assert begun.sum() > 100
    assert (people["attributed"][bought & begun] == ORGANIC).all()
    assert (people["attributed"][bought & (people["first_at"] > 1.0) & (people["referrer"] < 0)] == 1).all()
    assert (bought & ~begun).sum() > 20
