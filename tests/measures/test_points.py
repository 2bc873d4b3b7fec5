"""What is said of the loyalty programme: points of the whole market, the firm's debt, and the upper tier."""

import numpy as np
import pytest

from sim.measures import measure
from sim.vocabulary import NEVER, Event, Points, Stage
from tests.worlds import world

POINTS = "policy.relationship.points"
PROGRAMME = (f"{POINTS}.earn_rate=0.1", f"{POINTS}.expiry_days=100", f"{POINTS}.tier.orders=2", "days=400")


def told(*overrides):
    plan, ledger = world("market.size=40000", "people=4000", *overrides)
    table = measure(plan, ledger)
    return plan, ledger, table[table["by"] == "all"].set_index("measure")["value"]


def test_points_are_those_of_the_whole_market_and_none_is_lost():
    _, ledger, said = told(*PROGRAMME)
    outstanding = said["points_liability"] / 0.8  # the firm expects a fifth to lapse
    assert said["points_issued"] == pytest.approx(
        said["points_redeemed"] + said["points_expired"] + outstanding, abs=1e-3
    )
    assert said["points_redeemed"] == ledger.programme[:, Points.REDEEMED].sum() / 1e6 * 10
    settled = said["points_redeemed"] + said["points_expired"]
    assert said["points_breakage"] == pytest.approx(said["points_expired"] / settled)
    assert 0.0 < said["points_breakage"] < 1.0


def test_the_upper_tier_is_a_share_of_active_customers():
    _, ledger, said = told(*PROGRAMME)
    active = ledger.people["stage"] == Stage.CUSTOMER
    assert said["upper_tier"] == pytest.approx((ledger.more["at_tier"][active] < NEVER).mean())
    assert ledger.counts[:, :, Event.UPGRADED].sum() > 0


def test_points_lower_revenue_by_what_they_cost():
    said, without = told(*PROGRAMME)[2], told("days=400")[2]
    lower = without["revenue"] - said["revenue"]
    assert lower == pytest.approx(said["points_redeemed"] + said["points_liability"], abs=1e-3)


def test_a_programme_that_is_off_is_not_spoken_of():
    said = told("days=400")[2]
    assert not any(name.startswith("points") or name == "upper_tier" for name in said.index)
    only_tier = told(f"{POINTS}.tier.orders=2", "days=400")[2]
    assert set(only_tier.index) - set(said.index) == {"upper_tier"}


def test_where_nothing_is_used_or_has_lapsed_no_breakage_is_told():
    nothing = f"{POINTS}.earn_rate=0.1", f"{POINTS}.expiry_days=500", "market.loyalty.redeem_probability=0", "days=400"
    assert np.isnan(told(*nothing)[2]["points_breakage"])
