"""Prices for new customers first: who has ordered keeps the old one."""

import numpy as np
import pytest

from scenarios.lowering.lower import lower
from scenarios.warnings.warnings import warnings_of
from sim import engine
from sim.problems import BadInput
from sim.vocabulary import MICRO, Event
from tests.scenarios.lowered import plan, scenario
from tests.worlds import lived

ALIKE = (
    *("market.spend.variation=none", "market.start.customer=0.3", "market.awareness.organic_rate=0.02"),
    *("market.need.order_shape=1", "market.need.order_rate=2"),
)
LIST = "policy.price.changes=[{changes}]"
NEW = "{day: 30, level: 1.2, for: new}"


def changes(*which):
    return f"policy.price.changes=[{', '.join(which)}]"


def test_a_customer_pays_the_price_of_the_time_of_the_first_order_and_others_the_new_one():
    made = lower(scenario(*ALIKE, changes(NEW, "{day: 60, level: 1.5, for: new, until: 90}")), 0)
    journal = engine.run(made, journal=True).journal
    first = {line["who"]: line["time"] for line in journal if line["kind"] == Event.FIRST_ORDER}
    orders = journal[np.isin(journal["kind"], [Event.FIRST_ORDER, Event.ORDERED])]
    seen = set()
    for line in orders:
        won, now = int(first[line["who"]]), int(line["time"])
        level = 1.5 if now >= 90 or won >= 60 else 1.2 if won >= 30 else 1.0
        seen.add((level, now >= 60))
        assert line["amount"] / MICRO == pytest.approx(level * made.behaviour["mean_order"][0])
    assert seen == {(1.0, False), (1.0, True), (1.2, False), (1.2, True), (1.5, True)}


def test_a_change_for_everybody_ends_what_was_kept():
    kept = plan(changes(NEW, "{day: 50, level: 1.3}")).kept_prices
    assert kept.shape == (2, 120)
    assert kept[0, 29:31] == pytest.approx([1.0, 1 / 1.2])
    assert (kept[:, 50:] == 1.0).all()
    assert (kept[1] == 1.0).all()


def test_a_new_price_that_is_the_old_one_changes_nothing():
    made, without = (lower(scenario(*ALIKE, *more), 1) for more in ((changes("{day: 30, level: 1, for: new}"),), ()))
    a, b = (engine.run(one, journal=True) for one in (made, without))
    assert made.behaviour["vintages"] == 1
    assert a.journal.tobytes() == b.journal.tobytes()
    assert (a.people == b.people).all()


def test_who_keeps_the_old_price_is_worth_less_beyond_the_horizon():
    """Nobody leaves for the price, and everybody buys: what is left of a life is in proportion to the margin."""
    from sim.value import residual

    certain = ("market.choice.share_customer=1", "market.choice.share_competitor=0", "market.need.heterogeneity=none")
    whole = scenario(*ALIKE, *certain, "market.start.customer=0.6", changes(NEW))
    made, ledger = lived(whole, journal=False)
    people = ledger.people
    old = (people["orders"] > 0) & (people["first_at"] < 30)
    base = lower(scenario(*ALIKE, *certain, "market.start.customer=0.6"), 0)
    assert residual(made, ledger, old) == pytest.approx(residual(base, engine.run(base), old), rel=1e-9)


@pytest.mark.parametrize(
    ("change", "says"),
    [("{day: 30, level: 1.2, until: 60}", "for: new"), ("{day: 30, level: 1.2, for: new, until: 30}", "after 30")],
)
def test_an_end_that_makes_no_sense_is_refused(change, says):
    with pytest.raises(BadInput, match=says):
        scenario(changes(change))


def test_that_leaving_follows_the_new_price_is_said():
    leave = ("market.lapse.leave.price_share=0.3", "market.lapse.leave.price_effect=1")
    assert any("not its effect on drop-out" in said for said in warnings_of(scenario(*leave, changes(NEW))))
    assert not any("drop-out" in said for said in warnings_of(scenario(changes(NEW))))
