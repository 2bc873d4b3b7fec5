"""Levers: what the policies of a scenario, and its competitor, say for every day and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

from scenarios.lowering.brand import appeal, moves_choice
from scenarios.lowering.cells import Cells, cell_shares, labels
from scenarios.lowering.executed import answered, target_discount
from scenarios.lowering.groups import Those, by_group, variants
from scenarios.lowering.offers import price_index, price_lists
from scenarios.lowering.projects import effect, under_way
from scenarios.lowering.traits import rival_price, trait
from scenarios.lowering.unit_cost import goods, unit_cost
from sim.core.ground import state
from sim.vocabulary import MICRO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scenarios.scenario import Scenario

WEEK = 7.0


def price_by_day(scenario: Scenario) -> np.ndarray:
    """Price relative to today's, float64 [day]."""
    return _stepped(scenario.days, scenario.policy.price.dated(scenario.days))


def rival_by_day(scenario: Scenario, ours: np.ndarray) -> np.ndarray:
    """The competitor's price relative to today's, float64 [day].

    ``ours``: our price, float64 [day], of which the competitor follows a share, some days later: all of it at most
    upwards, more than it where it undercuts, and not below the floor. Before time 0 both ask today's price.
    """
    competitor = scenario.market.competitor
    own = _stepped(scenario.days, [(0, competitor.price), *sorted((c.day, c.level) for c in competitor.changes)])
    share, floor = competitor.reaction.share.value, competitor.reaction.floor.value
    if share == 0.0:
        return own
    late = min(round(competitor.reaction.delay.value), scenario.days)
    seen = np.concatenate([np.ones(late), ours[: scenario.days - late]]) - 1.0
    followed = own * (1.0 + np.where(seen < 0.0, share, min(share, 1.0)) * seen)
    return np.where(seen < 0.0, np.maximum(followed, np.minimum(own, floor)), followed)


def _stepped(days: int, spells: Iterable[tuple[int, float]]) -> np.ndarray:
    """Levels by day, float64 [day], from those that hold from a day on, in order."""
    stepped = np.empty(days)
    for day, level in spells:
        stepped[day:] = level
    return stepped


def levers_by_day(scenario: Scenario, cohort_of_day: np.ndarray) -> np.ndarray:
    """The levers of every cell and day: LEVER [cell, day]."""
    lists, rival = price_lists(scenario), rival_by_day(scenario, mean_price(scenario))

    def made(of: Scenario, cell: Cells, those: Those) -> np.ndarray:
        levers = _levers(of, cell, rival)
        levers["price_list"] = lists.index(of.policy.price.offers)
        levers["cohort"] = cohort_of_day
        return levers

    return by_group(scenario, made)


def mean_price(scenario: Scenario) -> np.ndarray:
    """Our price relative to today's, mean of our offers and of people, float64 [day]."""
    if not scenario.policy.groups:
        return price_by_day(scenario) * price_index(scenario)
    share = cell_shares(scenario)
    parts = [share[of.those].sum() * price_by_day(of.scenario) * price_index(of.scenario) for of in variants(scenario)]
    return np.asarray(sum(parts))


def _levers(scenario: Scenario, cell: Cells, rival: np.ndarray) -> np.ndarray:
    """The levers of cells of one policy; ``rival``: the competitor's price, float64 [day]."""
    policy = scenario.policy
    levers = np.zeros((len(cell.segment), scenario.days), state.LEVER)
    levers["price"] = price_by_day(scenario)
    levers["rival"] = rival * rival_price(scenario, cell)[:, None]
    _promote(levers, scenario, cell)
    levers["quality"] = policy.product.quality
    if moves_choice(scenario):
        levers["appeal"] = appeal(scenario, cell)
    levers["goods"] = goods(scenario)
    levers["fulfilment"] = policy.product.fulfilment_ratio
    levers["commission"] = policy.product.commission_ratio
    levers["first_order_cost"] = round(policy.product.first_order_cost * MICRO)
    levers["optin_reward"] = round(policy.relationship.optin_reward * MICRO)
    levers["lead"] = answered(scenario)
    levers["touches"] = policy.relationship.touches_per_week / WEEK
    levers["community"] = policy.relationship.community.share
    levers["label"] = labels(scenario, cell)[:, None]
    _reward(levers, scenario)
    if under_way(scenario, "sharing"):
        levers["share"] = expit(logit(levers["share"]) + effect(scenario, cell, "sharing"))
    levers["share"] = np.minimum(levers["share"] * trait(scenario, "talk", cell)[:, None], 1.0)
    _leave(levers, scenario)
    return levers


