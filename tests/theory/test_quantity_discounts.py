"""Quantity discounts: what their steps cost, who goes up to a notch, and what orders to come bring."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, logit
from scipy.stats import gamma

from scenarios.lowering.lower import lower
from scenarios.warnings.warnings import warnings_of
from sim import engine
from sim.accounts import EARNED
from sim.closed_forms import quantities
from sim.margins import Margins
from sim.mechanisms.quantity_discount import future
from sim.problems import BadInput
from sim.value import _in_double as in_double
from sim.vocabulary import MICRO, Account, Event
from tests.scenarios.lowered import plan, scenario
from tests.worlds import lived, z_of

TIERS = "policy.price.quantity_discount"
SHAPE, RATE, NOTCH, OFF, ROUND_UP = 3.0, 0.1, 40.0, 0.15, 0.6
"""An order is 30 in the mean, sd 17; from 40 pieces of 1 on, all are 15 % off."""
SHARE, RESPONSE, PER_DAY = 0.3, 2.0 / 0.7, 0.5
"""Of occasions that go to us, utility lost when the price rises by its own level (elasticity -2), occasions a day."""
ALIKE = (
    *("market.start.customer=1", "market.need.heterogeneity=none", "market.need.order_shape=1"),
    *("market.need.dropout_shape=0.001", "market.need.dropout_rate=1000000", "market.referral.share_probability=0"),
    *("market.choice.price_elasticity=-2", "market.choice.price_sensitivity_sd=0", "market.spend.return_share=0"),
    *(f"market.spend.shape={SHAPE}", "market.spend.customer_shape=1000000"),
    *(f"market.spend.customer_rate={999_999 / RATE / 1e0}", f"market.quantity.round_up={ROUND_UP}"),
    "market.quantity.spare_later=0",
)
"""Everybody is a customer from day 0, wants the same in the mean and answers alike to prices; nobody leaves."""
CERTAIN = ("market.choice.share_customer=1", "market.choice.share_competitor=0", f"market.need.order_rate={1 / 3.5}")
PERHAPS = (f"market.choice.share_customer={SHARE}", f"market.need.order_rate={1 / (3.5 * SHARE)}")
WORLDS = 20


def tiers(kind, *steps, unit_price=2.0):
    said = ", ".join(f"{{from: {start}, off: {off}}}" for start, off in steps)
    return f"{TIERS}={{unit_price: {unit_price}, kind: {kind}, steps: [{said}]}}"


ONE_STEP = tiers("all_units", (int(NOTCH), OFF), unit_price=1.0)


def test_what_an_order_costs_is_what_its_pieces_cost():
    pieces = np.array([1.0, 9.9, 10.0, 49.9, 50.0, 80.0])
    made = plan(tiers("all_units", (10, 0.1), (50, 0.3))).breaks
    assert future.cost(made, 2.0 * pieces) == pytest.approx(2.0 * pieces * [1.0, 1.0, 0.9, 0.9, 0.7, 0.7])
    made = plan(tiers("incremental", (10, 0.1), (50, 0.3))).breaks
    by_piece = np.minimum(pieces, 10) + 0.9 * np.clip(pieces - 10, 0, 40) + 0.7 * np.maximum(pieces - 50, 0)
    assert future.cost(made, 2.0 * pieces) == pytest.approx(2.0 * by_piece)


def test_who_would_pay_no_more_for_the_notch_than_for_what_is_wanted_goes_up_to_it():
    made = plan(tiers("all_units", (100, 0.1), unit_price=1.0)).breaks
    wanted = np.array([80.0, 89.9, 90.1, 99.0, 100.0, 140.0])
    assert future.rounded(made, wanted, 0.0) == pytest.approx([80.0, 89.9, 100.0, 100.0, 100.0, 140.0])
    edge = 100.0 * (0.9 - 0.4) / (1.0 - 0.4)  # 90 - .4 (100 - q) = q
    assert future.rounded(made, np.array([edge - 0.1, edge + 0.1]), 0.4) == pytest.approx([edge - 0.1, 100.0])
    step_by_step = plan(tiers("incremental", (100, 0.1), unit_price=1.0)).breaks
    assert future.rounded(step_by_step, wanted, 0.0) == pytest.approx(wanted)


@pytest.mark.parametrize("round_up", [0.0, 0.5, 1.0])
def test_closed_forms_of_a_notch_are_integrals_over_amounts(round_up):
    shape, rate, notch, off = 3.0, 0.1, 40.0, 0.15
    law, low = gamma(shape, scale=1.0 / rate), notch * (1.0 - off)

    def mean(cost):
        return sum(quad(lambda x: cost(x) * law.pdf(x), *ends)[0] for ends in ((0, low), (low, notch), (notch, 900)))

    def paid(x):
        return x * (1 - off) if x >= notch else round_up * low + (1 - round_up) * x if x >= low else x

    found = quantities.all_units(shape, rate, notch, off, round_up)
    assert found.paid == pytest.approx(mean(paid), rel=1e-8)
    spare = mean(lambda x: round_up * (notch - x) if low <= x < notch else 0.0)
    assert found.bought == pytest.approx(shape / rate + spare, rel=1e-8)
    beyond = mean(lambda x: off * max(x - notch, 0.0))
    assert quantities.incremental(shape, rate, notch, off).paid == pytest.approx(shape / rate - beyond, rel=1e-8)


def of_rates(made, *rates):
    """What a plan calls the spend rate of customers whose orders are gamma of these rates."""
    return made.behaviour["spend_mean_scale"][0] / SHAPE * np.array(rates)


def test_orders_to_come_are_expected_as_in_closed_form():
    made = lower(scenario(*ALIKE, *CERTAIN, ONE_STEP), 0)
    found = future.orders(made, of_rates(made, RATE, 2 * RATE), np.ones_like)
    for k, rate in enumerate((RATE, 2 * RATE)):
        exact, wanted = quantities.all_units(SHAPE, rate, NOTCH, OFF, ROUND_UP), SHAPE / rate
        assert found.bought[0, k] * wanted == pytest.approx(exact.bought, rel=2e-3)
        assert found.bought[0, k] * wanted - found.less[0, k] == pytest.approx(exact.paid, rel=2e-3)


def test_what_orders_bring_is_the_closed_form():
    """|z| beyond 4 comes by chance in 1 of 600 such tests (two of 19 degrees of freedom)."""
    made = scenario(*ALIKE, *CERTAIN, ONE_STEP)
    found = []
    for number in range(WORLDS):
        ledger = engine.run(lower(made, number))
        orders = ledger.counts[:, :, [Event.FIRST_ORDER, Event.ORDERED]].sum()
        listed, less = (
            ledger.sums[:, :, one].sum() / MICRO / orders for one in (Account.REVENUE, Account.QUANTITY_DISCOUNT)
        )
        found.append((listed, listed + less))
    bought, paid = np.array(found).T
    exact = quantities.all_units(SHAPE, RATE, NOTCH, OFF, ROUND_UP)
    assert abs(z_of(bought, exact.bought)) < 4.0
    assert abs(z_of(paid, exact.paid)) < 4.0
    assert exact.paid < 0.97 * SHAPE / RATE


def test_large_orders_are_placed_more_often_by_the_logit_at_what_they_cost():
    """|z| beyond 4 comes by chance in 1 of 1,300 such tests (19 degrees of freedom)."""
    made = scenario(*ALIKE, *PERHAPS, ONE_STEP)
    plans = [lower(made, number) for number in range(WORLDS)]
    orders = np.array([engine.run(one).counts[:, :, Event.ORDERED].sum() for one in plans])

    def chance(ratio):
        return expit(logit(SHARE) - RESPONSE * (ratio - 1.0))

    expected = future.orders(plans[0], of_rates(plans[0], RATE), chance).probabilities[0, 0]
    assert expected > 1.02 * SHARE
    assert abs(z_of(orders / (plans[0].people * plans[0].days * PER_DAY), expected)) < 4.0


def test_steps_that_take_nothing_off_change_nothing():
    made, without = (
        lower(scenario("market.start.customer=0.5", *more), 0) for more in ((tiers("all_units", (5, 0)),), ())
    )
    a, b = (engine.run(one, journal=True) for one in (made, without))
    assert made.behaviour["price_breaks"] == 1
    assert a.journal.tobytes() == b.journal.tobytes()
    assert (a.people == b.people).all()


def test_spare_pieces_take_the_place_of_later_ones():
    """Who buys at every occasion, and never leaves, orders less often by just so many as were laid in and used. Beyond
    4 standard errors by chance in 1 of 16,000 such tests."""
    later = [f"market.quantity.spare_later={share}" for share in (1, 0)]
    plans = [lower(scenario(*ALIKE[:-1], *CERTAIN, one, ONE_STEP), 0) for one in later]
    with_, without = (engine.run(one, journal=True) for one in plans)
    fewer = int(without.counts[:, :, Event.ORDERED].sum()) - int(with_.counts[:, :, Event.ORDERED].sum())
    spare = with_.journal[with_.journal["kind"] == Event.ROUNDED_UP]["amount"] / MICRO
    chance = spare / (NOTCH - spare)
    laid_in = fewer + int(with_.more["stock"].sum())
    assert abs(laid_in - chance.sum()) < 4.0 * np.sqrt((chance * (1.0 - chance)).sum())
    assert fewer > 100


def test_a_step_far_beyond_the_prices_of_the_data_is_said():
    said = warnings_of(scenario(tiers("all_units", (20, 0.1), (50, 0.6))))
    assert any(one.startswith("policy.price.quantity_discount.steps.1 takes 60 % off the price") for one in said)
    assert not any("tiers.steps.0" in one for one in said)


@pytest.mark.parametrize("steps", [((50, 0.1), (20, 0.2)), ((20, 0.2), (50, 0.1))])
def test_steps_that_do_not_rise_are_refused(steps):
    with pytest.raises(BadInput, match=r"policy.price.quantity_discount.steps.1"):
        scenario(tiers("all_units", *steps))


def test_the_value_of_what_is_to_come_is_what_orders_bring_by_the_day():
    """Nobody leaves and nothing changes. |z| beyond 4 comes by chance in 1 of 1,300 such tests (19 degrees of
    freedom)."""
    steps = tiers("all_units", (30, 0.05), (60, 0.2), unit_price=1.0)
    more = ("market.quantity.spare_value=0.3", "policy.price.level=1.1", "policy.product.commission_ratio=0.02")
    made = scenario(*ALIKE, *PERHAPS, *more, steps)
    off = []
    for number in range(WORLDS):
        one, ledger = lived(made, number, journal=False)
        brought = ledger.sums[1:, :, list(EARNED)].sum() / MICRO  # on day 0 everybody orders first
        margins = Margins(one, in_double(ledger.people), None, one.days - 1)
        off.append(brought / (one.days - 1) - (margins.flow - margins.cost).sum())
    assert abs(z_of(np.array(off), 0.0)) < 4.0
