"""Policies beyond what their market was fitted to, or where nothing was observed stated at: there the answer is the
shape of a formula. How far is far stands in beyond.yaml."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scenarios.files.far import limits
from scenarios.lowering.groups import variants
from scenarios.scenario import Scenario, Stated
from sim.problems import shown

if TYPE_CHECKING:
    from scenarios.parameter import Parameter
    from scenarios.policy.service import Shift

END = "So far from it, the answer is the shape of the formula, not of the data."


def beyond(scenario: Scenario) -> Iterator[str]:
    """Each in one sentence that names the path, the factor, and what the market knows."""
    stated = scenario.stated
    if stated is None or scenario.verify:  # of the latter the market is a formula, and the formula is what is asked
        return
    yield from dict.fromkeys(text for one in variants(scenario) for text in _beyond(one.scenario, stated))


def _beyond(scenario: Scenario, stated: Stated) -> Iterator[str]:
    """The same where one policy holds."""
    yield from _prices(scenario)
    yield from _deals(scenario)
    yield from _rewards(scenario)
    yield from _spend(scenario, stated)
    yield from _messages(scenario, stated)
    yield from _staff(scenario, stated)


def _prices(scenario: Scenario) -> Iterator[str]:
    """Prices of offers, at any time of the run."""
    policy, choice, (least, most) = scenario.policy.price, scenario.market.choice, limits("price")
    path = "policy.price.changes" if policy.path.kind == "none" else "policy.price.path"
    names = [offer.name for offer in scenario.market.offers]
    worst: dict[float, str] = {}
    for offer in names:
        for k, (_, level) in enumerate(policy.dated(scenario.days)):
            own = level * policy.offers.get(offer, 1.0)
            where = "policy.price.level" if k == 0 and policy.path.kind == "none" else path
            worst.setdefault(own, f"policy.price.offers.{shown(offer)}" if offer in policy.offers else where)
    for row in scenario.policy.places:
        if row.price is not None:
            worst.setdefault(row.price, f"policy.places.{shown(row.name)}.price")
    far = [one for one in worst if not least <= one <= most]
    for one in {min(far), max(far)} if far else ():
        if one in (min(worst), max(worst)):
            yield (
                f"{worst[one]}: {_short(one)} times today's price; the market {_orders(scenario)} alone, and what"
                f" people do at others is {_sure(choice.price_elasticity)} (market.choice.price_elasticity). {END}"
            )


def _deals(scenario: Scenario) -> Iterator[str]:
    most, policy = limits("promotion")[1], scenario.policy
    deals = [(f"policy.promotion.deals: {shown(deal.name)}", deal.depth) for deal in policy.promotion.deals]
    deals += [
        (f"policy.incentives.{shown(row.name)}", row.depth)
        for row in policy.incentives
        if row.active and row.give == "coupon"
    ]
    deals += [
        (f"policy.price.quantity_discount.steps.{k}", step.off)
        for k, step in enumerate(policy.price.quantity_discount.steps)
    ]
    for what, depth in deals:
        if depth > most:
            yield (
                f"{what} takes {100 * depth:.3g} % off the price; the market {_orders(scenario)} alone, and what people"
                f" do at others is {_sure(scenario.market.choice.price_elasticity)} (market.choice.price_elasticity)."
                f" {END}"
            )


def _rewards(scenario: Scenario) -> Iterator[str]:
    belief, policy, most = scenario.market.referral, scenario.policy.referral, limits("reward")[1]
    if not policy.active:
        return
    sides = {
        "reward_referrer": (policy.promised, belief.share_reward_effect, "share_reward_effect"),
        "reward_friend": (policy.reward_friend, belief.accept_reward_effect, "accept_reward_effect"),
    }
    for key, (reward, effect, name) in sides.items():
        factor = reward / belief.reward_scale.value
        if factor > most:
            path = "bonus" if key == "reward_referrer" and policy.reward_referrer == 0.0 else key
            yield (
                f"policy.referral.{path}: {_short(reward)} {scenario.currency} for a friend is {_short(factor)} times"
                f" the reward at which the market was stated (market.referral.reward_scale); no reward was observed,"
                f" and its effect is {_sure(effect)} (market.referral.{name}). {END}"
            )


def _spend(scenario: Scenario, stated: Stated) -> Iterator[str]:
    market, policy, most = scenario.market, scenario.policy.channel, limits("spend")[1]
    grown = market.size.value / stated.people if stated.people > 0.0 else 1.0
    highest = dict(policy.weekly_spend)
    for flight in policy.flights:
        if flight.from_ < scenario.days:
            highest[flight.channel] = max(highest.get(flight.channel, 0.0), flight.weekly_spend)
    for channel in market.channels:
        spent, usual = highest.get(channel.name, 0.0), stated.spend.get(channel.name, 0.0)
        factor = spent / usual / grown if usual > 0.0 else 0.0
        if factor > most:
            yield (
                f"policy.channel.weekly_spend.{shown(channel.name)}: {_short(spent)} a week is {_short(factor)} times"
                f" as much per person as the {_short(usual)} at which the market was {_found(channel.peak_rate)}; what"
                f" more does is {_sure(channel.half_saturation)}"
                f" (market.channels.{shown(channel.name)}.half_saturation). {END}"
            )
    total = math.fsum(highest.values())
    factor = total / stated.all_spend / grown if stated.all_spend > 0.0 else 0.0
    if factor > most:
        yield (
            f"policy.channel.weekly_spend: {_short(total)} a week is {_short(factor)} times as much per person as the"
            f" {_short(stated.all_spend)} at which the market was fitted; what more does is assumed"
            f" (market.channels). {END}"
        )


def _messages(scenario: Scenario, stated: Stated) -> Iterator[str]:
    often = scenario.policy.relationship.touches_per_week
    factor = often / stated.messages if stated.messages > 0.0 else 0.0
    if factor > limits("messages")[1]:
        yield (
            f"policy.relationship.touches_per_week: {_short(often)} messages a week are {_short(factor)} times the"
            f" {_short(stated.messages)} at which the market was stated; what so many do is"
            f" {_sure(scenario.market.retain.nurture_effect)} (market.retain.nurture_effect, unsubscribe_fatigue)."
            f" {END}"
        )


def _staff(scenario: Scenario, stated: Stated) -> Iterator[str]:
    """Desks with far more, or far fewer, hours on duty than those at which the market was stated."""
    desk, (least, most) = scenario.policy.service.desk, limits("staff")
    if not desk.active or desk.target.share > 0.0 or stated.people <= 0.0:
        return
    grown = scenario.market.size.value / stated.people
    for one in scenario.market.service.desks:
        usual, now = stated.hours.get(one.name, 0.0), _hours(desk.staff.get(one.name, ()), scenario.days)
        factor = now / usual / grown if usual > 0.0 else 1.0
        if now > 0.0 and not least <= factor <= most:
            yield (
                f"policy.service.desk.staff.{shown(one.name)}: {_short(now)} hours on duty a week are {_short(factor)}"
                f" times as many per person as the {_short(usual)} at which the market was stated; what people make of"
                f" such waits is {_sure(scenario.market.satisfaction.wait_effect)} (market.satisfaction.wait_effect)."
                f" {END}"
            )


def _hours(shifts: Sequence[Shift], days: int) -> float:
    """Hours on duty in a week in which all shifts are worked."""
    from scenarios.policy.service import DAYS

    return math.fsum(len(DAYS[s.days]) * (s.to - s.from_) * s.people for s in shifts if s.begin < days)


def _orders(scenario: Scenario) -> str:
    """What the market knows of prices."""
    known = scenario.market.need.order_rate.label != "assumed"
    return "was fitted to orders at today's price" if known else "was stated at today's price"


def _found(parameter: Parameter) -> str:
    return "stated" if parameter.label == "assumed" else "fitted"


def _sure(parameter: Parameter) -> str:
    return "assumed" if parameter.label == "assumed" else "known near it only"


def _short(value: float) -> str:
    return f"{float(f'{value:.3g}'):,.10g}"
