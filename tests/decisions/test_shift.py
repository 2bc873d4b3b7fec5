"""Money moved stays in the total; rewards cost what they were given; plans are files that read back the same."""

import pytest

import sixr
from decisions.plan_file import plan_text
from decisions.shift import CLOSE, shift
from scenarios.lowering.media import daily_spend
from sim.problems import BadInput

SMALL = ("people=5000", "worlds=4", "days=200")


def test_money_moves_between_channels_to_the_cent():
    base = sixr.load("base", overrides=[*SMALL, "policy.channel.weekly_spend.video=0"])
    moved = shift(base, 0.25, "video", ["search"])
    before, after = daily_spend(base).sum(axis=1), daily_spend(moved.plan).sum(axis=1)
    assert after.sum() == pytest.approx(before.sum())
    assert after[0] == pytest.approx(0.75 * before[0])
    assert after[1] == before[1]
    assert after[2] == pytest.approx(moved.moved)


def test_rewards_cost_what_the_cut_saves():
    base = sixr.load("base", overrides=SMALL)
    found = sixr.shift(base, share=0.1, to="referral")
    moved = found.beside
    assert moved.costs == pytest.approx(moved.moved, rel=CLOSE)
    parts = {part.name: part for part in found.found.steps}
    assert parts["advertising"].mean == pytest.approx(moved.moved, rel=1e-5)
    assert parts["rewarding"].mean == pytest.approx(-moved.costs, rel=1e-6)
    assert {part.name for part in found.found.levers} == {"channel", "referral"}


def test_a_plan_file_says_the_plan(tmp_path):
    base = sixr.load("base", overrides=SMALL)
    file = tmp_path / "plan.yaml"
    found = sixr.shift("base", share=0.1, to="video", plan=file, overrides=SMALL)
    again = sixr.load(file, overrides=SMALL)
    assert again.policy == found.beside.plan.policy
    assert plan_text(base, base, "base", "same") == "extends: base\nname: same\n"


def test_what_cannot_be_moved_is_refused():
    base = sixr.load("base", overrides=SMALL)
    for share, to, channels, words in (
        (0.2, "vidio", (), "vidio"),
        (0.2, "video", ("video",), "another channel"),
        (0.0, "video", (), "share"),
        (1.5, "video", (), "share"),
    ):
        with pytest.raises(BadInput, match=words):
            shift(base, share, to, channels)
    silent = sixr.load("base", overrides=[*SMALL, "market.referral.share_probability=0.0001"])
    with pytest.raises(BadInput, match="too few invitations"):
        shift(silent, 0.5, "referral")
    idle = sixr.load("base", overrides=[*SMALL, "policy.channel.weekly_spend.search=0"])
    with pytest.raises(BadInput, match="nothing that is spent"):
        shift(idle, 0.5, "video", ["search"])
