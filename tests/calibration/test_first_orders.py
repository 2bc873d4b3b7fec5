"""First orders by week and source: weeks win what days win, and a world's own numbers win what it won."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from moving import MOVING

from calibration.acquisition import first_orders_per_week
from calibration.first_orders import OF_CHANNELS, Past, Rates, flow
from calibration.synth.lived import Lived, lived
from scenarios.files.loading import load
from scenarios.scenario import Scenario

PLACES = {"awareness": ("organic_rate", "fade_rate"), "need": ("prospect_rate",)}
PLACES |= {"choice": ("share_reached", "share_retained")}
PLACES |= {"retain": ("optin_rate", "nurture_effect", "unsubscribe_rate", "unsubscribe_fatigue")}


def rates_of(market: dict[str, Any], start: float = 0.0) -> Rates:
    found = {name: np.array([market[section][name]["value"]]) for section, names in PLACES.items() for name in names}
    found |= {name: np.array([[channel[name]["value"] for channel in market["channels"]]]) for name in OF_CHANNELS}
    return found | {"start": np.array([start])}


def past_of(scenario: Scenario, shown: np.ndarray) -> Past:
    share = np.array([one.share for one in scenario.market.activity])
    weight = np.array([one.weight for one in scenario.market.activity])
    return Past(
        shown=shown,
        share=share / share.sum(),
        weight=weight * share.sum() / (weight @ share),
        touches=scenario.policy.relationship.touches_per_week / 7,
        touch_memory=scenario.market.retain.touch_memory.value,
        most_leaving=scenario.market.retain.unsubscribe_bound.value,
        reward_ratio=1.0,
        window=scenario.policy.channel.attribution_window,
        referred=np.zeros(shown.shape[1] // 7),
        early=shown[:, :91].mean(axis=1),
    )


@pytest.mark.parametrize("organic", [0.00067, 0.01])
def test_weeks_win_what_days_win(organic: float) -> None:
    scenario = load("base", overrides=[f"market.awareness.organic_rate={organic}", "policy.referral.active=false"])
    market, policy = scenario.market.model_dump(by_alias=True), scenario.policy.model_dump(by_alias=True)
    size = market["size"]["value"]
    shown = [
        policy["channel"]["weekly_spend"][one["name"]] / 7 / one["cost_per_thousand"]["value"] * 1000 / size
        for one in market["channels"]
    ]
    past = past_of(scenario, np.repeat(np.array(shown)[:, None], 364, axis=1))
    found = flow(past, rates_of(market))
    assert found.caused.sum() * size / 52 == pytest.approx(first_orders_per_week(market, policy), rel=0.005)
    assert found.credited.sum() == pytest.approx(found.caused.sum(), rel=1e-12)


@pytest.fixture(scope="module")
def world() -> Lived:
    held = ["market.need.week_shock_sd=0", "market.referral.share_probability=0"]
    return lived(load(MOVING, overrides=held))


def test_a_worlds_own_numbers_win_what_it_won(world: Lived) -> None:
    """Counts are about Poisson; of eight numbers none is 4.5 standard deviations off (false alarm 5e-5)."""
    cells = np.bincount(world.people["cell"], minlength=world.plan.levers.shape[0])
    shown = np.einsum("kcd,c->kd", world.plan.shown, cells.astype(float)) / world.plan.people
    found = flow(past_of(world.scenario, shown), rates_of(world.scenario.market.model_dump(by_alias=True)))
    bought = world.people[world.people["orders"] > 0]
    for field, expected in (("cause", found.caused), ("attributed", found.credited)):
        for k, mean in enumerate(expected[0].sum(axis=-1) * world.plan.people):
            assert abs((bought[field] == k).sum() - mean) < 4.5 * np.sqrt(mean), (field, k)


def test_without_spend_nobody_is_won_by_media_and_without_media_nobody_at_all(world: Lived) -> None:
    market = world.scenario.market.model_dump(by_alias=True)
    past = past_of(world.scenario, np.zeros((3, 364)))
    rates = dict(rates_of(market))
    assert flow(past, rates).caused[:, 1:].sum() == 0.0
    rates["organic_rate"] = np.zeros(1)
    assert flow(past, rates).caused.sum() == 0.0


def test_a_steady_trade_stands_still(world: Lived) -> None:
    """A start of 1 in a large market: about as many in the first weeks as later, as half a year went before."""
    market = world.scenario.market.model_dump(by_alias=True)
    market["awareness"]["organic_rate"]["value"] = 1e-6
    for channel in market["channels"]:
        channel["peak_rate"]["value"] = 1e-6
    past = past_of(world.scenario, np.full((3, 364), 0.03))
    weekly = flow(past, rates_of(market, 1.0)).caused[0].sum(axis=0)
    assert weekly[:4].mean() == pytest.approx(weekly[-4:].mean(), rel=0.2)
    launched = flow(past, rates_of(market, 0.0)).caused[0].sum(axis=0)
    assert launched[0] < 0.1 * weekly[0]


def test_people_who_were_invited_are_not_won_again(world: Lived) -> None:
    market = world.scenario.market.model_dump(by_alias=True)
    past = past_of(world.scenario, np.zeros((3, 364)))
    some = replace(past, referred=np.full(52, 0.005))
    both = [float(flow(one, rates_of(market)).caused.sum()) for one in (past, some)]
    assert 0.8 < both[1] / both[0] < 0.95
