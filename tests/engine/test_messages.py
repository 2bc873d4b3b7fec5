"""Messages to customers: what they sell, whom they tire, and that opting out is not leaving."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim.mechanisms.messages.lowering import utility_of
from sim.vocabulary import Account, Event
from tests.worlds import world

POLICY, MARKET = "policy.relationship.messages", "market.messages"
CUSTOMERS = ("people=3000", "days=200", "market.start.customer=1", "market.need.order_rate=2", f"{POLICY}.active=true")


def lived(*overrides):
    return world(*CUSTOMERS, *overrides)[1]


@pytest.mark.parametrize("share", [0.05, 0.4, 0.9])
@pytest.mark.parametrize("ratio", [0.5, 1.0, 1.1, 5.0])
def test_the_share_of_occasions_is_multiplied_and_never_above_one(share, ratio):
    odds = share / (1.0 - share) * np.exp(utility_of(ratio, share))
    assert odds / (1.0 + odds) == pytest.approx(min(ratio * share, 1.0), abs=1e-8)


def test_further_messages_sell_less_and_personal_ones_more():
    def lift(*overrides):
        return float(lower(load("base", overrides=(*CUSTOMERS, *overrides)), 0).behaviour["message_lift"][0])

    often = [lift(f"{POLICY}.per_week={n}") for n in (0.5, 1, 2, 3, 4)]
    more = np.diff([0.0, *often]) / (0.5, 0.5, 1, 1, 1)
    assert (more > 0).all()
    assert (np.diff(more) < 0).all()
    assert lift(f"{POLICY}.personal=true") > lift()


def test_more_messages_sell_more_where_nobody_opts_out():
    orders = [
        int(
            lived(f"{MARKET}.opt_out=0", f"{MARKET}.order_lift=0.8", f"{POLICY}.per_week={n}")
            .counts[:, :, Event.ORDERED]
            .sum()
        )
        for n in (0.2, 1, 4)
    ]
    assert orders == sorted(set(orders))


def test_who_opts_out_at_a_lower_rate_does_at_a_higher_one():
    """Everybody's weeks are the same, and so is the chance that each is drawn with."""
    few, many = (lived(f"{MARKET}.opt_out={rate}").more["no_messages"] > 0 for rate in (0.001, 0.01))
    assert 0 < few.sum() < many.sum()
    assert (many | ~few).all()


def test_who_has_opted_out_lives_as_without_messages():
    """Where everybody opts out after the first week no order differs from then on, but for its size by chance."""
    at_once, never = (
        lived(f"{MARKET}.opt_out=1", f"{MARKET}.order_lift=0"),
        lived("policy.relationship.messages.active=false"),
    )
    assert (at_once.more["no_messages"] == 1).all()
    assert (at_once.people["orders"] == never.people["orders"]).all()
    assert (at_once.people["stage"] == never.people["stage"]).all()


def test_each_message_costs_what_is_stated_whoever_gets_it():
    ledger = lived(
        f"{POLICY}.per_week=3",
        f"{POLICY}.cost_per_message=0.5",
        f"{POLICY}.personal=true",
        f"{POLICY}.personal_cost=0.25",
    )
    weeks = int(ledger.counts[:, :, Event.MESSAGED].sum())
    assert weeks > 1000
    assert ledger.sums[:, :, Account.MESSAGES].sum() == -2_250_000 * weeks


def test_nobody_writes_to_who_is_called_lapsed():
    label = ("market.lapse.label=true", "market.lapse.label_days=30", "market.lapse.label_multiple=1")
    _, ledger = world(*CUSTOMERS, *label, f"{MARKET}.opt_out=0", "people=400", journal=True)
    lapsed, written = dict[int, bool](), 0
    for line in ledger.journal:
        if line["kind"] in (Event.LABELLED, Event.ORDERED):
            lapsed[line["who"]] = line["kind"] == Event.LABELLED
        elif line["kind"] == Event.MESSAGED:
            written += 1
            assert not lapsed.get(line["who"], False)
    assert sum(lapsed.values()) > 50
    assert written > 1000
