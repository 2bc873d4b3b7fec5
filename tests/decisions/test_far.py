"""Plans far from what their market knows: each is answered with the lever, what is known, and how far off it lies."""

import numpy as np
import pytest

from decisions.evidence import evidence
from decisions.levers import Lever, far_of
from decisions.optimise.space import Space
from decisions.parts import Part, Parts
from decisions.sensitivity.telling import settle_json
from decisions.settle import Settled
from decisions.shift import shift
from decisions.telling import parts_json, shift_json
from scenarios.files.loading import load
from scenarios.warnings.warnings import warnings_of

ORDERS = "the market was fitted to orders at today's price alone"
REWARD = "500 USD for a friend is 100 times the reward at which the market was stated"
FAR = {
    "policy.price.level=3": f"policy.price.level: 3 times today's price; {ORDERS}",
    "policy.price.level=0.2": f"policy.price.level: 0.2 times today's price; {ORDERS}",
    "policy.price.offers.main=3": f"policy.price.offers.main: 3 times today's price; {ORDERS}",
    "policy.channel.weekly_spend.search=2000000": (
        "policy.channel.weekly_spend.search: 2,000,000 a week is 500 times as much per person as the 4,000"
    ),
    "policy.referral.reward_friend=500": f"policy.referral.reward_friend: {REWARD}",
    "policy.referral.reward_referrer=500": f"policy.referral.reward_referrer: {REWARD}",
    "policy.relationship.touches_per_week=7 market.retain.unsubscribe_bound=0.5": (
        "policy.relationship.touches_per_week: 7 messages a week are 7 times the 1 at which the market was stated"
    ),
    "promotion: {deals: [{name: out, from: 5, to: 9, depth: 0.9}]}": (
        f"policy.promotion.deals: out takes 90 % off the price; {ORDERS}"
    ),
    "service: {desk: {staff: {chat: [{name: all, days: all, from: 0, to: 24, people: 200}]}}}": (
        "policy.service.desk.staff.chat: 33,600 hours on duty a week are 673 times as many per person as the 50"
    ),
}
NOTHING = Part("all", 0.0, 0.0, 0.0, 0.0)
PARTS = Parts("profit", NOTHING, (), (), ())
SETTLED = Settled("profit", "time", evidence(np.zeros((1, 2)), 1.0), (), 0.0)


def compared(base, plan):
    return list(warnings_of(plan))


def split(base, plan):
    return parts_json(base, plan, PARTS)["beyond"]


def moved(base, plan):
    """Money is moved in the plan itself, which is today's then."""
    found = shift(plan, 0.1, "video", ["social"])
    return shift_json(plan, found, PARTS)["beyond"]


def settled(base, plan):
    return settle_json(base, plan, SETTLED)["beyond"]


def looked_for(base, plan):
    """What a search sets leaves what it does not set as far off as it was."""
    lever = Lever("policy.product.fulfilment_ratio", 0.0, 0.5)
    return far_of(base, Space(plan, None, (lever,)).plan(np.array([0.1]), "best"))


@pytest.fixture(scope="module")
def base():
    return load("full")


@pytest.fixture(scope="module", params=FAR)
def far(request, tmp_path_factory):
    """A plan and what is said of it."""
    if "=" in request.param:
        return load("full", overrides=request.param.split()), FAR[request.param]
    file = tmp_path_factory.mktemp("far") / "plan.yaml"
    file.write_text(f"extends: full\npolicy: {{{request.param}}}\n")
    return load(file), FAR[request.param]


@pytest.mark.parametrize("telling", [compared, split, moved, settled, looked_for])
def test_a_plan_far_off_is_told_so(base, far, telling):
    plan, said = far
    assert len([text for text in telling(base, plan) if text.startswith(said)]) == 1


@pytest.mark.parametrize("telling", [split, settled])
def test_nothing_is_said_of_what_is_known(base, telling):
    assert far_of(base) == ()
    assert not [text for text in telling(base, load("full", overrides=["policy.price.level=1.1"])) if "policy." in text]
