"""What goods and delivery cost, by the quality that management wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.lowering.groups import variants

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def better_or_worse(scenario: Scenario) -> bool:
    """Whether anybody is sold another quality than today's."""
    today = scenario.market.choice.quality_today.value
    return any(one.scenario.policy.product.quality != today for one in variants(scenario))


def goods(scenario: Scenario) -> float:
    """Cost of goods, share of today's price: cost_ratio x (1 + c (q - q0) / (1 - q)), q the quality, q0 today's.

    A hyperbola, as perfect quality is not for sale; no study gives c (market.choice.quality_cost). What worse goods
    would save is not taken for granted: who knows it states another cost_ratio.
    """
    product, choice = scenario.policy.product, scenario.market.choice
    better = max(0.0, product.quality - choice.quality_today.value) / (1.0 - product.quality)
    return product.cost_ratio * (1.0 + choice.quality_cost.value * better)


def unit_cost(scenario: Scenario) -> float:
    """Cost of goods and delivery, share of today's price."""
    return goods(scenario) + scenario.policy.product.fulfilment_ratio
