"""Quality, advertisements and messages cost as much as they do: neither side comes without the other."""

from itertools import pairwise

import numpy as np
import pytest

from scenarios.lowering.curves import joining
from scenarios.lowering.media import advertisements
from scenarios.lowering.response import response_by_day
from scenarios.lowering.unit_cost import goods, unit_cost
from sim.vocabulary import Account, Event
from tests.scenarios.lowered import scenario
from tests.worlds import NO_REFERRAL, world

WORN = "market.channels.search.wearout=0.083"


def rate(*overrides: str) -> np.ndarray:
    """The rate at which search awakens, [cell, day]."""
    return np.asarray(response_by_day(scenario(*overrides))[0][0])


def test_todays_quality_costs_what_is_stated_and_worse_goods_save_nothing():
    for quality in (0.0, 0.5, 0.8):
        assert goods(scenario(f"policy.product.quality={quality}")) == 0.7
    assert unit_cost(scenario()) == 0.7 + 0.05


@pytest.mark.parametrize(("quality", "ratio"), [(0.9, 1.3), (0.95, 1.9), (0.98, 3.7)])
def test_better_goods_cost_as_the_hyperbola_says(quality, ratio):
    assert goods(scenario(f"policy.product.quality={quality}")) == pytest.approx(0.7 * ratio, rel=1e-12)


def test_who_feels_nothing_of_quality_orders_the_same_and_costs_more():
    flat = "market.choice.quality_effect=0"
    before, after = (
        world(flat, f"policy.product.quality={q}", "market.choice.quality_cost=0.3")[1] for q in (0.8, 0.9)
    )
    spent = [-int(one.sums[..., Account.GOODS].sum()) for one in (before, after)]
    assert np.array_equal(before.people["orders"], after.people["orders"])
    assert spent[1] / spent[0] == pytest.approx(1.3, rel=1e-6)  # micro-units are rounded by order


def test_quality_is_known_by_who_has_bought_alone_and_sells_as_the_logit_says():
    """First orders are the same; the odds of an order again rise by exp(effect x difference x n / (1 + n))."""
    plain = (*NO_REFERRAL, "market.choice.quality_effect=0.4", "market.choice.price_sensitivity_sd=0")
    before, after = (world(*plain, f"policy.product.quality={q}")[1].people for q in (0.8, 0.98))
    assert np.array_equal(before["first_at"], after["first_at"])
    again = [int(np.maximum(one["orders"].astype(int) - 1, 0).sum()) for one in (before, after)]
    assert again[0] < again[1] < again[0] * np.exp(0.4 * 0.18)


def test_advertisements_share_what_wears_out():
    """m advertisements wear as one does at a wear-out of 1 / m: 14.2 mean orders each, three weeks' money."""
    made = "policy.channel.creative_per_week={search: 9.466666666666667 mean orders}"
    assert advertisements(scenario(made))[0] == pytest.approx(3.0, rel=1e-9)
    assert rate(WORN, made) == pytest.approx(rate("market.channels.search.wearout=0.02766666666666667"), rel=1e-9)


def test_without_creative_money_one_advertisement_wears_as_it_did():
    assert advertisements(scenario()) == [1.0, 1.0, 1.0]
    assert np.array_equal(rate(), rate("policy.channel.creative_per_week={search: 3 mean orders}"))  # nothing wears


def test_more_creative_money_never_awakens_fewer_and_no_more_than_what_never_wears():
    found = [
        rate(WORN, f"policy.channel.creative_per_week={{search: {money} mean orders}}") for money in (0, 5, 50, 5e6)
    ]
    assert all((b >= a).all() for a, b in pairwise(found))
    assert found[0].sum() < 0.99 * rate().sum()
    assert found[-1] == pytest.approx(rate(), rel=1e-4)


def test_a_message_a_week_costs_the_list_as_many_as_bulk_mail_does():
    """0.0015 of who gets it: remembered touches are rate x memory, and the hazard is fatigue x their square."""
    retain = scenario().market.retain
    remembered = retain.touch_memory.value / 7.0
    assert 7.0 * retain.unsubscribe_fatigue.value * remembered**2 == pytest.approx(0.0015, rel=0.02)


def test_a_reward_for_joining_brings_more_and_costs_as_often_as_people_join():
    """At 3 for a scale of 1 and an effect of .5 people join at twice the rate."""
    beliefs = ("market.retain.optin_reward_effect=0.5", "market.retain.optin_reward_scale=1")
    given = scenario(*beliefs, "policy.relationship.optin_reward=3")
    assert joining(given) == pytest.approx(2 * joining(scenario(*beliefs)), rel=1e-12)
    ledger = world(*beliefs, "policy.relationship.optin_reward=3")[1]
    joined = int(ledger.counts[..., Event.OPTED_IN].sum())
    assert joined > int(world(*beliefs)[1].counts[..., Event.OPTED_IN].sum())
    assert int(ledger.sums[..., Account.OPTIN_REWARD].sum()) == -3_000_000 * joined


def test_who_is_on_the_list_from_the_start_has_no_reward():
    ledger = world("market.start.retained=1", "policy.relationship.optin_reward=3", "days=10")[1]
    assert int(ledger.counts[..., Event.OPTED_IN].sum()) >= 4000
    assert int(ledger.sums[..., Account.OPTIN_REWARD].sum()) == 0
