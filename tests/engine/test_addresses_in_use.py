"""What a run asks for: every person's own numbers, whoever else there is, and every policy's none at all."""

import numpy as np
import pytest

from sim import engine
from sim.core.ground.ledger import micro, scaled
from sim.differences import differences, tables
from sim.vocabulary import Event
from tests.engine.busy import NO_SHARING, lowered


def first(ledger, n):
    """A ledger's people and journal without all after the first ``n``."""
    return ledger.people[:n], ledger.journal[ledger.journal["who"] < n]


def test_one_person_more_changes_nobody_else():
    few = engine.run(lowered(NO_SHARING, "people=200"), journal=True)
    more = engine.run(lowered(NO_SHARING, "people=201"), journal=True)
    assert len(more.journal) > len(few.journal) > 800
    people, journal = first(more, 200)
    assert people.tobytes() == few.people.tobytes()
    assert journal.tobytes() == few.journal.tobytes()


def test_a_longer_run_begins_like_a_shorter_one():
    short = engine.run(lowered("days=100"), journal=True)
    long = engine.run(lowered("days=160"), journal=True)
    assert len(short.journal) > 800
    assert short.journal.tobytes() == long.journal[long.journal["time"] < 100].tobytes()


SAID_AGAIN = """
schema: 1
name: said again
extends: base
policy:
  price: {changes: [{day: 30, level: 1.0}, {day: 31, level: 1.0}]}
  channel: {flights: [{channel: video, from: 10, to: 50, weekly_spend: 4000}]}
"""


def test_todays_policy_said_again_is_the_same_run(tmp_path):
    file = tmp_path / "again.yaml"
    file.write_text(SAID_AGAIN, "utf-8")
    one, other = (engine.run(lowered(scenario=name), journal=True) for name in ("base", str(file)))
    assert differences(one, other) == []


ZEROS = {
    "nobody shares": (("market.referral.share_probability=0",), (NO_SHARING,)),
    "no contacts": (("market.referral.contacts=0",), (NO_SHARING,)),
    "how long a recommendation binds if it does not": (
        ("market.referral.sharer_dropout_ratio=1", "market.referral.sharer_effect_days=90"),
        ("market.referral.sharer_dropout_ratio=1", "market.referral.sharer_effect_days=0"),
    ),
    "rewards nobody earns": ((NO_SHARING, "policy.referral.reward_friend=99"), (NO_SHARING,)),
    "a cost of returns nobody makes": (
        ("market.lapse.return_rate=0", "policy.winback.cost_per_return=7"),
        ("market.lapse.return_rate=0",),
    ),
    "messages that nobody gets": (
        ("market.start.retained=0", "market.retain.optin_rate=0", NO_SHARING),
        (
            "market.start.retained=0",
            "market.retain.optin_rate=0",
            NO_SHARING,
            "market.retain.nurture_effect=9",
        ),
    ),
}


@pytest.mark.parametrize("name", ZEROS)
def test_what_has_no_strength_changes_nothing(name):
    one, other = (engine.run(lowered(*overrides), journal=True) for overrides in ZEROS[name])
    assert len(one.journal) > 800
    assert differences(one, other) == []


def test_strength_changes_something():
    one = engine.run(lowered(), journal=True)
    for override in ("policy.referral.reward_friend=40", "market.referral.sharer_dropout_ratio=0.2"):
        assert "journal" in tables(differences(one, engine.run(lowered(override), journal=True)))


def test_worlds_differ():
    one, other = (engine.run(lowered(world=world), journal=True) for world in (0, 1))
    assert "people.need_rate" in tables(differences(one, other))


def test_no_invitation_arrives_on_the_day_it_is_sent():
    """Each is answered by its receiver once, on a later day, unless the horizon comes first."""
    ledger = engine.run(lowered("market.referral.delay_mean=0.05"), journal=True)
    lines = ledger.journal
    sent = lines[lines["kind"] == Event.SHARED]
    came = lines[(lines["kind"] == Event.ACCEPTED) | (lines["kind"] == Event.DECLINED)]
    assert len(came) > 150
    pairs = {}
    for line in sent:
        pairs.setdefault((int(line["who"]), int(line["amount"])), []).append(line["time"])
    for line in came:
        left = pairs[int(line["amount"]), int(line["who"])]
        assert any(np.floor(line["time"]) > np.floor(time) for time in left)
    assert (came["time"] == np.floor(came["time"])).sum() > 100  # most wait for midnight
    assert (sent["time"] < 118).sum() <= len(came) <= len(sent)


def test_micro_units_round_half_up():
    assert [micro(x) for x in (0.0, 1e-6, 0.4999e-6, 0.5001e-6, 12.3456785, -0.4e-6)] == [
        0,
        1,
        0,
        1,
        12345679,
        0,
    ]
    assert [scaled(3, 0.5), scaled(-3, 0.5), scaled(10, 0.25), scaled(7, 1.0)] == [2, -1, 3, 7]
