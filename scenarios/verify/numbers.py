"""The scenario's numbers as the closed forms want them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

from scenarios.lowering.curves import joining, served_by_day
from scenarios.lowering.unit_cost import unit_cost
from scenarios.verify.choices import shares_at
from sim.closed_forms.buying import mean_order, operational_time
from sim.closed_forms.journey import Journey, Purse

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

WEEK = 7.0


def order_size(scenario: Scenario) -> float:
    """Mean amount of an order at today's price, currency."""
    spend = scenario.market.spend
    return mean_order(spend.shape.value, spend.customer_shape.value, spend.customer_rate.value)


def order_margin(scenario: Scenario) -> float:
    """Mean contribution of an order at today's price, currency."""
    return order_size(scenario) * (1.0 - unit_cost(scenario))


def order_rate(scenario: Scenario) -> float:
    """Mean orders of a customer per day, at today's price."""
    need = scenario.market.need
    return need.order_shape.value / need.order_rate.value / WEEK


def dropout_rate(scenario: Scenario) -> float:
    """Mean drop-out rate, per day."""
    need = scenario.market.need
    return need.dropout_shape.value / need.dropout_rate.value / WEEK


def discount_rate(scenario: Scenario) -> float:
    """Continuous, per day."""
    return float(np.log1p(scenario.market.discount_rate.value) / 365.0)


def demand_passed(scenario: Scenario, at: np.ndarray) -> np.ndarray:
    """Days of normal demand that pass from time 0 to ``at``: the waves of the year integrated, float64 [at]."""
    need, start = scenario.market.need, float(scenario.start.timetuple().tm_yday)
    period = need.season_period.value
    first = operational_time(start, at, need.season_amplitude.value, need.season_peak.value, period)
    second = operational_time(start, at, need.season_amplitude_2.value, need.season_peak_2.value, period / 2.0)
    return np.asarray(first + second - at)


def share_probability(scenario: Scenario) -> float:
    """Probability that a customer shares at a repeat order, the reward's effect included."""
    belief, reward = scenario.market.referral, scenario.policy.referral.promised
    return _lifted(belief.share_probability.value, belief.share_reward_effect.value, reward / belief.reward_scale.value)


def accept_probability(scenario: Scenario) -> float:
    """Probability that an invitation is taken up, the reward's effect included."""
    belief, reward = scenario.market.referral, scenario.policy.referral.reward_friend
    return _lifted(
        belief.accept_probability.value, belief.accept_reward_effect.value, reward / belief.reward_scale.value
    )


def _lifted(probability: float, effect: float, reward: float) -> float:
    if probability in (0.0, 1.0):  # whatever is certain, no reward moves
        return probability
    return float(expit(logit(probability) + effect * np.log1p(reward)))


def invitations(scenario: Scenario) -> float:
    """Mean invitations of who shares."""
    referral = scenario.market.referral
    return 1.0 if referral.invites_law == "one" else referral.invites_mean.value


def sent(scenario: Scenario) -> float:
    """Mean invitations that a customer sends at an order that may be shared."""
    return share_probability(scenario) * invitations(scenario) if scenario.policy.referral.active else 0.0


def answered(scenario: Scenario) -> float:
    """Share of enquiries that survive the wait for our answer (Oldroyd, McElheran & Elkington 2011)."""
    retain, hours = scenario.market.retain, scenario.policy.service.lead_response_hours
    return max(retain.lead_floor.value, float(np.exp(-retain.lead_decay.value * hours))) if hours > 0.0 else 1.0


def ordered(scenario: Scenario) -> float:
    """Orders of customers relative to those at today's prices, where neither our price nor the competitor's changes
    within the run: the share of their occasions that go to us, over that at today's prices."""
    ours = scenario.market.choice.share_customer.value
    moved = scenario.policy.price.at_start != 1.0 or scenario.market.competitor.price != 1.0
    return (
        float(shares_at(scenario, scenario.policy.price.at_start).sum() / ours) if moved and 0.0 < ours < 1.0 else 1.0
    )


def journey(scenario: Scenario) -> Journey:
    """The rates of the journey, per day, where they are constant and the same for everybody."""
    market = scenario.market
    need, choice, lapse, kept = market.need, market.choice, market.lapse, answered(scenario)
    return Journey(
        opt_in=joining(scenario),
        fade=market.awareness.fade_rate.value,
        buy_reached=need.prospect_rate.value * choice.share_reached.value * kept,
        buy_retained=need.prospect_rate.value * choice.share_retained.value * kept,
        unsubscribe=market.retain.unsubscribe_rate.value,
        drop_out=dropout_rate(scenario),
        loss=lapse.customer_loss_rate.value,
        come_back=lapse.return_rate.value,
        final_loss=lapse.final_loss_rate.value,
        pause=need.pause_rate.value,
        resume=need.resume_rate.value,
        invites=order_rate(scenario) * sent(scenario) * accept_probability(scenario),
    )


def purse(scenario: Scenario) -> Purse:
    """What the journey brings and costs, currency."""
    policy = scenario.policy
    margin = order_margin(scenario)
    return Purse(
        order_rate=order_rate(scenario),
        order_margin=margin,
        first_margin=margin - policy.product.first_order_cost,
        return_cost=policy.winback.cost_per_return,
        service=served_by_day(scenario),
        discount_rate=discount_rate(scenario),
    )
