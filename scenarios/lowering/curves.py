"""Curves: hazards and costs of every cell, cumulated over the days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.by_path import asked, is_on
from scenarios.lowering.cells import Cells, cells, recognition
from scenarios.lowering.demand import demand_by_day
from scenarios.lowering.groups import Those, by_group
from scenarios.lowering.mechanisms import dropout_moves
from scenarios.lowering.media import WEEK, daily_spend, stocks
from scenarios.lowering.projects import effect, under_way
from scenarios.lowering.response import response_by_day
from scenarios.lowering.traits import trait
from sim.core.ground import state

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def bystanders(scenario: Scenario) -> bool:
    """Whether there are visible touches that do nothing."""
    return any(channel.touch_rate.value > 0.0 for channel in scenario.market.channels)


def captures(scenario: Scenario) -> bool:
    """Whether paid media capture occasions of people who look for us anyway."""
    return any(channel.capture.value > 0.0 for channel in scenario.market.channels)


def curves_by_day(scenario: Scenario, levers: np.ndarray, key: np.uint64) -> np.ndarray:
    """The cumulative hazards and costs of every cell at the start of each day: float64 [cell, row, day + 1].

    Rows as named in sim.core.ground.state; those of captures are no sums but the level of each day.
    """
    demand = demand_by_day(scenario, key)

    def made(of: Scenario, cell: Cells, those: Those) -> np.ndarray:
        return _curves(of, cell, levers[those], demand)

    return by_group(scenario, made)


def served_by_day(scenario: Scenario) -> float:
    """What an active customer costs by the day, that of mechanisms included, currency."""
    return scenario.policy.service.cost_per_customer_day + sum(asked(scenario, "served_by_day"))


def _curves(scenario: Scenario, cell: Cells, levers: np.ndarray, demand: np.ndarray) -> np.ndarray:
    """The same for cells of one policy; ``levers``: theirs."""
    market, policy = scenario.market, scenario.policy
    clocks = len(market.channels) + 1
    blocks = 3 if captures(scenario) else 2 if bystanders(scenario) else 1
    rate = np.zeros((len(levers), state.REACH + blocks * clocks, scenario.days))
    rate[:, state.NEED] = demand
    rate[:, state.FADE] = market.awareness.fade_rate.value
    rate[:, state.OPT_IN] = opt_in(scenario, cell)[:, None]
    if under_way(scenario, "leads"):
        rate[:, state.OPT_IN] *= np.exp(effect(scenario, cell, "leads"))
    messages = policy.relationship.touches_per_week / WEEK
    rate[:, state.NURTURE_COST] = messages * policy.relationship.cost_per_touch
    rate[:, state.SERVICE_COST] = served_by_day(scenario)
    rate[:, state.COMMUNITY_COST] = policy.relationship.community.cost_per_member_day
    rate[:, state.DROPOUT] = _dropout(scenario, levers)
    if is_on(scenario, "trial"):
        free, product = is_on(scenario, "free_tier"), policy.product
        rate[:, state.TRIAL_RATE] = (market.free_tier.start_rate if free else market.retain.trial_rate).value
        rate[:, state.TRIAL_COST] = product.free_tier.cost_per_day if free else product.trial.cost_per_day
    rate[:, state.REACH] = market.awareness.organic_rate.value
    awakened, saturated = response_by_day(scenario, cell)
    spent = daily_spend(scenario) > 0.0
    for k, channel in enumerate(market.channels, 1):
        rate[:, state.REACH + k] = awakened[k - 1]
        if blocks > 1:
            rate[:, state.REACH + clocks + k] = channel.touch_rate.value * spent[k - 1]
    curves = np.zeros((*rate.shape[:2], scenario.days + 1))
    np.cumsum(rate, axis=2, out=curves[:, :, 1:])
    if captures(scenario):
        for k, channel in enumerate(market.channels, 1):
            level = channel.capture.value * saturated[k - 1]
            curves[:, state.REACH + 2 * clocks + k] = np.concatenate([level, level[:, -1:]], axis=1)
    # messages remembered by who has always been on the own list
    memory = market.retain.touch_memory.value
    before = market.start.touches / WEEK * memory
    curves[:, state.TOUCH_STOCK] = stocks(np.full(scenario.days, messages), memory, before)
    return curves


def by_reward(reward: float, scale: float, effect: float) -> float:
    """How many times as often people join the own list for a ``reward`` as for none; ``scale`` in its unit."""
    return float((1.0 + reward / scale) ** effect)


def joining(scenario: Scenario) -> float:
    """Rate at which who is taken for a potential buyer joins the own list, per day."""
    retain, reward = scenario.market.retain, scenario.policy.relationship.optin_reward
    more = by_reward(reward, retain.optin_reward_scale.value, retain.optin_reward_effect.value)
    return float(retain.optin_rate.value * more)


def opt_in(scenario: Scenario, cell: Cells | None = None) -> np.ndarray:
    """Rate of joining the own list, per day, float64 [cell], of ``cell`` or of all."""
    market, cell = scenario.market, cell or cells(scenario)
    rate = joining(scenario)
    other = market.recognise.unrecognised_optin.value if recognition(scenario) else 1.0
    return np.where(cell.recognised == 1, rate, rate * other) * trait(scenario, "messages", cell)


def _dropout(scenario: Scenario, levers: np.ndarray) -> np.ndarray:
    """Drop-out rate relative to that at today's prices, float64 [cell, day]."""
    if not dropout_moves(scenario):
        return np.ones(levers.shape)
    leave = scenario.market.lapse.leave
    fixed = 1.0 - leave.price_share.value - leave.competitor_share.value
    return np.asarray(fixed + levers["leave_price"] + levers["leave_rival"])
