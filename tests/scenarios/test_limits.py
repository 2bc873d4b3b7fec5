"""What would run over addresses, the ledger or a closed form is said, not computed."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.verify import expectations
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput


@pytest.mark.parametrize(
    ("overrides", "place"),
    [
        (("market.spend.customer_rate=1e6",), "market.spend.customer_rate"),
        (
            ("market.need.order_shape=0.01", "market.need.order_rate=0.0175", "days=20000", "people=600"),
            "market.need.order_rate",
        ),
        (("market.awareness.organic_rate=10", "days=20000"), "market.awareness.organic_rate"),
        (("market.awareness.fade_rate=50", "days=1000"), "market.awareness.fade_rate"),
        (("market.service.question_rate=90", "policy.service.desk.active=true"), "market.service.question_rate"),
        (
            ("market.satisfaction.warn.share=1", "market.satisfaction.warn.people=100", "days=20000"),
            "market.satisfaction.warn.people",
        ),
        (
            (
                "policy.service.desk.active=true",
                "policy.service.desk.staff.phone.day.people=10000",
                "policy.service.desk.wage_per_hour=1e6",
            ),
            "policy.service.desk.wage_per_hour",
        ),
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
        ("st2", "policy.service.desk.active=true", "service desk"),
        ("st2", "market.satisfaction.dropout_effect=0.25", "changes loyalty"),
        ("pn1", "market.contagion.grief_effect=0.8", "leave after their contacts"),
        ("cr1", "market.contagion.ambient_rate=0.001", "hear of us from all customers"),
        ("ca2", "market.satisfaction.praise.share=0.1", "tell others"),
    ],
)
def test_outside_its_limit_a_closed_form_expects_nothing(scenario, override, why):
    inside = load(f"verification/{scenario}")
    assert np.isfinite(expectations(inside)[0]["expected"]).all()
    assert not any("closed form" in warning for warning in warnings_of(inside))
    outside = load(f"verification/{scenario}", overrides=(override,))
    assert np.isnan(expectations(outside)[0]["expected"]).all()
    assert any("closed form" in warning and why in warning for warning in warnings_of(outside))


def test_price_moves_a_share_of_one_not_at_all():
    scenario = load("verification/pn1", overrides=("policy.price.level=1.2",))
    assert np.isfinite(expectations(scenario)[0]["expected"]).all()


def test_without_discounting_and_a_heavy_tail_clv_is_said_to_be_endless():
    assert any("discount" in warning for warning in warnings_of(load("base", overrides=("market.discount_rate=0",))))
