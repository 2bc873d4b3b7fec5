"""What each of several offers sells adds up to what all sell, and each brings what its price says."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine
from sim.accounts import LEFT_BY_ORDERS
from sim.measures import measure
from sim.vocabulary import MICRO, Bought
from tests import worlds


@pytest.fixture(scope="module")
def lived():
    flat = ("people=4000", "days=364", "market.need.season_amplitude=0")
    plan, ledger = worlds.lived(load("staples_and_imports", overrides=flat), journal=False)
    table = measure(plan, ledger)
    return plan, ledger, table[table["by"] == "product"].set_index(["measure", "key"])["value"]


def test_products_add_up_to_the_whole(lived):
    plan, ledger, of = lived
    assert of["order_share"].sum() == pytest.approx(1.0, rel=1e-12)
    left = ledger.sums[:, :, list(LEFT_BY_ORDERS)].sum() / MICRO * plan.scale
    assert of["product_contribution"].sum() == pytest.approx(left, rel=1e-9)


def test_a_product_alone_is_not_told_apart():
    plan = lower(load("base", overrides=("people=300", "days=60")), 0)
    assert plan.products == ()
    assert not (measure(plan, engine.run(plan))["by"] == "product").any()


def test_the_margin_of_a_product_follows_from_its_price(lived):
    """Staples are sold at 0.95 of today's price, imports at 1.08 of twice it, and both cost the same to make."""
    plan, _, of = lived
    cost = float(plan.levers["goods"][0, 0] + plan.levers["fulfilment"][0, 0])
    assert of["product_margin", "main"] == pytest.approx(1.0 - cost / 0.95, abs=1e-6)
    assert of["product_margin", "imports"] == pytest.approx(1.0 - cost / 2.16, abs=1e-6)


def test_growth_is_that_of_orders_a_day(lived):
    plan, ledger, of = lived
    for k, name in enumerate(plan.products):
        orders = ledger.bought[:, len(plan.places) + k, Bought.ORDERS]
        assert of["product_growth", name] == pytest.approx(orders[182:].mean() / orders[:182].mean())
    assert np.isfinite(of["product_growth"]).all()
