"""What rules, organisation and systems say that does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scenarios.lowering.cells import recognition
from scenarios.lowering.executed import stretch_days
from scenarios.lowering.mechanisms import desk
from scenarios.lowering.media import spend_of_all
from scenarios.lowering.reacting import paced, ruled, staffed

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def rules_without_effect(scenario: Scenario) -> Iterator[str]:
    """Each in one sentence that names the path and what is missing."""
    for part in (_looks, _rival, _target, _platform, _contacts):
        yield from part(scenario)


def _looks(scenario: Scenario) -> Iterator[str]:
    firm, paid = scenario.policy.firm, (spend_of_all(scenario) > 0.0).any(axis=1)
    first = firm.review_days
    if firm.staff.occupancy > 0.0 and not staffed(scenario):
        if desk(scenario):
            yield "policy.firm.staff: policy.service.desk.target plans the staff; the rule does nothing."
        else:
            yield "policy.firm.staff: the desk is not active; there is no staff to set."
    if not ruled(scenario):
        return
    if first >= scenario.days:
        yield f"policy.firm.review_days: the first look is on day {first}, after the run; no rule is followed."
    elif not paced(scenario):
        return
    elif not paid.any():
        yield "policy.firm: its rules set media spend, and nothing is spent on media (policy.channel.weekly_spend)."
    elif firm.follow_credit > 0.0 and paid.sum() == 1:
        yield "policy.firm.follow_credit: money is spent on one channel alone; none can move."


def _rival(scenario: Scenario) -> Iterator[str]:
    if (
        scenario.market.competitor.reaction.to_share.value > 0.0
        and scenario.market.choice.share_competitor.value == 0.0
    ):
        yield (
            "market.competitor.reaction.to_share: there is no competitor (market.choice.share_competitor is 0);"
            " nobody answers."
        )


def _target(scenario: Scenario) -> Iterator[str]:
    days = scenario.policy.organisation.sales_target.days
    if days > 0 and days - stretch_days(scenario) >= scenario.days:
        yield "policy.organisation.sales_target: the end of its first period is after the run; nothing follows."


def _platform(scenario: Scenario) -> Iterator[str]:
    if scenario.policy.data.platform_cost_per_week > 0.0 and not recognition(scenario):
        yield (
            "policy.data.platform_cost_per_week: nothing depends on whom data recognise (policy.data.targeting is 0);"
            " it costs money and changes nothing."
        )


def _contacts(scenario: Scenario) -> Iterator[str]:
    policy, data = scenario.policy, scenario.policy.data
    relationship, messages = policy.relationship, policy.relationship.messages
    free = relationship.touches_per_week * relationship.cost_per_touch == 0.0
    free = free and not (messages.active and messages.cost_per_message + messages.personal_cost > 0.0)
    if data.customer_view < 1.0 and free:
        yield "policy.data.customer_view: no message costs anything; none that is sent twice does."
    if data.automation > 0.0 and free and policy.service.lead_response_hours == 0.0:
        yield "policy.data.automation: no message costs anything, and enquiries are answered at once as it is."
