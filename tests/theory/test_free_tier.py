"""A lasting free tier: what it costs, what it keeps from happening, and who hears of it."""

import numpy as np
import pytest

from scenarios.lowering.lower import lower
from scenarios.warnings.warnings import warnings_of
from sim import engine
from sim.problems import BadInput
from sim.vocabulary import Account, Event, Stage
from tests.scenarios.lowered import scenario

FREE = ("policy.product.free_tier.active=true", "market.free_tier.start_rate=0.2")
LISTED = ("market.start.retained=1", "market.choice.share_retained=0.5", "market.retain.unsubscribe_rate=0")


def run(*changes):
    return engine.run(lower(scenario(*changes), 0), journal=True)


def test_a_free_user_buys_nothing_until_the_decision_to_pay():
    never = ("market.free_tier.conversion=0", "market.free_tier.leaving=0")
    ledger = run(*FREE, *LISTED, *never)
    began = {line["who"]: line["time"] for line in ledger.journal if line["kind"] == Event.TRIAL_STARTED}
    orders = ledger.journal[np.isin(ledger.journal["kind"], [Event.FIRST_ORDER, Event.ORDERED])]
    assert len(began) > 500
    assert len(orders) > 10
    assert not any(line["who"] in began for line in orders)
    assert int(ledger.counts[:, :, Event.FIRST_ORDER].sum()) < int(run(*LISTED).counts[:, :, Event.FIRST_ORDER].sum())
    assert (ledger.people["stage"][list(began)] == Stage.TRIAL).all()


def test_each_day_of_free_use_costs_the_same():
    ledger = run(*FREE, *LISTED, "policy.product.free_tier.cost_per_day=0.01", "market.free_tier.conversion=0.3")
    inside = np.cumsum(ledger.flows[:, :, Stage.TRIAL].sum(axis=1) - ledger.flows[:, Stage.TRIAL].sum(axis=1))
    days = inside.sum()  # at the ends of days
    lost = -ledger.sums[:, :, Account.TRIAL].sum() / 1e4
    moves = ledger.flows[:, :, Stage.TRIAL].sum() + ledger.flows[:, Stage.TRIAL].sum()
    assert abs(lost - days) < moves  # a part of the first and of the last day each


def test_free_users_who_talk_make_others_hear_of_us():
    ambient = ("market.contagion.ambient_rate=0.2", "market.start.retained=0.3", "market.awareness.organic_rate=0")
    quiet, loud = (run(*FREE, *ambient, f"market.free_tier.talk={talk}") for talk in (0, 1))
    reached = [int(one.counts[:, :, Event.REACHED].sum()) for one in (quiet, loud)]
    assert reached[1] > 1.2 * reached[0]


def test_a_trial_beside_a_free_tier_is_refused():
    with pytest.raises(BadInput, match="one of them"):
        scenario(*FREE, "policy.product.trial.offered=true", "market.retain.trial_rate=0.1")


def test_a_free_tier_that_nobody_begins_to_use_is_said():
    said = warnings_of(scenario(FREE[0], "market.free_tier.start_rate=0"))
    assert any("nobody begins to use it" in one for one in said)
