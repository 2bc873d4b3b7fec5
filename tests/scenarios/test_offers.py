"""Offers, their prices, and baskets."""

from itertools import product

import numpy as np
import pytest
from scipy.special import expit

from scenarios.lowering.lower import lower
from sim import engine
from sim.problems import BadInput
from sim.vocabulary import MICRO, Event, Stage
from tests.scenarios.lowered import plan, scenario
from tests.worlds import z_of

BELIEF = "{{value: {}, unit: {}, label: assumed, source: a guess}}"


def category(name, utility, size):
    return f"{{name: {name}, utility: {BELIEF.format(utility, 'utility')}, size: {BELIEF.format(size, 'ratio')}}}"


THREE = f"market.basket.categories=[{category('a', 0.3, 0.5)}, {category('b', -1, 0.2)}, {category('c', -0.4, 1)}]"
LARGE = f"{{name: large, utility: {BELIEF.format(0.7, 'utility')}, price: 1.8, size: 2, category: c}}"


def test_offers_have_their_prices_and_places():
    made = plan(THREE, f"market.offers=[{LARGE}]", "policy.price.offers={large: 0.5}")
    assert made.offers_made.tolist() == [(0.0, 1.0, 0, 3), (0.7, 2.0, 2, 3)]
    assert (made.offer_prices == np.array([[1.0], [0.9]])).all()
    assert made.offer_prices.shape == (2, 120)
    assert made.behaviour["offers"] == 2
    assert made.behaviour["categories"] == 3
    assert made.behaviour["extended"] == 1


def test_a_basket_without_synergy_holds_each_other_category_on_its_own():
    made = plan(THREE).baskets
    share = np.diff(made[:, :, 0], axis=1, prepend=0.0)
    utility, size = np.array([0.3, -1, -0.4]), np.array([0.5, 0.2, 1])
    for own, other in product(range(3), range(3)):
        held = share[own][(np.arange(8) >> other) & 1 == 1].sum()
        assert held == pytest.approx(1.0 if other == own else expit(utility[other]))
    mean = (share * made[:, :, 1]).sum(axis=1)
    expected = [1 + (np.delete(expit(utility) * size, own)).sum() for own in range(3)]
    assert mean == pytest.approx(expected)
    assert (made[:, -1, 0] == 1.0).all()


def test_synergy_counts_every_pair_in_the_basket():
    made = plan(THREE, "market.basket.synergy=0.6").baskets
    share = np.diff(made[0, :, 0], prepend=0.0)
    # sets with category 0: {0}, {0,1}, {0,2}, {0,1,2}; pairs 0, 1, 1, 3
    weight = np.exp([0, -1 + 0.6, -0.4 + 0.6, -1.4 + 3 * 0.6])
    assert share[[1, 3, 5, 7]] == pytest.approx(weight / weight.sum())
    assert share[[0, 2, 4, 6]].tolist() == [0, 0, 0, 0]


def test_without_categories_an_order_is_what_it_is():
    made = plan()
    assert made.baskets.tolist() == [[[0.0, 1.0], [1.0, 1.0]]]  # the one category is always in
    assert made.behaviour["categories"] == 0


BUNDLE = f"{{name: package, utility: {BELIEF.format(0.4, 'utility')}, price: 0.9, size: 2, category: a, with: [b]"


def test_a_bundle_holds_its_categories_and_perhaps_others():
    made = plan(THREE, f"market.offers=[{BUNDLE}, for: [value seekers]}}]")
    assert made.offers_made.tolist() == [(0.0, 1.0, 0, 3), (0.4, 2.0, 3, 1)]
    share = np.diff(made.baskets[3, :, 0], prepend=0.0)
    held = np.arange(8)
    assert share[held & 3 != 3].sum() == 0.0
    assert share[held & 4 == 4].sum() == pytest.approx(expit(-0.4))
    assert made.baskets[3, 7, 1] == pytest.approx(1 + 1)  # c alone adds to the order


def test_a_bundle_is_chosen_by_the_logit_by_those_it_is_made_to():
    """|z| beyond 4 comes by chance in 1 of 1,300 such tests (19 degrees of freedom)."""
    alike = ("market.start.customer=1", "market.need.heterogeneity=none", "market.need.dropout_rate=1000000")
    alike += ("market.choice.price_sensitivity_sd=0", "market.spend.variation=none", "market.spend.return_share=0")
    alike += tuple(f"market.segments.{name}.price_sensitivity=1" for name in ("value seekers", "convenience seekers"))
    package = BUNDLE.replace(", category: a, with: [b]", ", for: [value seekers]}")
    whole, off = scenario(f"market.offers=[{package}]", *alike), []
    for number in range(20):
        made = lower(whole, number)
        ledger, b = engine.run(made, journal=True), made.behaviour[0]
        orders = ledger.journal[ledger.journal["kind"] == Event.ORDERED]
        who = orders["who"][orders["amount"] / MICRO / b["mean_order"] > 1.5]
        to = ledger.people["segment"] == 0
        assert to[who].all()
        occasions = made.days * ledger.people["need_rate"][to].astype(float).sum()
        bundle = np.exp(b["ours"][Stage.CUSTOMER] + 0.4 - b["price_response"] * (0.9 - 1.0))
        off.append(len(who) / occasions - bundle / (1.0 + bundle))
    assert abs(z_of(np.array(off), 0.0)) < 4.0


@pytest.mark.parametrize(
    ("bundle", "says"),
    [
        (f"{BUNDLE}, for: [nobody]}}", "unknown segment nobody"),
        (BUNDLE.replace("[b]", "[d]") + "}", "unknown category d"),
    ],
)
def test_a_bundle_names_what_there_is(bundle, says):
    with pytest.raises(BadInput, match=says):
        scenario(THREE, f"market.offers=[{bundle}]")
