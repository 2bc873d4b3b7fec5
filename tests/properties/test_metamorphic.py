"""What must follow from a change, whatever the numbers are: two runs held against each other.

Elsewhere: threads, blocks and a null change (tests/properties/test_generated.py, tests/engine/
test_pieces_of_work.py), money in other units (test_generated.py, tests/theory/test_closed_forms.py), the dates
of the calendar (tests/theory/test_closed_forms.py), channels that meet nobody, more media, and prices
(tests/crn/test_common_numbers.py). People's numbers are the addresses of their luck, so there is no order of
people to permute; with another hour for a day there is nothing to compare, as times are continuous.
"""

from functools import lru_cache

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.lowering.media import exposure_by_day
from scenarios.lowering.offers import price_index
from sim import engine, reference
from sim.core.ground.state import REACH
from sim.differences import differences
from sim.measures import measure
from sim.vocabulary import Account, Event
from tests.properties.drawing import LIVELY
from tests.properties.leaves import leaves
from tests.properties.story import ORDERS
from tests.worlds import figures, lived, z_of

LIMIT = 4.5
"""Standard errors: passed by chance once in 150,000 checks."""

NO_REFERRAL = "policy.referral.active=false"


def run(*overrides, file=LIVELY, world=0):
    """A world of the lively market with overrides, and its ledger with the journal."""
    return lived(load(file, overrides=overrides), world)


def happened(ledger):
    """Who did what and when, without what it cost."""
    return ledger.journal[["time", "who", "kind"]].tolist()


def beside(folder, text):
    """A scenario of its own that extends the lively market."""
    (folder / "lively.yaml").write_text(LIVELY.read_text())
    file = folder / "changed.yaml"
    file.write_text(f"extends: lively.yaml\n{text}")
    return file


# ---- what has no effect ----


def test_where_nobody_minds_the_price_no_path_of_it_changes_what_happens(tmp_path):
    indifferent = [f"market.segments.{name}.price_sensitivity=0" for name in ("value seekers", "convenience seekers")]
    path = "policy: {price: {level: 1.4, changes: [{day: 20, level: 0.6}, {day: 70, level: 2.0}]}}"
    _, flat = run("people=2000", *indifferent)
    _, moving = run("people=2000", *indifferent, file=beside(tmp_path, path))
    assert happened(flat) == happened(moving)
    assert (flat.sums[:, :, Account.GOODS] == moving.sums[:, :, Account.GOODS]).all()
    assert flat.sums[:, :, Account.REVENUE].sum() != moving.sums[:, :, Account.REVENUE].sum()


COSTS = {
    "policy.product.cost_ratio": 0.4,
    "policy.product.fulfilment_ratio": 0.3,
    "policy.product.first_order_cost": 9.0,
    "policy.relationship.cost_per_touch": 0.5,
    "policy.service.cost_per_customer_day": 0.6,
    "policy.winback.cost_per_return": 30.0,
    "policy.organisation.fixed_cost_per_week": 5000.0,
    "market.discount_rate": 0.3,
    "policy.channel.attribution_window": 2,
}


@pytest.mark.parametrize("path", COSTS)
def test_what_only_costs_changes_no_life(path):
    before, after = run("people=1000"), run("people=1000", f"{path}={COSTS[path]}")
    assert before[1].journal.tobytes() == after[1].journal.tobytes()
    assert not measure(*before)["value"].equals(measure(*after)["value"])


LEAVERS = (
    "market.lapse.leave.price_share=0.4",
    "market.lapse.leave.price_effect=3",
    "market.choice.price_elasticity=-1.5",
)


@pytest.mark.parametrize("engine_run", [engine.run, reference.run])
@pytest.mark.parametrize("dropout", ["exponential", "coin", "renewal"])
def test_the_price_of_the_only_offer_is_the_price_level(engine_run, dropout):
    """Said of the offer or of all prices: the same journal and the same books, those who leave for it included."""
    told = []
    for said in ("policy.price.offers.main=1.3", "policy.price.level=1.3"):
        plan = lower(
            load(LIVELY, overrides=(*LEAVERS, "market.need.renewal_days=30", f"market.need.dropout={dropout}", said)), 0
        )
        told.append(engine_run(plan, journal=True) if engine_run is engine.run else engine_run(plan))
    assert differences(*told) == []
    assert (told[0].journal["kind"] == Event.DROPPED_OUT).any()


