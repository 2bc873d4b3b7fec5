"""The parts of a plan sum to it, in every world; a part that is a copy of today brings exactly nothing."""

import pytest

import sixr
from decisions.parts import levers_of, parts
from scenarios.policy.channel import Flight
from sim.problems import BadInput

SMALL = ("people=2000", "worlds=4", "days=300")


def plan(*changes):
    return sixr.load("base", overrides=[*SMALL, *changes])


def test_parts_by_lever_and_by_step_sum_to_the_whole():
    split = parts(
        plan(),
        plan("policy.price.level=1.1", "policy.channel.weekly_spend.search=0", "policy.referral.reward_friend=5"),
    )
    assert [part.name for part in split.levers] == ["price", "channel", "referral"]
    for some in (split.levers, split.steps):
        assert sum(part.mean for part in some) == pytest.approx(split.whole.mean, rel=1e-9)
    spent = {part.name: part.mean for part in split.steps}
    assert spent["advertising"] == pytest.approx(4000 * 300 / 7, rel=1e-4)  # what the cut saves


def test_a_single_lever_is_the_whole():
    split = parts(plan(), plan("policy.price.level=1.1"))
    assert split.levers[0].mean == split.levers[0].alone == split.whole.mean


def test_many_levers_are_taken_alone_and_last_and_still_sum():
    changes = (
        "policy.price.level=1.05",
        "policy.channel.weekly_spend.search=0",
        "policy.referral.reward_friend=5",
        "policy.relationship.touches_per_week=2",
        "policy.product.cost_ratio=0.6",
        "policy.service.cost_per_customer_day=0.001",
        "policy.organisation.fixed_cost_per_week=100",
    )
    split = parts(plan(), plan(*changes))
    assert len(split.levers) == 7
    assert sum(part.mean for part in split.levers) == pytest.approx(split.whole.mean, rel=1e-9)
    fixed = next(part for part in split.levers if part.name == "organisation")
    assert fixed.mean == pytest.approx(-100 * 300 / 7, rel=1e-3)


SPEND = "policy.channel.weekly_spend"
SPLIT = (f"{SPEND}.search=0", f"{SPEND}.social=6000", "policy.price.level=1.05")


def flown(*changes):
    """A plan with a flight in one channel, too."""
    one = plan(*changes)
    media = one.policy.channel.model_copy(
        update={"flights": (Flight(channel="video", from_=30, to=90, weekly_spend=9000.0),)}
    )
    return one.model_copy(update={"policy": one.policy.model_copy(update={"channel": media})})


def test_channels_are_levers_of_their_own_and_still_sum_to_the_same_whole():
    base, other = plan("worlds=3", "days=120"), flown(*SPLIT, "worlds=3", "days=120")
    together, apart = parts(base, other), parts(base, other, by="channel")
    assert [part.name for part in apart.levers] == [
        "price", "channel.search", "channel.social", "channel.video"
    ]  # fmt: skip
    assert apart.whole == together.whole
    assert sum(part.mean for part in apart.levers) == pytest.approx(apart.whole.mean, rel=1e-9)
    assert [part.name for part in together.levers] == ["price", "channel"]


def test_a_channel_alone_spends_what_the_plan_spends_on_it_and_today_s_on_the_others():
    found = levers_of(plan(), flown(*SPLIT), "channel")
    spend = {name: one.policy.channel.weekly_spend for name, one in found.items()}
    today, planned = plan().policy.channel.weekly_spend, plan(*SPLIT).policy.channel.weekly_spend
    assert spend["channel.search"] == {**today, "search": planned["search"]}
    assert spend["channel.social"] == {**today, "social": planned["social"]}
    assert [len(one.policy.channel.flights) for one in found.values()] == [0, 0, 0, 1]
    with pytest.raises(BadInput, match="Allowed: channel"):
        levers_of(plan(), plan(*SPLIT), "week")


def test_nothing_changed_and_another_market_are_refused():
    with pytest.raises(BadInput, match="changes something"):
        levers_of(plan(), plan())
    with pytest.raises(BadInput, match="another market"):
        levers_of(plan(), plan("market.awareness.fade_rate=0.5"))
