"""Win-back by reason: a talk that costs, offers for those who left for it, and no gain of matching by default."""

import numpy as np
import pytest

from sim.measures import measure
from sim.vocabulary import MICRO, WON_BACK, Account, Event, Offered, Reason
from tests.worlds import world

ROW = "policy.offers.winback"
ON = (
    "people=3000", "days=400", "market.start.customer=1", "market.lapse.accept_return=0.3",
    "market.lapse.leave.price_share=0.4", "market.lapse.leave.service_share=0.3", "market.lapse.label_days=40",
    f"{ROW}.active=true", f"{ROW}.depth=0", f"{ROW}.give=message", "policy.relationship.talk.cost_per_talk=2",
)  # fmt: skip
BY_PRICE = (f"{ROW}.who.reasons=[price]",)


def test_only_who_left_for_the_reason_comes_back_by_the_offer():
    plan, ledger = world(*ON, *BY_PRICE)
    back = ledger.more["life"] >= WON_BACK
    assert back.sum() > 50
    table = measure(plan, ledger)
    found = table[(table["measure"] == "came_back") & (table["by"] == "reason")].set_index("key")["value"]
    assert found["price"] == found.sum() == back.sum() * plan.scale


def test_every_talk_is_paid_for_and_is_no_rarer_than_the_offers_that_follow():
    _, ledger = world(*ON, *BY_PRICE)
    talks = int(ledger.counts[:, :, Event.TALKED].sum())
    sent = int(ledger.offered.sum(axis=0)[0, Offered.SENT])
    assert ledger.sums[:, :, Account.TALK].sum() == -2 * MICRO * talks
    assert talks > sent > 100


def test_matching_does_nothing_by_default_and_brings_more_back_above_one():
    back = [
        int(world(*ON, *BY_PRICE, f"market.gifts.match_ratio={ratio}")[1].offered.sum(axis=0)[0, Offered.RETURNED])
        for ratio in (0.0, 1.0, 2.0)
    ]
    assert back[0] == 0 < back[1] < back[2]


def test_without_reasons_nobody_is_asked():
    _, ledger = world(*ON)
    assert ledger.counts[:, :, Event.TALKED].sum() == 0
    assert (ledger.more["talked_at"] == -1.0).all()


@pytest.mark.parametrize("reason", list(Reason))
def test_rows_for_each_reason_share_one_talk(reason):
    """Two rows for silence that ask on the same day: as many talks as one row would cause, more or fewer only by who
    comes back."""
    one = world(*ON, f"{ROW}.who.reasons=[{reason.name.lower()}]", "market.lapse.accept_return=0")[1]
    every = world(*ON, f"{ROW}.who.reasons=[need, price, competitor, service]", "market.lapse.accept_return=0")[1]
    same = np.array_equal(one.counts[:, :, Event.TALKED], every.counts[:, :, Event.TALKED])
    assert same