def test_a_dearer_offer_drives_leavers_away():
    """Leavers for the price are 0.4 of all, and e**(3 x .3) times as many: drop-out rates are 1.58 times as high."""
    left = []
    for said in ((), ("policy.price.offers.main=1.3",), ("policy.price.level=1.3",)):
        plan = lower(load("base", overrides=("people=20000", "days=365", "worlds=1", *LEAVERS, *said)), 0)
        left.append(figures(plan, engine.run(plan))["leaving_rate"])
    assert left[1] == left[2]
    assert left[1] > 1.2 * left[0]


def test_of_several_offers_the_price_is_what_customers_pay_for_all(tmp_path):
    """Where all are as much dearer, the level; where one that nobody takes is, hardly at all."""

    def price(main, large, utility=0.0):
        belief = f"{{value: {utility}, unit: utility, label: assumed, source: test}}"
        offers = f"market: {{offers: [{{name: large, utility: {belief}, size: 2}}]}}\n"
        return price_index(
            load(beside(tmp_path, offers + f"policy: {{price: {{offers: {{main: {main}, large: {large}}}}}}}"))
        )

    assert price(1.3, 1.3) == 1.3
    assert price(1.0, 1.3) == pytest.approx(1.2)  # two thirds of the money is paid for the large one
    assert price(1.0, 1.3, utility=-50.0) == pytest.approx(1.0)


def test_a_cost_for_each_first_order_lowers_profit_by_that_much_for_each_customer():
    _, before = run("people=1000", "policy.product.first_order_cost=1")
    _, after = run("people=1000", "policy.product.first_order_cost=3")
    lower_by = before.sums.sum() - after.sums.sum()
    assert lower_by == 2_000_000 * (before.people["orders"] > 0).sum() > 0


@pytest.mark.parametrize("reward", [0.0, 50.0])
def test_without_sharing_nobody_is_referred_whatever_is_promised(reward):
    rewards = [f"policy.referral.reward_{side}={reward}" for side in ("referrer", "friend")]
    plan, ledger = run("people=1500", "days=200", "market.referral.share_probability=0", *rewards)
    assert not ledger.counts[:, :, [Event.SHARED, Event.ACCEPTED, Event.DECLINED]].any()
    assert not ledger.sums[:, :, [Account.REWARD_REFERRER, Account.REWARD_FRIEND]].any()
    assert (ledger.people["referrer"] == -1).all()
    assert figures(plan, ledger)["k_factor"] == 0.0
    assert (ledger.people["orders"] > 0).sum() > 200


def test_without_sharing_the_rest_of_the_programme_changes_nothing():
    _, none = run("people=1000", NO_REFERRAL)
    _, promised = run("people=1000", "market.referral.share_probability=0", "policy.referral.reward_referrer=80")
    assert differences(none, promised) == []


@pytest.mark.parametrize("n", [1, 57, 400])
def test_one_person_more_whom_nobody_knows_changes_nobody_else(n):
    _, without = run(f"people={n}", NO_REFERRAL)
    _, with_one = run(f"people={n + 1}", NO_REFERRAL)
    others = with_one.journal[with_one.journal["who"] < n]
    assert without.journal.tobytes() == others.tobytes()
    assert without.people.tobytes() == with_one.people[:n].tobytes()


# ---- what permutes, splits and doubles ----


def turned_round(scenario):
    """The same with its channels and segments in the opposite order."""
    market = scenario.market
    return scenario.model_copy(
        update={
            "market": market.model_copy(update={"channels": market.channels[::-1], "segments": market.segments[::-1]})
        }
    )


def test_the_order_of_channels_and_segments_permutes_the_figures():
    """Exactly for hazards, media and sensitivities; the draws belong to other sources then, so in law for lives."""
    scenario = load(LIVELY, overrides=("people=600",))
    classes, differ = len(scenario.market.activity), []
    for world in range(30):
        one, other = (lower(s, world) for s in (scenario, turned_round(scenario)))
        cells = one.curves.reshape(len(one.segments), classes, *one.curves.shape[1:])
        turned = other.curves.reshape(cells.shape)[::-1]
        assert (cells[:, :, : REACH + 1] == turned[:, :, : REACH + 1]).all()
        assert (cells[:, :, REACH + 1 :] == turned[:, :, REACH + 1 :][:, :, ::-1]).all()
        assert (one.media == other.media[::-1]).all()
        traits, back = (plan.traits.reshape(cells.shape[:2]) for plan in (one, other))
        assert (traits == back[::-1]).all()
        tables = [by_group(plan, engine.run(plan)) for plan in (one, other)]
        differ.append([tables[0][key] - tables[1][key] for key in sorted(tables[0])])
    for of_group in np.array(differ, float).T:
        assert of_group.std() > 0
        assert abs(z_of(of_group, 0.0)) < LIMIT


