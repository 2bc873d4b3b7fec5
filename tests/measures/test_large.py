"""Measures of many people: in little memory beside the records, and the same however many are looked at together."""

import tracemalloc

import numpy as np
import pytest

from sim import value
from sim.measures import measure
from sim.vocabulary import Stage
from tests.worlds import world

EVERYBODY = "market.start.customer=1"
BYTES = 130
"""Of memory that measuring may take for a customer beside the records; a copy of the records would not fit in."""


def taken(action) -> int:
    """The most bytes that ``action`` has at a time."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("scenario", ["base", "full"])
def test_measures_make_do_with_little_memory_beside_the_records(monkeypatch, scenario):
    """What does not grow with people, tables above all, is taken out by the difference of two sizes."""
    monkeypatch.setattr(value, "AT_A_TIME", 1 << 10)
    few, many = (world(f"people={n}", "days=60", EVERYBODY, scenario=scenario) for n in (8_000, 40_000))
    measure(*few)  # what is imported on first use is no part of it
    more = taken(lambda: measure(*many)) - taken(lambda: measure(*few))
    assert more < BYTES * 32_000


@pytest.mark.parametrize("at_a_time", [1, 77])
@pytest.mark.parametrize("extra", [(), ("market.need.dropout=renewal", "market.need.renewal_days=60")])
def test_customers_are_worth_the_same_looked_at_in_small_groups(monkeypatch, at_a_time, extra):
    """Having recommended us works on some only: the equations of the others do not change with their company."""
    sharers = ("market.referral.share_probability=0.5", "market.referral.sharer_effect_days=90")
    overrides = ("people=1500", EVERYBODY, *sharers, "market.referral.sharer_dropout_ratio=0.5", *extra)
    plan, ledger = world(*overrides)
    who = ledger.people["orders"] > 0
    together = value.residual(plan, ledger, who)
    monkeypatch.setattr(value, "AT_A_TIME", at_a_time)
    np.testing.assert_array_equal(value.residual(plan, ledger, who), together)
    loyal = ledger.people[who & (ledger.people["stage"] == Stage.CUSTOMER)]["sharer"] > 0
    assert loyal.any()
    assert not loyal.all()
