"""Baskets of many categories: tables, alias draws, what deals are expected to do, what patterns mean."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calibration.assortment import Assortment, assortment, can_tell, missions, read
from calibration.reproduce import baskets
from calibration.reproduce.baskets import Lines
from scenarios.beside.catalogue import FILES
from scenarios.files.loading import load
from scenarios.lowering.assortment import alias, bought, held_by, today
from sim import reference
from sim.differences import differences
from sim.problems import BadInput
from tests.worlds import figures, world

ON = ("market.assortment.categories=30", "market.assortment.products=5")
CATEGORIES = "category,again,known,lines\nmilk,0.1,2,3\nbread,0,1,1\n"
PRODUCTS = (
    "product,category,share,price,extra_units,deal_share,deal_depth\n"
    "milk 1,milk,2,1.5,0.2,0.4,0.2\nmilk 2,milk,1,2,0,0,0.2\nrye,bread,1,3,0,0.5,0.3\n"
)


def written(folder: Path, categories: str = CATEGORIES, products: str = PRODUCTS) -> tuple[str, ...]:
    for name, text in zip(FILES, (categories, products), strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    return (f"market.catalogue.folder={folder}", "market.assortment.categories=2")


@pytest.mark.parametrize("weights", [[1.0], [0.5, 0.5], [3.0, 0.0, 1.0, 7.5, 1e-9], [1.0] * 7])
def test_an_alias_table_holds_its_weights(weights):
    keep, other = alias(np.array(weights))
    found = keep + np.bincount(other, 1.0 - keep, len(weights))
    assert found / len(weights) == pytest.approx(np.array(weights) / np.sum(weights), abs=1e-12)


def test_without_deals_lines_follow_the_shares_of_products():
    scenario = load("base", overrides=(*ON, "market.assortment.deal_share=0"))
    held = held_by(scenario)
    lines = bought(scenario, held, held.deal_share, 1.0).lines
    own = np.bincount(held.category, held.share)
    expected = held.missions[held.category, 0] * held.share / own[held.category]
    assert lines == pytest.approx(expected / expected.sum())
    kept, more, whole = today(scenario, held)
    assert (kept.min(), more.max(), whole) == (1.0, 1.0, 1.0)


def test_all_products_on_a_deal_of_one_depth_leave_just_that():
    scenario = load(
        "base", overrides=(*ON, *(f"market.assortment.deal_{name}" for name in ("share=1", "depth=0.2", "spread=0")))
    )
    kept, more, whole = today(scenario, held_by(scenario))
    market = scenario.market.assortment
    extra, times = market.extra_units.value, market.deal_units.value
    assert kept == pytest.approx(0.8)
    assert more == pytest.approx((1.0 + times * extra) / (1.0 + extra))
    assert whole == pytest.approx(0.8 * more[0])


def test_tables_of_a_folder_are_those_that_a_run_has(tmp_path):
    scenario = load("base", overrides=written(tmp_path))
    held = held_by(scenario)
    assert held.categories == ("milk", "bread")
    assert held.price.tolist() == [1.5, 2.0, 3.0]
    assert held.category.tolist() == [0, 0, 1]
    assert scenario.market.catalogue.sha256 == held.sha256


@pytest.mark.parametrize(
    ("categories", "products", "found"),
    [
        (CATEGORIES.replace("again", "twice"), PRODUCTS, "no column again"),
        (CATEGORIES.replace("0.1", "a lot"), PRODUCTS, "a lot"),
        (CATEGORIES, PRODUCTS.replace("0.4", "1.4"), "1.4"),
        (CATEGORIES, PRODUCTS.replace("rye,bread", "rye,wine"), "wine"),
        (CATEGORIES, PRODUCTS.replace("milk 2", "milk 1"), "again, first in row 2"),
        (CATEGORIES + "wine,0,1,1\n", PRODUCTS, "wine without a product"),
        (CATEGORIES.replace("bread,0", "bread,0,5"), PRODUCTS, "5 cells"),
    ],
)
def test_tables_that_cannot_be_are_refused_with_their_place(tmp_path, categories, products, found):
    with pytest.raises(BadInput, match=found):
        load("base", overrides=written(tmp_path, categories, products))


def test_prices_are_of_categories_that_there_are(tmp_path):
    with pytest.raises(BadInput, match="unknown category wine"):
        load("base", overrides=(*written(tmp_path), "policy.product.assortment.prices.wine=0.9"))
    with pytest.raises(BadInput, match="unknown category"):
        load("base", overrides=("policy.product.assortment.prices.milk=0.9",))
    with pytest.raises(BadInput, match="3 categories"):
        load("base", overrides=(*written(tmp_path), "market.assortment.categories=3"))


def test_two_missions_are_told_apart():
    """Orders of 4 categories out of two halves of 20: who is in which half is found, however often."""
    rng = np.random.default_rng(3)
    half = rng.random(2000) < 0.3
    category = np.stack([rng.permutation(10)[:4] for _ in half]) + 10 * half[:, None]
    order = np.repeat(np.arange(len(half)), 4)
    weights, share, _, _ = missions(order, category.ravel(), rng.normal(3.0, 0.5, len(half)), 20)
    upper = weights[:, 10:].sum(axis=1)
    assert np.minimum(upper, 1.0 - upper).max() < 0.01
    assert share[upper > 0.5].sum() == pytest.approx(half.mean(), abs=0.01)


def test_patterns_count_a_product_of_a_week_once():
    lines = Lines(
        who=np.array([0, 0, 0, 1, 1]),
        week=np.array([0, 0, 1, 0, 0]),
        product=np.array([0, 0, 1, 0, 2]),
        category=np.array([0, 0, 0, 0, 1]),
        units=np.array([1.0, 2.0, 1.0, 1.0, 4.0]),
        depth=np.array([0.0, 0.2, 0.0, 0.3, 0.0]),
    )
    assert sorted(baskets.categories_per_customer_week(lines)) == [1.0, 1.0, 2.0]
    assert sorted(baskets.items_per_customer_week(lines)) == [1.0, 3.0, 5.0]
    assert sorted(baskets.item_quantity(lines)) == [1.0, 1.0, 3.0, 4.0]
    assert baskets.category_purchase(lines).tolist() == [1.0, pytest.approx(1 / 3)]
    assert baskets.product_given_category(lines).tolist() == [pytest.approx(2 / 3), pytest.approx(1 / 3), 1.0]
    assert baskets.lines_on_deal(lines) == 0.4
    assert baskets.mean_deal(lines) == pytest.approx(0.25)
    assert len(lines.of(np.array([False, True]))) == 2
    assert lines.of(np.array([False, True])).who.tolist() == [0, 0]


def test_lines_of_a_product_in_an_order_are_one():
    orders = pd.DataFrame(
        {
            "customer_id": ["b", "b", "a", "a"],
            "ordered_at": pd.to_datetime(["2024-01-02T10", "2024-01-02T12", "2024-01-03T00", "2024-01-03T00"]),
            "amount": [1.0, 2.0, 3.0, 0.0],
            "list_amount": [1.0, 3.0, 3.0, 1.0],
            "quantity": [1.0, 1.0, 2.0, 1.0],
            "product_id": ["p", "p", "q", "q"],
            "category": ["x", "x", "y", "y"],
        }
    )
    lines, products, categories, customers, first = read(orders)
    assert categories.tolist() == ["x", "y"]
    assert customers.tolist() == ["a", "b"]
    assert len(products) == 2
    assert str(first) == "2024-01-02"
    assert lines["units"].tolist() == [2.0, 2.0]
    assert lines["depth"].tolist() == [0.0, pytest.approx(0.25)]
    assert not can_tell(orders)


def test_what_deals_and_shares_were_is_found_again():
    """Eighty products of ten categories over a year, deals in a third of the weeks, twice the odds on them."""
    rng = np.random.default_rng(11)
    weeks, count, depth, effect = 52, 80, 0.25, 2.0
    on = rng.random((weeks, count)) < 1 / 3
    number = rng.poisson(12.0 * np.exp(effect * depth * on))
    week, product = (np.repeat(one, number.ravel()) for one in np.indices((weeks, count)).reshape(2, -1))
    price = 1.0 + product % 5
    orders = pd.DataFrame(
        {
            "customer_id": rng.integers(0, 400, len(week)).astype(str),
            "ordered_at": np.datetime64("2024-01-01") + week * 7 + rng.integers(0, 7, len(week)),
            "amount": price * np.where(on[week, product], 1.0 - depth, 1.0),
            "list_amount": price.astype(float),
            "quantity": 1.0,
            "product_id": product.astype(str),
            "category": (product // 8).astype(str),
        }
    )
    found = assortment(orders)
    assert found.beliefs["deal_effect"] == pytest.approx(effect, rel=0.05)
    assert found.beliefs["deal_spread"] < 1e-6
    assert found.products["deal_share"].mean() == pytest.approx(on.mean(), abs=0.02)
    assert found.products["deal_depth"].to_numpy() == pytest.approx(depth)
    assert found.products["price"].to_numpy().mean() == pytest.approx(3.0)
    assert found.categories["mission 1"].sum() == pytest.approx(1.0)


def few_orders(lines):
    """Orders of a week, without deals, which tell of products alone."""
    return pd.DataFrame(
        {
            "customer_id": (np.arange(lines) // 4).astype(str),
            "ordered_at": np.datetime64("2024-01-01"),
            "amount": 1.0 + np.arange(lines) % 3,
            "quantity": 1.0,
            "product_id": (np.arange(lines) % 30).astype(str),
            "category": (np.arange(lines) % 30 // 3).astype(str),
        }
    )


def test_what_lines_do_not_tell_is_left_to_what_is_assumed(tmp_path):
    found = assortment(few_orders(1200))
    assert set(found.beliefs) == {"categories", "deal_spread"}
    market = {}
    found.put(market, tmp_path, "catalogue", "a shop", on=True)
    assert {name: one["label"] for name, one in market["assortment"].items()} == dict.fromkeys(
        found.beliefs, "identified"
    )


def test_what_deals_do_is_bounded_as_nobody_drew_the_weeks(tmp_path):
    market = {}
    made = Assortment(pd.DataFrame(), pd.DataFrame(), [], {"deal_effect": 1.5, "breadth_spread": 0.2}, ())
    made.put(market, tmp_path, "catalogue", "a shop", on=True)
    assert market["assortment"]["deal_effect"]["label"] == "bounded"
    assert "no experiment" in market["assortment"]["deal_effect"]["source"]
    assert market["assortment"]["breadth_spread"]["label"] == "identified"


def test_an_order_holds_something_even_where_hardly_anything_is_taken():
    """A price at which one category, in which nobody looks, is wanted 10**13 times as readily as any other."""
    rare = ("category_zipf=5", "categories=100", "products=2", "price_elasticity=-10")
    plan, ledger = world(
        *("people=40", "days=60", "market.start.customer=0.8"),
        *(f"market.assortment.{one}" for one in rare),
        "policy.product.assortment.prices.category 100=0.05",
        journal=True,
    )
    told = figures(plan, ledger)
    assert told["orders"] > 10
    assert 1.0 <= told["categories_per_order"] < 1.5
    assert differences(reference.run(plan, journal=True), ledger) == []
