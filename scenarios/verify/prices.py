"""Closed forms of choice at a price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering.curves import joining
from scenarios.lowering.unit_cost import unit_cost
from scenarios.verify.choices import shares_at
from scenarios.verify.conditions import (
    MECHANISMS,
    PROSPECTS,
    Form,
    price_changes,
    price_moves,
    rival_changes,
    rival_moves,
    shares,
)
from scenarios.verify.numbers import dropout_rate, order_rate, order_size

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

BEARS = PROSPECTS | {"price", "rival", "loss", "rates differ", "hunters", "leaving", "community", "anchor"}
RARE = 1e-3
"""Part of people that counts as none."""
EQUAL = 1e-9
"""Relative difference of rates that counts as none."""


def _share_of_occasions(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(shares_at(scenario, scenario.policy.price.at_start).sum())


def _offer_share(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return shares_at(scenario, scenario.policy.price.at_start)[at.astype(int) - 1]


def _contribution_per_occasion(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    level = scenario.policy.price.at_start
    prices = level * at / 100.0
    margins = order_size(scenario) * (prices - unit_cost(scenario))
    return margins * np.array([shares_at(scenario, price).sum() for price in prices])


def _one_price(scenario: Scenario) -> dict[str, bool]:
    market = scenario.market
    joins = market.start.customer < 1.0 or (market.referral.network.kind == "fresh" and shares(scenario))
    known = market.start.reached == 1.0
    return (_alike(scenario) if known else {}) | {
        "the price changes within the horizon": price_changes(scenario),
        "the competitor's price changes within the horizon": rival_changes(scenario),
        "who becomes a customer depends on the price": joins and not known and _told_by_price(scenario),
        "customers always or never order, whatever is offered": market.choice.rule == "logit"
        and market.choice.share_customer.value in (0.0, 1.0)
        and len(market.offers) > 1,
    }


def _alike(scenario: Scenario) -> dict[str, bool]:
    """Where everybody knows us from the start: an occasion before the first order must be like one after it."""
    market, need = scenario.market, scenario.market.need
    ours = 1.0 if market.choice.rule == "threshold" else market.choice.share_customer.value
    apart = abs(need.prospect_rate.value * ours - order_rate(scenario)) > EQUAL * order_rate(scenario)
    listed = joining(scenario)
    unlike = market.choice.rule == "logit" and market.choice.share_reached.value != ours
    keys = ("strangers", "lead", "capture", "sharing", "stories", "inflow", "hunters", "community", "rates differ")
    return {words: True for words, on in (MECHANISMS[key] for key in keys) if on(scenario)} | {
        "people have occasions at another rate before their first order": apart,
        "people choose otherwise before their first order": unlike,
        "people do not stay among those who may buy": market.awareness.fade_rate.value + listed > 0.0,
        "customers drop out": (dropout_rate(scenario) + market.lapse.customer_loss_rate.value) * scenario.days > RARE,
    }


def _told_by_price(scenario: Scenario) -> bool:
    """Whether people who buy at our prices answer to them otherwise than people in all."""
    choice, offers = scenario.market.choice, scenario.market.offers
    if choice.rule == "threshold":
        return True
    moved = price_moves(scenario) or choice.anchor.value != 1.0 or any(offer.price != 1.0 for offer in offers)
    moved = moved or (rival_moves(scenario) and choice.share_competitor.value > 0.0)
    differ = len({segment.price_sensitivity.value for segment in scenario.market.segments}) > 1
    return moved and (differ or choice.price_sensitivity_sd.value > 0.0)


def _told_apart(scenario: Scenario) -> dict[str, bool]:
    """Which offer an order was for is read off its amount."""
    offers, levels = scenario.market.offers, scenario.policy.price.offers
    amounts = {offer.size * offer.price * levels.get(offer.name, 1.0) for offer in offers}
    alike = len(amounts) < len(offers) or scenario.market.spend.variation != "none"
    return _one_price(scenario) | {"offers cannot be told apart by what is paid": len(offers) > 1 and alike}


def _at_other_prices(scenario: Scenario, at: tuple[int, ...], of: str | None) -> dict[str, Scenario]:
    policy = scenario.policy
    found: dict[str, Scenario] = {}
    for percent in at:
        price = policy.price.model_copy(update={"level": policy.price.level * percent / 100.0})
        other = scenario.model_copy(update={"policy": policy.model_copy(update={"price": price}), "verify": ()})
        found |= {f"price {percent}": other} if percent != 100 else {}
    return found


COUNTED = BEARS | {"versions", "returns", "spend and rate", "wide spend"}
FORMS = {
    "share_of_occasions": Form(_share_of_occasions, COUNTED | {"willingness"}, _one_price),
    "offer_share": Form(_offer_share, COUNTED, _told_apart),
    "contribution_per_occasion": Form(
        _contribution_per_occasion, BEARS | {"willingness"}, _one_price, _at_other_prices
    ),
}
