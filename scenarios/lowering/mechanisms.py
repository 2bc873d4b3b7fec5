"""Which mechanisms of a scenario are on; what is off makes no draw, no event and no arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.lowering.by_path import is_on
from scenarios.lowering.groups import policies

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def unsubscribing(scenario: Scenario) -> bool:
    """Whether anybody ever leaves the own list."""
    retain = scenario.market.retain
    return retain.unsubscribe_rate.value > 0.0 or retain.unsubscribe_fatigue.value > 0.0


def dropout_moves(scenario: Scenario) -> bool:
    """Whether the drop-out rate follows the prices."""
    leave = scenario.market.lapse.leave
    ours = leave.price_share.value > 0.0 and leave.price_effect.value != 0.0
    return ours or (leave.competitor_share.value > 0.0 and leave.competitor_effect.value != 0.0)


def inviting(scenario: Scenario) -> bool:
    """Whether anybody can invite friends."""
    return any(policy.referral.active for policy in policies(scenario))


def desk(scenario: Scenario) -> bool:
    """Whether there is a service desk."""
    return is_on(scenario, "desk")


def targeted(scenario: Scenario) -> bool:
    """Whether a target says how many are on duty at the desk."""
    return desk(scenario) and scenario.policy.service.desk.target.share > 0.0
