"""Classes of customers: what the firm sees, whom it then calls, writes to and gives incentives to."""

import numpy as np
import pytest

from sim.measures import measure
from sim.mechanisms.classes.rules import class_of, next_review
from sim.vocabulary import Account, Event, Granted
from tests.worlds import world

CLASSES, CALLS, MESSAGES = (f"policy.relationship.{name}" for name in ("classes", "care_calls", "messages"))
ON = (
    "people=2000", "days=250", "market.start.customer=0.7", "market.need.order_rate=3", f"{CLASSES}.active=true",
    f"{CLASSES}.every_days=30", f"{CLASSES}.a_from=80", f"{CLASSES}.b_from=30",
)  # fmt: skip


@pytest.mark.parametrize(("paid", "expected"), [(0.0, 0), (29.9, 0), (30.0, 1), (79.9, 1), (80.0, 2), (1e6, 2)])
def test_the_class_is_a_step_of_what_was_paid_lately(paid, expected):
    assert class_of(paid, 80.0, 30.0) == expected


@pytest.mark.parametrize("t", [0.0, 29.9999999, 30.0, 44.4, 12345.678])
def test_reviews_lie_on_the_same_days_for_all_and_move_on(t):
    due = next_review(30.0, t)
    assert t < due <= t + 30.0 + 1e-3
    assert due % 30.0 == pytest.approx(0.0, abs=1e-3)


def by_hand(ledger, every, keeps, days):
    """The class of each at the end, from the journal: payments that were kept, older ones counting less."""
    lines = ledger.journal[np.isin(ledger.journal["kind"], (Event.FIRST_ORDER, Event.ORDERED))]
    latest = every * np.floor((np.nextafter(days, 0.0)) / every)
    counted = lines[lines["time"] < latest]
    reviews = np.floor(latest / every) - 1.0 - np.floor(counted["time"] / every)
    paid = np.zeros(len(ledger.people))
    np.add.at(paid, counted["who"], counted["amount"] / 1e6 * keeps**reviews)
    return np.where(paid >= 80.0, 2, np.where(paid >= 30.0, 1, 0)), paid


def test_classes_are_those_of_the_payments_in_the_journal():
    """But for who lies within rounding of a bound."""
    plan, ledger = world(*ON, f"{CLASSES}.keeps=0.8", journal=True)
    expected, paid = by_hand(ledger, 30.0, 0.8, plan.days)
    clear = (abs(paid - 80.0) > 1e-3) & (abs(paid - 30.0) > 1e-3)
    assert (ledger.more["value_class"][clear] == expected[clear]).all()
    assert (np.bincount(ledger.more["value_class"], minlength=3) > 50).all()


def test_shares_of_classes_sum_to_one_and_the_best_bring_more_than_their_share():
    plan, ledger = world(*ON)
    table = measure(plan, ledger)
    of = {
        name: table[table["measure"] == name].set_index("key")["value"]
        for name in ("class_share", "class_orders", "class_value")
    }
    for each in of.values():
        assert each.sum() == pytest.approx(1.0)
    assert of["class_value"]["A"] > of["class_share"]["A"]
    assert of["class_orders"]["A"] > of["class_orders"]["C"] * of["class_share"]["A"] / of["class_share"]["C"]


def test_a_review_costs_the_same_for_everybody():
    _, ledger = world(*ON, f"{CLASSES}.cost_per_review=0.25")
    reviews = int(ledger.counts[:, :, Event.CLASSED].sum())
    assert reviews > 1000
    assert ledger.sums[:, :, Account.CLASSES].sum() == -250_000 * reviews


def test_calls_and_incentives_go_to_their_classes_alone(tmp_path):
    """Followed through the journal: the class of the latest review before."""
    calls = (f"{CALLS}.active=true", f"{CALLS}.days_after=0.5", f"{CALLS}.to_b=false", f"{CALLS}.to_c=false")
    row = "{name: winback, active: true, on: order, give: message, cost: 1, who: {abc: [B]}}"
    file = tmp_path / "for_b.yaml"
    file.write_text(f"schema: 1\nextends: base\nname: for_b\npolicy: {{incentives: [{row}]}}\n", encoding="utf-8")
    _, ledger = world(*ON, *calls, scenario=str(file), journal=True)
    now, called, granted = dict[int, int](), 0, 0
    due = dict[int, int]()
    for line in ledger.journal:
        who, kind = int(line["who"]), line["kind"]
        if kind == Event.CLASSED:
            now[who] = int(line["amount"])
        elif kind in (Event.FIRST_ORDER, Event.ORDERED):
            due[who] = max(due.get(who, 0), now.get(who, 0))
        elif kind == Event.CALLED:
            called += 1
            assert due[who] == 2
        elif kind == Event.GRANTED:
            granted += 1
            assert now.get(who, 0) == 1
    assert called > 100
    assert granted > 100
    assert ledger.granted.sum(axis=0)[0, Granted.SENT] == granted


def test_everybody_gets_what_is_for_all_classes():
    """For all classes is as for nobody's class: every life is the same to the last bit."""
    with_classes, without = (
        world(*ON, f"{MESSAGES}.active=true", f"{CLASSES}.cost_per_review=0", f"{CLASSES}.active={on}", journal=True)[1]
        for on in ("true", "false")
    )
    own = np.isin(with_classes.journal["kind"], (Event.CLASSED, Event.CLASS_MOVED))
    assert own.any()
    assert with_classes.journal[~own].tobytes() == without.journal.tobytes()
