"""The referral ledger: against the journal, against hand-made trees, and against the same world without it."""

import numpy as np
import pytest

from sim import engine, reference
from sim.core.ground.state import PERSON
from sim.differences import differences
from sim.plan import without_invitations_of
from sim.referral.counterfactual import counterfactual
from sim.referral.crv import referral_value, referral_values, referrers
from sim.referral.lineage import descendants, generations, next_generation, spectral_radius
from sim.referral.programme import programme
from sim.vocabulary import Event
from sim.worth import customers_worth, world_worth
from tests.worlds import NO_REFERRAL, world

GENEROUS = (
    "policy.referral.reward_referrer=6",
    "policy.referral.reward_friend=4",
    "market.awareness.organic_rate=0.005",
    "market.referral.share_probability=0.5",
    "people=8000",
)
QUIET = (
    "market.awareness.organic_rate=0",
    "policy.relationship.cost_per_touch=0",
    *(f"policy.channel.weekly_spend.{name}=0" for name in ("search", "social", "video")),
)
SEEDS = (
    *QUIET,
    "people=40000",
    "market.start.customer=0.005",
    "market.referral.share_probability=0.6",
    "market.referral.accept_probability=0.8",
)
"""Two hundred customers at time 0, and nobody ever hears of the firm but from a friend."""


def named(rows):
    return {name: value for name, by, _, value in rows if by == "all"}


@pytest.fixture(scope="module")
def on():
    return world(*GENEROUS, journal=True)


@pytest.fixture(scope="module")
def off():
    return world(*GENEROUS, *NO_REFERRAL)


@pytest.fixture(scope="module")
def seeds():
    return world(*SEEDS)


def forest():
    """Persons 0 and 5 came alone; 0 brought 1 and 2, 1 brought 3; 4 is invited and has not ordered."""
    people = np.zeros(6, PERSON)
    people["orders"] = [1, 1, 1, 1, 0, 1]
    people["referrer"] = [-1, 0, 0, 1, 3, -1]
    people["first_at"] = [0, 1, 2, 3, 1e18, 5]
    people["segment"] = [0, 0, 1, 1, 0, 1]
    return people


def test_generations_and_descendants_of_a_small_forest():
    assert generations(forest()).tolist() == [0, 1, 1, 2, -1, 0]
    assert descendants(forest()).tolist() == [3, 1, 0, 0, 0, 0]


def test_children_by_segment_of_a_small_forest():
    """Customers 0 and 1, of the first segment, brought one of the first and two of the second within 3 days."""
    matrix = next_generation(forest(), 2, horizon=10.0, age=3.0)
    assert matrix.tolist() == [[0.5, 1.0], [0.0, 0.0]]


def test_the_spectral_radius_is_the_growth_of_generations():
    matrix = np.array([[0.1, 0.2], [0.3, 0.4]])
    growth = (0.5 + np.sqrt(0.25 + 0.08)) / 2
    assert spectral_radius(matrix) == pytest.approx(growth, rel=1e-12)
    sizes = np.linalg.matrix_power(matrix.T, 40) @ np.ones(2)
    assert (matrix.T @ sizes) / sizes == pytest.approx([growth] * 2, rel=1e-9)


def test_the_ledger_counts_what_the_journal_tells(on):
    plan, ledger = on
    found, journal, people = named(programme(plan, ledger)), ledger.journal, ledger.people
    for name, kind in (("shares", Event.SHARED), ("accepted", Event.ACCEPTED)):
        assert found[name] == pytest.approx((journal["kind"] == kind).sum() * plan.scale)
    taken = {}
    for line in journal:
        if line["kind"] == Event.ACCEPTED:
            taken[line["who"]] = line["amount"]
        elif line["kind"] == Event.UNSUBSCRIBED:
            taken.pop(line["who"], None)
    first = set(journal["who"][journal["kind"] == Event.FIRST_ORDER].tolist())
    won = [who for who in taken if who in first]
    assert len(won) > 100
    assert found["referred"] == pytest.approx(len(won) * plan.scale)
    assert found["reward_cost"] == pytest.approx(10 * len(won) * plan.scale)
    assert found["reward_per_referred"] == pytest.approx(10)
    assert all(people["referrer"][who] == taken[who] for who in won)