def by_group(plan, ledger):
    """Customers by credited source and by segment."""
    bought = ledger.people[ledger.people["orders"] > 0]
    return {
        (field, name): int((bought[field] == k).sum())
        for field, names in (("attributed", plan.sources), ("segment", plan.segments))
        for k, name in enumerate(names)
    }


HALVES = """
market:
  channels:
    - {name: search, cost_per_thousand: 10, carryover: 0.2, peak_rate: 0.03, half_saturation: 0.02}
    - {name: left, cost_per_thousand: 10, carryover: 0.2, peak_rate: PEAK, half_saturation: HALF}
    - {name: right, cost_per_thousand: 10, carryover: 0.2, peak_rate: PEAK, half_saturation: HALF}
policy: {channel: {weekly_spend: {}}, referral: {active: false}}
"""


def halves(folder, peak, half):
    """A file in which search can be split into left and right."""
    text = HALVES
    for name, value in (("PEAK", peak), ("HALF", half)):
        said = f"{{value: {value}, unit: {'1/day' if name == 'PEAK' else 'impressions/person/day'}"
        text = text.replace(name, said + ", label: assumed, source: half of search}")
    for name in ("left", "right"):
        for field, unit in (("cost_per_thousand: 10", "currency"), ("carryover: 0.2", "per week")):
            key, value = field.split(": ")
            said = f"{key}: {{value: {value}, unit: {unit}, label: assumed, source: as search}}"
            text = text.replace(f"{{name: {name}, {field}", f"{{name: {name}, {said}")
            text = text.replace(f"source: as search}}, {field}, ", f"source: as search}}, {said}, ")
    return beside(folder, text)


def test_two_halves_of_a_channel_reach_as_many(tmp_path):
    """Each half has half the spend, half the peak rate and half the half-saturation (the audience is shared).

    Exposures add up exactly and so do hazards, so reach has the same law. With the whole channel's own peak rate
    and half-saturation each half saturates by itself, and together they reach more: saturation is no property of
    the market.
    """
    file = halves(tmp_path, peak=0.015, half=0.01)
    whole, split = (
        {"policy.channel.weekly_spend.search": 8000},
        {"policy.channel.weekly_spend.left": 4000, "policy.channel.weekly_spend.right": 4000},
    )
    runs = [[f"{path}={spend}" for path, spend in spends.items()] for spends in (whole, split)]
    seen = [exposure_by_day(load(file, overrides=overrides)) for overrides in runs]
    assert seen[0].sum(axis=0) == pytest.approx(seen[1].sum(axis=0), rel=1e-12)
    reached = []
    for world in range(30):
        plans, ledgers = zip(*(run("people=1500", *o, file=file, world=world) for o in runs), strict=True)
        hazards = [plan.curves[:, REACH:].sum(axis=1) for plan in plans]
        assert hazards[0] == pytest.approx(hazards[1], rel=1e-9)
        reached.append([(ledger.people["reached_at"] < plans[0].days).sum() for ledger in ledgers])
    differ = np.array(reached, float) @ [1.0, -1.0]
    assert differ.std() > 0
    assert abs(z_of(differ, 0.0)) < LIMIT
    own = halves(tmp_path, peak=0.03, half=0.02)
    one, two = (run(*o, file=own)[0].curves[:, REACH:, -1].sum(axis=1) for o in runs)
    assert (two > one).all()


def test_twice_the_market_twice_the_money_is_the_same_for_each_person():
    """Twice the people simulated, the people there are and all that is spent: figures per head are the same."""
    whole = [leaf for leaf in leaves(load(LIVELY)) if leaf.kind.unit.startswith("currency per week")]
    assert len(whole) > 6
    size = load(LIVELY).market.size.value

    def per_head(times, world):
        spends = [f"{leaf.path}={times * getattr(leaf.value, 'value', leaf.value)}" for leaf in whole]
        plan, ledger = run(f"people={times * 1500}", f"market.size={times * size}", *spends, world=world)
        table = figures(plan, ledger)
        total = table[["customers", "orders", "profit", "media"]] / (times * size)
        return [*total, table["clv_realised"], table["k_factor"]]

    pairs = np.array([[per_head(times, world) for times in (1, 2)] for world in range(20)])
    media = 3
    assert pairs[:, 0, media] == pytest.approx(pairs[:, 1, media], rel=1e-6, abs=1e-6)  # in micro-units
    for k in (0, 1, 2, 4, 5):
        assert abs(z_of(pairs[:, 0, k] - pairs[:, 1, k], 0.0)) < LIMIT


