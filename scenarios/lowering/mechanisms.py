"""Which mechanisms of a scenario are on; what is off makes no draw, no event and no arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.lowering.by_path import any_mechanism
from scenarios.lowering.groups import policies

if TYPE_CHECKING:
    from scenarios.policy.referral import ReferralPolicy
    from scenarios.scenario import Scenario


def unsubscribing(scenario: Scenario) -> bool:
    """Whether anybody ever leaves the owned channel."""
    retain = scenario.market.retain
    return retain.unsubscribe_rate.value > 0.0 or retain.unsubscribe_fatigue.value > 0.0


def reasons(scenario: Scenario) -> bool:
    """Whether drop-outs have reasons."""
    leave = scenario.market.lapse.leave
    return leave.price_share.value + leave.competitor_share.value + leave.service_share.value > 0.0


def dropout_moves(scenario: Scenario) -> bool:
    """Whether the drop-out rate follows the prices."""
    leave = scenario.market.lapse.leave
    ours = leave.price_share.value > 0.0 and leave.price_effect.value != 0.0
    return ours or (leave.competitor_share.value > 0.0 and leave.competitor_effect.value != 0.0)


def labelling(scenario: Scenario) -> bool:
    """Whether the firm calls silent customers lapsed."""
    waiting = any(row.active and row.on == "silence" and row.days == 0.0 for row in scenario.policy.offers)
    return waiting or scenario.market.lapse.label


def trials(scenario: Scenario) -> bool:
    """Whether anybody tries the product, for a while or for as long as a free tier lasts."""
    return free_tier(scenario) or (
        scenario.policy.product.trial.offered and scenario.market.retain.trial_rate.value > 0.0
    )


def free_tier(scenario: Scenario) -> bool:
    """Whether anybody uses a lasting free tier."""
    return scenario.policy.product.free_tier.active and scenario.market.free_tier.start_rate.value > 0.0


def second_lives(scenario: Scenario) -> bool:
    """Whether who returns of their own accord lives differently from before."""
    lapse = scenario.market.lapse
    return lapse.return_rate.value > 0.0 and lapse.second_life.value != 1.0


def programmes(scenario: Scenario) -> list[ReferralPolicy]:
    """What referral programmes there are, active ones, by group."""
    return [policy.referral for policy in policies(scenario) if policy.referral.active]


def inviting(scenario: Scenario) -> bool:
    """Whether anybody can invite friends."""
    return len(programmes(scenario)) > 0


def bonus(scenario: Scenario) -> bool:
    """Whether several friends together bring a bonus."""
    return any(one.bonus.amount > 0.0 for one in programmes(scenario))


def company(scenario: Scenario) -> bool:
    """Whether referred customers stay longer, or shorter, while who invited them stays."""
    return inviting(scenario) and scenario.market.referral.referred_dropout_ratio.value != 1.0


def friends_counted(scenario: Scenario) -> bool:
    """Whether an offer waits for friends."""
    return inviting(scenario) and any(row.active and row.on == "friend" for row in scenario.policy.offers)


def letters(scenario: Scenario) -> bool:
    """Whether friends tell who invited them what becomes of them, and the other way round."""
    thanked = inviting(scenario) and scenario.policy.referral.care.active
    counts = inviting(scenario) and scenario.policy.relationship.points.friend_counts > 0
    return bonus(scenario) or company(scenario) or friends_counted(scenario) or thanked or counts


def desk(scenario: Scenario) -> bool:
    """Whether there is a service desk."""
    return scenario.policy.service.desk.active and len(scenario.market.service.desks) > 0


def targeted(scenario: Scenario) -> bool:
    """Whether a target says how many are on duty at the desk."""
    return desk(scenario) and scenario.policy.service.desk.target.share > 0.0


def mending(scenario: Scenario) -> bool:
    """Whether complaints lead to mending their causes."""
    told_apart = desk(scenario) and len(scenario.market.service.causes) > 0
    return told_apart and scenario.policy.service.desk.mend.active


def stories(scenario: Scenario) -> bool:
    """Whether customers tell others of good or bad experience."""
    feel = scenario.market.satisfaction
    warned = feel.warn.share.value > 0.0 and round(feel.warn.people.value) > 0
    return warned or (feel.praise.share.value > 0.0 and round(feel.praise.people.value) > 0)


def satisfaction(scenario: Scenario) -> bool:
    """Whether satisfaction is kept: something follows from it, or we ask for it."""
    feel = scenario.market.satisfaction
    followed = feel.dropout_effect.value != 0.0 or feel.share_effect.value != 0.0 or stories(scenario)
    return followed or scenario.policy.service.survey_share > 0.0


def grief(scenario: Scenario) -> bool:
    """Whether customers who drop out make their contacts drop out."""
    return scenario.market.contagion.grief_effect.value > 0.0


def extended(scenario: Scenario) -> bool:
    """Whether any mechanism is on that needs a second record for every person (sim.core.ground.state.MORE)."""
    market = scenario.market
    choice, need = market.choice, market.need
    return any(
        (
            choice.rule == "threshold",
            need.dropout != "exponential",
            reasons(scenario),
            len(market.basket.categories) > 1,
            labelling(scenario),
            second_lives(scenario),
            any_mechanism(scenario),
            letters(scenario),
            desk(scenario),
            satisfaction(scenario),
            grief(scenario),
            market.contagion.ambient_rate.value > 0.0,
        )
    )