def test_k_is_customers_per_customer_and_never_invitations(on):
    plan, ledger = on
    rows = programme(plan, ledger)
    found = named(rows)
    customers = (ledger.people["orders"] > 0).sum() * plan.scale
    assert found["k_naive"] * customers == pytest.approx(found["referred"])
    assert found["k_naive"] < found["k_factor"] < 1 < found["shares"]
    by_generation = [value for name, _, _, value in rows if name == "generation"]
    assert sum(by_generation) == pytest.approx(customers)
    assert sum(by_generation[1:]) == pytest.approx(found["referred"])
    assert found["generation_longest"] == len(by_generation) - 1 >= 3


def test_who_came_anyway_is_told_person_by_person(on, off):
    (plan, with_it), (_, without_it) = on, off
    found = named(counterfactual(plan, with_it, without_it))
    customers, before = (set(np.flatnonzero(x.people["orders"] > 0).tolist()) for x in (with_it, without_it))
    invited = {who for who in customers if with_it.people["referrer"][who] >= 0}
    people = {name: found[name] / plan.scale for name in ("came_anyway", "expansion", "lost", "incremental_customers")}
    assert people["came_anyway"] == pytest.approx(len(invited & before))
    assert people["expansion"] == pytest.approx(len(invited - before))
    assert people["lost"] == pytest.approx(len(before - customers))
    assert people["incremental_customers"] == pytest.approx(len(customers) - len(before))
    assert 0.1 < found["came_anyway_share"] < 0.9
    parts = sum(value for name, value in found.items() if name.startswith("worth_"))
    assert parts == pytest.approx(found["incremental_worth"], rel=1e-9)


def test_rewards_cost_more_for_each_customer_who_would_not_have_come_anyway(on, off):
    """Per invited customer 10; per incremental one 10 / (1 - c), but for those gained or lost without invitation."""
    (plan, with_it), (_, without_it) = on, off
    sent, changed = named(programme(plan, with_it)), named(counterfactual(plan, with_it, without_it))
    other = changed["gained_otherwise"] - changed["lost"]
    kept = sent["referred"] * (1 - changed["came_anyway_share"]) + other
    assert changed["reward_per_incremental"] == pytest.approx(10 * sent["referred"] / kept)
    assert changed["reward_per_incremental"] > 11


def test_a_programme_nobody_uses_changes_nothing(off):
    plan, unused = world(*GENEROUS[:3], "people=8000", "market.referral.share_probability=0")
    found = named(counterfactual(plan, unused, off[1]))
    assert {name: value for name, value in found.items() if value and not np.isnan(value)} == {}


def test_where_friends_are_the_only_way_nobody_would_have_come_anyway(seeds):
    plan, ledger = seeds
    _, without = world(*SEEDS, *NO_REFERRAL)
    found = named(counterfactual(plan, ledger, without))
    assert found["came_anyway"] == found["lost"] == found["gained_otherwise"] == 0
    assert found["expansion"] == found["incremental_customers"] > 20 * plan.scale


def test_both_engines_silence_the_same_person():
    plan, ledger = world(*GENEROUS[:-1], "people=1500", "market.referral.sharer_dropout_ratio=0.5", journal=True)
    person = int(np.argmax(descendants(ledger.people)))
    silent = without_invitations_of(plan, person)
    told = engine.run(silent, journal=True)
    assert differences(told, reference.run(silent)) == []
    assert told.people["invites"][person] == 0 < ledger.people["invites"][person]
    lines = told.journal[told.journal["who"] == person]
    assert not np.isin(lines["kind"], (Event.SHARED,)).any()


