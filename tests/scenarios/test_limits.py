"""What would run over addresses, the ledger or a closed form is said, not computed."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.lower import lower
from scenarios.scenario import load
from scenarios.verify import expectations
from sim.problems import BadInput


@pytest.mark.parametrize(
    ("overrides", "place"),
    [
        (("market.spend.customer_rate=1e9",), "market.spend.customer_rate"),
        (
            ("market.need.order_shape=0.01", "market.need.order_rate=0.0175", "days=20000", "people=600"),
            "market.need.order_rate",
        ),
        (("market.awareness.organic_rate=10", "days=20000"), "market.awareness.organic_rate"),
        (("market.awareness.fade_rate=50", "days=1000"), "market.awareness.fade_rate"),
    ],
)
def test_rates_and_amounts_beyond_all_measure_are_refused(overrides, place):
    with pytest.raises(BadInput, match=place):
        lower(load("base", overrides=overrides), 0)


@pytest.mark.parametrize(
    ("scenario", "override", "why"),
    [
        ("st2", "policy.price.level=1.2", "price"),
        ("st2", "market.awareness.organic_rate=0.01", "reached again"),
        ("pn1", "market.lapse.customer_loss_rate=0.01", "lost otherwise"),
        ("pn1", "market.need.week_shock_sd=0.1", "week shocks"),
    ],
)
def test_outside_its_limit_a_closed_form_expects_nothing(scenario, override, why):
    inside = load(f"verification/{scenario}")
    assert np.isfinite(expectations(inside)[0]["expected"]).all()
    assert not inside.warnings
    outside = load(f"verification/{scenario}", overrides=(override,))
    assert np.isnan(expectations(outside)[0]["expected"]).all()
    assert any("closed form" in warning and why in warning for warning in outside.warnings)


def test_price_moves_a_share_of_one_not_at_all():
    scenario = load("verification/pn1", overrides=("policy.price.level=1.2",))
    assert np.isfinite(expectations(scenario)[0]["expected"]).all()


def test_without_discounting_and_a_heavy_tail_clv_is_said_to_be_endless():
    assert any("discount" in warning for warning in load("base", overrides=("market.discount_rate=0",)).warnings)
