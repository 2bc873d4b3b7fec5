"""Win-back by reason: a talk that costs, incentives for those who left for it, and no gain of matching by default."""

import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine
from sim.measures import measure
from sim.vocabulary import MICRO, WON_BACK, Account, Event, Granted, Stage

MARKET = """
schema: 1
extends: base
name: by_reason
people: 3000
days: 400
market:
  start: {customer: 1}
  lapse: {accept_return: 0.3, label_days: 40, leave: {price_share: 0.4, service_share: 0.3}}
policy:
  relationship: {talk: {cost_per_talk: 2}}
  incentives:
"""
ROW = "    - {{name: {name}, active: true, on: silence, give: message, cost: 1, who: {{reasons: {reasons}}}}}\n"
EVERY = "[need, price, competitor, service]"


@pytest.fixture
def lived(tmp_path):
    """(plan, ledger) of a world with a row for each list of reasons."""

    def one(*reasons, more=()):
        file = tmp_path / "by_reason.yaml"
        rows = (ROW.format(name="winback" if k == 0 else f"row {k}", reasons=each) for k, each in enumerate(reasons))
        file.write_text(MARKET + "".join(rows), encoding="utf-8")
        plan = lower(load(str(file), overrides=more), 0)
        return plan, engine.run(plan)

    return one


def talks(ledger):
    return int(ledger.counts[:, :, Event.TALKED].sum())


def test_only_who_left_for_the_reason_comes_back_by_the_incentive(lived):
    plan, ledger = lived("[price]")
    back = (ledger.more["life"] >= WON_BACK) & (ledger.people["stage"] == Stage.CUSTOMER)
    assert back.sum() > 20
    table = measure(plan, ledger)
    found = table[(table["measure"] == "came_back") & (table["by"] == "reason")].set_index("key")["value"]
    assert found["price"] == found.sum() == back.sum() * plan.scale


def test_every_talk_is_paid_for_and_is_no_rarer_than_the_incentives_that_follow(lived):
    _, ledger = lived("[price]")
    sent = int(ledger.granted.sum(axis=0)[0, Granted.SENT])
    assert ledger.sums[:, :, Account.TALK].sum() == -2 * MICRO * talks(ledger)
    assert talks(ledger) > sent > 100


def test_a_higher_ratio_of_matching_brings_more_back_and_none_nobody(lived):
    back = [
        int(lived("[price]", more=(f"market.gifts.match_ratio={ratio}",))[1].granted[:, 0, Granted.RETURNED].sum())
        for ratio in (0.0, 0.5, 1.0, 2.0)
    ]
    assert back[0] == 0 < back[1] < back[2] < back[3]


def test_without_reasons_nobody_is_asked(lived):
    _, ledger = lived("[]")
    assert ledger.granted[:, 0, Granted.SENT].sum() > 100
    assert talks(ledger) == 0
    assert (ledger.more["talked_at"] == -1.0).all()


def test_rows_for_silence_share_one_talk(lived):
    """Where nobody comes back, as many talks as any one of the rows would cause."""
    none = ("market.lapse.accept_return=0",)
    one, all_in_one, two = (lived(*rows, more=none)[1] for rows in (("[price]",), (EVERY,), ("[price]", "[service]")))
    assert talks(one) == talks(all_in_one) == talks(two) > 500