def test_silence_changes_only_those_whom_invitations_reach(on):
    """With nothing else to bind people together, everybody but the invited and their friends lives the same life."""
    plan, ledger = on
    person = int(np.argmax(descendants(ledger.people)))
    told = engine.run(without_invitations_of(plan, person), journal=True)
    mine = [
        run.journal[(run.journal["who"] == person) & (run.journal["kind"] != Event.SHARED)] for run in (ledger, told)
    ]
    assert mine[0].tobytes() == mine[1].tobytes()
    affected = {person}
    sent = ledger.journal[ledger.journal["kind"] == Event.SHARED]
    sent_then = told.journal[told.journal["kind"] == Event.SHARED]
    links = np.concatenate([sent, sent_then])
    grown = 0
    while len(affected) > grown:
        grown = len(affected)
        affected |= set(links["amount"][np.isin(links["who"], list(affected))].tolist())
    rest = np.setdiff1d(np.arange(plan.people), list(affected))
    assert 0.5 * plan.people < len(rest) < plan.people
    names = [name for name in PERSON.names if name != "inbox"]
    assert all((ledger.people[name][rest] == told.people[name][rest]).all() for name in names)


def test_nobody_outside_the_market_can_be_silenced(on):
    with pytest.raises(ValueError, match="nobody"):
        without_invitations_of(on[0], on[0].people)


def branch_below(people, person):
    """Whether each person is among the descendants of ``person``."""
    depth = generations(people)
    below = np.zeros(len(people), bool)
    below[person] = True
    for level in range(depth[person] + 1, depth.max() + 1):
        child = np.flatnonzero(depth == level)
        below[child] = below[people["referrer"][child]]
    below[person] = False
    return below


def test_crv_is_the_worth_of_the_whole_branch_and_is_in_clv_already(seeds):
    """Silencing somebody takes away the branch below, all generations, unless somebody else invites one of them
    later. Summed over all referrers that is each customer's worth times generation: adding CRV to CLV would count
    a customer once more for every ancestor, S v / (1 - k)**2 in place of S v / (1 - k)."""
    plan, ledger = seeds
    people, worth = ledger.people, customers_worth(plan, ledger)
    assert world_worth(plan, ledger) == pytest.approx(worth.sum(), rel=1e-12)
    total, alike = 0.0, 0
    parents = np.flatnonzero(descendants(people))
    for person in parents:
        silent = engine.run(without_invitations_of(plan, int(person)))
        crv = referral_value(plan, ledger, int(person), lambda _, silent=silent: silent)
        crv *= np.exp(-plan.behaviour[0]["discount_rate"] * people["first_at"][person])
        below = branch_below(people, person)
        if (np.delete(silent.people["orders"] > 0, person) == np.delete((people["orders"] > 0) & ~below, person)).all():
            assert crv == pytest.approx(worth[below].sum(), rel=1e-6)
            alike += 1
        total += crv
    assert alike > 0.9 * len(parents)
    assert alike > 30
    assert total == pytest.approx((np.maximum(generations(people), 0) * worth).sum(), rel=0.2)
    _, without = world(*SEEDS, *NO_REFERRAL)
    assert total > 1.1 * (world_worth(plan, ledger) - world_worth(plan, without)) > 0


def test_those_who_brought_most_and_a_sample_are_looked_at(on):
    plan, ledger = on
    chosen = referrers(ledger, most=3, sample=6)
    below = descendants(ledger.people)
    most = [who for why, who in chosen if why == "most"]
    assert below[most].tolist() == sorted(below, reverse=True)[:3]
    sample = [who for why, who in chosen if why == "sample"]
    assert sample == sorted(set(sample))
    assert len(sample) == 6
    assert (ledger.people["orders"][sample] > 0).all()
    found = referral_values(plan, ledger, chosen, engine.run)
    assert [one.customer for one in found] == most + sample
    assert all(one.crv == 0 for one in found if one.invitations == 0)
    assert all(one.brought <= one.descendants and one.brought <= one.invitations for one in found)
