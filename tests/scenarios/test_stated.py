"""Amounts of the market: mean orders become currency, a year's habits chances per order, days a memory of prices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from scenarios.files.loading import as_stated, load
from scenarios.files.stated import MOST, measures
from scenarios.lowering.levers import mean_order
from scenarios.warnings.warnings import warnings_of
from sim.closed_forms import buying
from sim.problems import BadInput
from tests.worlds import written

REWARD = "policy.referral.reward_friend"
SCALE = "market.referral.reward_scale"
SHARE = "market.referral.share_probability"


def test_mean_orders_are_those_of_the_market_in_which_they_are_used():
    for rate in (15.44, 10.0, 2500.0):
        made = load("referral_two_sided", overrides=[f"market.spend.customer_rate={rate}"])
        share = made.policy.referral.reward_friend / mean_order(made)
        assert share == pytest.approx(0.14217616580310882, rel=1e-14)
        assert made.market.referral.reward_scale.value / mean_order(made) == pytest.approx(share, rel=1e-14)


def test_base_in_its_own_market_has_the_amounts_of_its_notes():
    base = load("base")
    assert base.policy.channel.weekly_spend == {"search": 4000.0, "social": 4000.0, "video": 4000.0}
    assert base.policy.service.desk.wage_per_hour == 12.0
    assert base.market.referral.reward_scale.value == 5.0
    assert base.market.channels[0].cost_per_thousand.interval == (12.0, 33.0)
    assert base.market.referral.share_probability.value == 0.15
    assert base.market.service.trouble_share.interval == (0.03, 0.08)
    assert base.market.choice.reference_memory.value == 0.7


def test_the_source_of_a_belief_says_how_it_was_stated():
    scale = load("base").market.referral.reward_scale
    assert scale.unit == "currency"
    assert scale.source.endswith("stated as 0.1422 mean orders")


def test_a_plain_number_is_in_the_currency_of_the_scenario_and_per_order():
    plain = [f"{REWARD}=4", f"{SCALE}=9", f"{SHARE}=0.3", "policy.service.survey_share=0.2"]
    made = load("full", overrides=plain)
    assert made.policy.referral.reward_friend == 4.0
    assert (made.market.referral.reward_scale.value, made.market.referral.reward_scale.unit) == (9.0, "currency")
    assert (made.market.referral.share_probability.value, made.market.referral.share_probability.unit) == (
        0.3,
        "per order",
    )
    assert made.policy.service.survey_share == 0.2


def test_an_amount_can_be_stated_in_mean_orders_by_hand(tmp_path):
    made = load("base", overrides=[f"{REWARD}=0.5 mean orders"])
    assert made.policy.referral.reward_friend == 0.5 * mean_order(made)
    one = load("base", overrides=[f"{REWARD}=1 mean order"])
    assert one.policy.referral.reward_friend == mean_order(made)
    scale = load("base", overrides=[f"{SCALE}=0.5 mean orders"]).market.referral.reward_scale
    assert (scale.value, scale.interval, scale.unit) == (0.5 * mean_order(made), None, "currency")
    flown = "policy: {channel: {flights: [{channel: search, from: 1, to: 9, weekly_spend: 200 mean orders}]}}"
    flight = load(written(tmp_path, f"extends: base\n{flown}\n")).policy.channel.flights[0]
    assert flight.weekly_spend == 200 * mean_order(made)


def test_a_value_without_a_unit_over_mean_orders_is_plain_currency_with_an_interval_of_its_own(tmp_path):
    text = "extends: base\nmarket: {{channels: [{{name: search, cost_per_thousand: {{{}}}}}]}}\n"
    told = load(written(tmp_path, text.format("value: 15, source: our invoices"))).market.channels[0].cost_per_thousand
    assert (told.value, told.unit, told.interval) == (15.0, "currency", None)
    ours = text.format("value: 15, interval: [14, 16], scale: log, source: our invoices")
    assert load(written(tmp_path, ours)).market.channels[0].cost_per_thousand.interval == (14.0, 16.0)
    kept = text.format("value: 0.5, unit: mean orders, source: a guess")
    guess = load(written(tmp_path, kept)).market.channels[0].cost_per_thousand
    assert guess.value == 0.5 * mean_order(load("base"))
    assert guess.interval == (12.0, 33.0)  # base's own, in the same unit


def test_costs_are_the_same_in_all_worlds_though_the_mean_order_is_not_known():
    from scenarios.lowering.beliefs import in_world

    base = load("base")
    worlds = [in_world(base, {path: u for path, _ in base.parameters()}) for u in (0.1, 0.9)]
    assert mean_order(worlds[0]) != mean_order(worlds[1])
    assert worlds[0].policy == worlds[1].policy


@pytest.mark.parametrize(
    ("override", "said"),
    [
        (f"{REWARD}=0.5 mean", "or a text like 0.1 mean orders"),
        (f"{REWARD}=half a mean order", "or a text like 0.1 mean orders"),
        (f"{REWARD}=-1 mean orders", "a number from 0"),
        (f"{REWARD}=2 per customer-year", "or a text like 0.1 mean orders"),
        ("policy.price.level=1 mean orders", "ratio to today's price"),
        ("market.spend.customer_rate=0.4 mean orders", r"found unit mean orders\. Allowed: currency or USD\."),
    ],
)
def test_what_is_no_amount_is_refused_with_what_would_be_one(override, said):
    with pytest.raises(BadInput, match=said):
        load("base", overrides=[override])


def test_a_scale_of_spend_in_mean_orders_goes_round_in_a_circle(tmp_path):
    text = "extends: base\nmarket: {spend: {customer_rate: {value: 0.4, unit: mean orders}}}\n"
    with pytest.raises(BadInput, match=r"customer_rate\.unit — found unit mean orders\. Allowed: currency or USD\."):
        load(written(tmp_path, text))


# ---- a year of a customer ----

NEED = as_stated("base")["market"]


def market(**need):
    return {**NEED, "need": {**NEED["need"], **need}}


@pytest.mark.parametrize("alike", [False, True])
@pytest.mark.parametrize("kind", ["exponential", "coin"])
def test_orders_a_year_are_those_of_the_first_year_over_the_time_as_a_customer(kind, alike):
    """Against the integral of the survival of customers, by the closed forms of orders."""
    r, alpha, s, beta, a, b = 0.8, 9.0, 0.7, 20.0, 0.8, 2.4
    found = measures(
        market(
            dropout=kind, heterogeneity="none" if alike else "gamma", order_shape=r, order_rate=alpha, dropout_shape=s,
            dropout_rate=beta, coin_a=a, coin_b=b,
        )
    ).orders_a_year  # fmt: skip
    year, rate = 365.0 / 7.0, r / alpha
    leaving = s / beta if kind == "exponential" else rate * a / (a + b)
    if alike:
        kept, repeat = lambda t: np.exp(-leaving * t), buying.exponential_mean(year, rate, leaving)
    elif kind == "exponential":
        kept, repeat = lambda t: (beta / (beta + t)) ** s, buying.pareto_nbd_mean(year, r, alpha, s, beta)
    else:
        kept, repeat = lambda t: buying.bg_nbd_survival(t, r, alpha, a, b), buying.bg_nbd_mean(year, r, alpha, a, b)
    assert found == pytest.approx((1.0 + float(repeat)) / (quad(kept, 0.0, year)[0] / year), rel=1e-3)


def test_a_contract_is_paid_as_often_as_it_runs_out():
    assert measures(market(dropout="renewal", renewal_days=73.0)).orders_a_year == 5.0


@settings(max_examples=40, deadline=None)
@given(st.floats(0.02, 2.0), st.floats(0.3, 30.0), st.floats(0.1, 3.0), st.floats(2.0, 300.0))
def test_habits_of_a_year_are_as_many_whatever_the_orders(rate, shape, s, beta):
    """Chance per order times the orders a year is the number stated, but where that would be more than an order."""
    made = load("base", overrides=[
        f"market.need.order_shape={shape}", f"market.need.order_rate={shape / rate}",
        f"market.need.dropout_shape={s}", f"market.need.dropout_rate={beta}",
    ])  # fmt: skip
    need = {"dropout": "exponential", "heterogeneity": "gamma", "order_shape": shape, "order_rate": shape / rate}
    a_year = measures(market(**need, dropout_shape=s, dropout_rate=beta)).orders_a_year
    stated = NEED["referral"]["share_probability"]["value"]
    assert a_year >= 1.0
    assert made.market.referral.share_probability.value * a_year == pytest.approx(stated, rel=1e-5)
    low, high = made.market.referral.share_probability.interval
    assert 0.0 < low < made.market.referral.share_probability.value < high <= MOST


def test_more_than_an_order_can_bear_is_taken_as_nearly_always_and_said(tmp_path):
    text = (
        "extends: base\nmarket: {referral: {share_probability: {value: 9, unit: per customer-year, interval: [8, 10]}}}"
    )
    made = load(written(tmp_path, text))
    assert (made.market.referral.share_probability.value, made.market.referral.share_probability.interval) == (
        MOST,
        None,
    )
    assert any("share_probability: 9 a year" in warning and "0.95 an order" in warning for warning in warnings_of(made))


def test_prices_are_remembered_by_the_day():
    """Over any stretch of time as much is left, whether it holds two occasions or fifty."""
    left = []
    for rate in (0.5, 1.0, 5.0):
        made = load("base", overrides=[f"market.need.order_shape={rate}", "market.need.order_rate=7"])
        occasions = rate / 49.0 / made.market.choice.share_customer.value * 365.0
        left.append(made.market.choice.reference_memory.value**occasions)
    assert left == pytest.approx([0.5 ** (365.0 / 104.029)] * 3, rel=1e-3)
