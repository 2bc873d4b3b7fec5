"""Discretion of the front line: more is solved, longer is handled, some are compensated, each at its cost."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim.vocabulary import MICRO, Account, Event
from tests.worlds import figures, world

POLICY, MARKET = "policy.service.discretion", "market.discretion"
ASKED = ("people=1000", "market.size=1000", "days=200", "market.start.customer=1", "market.service.question_rate=0.03")
DESK = (*ASKED, "policy.service.desk.active=true", "market.satisfaction.dropout_effect=0.3")


def test_todays_discretion_is_nothing_whatever_it_would_do():
    strange = (f"{MARKET}.solved=0.1", f"{MARKET}.handling_ratio=2", f"{POLICY}.compensation=9")
    _, one = world(*DESK, journal=True)
    _, other = world(*DESK, f"{POLICY}.level=0", *strange, journal=True)
    assert one.journal.tobytes() == other.journal.tobytes()


def test_compensation_alone_moves_nobody_and_costs_what_it_costs():
    still = (*DESK, f"{MARKET}.handling_ratio=1", f"{MARKET}.solved=0", f"{MARKET}.satisfaction=0")
    (_, without), (_, with_it) = (
        world(*still, f"{POLICY}.level={level}", f"{POLICY}.compensation=2.5", journal=True) for level in (0, 1)
    )
    own = with_it.journal["kind"] == Event.COMPENSATED
    assert own.sum() > 100
    assert with_it.journal[~own].tobytes() == without.journal.tobytes()
    paid = with_it.people["net"].sum() - without.people["net"].sum()
    assert paid == with_it.sums[:, :, Account.COMPENSATION].sum() == -2.5 * MICRO * own.sum()


def test_who_is_compensated_at_less_discretion_is_at_more():
    whom = []
    for level in (0.3, 1.0):
        lines = world(*DESK, f"{POLICY}.level={level}", f"{MARKET}.solved=0", journal=True)[1].journal
        whom.append(set(lines["who"][lines["kind"] == Event.COMPENSATED]))
    assert whom[0] < whom[1]


@pytest.mark.parametrize("level", [-1.0, 0.5, 1.0])
def test_desks_are_what_the_level_says(level):
    held = (f"{MARKET}.handling_ratio=1.05", f"{MARKET}.solved=0.05", f"{MARKET}.satisfaction=0.15")
    before, after = (lower(load("base", overrides=(*DESK, *held, f"{POLICY}.level={at}")), 0) for at in (0.0, level))
    assert after.desk_table["handling"] == pytest.approx(before.desk_table["handling"] * 1.05**level)
    assert after.desk_table["solved"] == pytest.approx(before.desk_table["solved"] + 0.05 * level)
    numbers = [plan.behaviour["satisfaction_solved"][0] for plan in (before, after)]
    assert numbers[1] - numbers[0] == pytest.approx(0.15 * level)
    assert after.behaviour["discretion_on"][0] == (level > 0)


def test_the_more_is_decided_the_fewer_tickets_come_back():
    held = [f"market.service.desks.{name}.solved=0.7" for name in ("phone", "chat", "email")]
    back = [
        figures(*world(*DESK, *held, f"{POLICY}.level={level}", f"{MARKET}.solved=0.1"))["reopened_share"]
        for level in (-1, 0, 1)
    ]
    assert np.array(back) == pytest.approx([0.4, 0.3, 0.2], abs=0.03)  # some 8,000 turns each: 5 standard errors