def _promote(levers: np.ndarray, scenario: Scenario, cell: Cells) -> None:
    """The deepest deal of each day, for first and for repeat orders."""
    market = scenario.market
    levers["deal_first"] = levers["deal_repeat"] = target_discount(scenario)
    for deal in scenario.policy.promotion.deals:
        those = np.ones(len(cell.segment), bool)
        for name, listed, of in (
            (deal.segment, market.segments, cell.segment),
            (deal.region, market.regions, cell.region),
            (deal.place, market.usual_places, cell.place),
        ):
            if name is not None:
                those &= np.array([one.name for one in listed])[of] == name
        for field, served in (("deal_first", "first"), ("deal_repeat", "repeat")):
            if deal.for_ in ("everybody", served):
                for begin, end in deal.spells(scenario.days):
                    depth = levers[field][those, begin:end]
                    levers[field][those, begin:end] = np.maximum(depth, deal.depth)


def _reward(levers: np.ndarray, scenario: Scenario) -> None:
    """What the referral programme says; nothing where it is not active."""
    referral, reward = scenario.market.referral, scenario.policy.referral
    levers["bonus_friends"] = reward.bonus.friends
    if not reward.active:
        return
    size = referral.reward_scale.value
    levers["share"] = lifted(
        referral.share_probability.value,
        referral.share_reward_effect.value * np.log1p(reward.promised / size),
    )
    levers["accept"] = lifted(
        referral.accept_probability.value,
        referral.accept_reward_effect.value * np.log1p(reward.reward_friend / size),
    )
    levers["reward_referrer"] = round(reward.reward_referrer * MICRO)
    levers["reward_friend"] = round(reward.reward_friend * MICRO)
    levers["bonus"] = round(reward.bonus.amount * MICRO)
    levers["hunter"] = hunted(scenario)


def hunted(scenario: Scenario) -> float:
    """Probability that an invitation taken up brings a bonus hunter: share + slope x reward / margin of an order.

    The reward is the friend's; the margin is that of a mean order at today's price. Without a margin every
    reward brings hunters only.
    """
    referral, reward = scenario.market.referral, scenario.policy.referral.reward_friend
    probability = referral.hunter_share.value
    if referral.hunter_slope.value > 0.0 and reward > 0.0:
        margin = mean_order(scenario) * (1.0 - unit_cost(scenario))
        probability += referral.hunter_slope.value * reward / margin if margin > 0.0 else 1.0
    return min(probability, 1.0)


def mean_order(scenario: Scenario) -> float:
    """Mean order at today's price, currency."""
    spend = scenario.market.spend
    return spend.shape.value * spend.customer_rate.value / (spend.customer_shape.value - 1.0)


def _leave(levers: np.ndarray, scenario: Scenario) -> None:
    """Weights of the reasons that prices move; our price is the mean of our offers', after the deal."""
    leave = scenario.market.lapse.leave
    price = levers["price"] * price_index(scenario) * (1.0 - levers["deal_repeat"])
    levers["leave_price"] = leave.price_share.value * np.exp(leave.price_effect.value * (price - 1.0))
    levers["leave_rival"] = leave.competitor_share.value * np.exp(
        leave.competitor_effect.value * (1.0 - levers["rival"])
    )


def lifted(probability: float, log_odds: float) -> float:
    """A probability whose odds are multiplied by e**log_odds; exactly the same where log_odds is 0."""
    return probability if log_odds == 0.0 else float(expit(logit(probability) + log_odds))