# ---- what moves one way only (the same luck) ----

FAITHFUL = (
    "people=3000", "days=200", "market.need.dropout_rate=1e6", "market.lapse.customer_loss_rate=0",
    "market.awareness.fade_rate=0", "market.retain.unsubscribe_rate=0", "market.retain.unsubscribe_fatigue=0",
)  # fmt: skip
"""Nobody forgets us, leaves the list or drops out: whatever comes sooner is never lost again."""


@lru_cache
def faithful(*overrides):
    """What the market without losses leaves."""
    return run(*FAITHFUL, *overrides)[1]


@pytest.mark.parametrize(
    "better",
    [
        "policy.relationship.optin_reward=3",
        "policy.relationship.touches_per_week=6",
        "policy.channel.weekly_spend.search=60000",
        "policy.price.level=0.8",
        "market.awareness.organic_rate=0.03",
        "market.retain.nurture_effect=1.0",
    ],
)
def test_what_helps_makes_nobody_buy_later_where_nothing_is_lost(better):
    before, after = faithful(NO_REFERRAL), faithful(NO_REFERRAL, better)
    assert (after.people["first_at"] <= before.people["first_at"]).all()
    assert (after.people["first_at"] < before.people["first_at"]).sum() >= 10
    assert (after.people["orders"] >= before.people["orders"]).all()
    assert (after.people["reached_at"] <= before.people["reached_at"]).all()


def invitations(ledger, event):
    """(who, whom) of invitations sent or accepted, with the time; the first one of friends who are so twice."""
    lines = ledger.journal[ledger.journal["kind"] == event][::-1]
    return {(int(line["who"]), int(line["amount"])): float(line["time"]) for line in lines}


def test_a_reward_for_the_referrer_makes_nobody_invite_a_friend_later():
    """Where no friend takes it up, so that who orders and when is the same."""
    held = ("market.referral.accept_probability=0", "market.referral.share_probability=0.2")
    before, after = (
        invitations(faithful(*held, f"policy.referral.reward_referrer={r}"), Event.SHARED) for r in (0, 40)
    )
    assert before.keys() < after.keys()
    assert all(after[pair] <= time for pair, time in before.items())
    assert any(after[pair] < time for pair, time in before.items())


def test_a_reward_for_the_friend_makes_nobody_accept_later():
    """Where friends never buy, so that the invitations are the same."""
    held = ("market.choice.share_reached=0", "market.choice.share_retained=0", "market.retain.optin_rate=0")
    before, after = (
        invitations(faithful(*held, f"policy.referral.reward_friend={r}"), Event.ACCEPTED) for r in (0, 40)
    )
    first = [{who: time for (who, _), time in told.items()} for told in (before, after)]
    assert len(first[0]) == len(before) > 50
    assert first[0].keys() < first[1].keys()
    assert all(first[1][who] <= time for who, time in first[0].items())


def test_a_higher_reward_brings_more_invitations_and_more_customers_through_them():
    """In the lively market, where people do drop out, this holds on average: 20 worlds, paired."""
    gains = []
    for world in range(20):
        ledgers = [run("people=1500", f"policy.referral.reward_referrer={r}", world=world)[1] for r in (0, 30)]
        shared = [ledger.counts[:, :, Event.SHARED].sum() for ledger in ledgers]
        invited = [((ledger.people["referrer"] >= 0) & (ledger.people["orders"] > 0)).sum() for ledger in ledgers]
        gains.append([shared[1] - shared[0], invited[1] - invited[0]])
    for gain in np.array(gains, float).T:
        assert z_of(gain, 0.0) > LIMIT


def test_a_shorter_life_leaves_the_orders_until_then_as_they_were():
    """Who drops out sooner has the same orders until then, and none after."""
    held = ("people=1500", NO_REFERRAL, "market.lapse.return_rate=0")
    _, longer = run(*held, "market.need.dropout_rate=8")
    _, shorter = run(*held, "market.need.dropout_rate=2")
    bought = [set(map(tuple, orders(ledger))) for ledger in (longer, shorter)]
    assert bought[1] < bought[0]


def orders(ledger):
    """Orders as (time, person)."""
    journal = ledger.journal[np.isin(ledger.journal["kind"], ORDERS)]
    return journal[["time", "who"]].tolist()
