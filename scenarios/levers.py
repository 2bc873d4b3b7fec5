"""Levers: what the policies of a scenario say for every day and cell, and the curves that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit, ndtri

from sim.core import state
from sim.core.draws import uniform
from sim.core.retain import stock_path
from sim.vocabulary import MICRO, Decision

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

WEEK = 7.0


def price_by_day(scenario: Scenario) -> np.ndarray:
    """Price relative to today's, float64 [day]."""
    price = np.full(scenario.days, float(scenario.policy.price.level))
    for change in sorted(scenario.policy.price.changes, key=lambda c: c.day):
        price[change.day :] = change.level
    return price


def daily_spend(scenario: Scenario) -> np.ndarray:
    """Media spend of the whole market, currency per day, float64 [channel, day]."""
    policy = scenario.policy.channel
    names = [c.name for c in scenario.market.channels]
    spend = np.zeros((len(names), scenario.days))
    for k, name in enumerate(names):
        spend[k] = policy.weekly_spend.get(name, 0.0) / WEEK
    for flight in policy.flights:
        spend[names.index(flight.channel), flight.from_ : flight.to] = flight.weekly_spend / WEEK
    return spend


def levers_by_day(scenario: Scenario, cells: int, cohort_of_day: np.ndarray) -> np.ndarray:
    """The levers of every cell and day: LEVER [cell, day]."""
    market, policy = scenario.market, scenario.policy
    referral, reward = market.referral, policy.referral
    levers = np.zeros((cells, scenario.days), state.LEVER)
    levers["price"] = price_by_day(scenario)
    levers["goods"] = policy.product.cost_ratio
    levers["fulfilment"] = policy.product.fulfilment_ratio
    levers["touches"] = policy.relationship.touches_per_week / WEEK
    levers["cohort"] = cohort_of_day
    levers["first_order_cost"] = round(policy.product.first_order_cost * MICRO)
    if reward.active:
        size = referral.reward_scale.value
        levers["share"] = _lifted(
            referral.share_probability.value,
            referral.share_reward_effect.value * np.log1p(reward.reward_referrer / size),
        )
        levers["accept"] = _lifted(
            referral.accept_probability.value,
            referral.accept_reward_effect.value * np.log1p(reward.reward_friend / size),
        )
        levers["reward_referrer"] = round(reward.reward_referrer * MICRO)
        levers["reward_friend"] = round(reward.reward_friend * MICRO)
    return levers


def _lifted(probability: float, log_odds: float) -> float:
    """A probability whose odds are multiplied by e**log_odds; exactly the same where log_odds is 0."""
    return probability if log_odds == 0.0 else float(expit(logit(probability) + log_odds))


def demand_by_day(scenario: Scenario, key: np.uint64) -> np.ndarray:
    """Market-wide demand of each day relative to normal: season and week shocks, float64 [day], mean about 1.

    The shocks are a stationary first-order autoregression of the logarithm from week to week; they belong to
    the world and are the same in every scenario.
    """
    need = scenario.market.need
    day = np.arange(scenario.days)
    of_year = scenario.start.timetuple().tm_yday + day
    angle = 2 * np.pi * (of_year - need.season_peak.value) / 365.25
    season = 1.0 + need.season_amplitude.value * np.cos(angle)
    sd, memory = need.week_shock_sd.value, need.week_shock_memory.value
    if sd == 0.0:
        return season
    weeks = scenario.days // 7 + 1
    z = ndtri([float(uniform(key, int(Decision.WEEK_SHOCK), 0, w, 0)) for w in range(weeks)])
    shock = np.empty(weeks)
    shock[0] = sd * z[0]
    for w in range(1, weeks):
        shock[w] = memory * shock[w - 1] + sd * np.sqrt(1.0 - memory**2) * z[w]
    return season * np.exp(shock - 0.5 * sd * sd)[day // 7]


def exposure_by_day(scenario: Scenario) -> np.ndarray:
    """Remembered exposure, impressions per person and day, float64 [channel, class, day].

    Normalised geometric adstock: a_d = theta a_(d-1) + (1 - theta) x_d with the daily theta = weekly**(1/7),
    starting from none; x = spend / cost per thousand * 1000 / people of the market * relative activity.
    """
    market = scenario.market
    spend = daily_spend(scenario)
    share = np.array([a.share for a in market.activity])
    weight = np.array([a.weight for a in market.activity])
    weight = weight * share.sum() / (weight * share).sum()
    exposure = np.zeros((len(market.channels), len(weight), scenario.days))
    for k, channel in enumerate(market.channels):
        theta = channel.carryover.value ** (1.0 / WEEK)
        shown = spend[k] / channel.cost_per_thousand.value * 1000.0 / market.size.value
        remembered, days = 0.0, []
        for impressions in shown.tolist():
            remembered = theta * remembered + (1.0 - theta) * impressions
            days.append(remembered)
        exposure[k] = weight[:, None] * days
    return exposure


def curves_by_day(scenario: Scenario, cells: int, key: np.uint64) -> np.ndarray:
    """The cumulative hazards and costs of every cell at the start of each day: float64 [cell, row, day + 1]."""
    market, policy = scenario.market, scenario.policy
    classes = len(market.activity)
    exposure = exposure_by_day(scenario)
    memory = market.retain.touch_memory.value
    touches = policy.relationship.touches_per_week / WEEK
    opt_in = market.retain.optin_rate.value * policy.relationship.optin_incentive
    rows = state.REACH + 1 + len(market.channels)
    rate = np.zeros((cells, rows, scenario.days))
    rate[:, state.NEED] = demand_by_day(scenario, key)
    rate[:, state.FADE] = market.awareness.fade_rate.value
    rate[:, state.OPT_IN] = opt_in
    rate[:, state.NURTURE_COST] = touches * policy.relationship.cost_per_touch
    rate[:, state.SERVICE_COST] = policy.service.cost_per_customer_day
    rate[:, state.REACH] = market.awareness.organic_rate.value
    for k, channel in enumerate(market.channels):
        for cell in range(cells):
            a = exposure[k, cell % classes]
            hill = a / (channel.half_saturation.value + a)
            rate[cell, state.REACH + 1 + k] = channel.peak_rate.value * hill
    curves = np.zeros((cells, rows, scenario.days + 1))
    np.cumsum(rate, axis=2, out=curves[:, :, 1:])
    stock = 0.0
    for d in range(scenario.days):
        stock = stock_path(stock, touches, memory, 1.0)
        curves[:, state.TOUCH_STOCK, d + 1] = stock
    return curves
