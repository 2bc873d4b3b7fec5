"""From a policy as it is written to what the organisation and its systems make of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import gammaincinv

from scenarios.lowering.named import number_of
from sim.core.ground.draws import uniform
from sim.vocabulary import Decision

if TYPE_CHECKING:
    from scenarios.parameter import Parameter
    from scenarios.scenario import Scenario


def executed(scenario: Scenario, key: np.uint64) -> Scenario:
    """``scenario`` as it happens in the world of ``key``: what is dated comes later or not at all, data recognise
    people better, contacts cost what systems make of them. Rows of policy.groups are as they are written."""
    for part in (_carried_out, _recognised, _contacted):
        scenario = part(scenario, key)
    return scenario


def _carried_out(scenario: Scenario, key: np.uint64) -> Scenario:
    """Dated actions, each as late as the organisation makes it; some never."""
    belief, lacking = scenario.market.organisation, 1.0 - scenario.policy.organisation.coordination
    mean, missed, shape = belief.delay.value * lacking, belief.missed.value * lacking, belief.delay_shape.value
    if mean == 0.0 and missed == 0.0:
        return scenario
    policy = scenario.policy

    def draw(name: str, which: int) -> float:
        return float(uniform(key, int(Decision.PARAMETER), number_of(f"executed {name}"), which, 0))

    def late(name: str) -> int:
        return round(float(gammaincinv(shape, draw(name, 1))) * mean / shape)

    def happens(name: str) -> bool:
        return draw(name, 2) >= missed

    price = policy.price.model_copy(
        update={
            "changes": tuple(
                one.model_copy(update={"day": one.day + late(f"price.{k}")})
                for k, one in enumerate(policy.price.changes)
                if happens(f"price.{k}")
            ),
            "path": policy.price.path.model_copy(update={"from_": policy.price.path.from_ + late("price.path")}),
        }
    )
    deals = tuple(_moved(one, late(one.name)) for one in policy.promotion.deals if happens(one.name))
    flights = tuple(
        _moved(one, late(f"{one.channel}.{k}"))
        for k, one in enumerate(policy.channel.flights)
        if happens(f"{one.channel}.{k}")
    )
    projects = tuple(
        _moved(one, late(one.name)).model_copy(update={} if happens(one.name) else {"size": 0.0})
        for one in policy.projects
    )
    places = tuple(
        one.model_copy(update={"opens": one.opens + late(one.name)}) if one.opens > 0 else one for one in policy.places
    )
    return _with(
        scenario,
        price=price,
        promotion=policy.promotion.model_copy(update={"deals": deals}),
        channel=policy.channel.model_copy(update={"flights": flights}),
        projects=projects,
        places=places,
    )


def _moved(row: Any, days: int) -> Any:
    """A row from one day to another, ``days`` later."""
    to = None if row.to is None else row.to + days
    return row.model_copy(update={"from_": row.from_ + days, "to": to})


def target_discount(scenario: Scenario) -> np.ndarray:
    """What is taken off prices to reach a target, float64 [day]: in the stretch at the end of its period."""
    return np.where(_stretch(scenario), scenario.market.organisation.target_discount.value, 0.0)


def _stretch(scenario: Scenario) -> np.ndarray:
    """Whether a day is in the stretch at the end of a period with a target."""
    day, days = np.arange(scenario.days), scenario.policy.organisation.sales_target.days
    return day % days >= days - stretch_days(scenario) if days > 0 else np.zeros(scenario.days, bool)


def stretch_days(scenario: Scenario) -> int:
    """Whole days of the stretch at the end of a period with a target."""
    part = scenario.market.organisation.target_stretch.value
    return math.ceil(round(part * scenario.policy.organisation.sales_target.days, 9))


def push(scenario: Scenario) -> np.ndarray:
    """What a target adds to the utility of our offers, float64 [day]: effort, and orders pulled forward, in the
    stretch at the end of its period; what was pulled forward lacks in as many days after it."""
    belief, days = scenario.market.organisation, scenario.policy.organisation.sales_target.days
    day, forward = np.arange(scenario.days), belief.target_forward.value
    more = np.log1p(belief.target_effort.value) + np.log1p(forward)
    added = np.where(_stretch(scenario), more, 0.0)
    if days > 0:
        added[(day >= days) & (day % days < stretch_days(scenario))] += np.log1p(-forward)
    return added


def clash(scenario: Scenario) -> float:
    """What fronts that contradict each other take from the response to media, on the log scale."""
    lost = scenario.market.organisation.clash.value * (1.0 - scenario.policy.organisation.coordination)
    return float(np.log1p(-lost)) if lost < 1.0 else -np.inf


def _recognised(scenario: Scenario, _: np.uint64) -> Scenario:
    """Data that cost money mistake fewer people."""
    paid = scenario.policy.data.platform_cost_per_week
    if paid == 0.0:
        return scenario
    belief = scenario.market.recognise
    left = float(np.exp(-paid / scenario.market.systems.platform_scale.value))
    better = {
        "true_positive": _at(belief.true_positive, 1.0 - (1.0 - belief.true_positive.value) * left),
        "false_positive": _at(belief.false_positive, belief.false_positive.value * left),
    }
    market = scenario.market.model_copy(update={"recognise": belief.model_copy(update=better)})
    return scenario.model_copy(update={"market": market})


def _contacted(scenario: Scenario, _: np.uint64) -> Scenario:
    """A message costs what systems make of it, twice where the records hold somebody twice."""
    data, belief, relationship = scenario.policy.data, scenario.market.systems, scenario.policy.relationship
    ratio = 1.0 - data.automation * belief.cost_saved.value
    ratio *= 1.0 + belief.duplicates.value * (1.0 - data.customer_view)
    if ratio == 1.0:
        return scenario
    messages = relationship.messages
    each = {name: getattr(messages, name) * ratio for name in ("cost_per_message", "personal_cost")}
    cheaper = {"cost_per_touch": relationship.cost_per_touch * ratio, "messages": messages.model_copy(update=each)}
    return _with(scenario, relationship=relationship.model_copy(update=cheaper))


def answered(scenario: Scenario) -> float:
    """Share of enquiries that survive the wait for our answer: max(floor, exp(-decay x hours)), 1 without a wait; of
    those that are automated, the wait is another one."""
    systems, data = scenario.market.systems, scenario.policy.data
    by_people = survives(scenario, scenario.policy.service.lead_response_hours)
    if data.automation == 0.0 or by_people == 1.0:
        return by_people
    at_once = max(by_people, survives(scenario, systems.answer_hours.value))
    return data.automation * at_once + (1.0 - data.automation) * by_people


def survives(scenario: Scenario, hours: float) -> float:
    """Share of enquiries that survive a wait of so many hours."""
    retain = scenario.market.retain
    return 1.0 if hours == 0.0 else max(retain.lead_floor.value, float(np.exp(-retain.lead_decay.value * hours)))


def _at(belief: Parameter, value: float) -> Parameter:
    return belief.model_copy(update={"value": value})


def _with(scenario: Scenario, **parts: Any) -> Scenario:
    return scenario.model_copy(update={"policy": scenario.policy.model_copy(update=parts)})
