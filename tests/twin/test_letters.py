"""The compiled engine looks once, before an event, whether there is room for all that the event may write."""

from collections import Counter
from pathlib import Path

import pytest

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import reference
from sim.reference.letters import Letters

FOLDER = Path(__file__).parent / "scenarios"
MANY = (
    "market.awareness.organic_rate=0.02",
    "market.referral.share_probability=1.0",
    "market.referral.referred_dropout_ratio=0.5",
    "market.lapse.return_rate=0.05",
)
AT_ONCE = (
    "market.referral.contacts=64",
    "market.referral.invites_law=poisson",
    "market.referral.invites_mean=32",
    "market.need.dropout=coin",
    "market.need.coin_a=3",
    "market.need.coin_b=1",
    "days=100",
)
TALKATIVE = tuple(f"market.satisfaction.warn.{end}" for end in ("people=5", "share=1", "below=9"))


@pytest.mark.parametrize(
    ("name", "overrides"),
    [
        *(
            pytest.param("referral", AT_ONCE, marks=pytest.mark.slow),
            ("scale_free", ()),
            ("small_world", ()),
            ("edges", ("days=400",)),
        ),
        *(("neighbours", TALKATIVE), ("satisfied", AT_ONCE), ("../../../sim/mechanisms/contagion/twin", ())),
    ],
)
def test_no_event_writes_more_letters_than_there_is_room_for(name, overrides, monkeypatch):
    written: Counter[tuple[int, float]] = Counter()
    sends = Letters.sends

    def counted(self, *letter):
        written[self.one.number, self.one.now] += 1
        sends(self, *letter)

    monkeypatch.setattr(Letters, "sends", counted)
    plan = lower(load(FOLDER / f"{name}.yaml", overrides=(*MANY, *overrides)), 0)
    reference.run(plan, journal=False)
    assert 3 < max(written.values()) <= plan.behaviour[0]["most_letters"]
