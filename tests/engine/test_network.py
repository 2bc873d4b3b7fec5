"""Who knows whom and whom an invitation reaches: matched, listed and fresh people."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.lowering.networks import TIES
from sim import engine
from sim.core.ground.network import common_divisor, contact, contacts, friend, halves, in_turn, partner, permuted
from sim.differences import differences
from sim.plan import empty_world
from sim.vocabulary import NEVER, Event
from tests.engine.busy import lowered

KEY = np.uint64(0x9E3779B97F4A7C15)
SIZES = [(1, 1), (2, 1), (3, 2), (14, 12), (51, 5), (300, 12), (301, 12), (1000, 1)]


def friends(i, contacts, people):
    """The contacts of a person in the order of invitations."""
    return [int(friend(KEY, contacts, i, turn, people)) for turn in range(contacts)]


@given(st.integers(1, 2000), st.integers(0, 2**64 - 1))
def test_a_permutation_meets_everybody_once_and_can_be_undone(n, key):
    a, b = halves(n)
    assert n <= a * b < n + 2 * np.sqrt(n) + 2
    images = [int(permuted(np.uint64(key), x, n, a, b, False)) for x in range(n)]
    assert sorted(images) == list(range(n))
    assert [int(permuted(np.uint64(key), y, n, a, b, True)) for y in images] == list(range(n))


@pytest.mark.parametrize(("people", "contacts"), SIZES)
def test_matchings_are_mutual_and_leave_at_most_one_out(people, contacts):
    for matching in range(contacts):
        of = [int(partner(KEY, matching, i, people)) for i in range(people)]
        assert [of[j] for j in of] == list(range(people))
        assert sum(i == j for i, j in enumerate(of)) == people % 2


@pytest.mark.parametrize(("people", "contacts"), SIZES)
def test_everybody_asks_each_contact_once(people, contacts):
    for i in range(people):
        expected = [int(partner(KEY, matching, i, people)) for matching in range(contacts)]
        assert Counter(friends(i, contacts, people)) == Counter(expected)


@pytest.mark.parametrize(("people", "contacts"), SIZES)
def test_knowing_is_mutual(people, contacts):
    pairs = Counter((i, j) for i in range(people) for j in friends(i, contacts, people))
    assert pairs == Counter((j, i) for i, j in pairs.elements())


def test_degrees_and_pairs_are_those_of_random_matchings():
    people, contacts = 1000, 12
    pairs = Counter((i, j) for i in range(people) for j in friends(i, contacts, people) if i < j)
    assert sum(pairs.values()) == people * contacts // 2  # nobody is left out of an even number
    twice = sum(count - 1 for count in pairs.values())
    expected = (people / 2) * (contacts * (contacts - 1) / 2) / (people - 1)  # pairs that two matchings share
    assert abs(twice - expected) < 4.5 * np.sqrt(expected)


def test_people_ask_their_contacts_in_orders_of_their_own():
    first = [(int(friend(KEY, 12, i, 0, 10_000)), i) for i in range(10_000)]
    matching = Counter()
    for to, i in first:
        matching[[int(partner(KEY, m, i, 10_000)) for m in range(12)].index(to)] += 1
    expected = 10_000 / 12
    assert max(abs(matching[m] - expected) for m in range(12)) < 4.5 * np.sqrt(expected)


def test_neighbours_in_number_are_not_neighbours_in_the_network():
    distance = np.array([abs(partner(KEY, 0, i, 10_000) - i) for i in range(10_000)])
    assert abs(distance.mean() - 10_000 / 3) < 4.5 * 10_000 / np.sqrt(18) / np.sqrt(5_000)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_common_divisor(a, b):
    assert common_divisor(a, b) == np.gcd(a, b)


# ---- matched, listed, fresh: what a run sees of them ----

KIND = "market.referral.network.kind"
MANY_SHARE = ("market.referral.share_probability=0.8", "market.referral.contacts=6", "people=600")
LISTED = ("small_world", "scale_free", "block")


def plan_of(kind, *overrides, world=0):
    return lowered(*MANY_SHARE, f"{KIND}={kind}", "market.referral.network.seeds=100", *overrides, world=world)


@given(st.integers(1, 500), st.integers(0, 2**31 - 1))
def test_every_contact_has_one_turn(count, i):
    assert sorted(int(in_turn(KEY, count, i, turn)) for turn in range(count)) == list(range(count))


@pytest.mark.parametrize("kind", LISTED)
def test_listed_contacts_are_asked_once_each_in_an_order_of_ones_own(kind):
    plan = plan_of(kind)
    world = empty_world(plan)
    w, (links_from, links) = world.record[0], plan.network
    firsts = Counter()
    for i in range(plan.people):
        row = links[links_from[i] : links_from[i + 1]].tolist()
        asked = [int(contact(w, i, turn)) for turn in range(contacts(w, i))]
        assert sorted(asked) == row
        firsts[asked == row] += len(row) > 3
    assert firsts[True] < 0.5 * firsts[False]


@pytest.mark.parametrize("kind", [*TIES, *LISTED])
def test_threads_and_blocks_change_nothing(kind):
    plan = plan_of(kind, "market.referral.network.seeds=200")
    alone = engine.run(plan, journal=True)
    assert alone.counts[:, :, Event.ACCEPTED].sum() > 100
    for threads, block in ((2, 7), (3, 100)):
        assert differences(alone, engine.run(plan, threads=threads, block=block, journal=True)) == []


def test_one_network_for_all_worlds_and_policies():
    for kind in ("small_world", "scale_free"):
        one = plan_of(kind).network
        for other in (plan_of(kind, world=3), plan_of(kind, "policy.price.level=1.2")):
            assert all(map(np.array_equal, one, other.network))
        assert not np.array_equal(one.links, plan_of(kind, "seed=7").network.links)


def test_a_block_network_follows_the_segments_of_its_world():
    one, same, other = plan_of("block"), plan_of("block", "policy.price.level=1.2"), plan_of("block", world=1)
    assert all(map(np.array_equal, one.network, same.network))
    assert not np.array_equal(one.network.links, other.network.links)
    apart = plan_of("block", "market.referral.network.own_segment=1")
    segment = engine.run(apart).people["segment"]
    owner = np.repeat(np.arange(apart.people), np.diff(apart.network.links_from))
    assert len(set(segment.tolist())) > 1
    assert (segment[owner] == segment[apart.network.links]).all()


@pytest.mark.parametrize("kind", LISTED)
def test_invitations_go_along_the_ties(kind):
    plan = plan_of(kind)
    lines = engine.run(plan, journal=True).journal
    sent = lines[lines["kind"] == Event.SHARED]
    pairs = list(zip(sent["who"].tolist(), sent["amount"].tolist(), strict=True))
    assert len(set(pairs)) == len(pairs) > 300
    assert all(to in plan.network.links[slice(*plan.network.links_from[i : i + 2])] for i, to in pairs)


def test_fresh_people_are_reached_in_the_order_of_invitations_and_otherwise_not_at_all():
    ledger = engine.run(plan_of("fresh", "people=300"), journal=True)
    lines, people = ledger.journal, ledger.people
    sent = lines[np.isin(lines["kind"], (Event.SHARED, Event.UNDELIVERABLE))]
    sent = sent[np.lexsort((sent["time"], sent["who"], np.floor(sent["time"])))]
    left = 200
    assert len(sent) > left + 50
    assert sent["amount"][:left].tolist() == list(range(100, 300))
    assert (sent["kind"] == np.where(np.arange(len(sent)) < left, Event.SHARED, Event.UNDELIVERABLE)).all()
    accepted = lines["who"][lines["kind"] == Event.ACCEPTED]
    reached = np.flatnonzero(people["reached_at"] < NEVER)
    assert set(reached[reached >= 100]) == set(accepted[accepted >= 100])
    assert not np.isin(lines["kind"][lines["who"] >= 100], (Event.REACHED, Event.TOUCHED)).any()
    assert (people["invites"] <= 6).all()


def test_where_everybody_begins_nobody_is_fresh():
    """All seeds: every invitation is undeliverable, and the rest is as if nobody shared."""
    kinds = ("people=200", "market.referral.network.seeds=200", "market.referral.sharer_dropout_ratio=1")
    fresh = engine.run(plan_of("fresh", *kinds), journal=True)
    alone = engine.run(plan_of("random", *kinds, "market.referral.share_probability=0"), journal=True)
    sends = fresh.journal["kind"] == Event.UNDELIVERABLE
    assert sends.sum() > 100
    assert fresh.journal[~sends].tobytes() == alone.journal.tobytes()


BRANCHING = (
    "people=60000",
    "days=300",
    f"{KIND}=fresh",
    "market.referral.network.seeds=20000",
    "market.start.customer=1",
    "market.need.heterogeneity=none",
    "market.need.order_rate=1000000",  # nobody orders again
    "market.need.prospect_rate=1",
    "market.choice.share_retained=1",
    "market.retain.unsubscribe_rate=0",
    "market.retain.unsubscribe_fatigue=0",
    "market.referral.contacts=1",
    "market.referral.share_probability=0.8",
    "market.referral.accept_probability=0.75",
    "market.referral.delay_mean=0.5",
)


def test_invitations_to_fresh_people_are_a_branching_process():
    """Each customer brings one with probability m = 0.6: 1 / (1 - m) in all, variance m (1 - m) / (1 - m)**3."""
    seeds, m = 20_000, 0.8 * 0.75
    people = engine.run(lower(load("base", overrides=BRANCHING), 0)).people
    spread = np.sqrt(seeds * m * (1 - m) / (1 - m) ** 3)
    assert abs((people["orders"] > 0).sum() - seeds / (1 - m)) < 4.5 * spread
