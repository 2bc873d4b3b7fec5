"""What must hold of every market, without or with a number: elasticity, memory, calendar, currency, stages."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.media import exposure_by_day
from sim.vocabulary import Event, Stage
from tests.worlds import NO_REFERRAL, figures, world, z_of

LIMIT = 4.5


def test_orders_answer_to_price_with_the_stated_elasticity():
    start = (
        *NO_REFERRAL, "people=40000", "days=200", "market.start.customer=1.0", "market.awareness.organic_rate=0",
        "market.choice.price_elasticity=-2.2", "market.choice.price_sensitivity_sd=1e-9",
        "market.segments.value seekers.price_sensitivity=1", "market.segments.convenience seekers.price_sensitivity=1",
        "market.need.week_shock_sd=0",
    )  # fmt: skip
    step = 0.01
    arcs = []
    for r in range(8):
        orders = [
            world(*start, f"policy.price.level={1 + d}", replication=r)[1].counts[:, :, Event.ORDERED].sum()
            for d in (-step, step)
        ]
        arcs.append((orders[1] - orders[0]) / (orders[1] + orders[0]) / step)
    assert abs(z_of(np.array(arcs), -2.2)) < LIMIT


def test_without_price_sensitivity_the_price_moves_no_order():
    flat = ("market.choice.price_elasticity=-1e-12", *NO_REFERRAL)
    _, a = world(*flat)
    _, b = world(*flat, "policy.price.level=1.5")
    assert (a.people["orders"] == b.people["orders"]).all()


PULSE = """
schema: 1
extends: base
name: pulse
days: 600
policy:
  channel:
    weekly_spend: {video: 0}
    flights: [{channel: video, from: 0, to: 1, weekly_spend: 7000}]
"""


def test_adstock_spreads_impressions_and_loses_none(tmp_path):
    file = tmp_path / "pulse.yaml"
    file.write_text(PULSE)
    base, pulse = load("base", overrides=("days=600",)), load(file)
    video = 2
    steady, remembered = exposure_by_day(base)[video], exposure_by_day(pulse)[video]
    channel = base.market.channels[video]
    theta = channel.carryover.value ** (1 / 7)
    shown = 1000 / channel.cost_per_thousand.value * 1000 / base.market.size.value
    weights = np.array([0.5, 1.5])
    assert remembered.sum(axis=1) == pytest.approx(shown * weights, rel=1e-9)
    assert remembered[:, 0] == pytest.approx(shown * weights * (1 - theta), rel=1e-12)
    assert steady[:, -1] == pytest.approx(4000 / 7 * shown / 1000 * weights, rel=1e-9)


def test_clv_does_not_depend_on_the_calendar():
    a = figures(*world())
    b = figures(*world("start=2027-01-05"))
    assert a["clv"] == b["clv"]


def test_a_currency_a_hundred_times_smaller_changes_no_ratio():
    money = {
        "market.spend.customer_rate": 15.44, "market.channels.search.cost_per_thousand": 20.0,
        "market.channels.social.cost_per_thousand": 8.0, "market.channels.video.cost_per_thousand": 12.0,
        "policy.channel.weekly_spend.search": 4000, "policy.channel.weekly_spend.social": 4000,
        "policy.channel.weekly_spend.video": 4000, "policy.relationship.cost_per_touch": 0.01,
    }  # fmt: skip
    one = figures(*world(*[f"{k}={v}" for k, v in money.items()]))
    hundred = figures(*world(*[f"{k}={v * 100:g}" for k, v in money.items()]))
    for name in ("customers", "orders", "clv_to_cac", "k_factor", "repeat_rate_180"):
        assert hundred[name] == pytest.approx(one[name], rel=1e-6), name
    assert hundred["profit"] == pytest.approx(100 * one["profit"], rel=1e-6)


def test_people_move_only_along_the_journey():
    _, ledger = world("market.lapse.return_rate=0.01", "market.lapse.final_loss_rate=0.01")
    allowed = {
        (Stage.UNAWARE, Stage.REACHED), (Stage.UNAWARE, Stage.RETAINED), (Stage.REACHED, Stage.UNAWARE),
        (Stage.REACHED, Stage.RETAINED), (Stage.REACHED, Stage.CUSTOMER), (Stage.RETAINED, Stage.UNAWARE),
        (Stage.RETAINED, Stage.CUSTOMER), (Stage.CUSTOMER, Stage.DROPPED_OUT), (Stage.CUSTOMER, Stage.LOST),
        (Stage.DROPPED_OUT, Stage.CUSTOMER), (Stage.DROPPED_OUT, Stage.LOST),
    }  # fmt: skip
    seen = {(Stage(a), Stage(b)) for a, b in zip(*np.nonzero(ledger.flows.sum(axis=0)), strict=True)}
    assert seen <= allowed
    assert (Stage.DROPPED_OUT, Stage.CUSTOMER) in seen
