"""What keeps a market from living: nobody can buy, demand never wakes, nobody is at the desk, every sale is a loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scenarios.lowering.by_path import is_on
from scenarios.lowering.groups import variants
from scenarios.lowering.laws import willing
from scenarios.lowering.mechanisms import desk
from scenarios.lowering.unit_cost import unit_cost
from sim.problems import shown

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


def dead(scenario: Scenario) -> Iterator[str]:
    """Each in one sentence that names the path and what follows."""
    for part in (_unsold, _never_again, _asleep, _unattended, _at_a_loss):
        yield from part(scenario)


def _unsold(scenario: Scenario) -> Iterator[str]:
    """Why nobody can ever place a first order."""
    market = scenario.market
    if market.start.customer == 1.0:
        return
    choice, reasons = market.choice, []
    trial = is_on(scenario, "trial") and market.retain.trial_conversion.value > 0.0
    if market.recognise.potential_share.value == 0.0:
        reasons.append("market.recognise.potential_share is 0")
    if market.need.prospect_rate.value == 0.0 and not trial:
        reasons.append("market.need.prospect_rate is 0")
    if choice.rule == "logit" and choice.share_reached.value == choice.share_retained.value == 0.0 and not trial:
        reasons.append("market.choice.share_reached and share_retained are 0")
    price = _least_price(scenario)
    if choice.rule == "threshold" and willing(choice, price) == 0.0:
        reasons.append(f"nobody is willing to pay {price:.4g} times today's price (market.choice.willingness_median)")
    if reasons:
        others = "nobody else" if market.start.customer > 0.0 else "nobody"
        yield f"market: {others} can ever buy: {' and '.join(reasons)}."


def _least_price(scenario: Scenario) -> float:
    """The lowest price of a first order within the run, ratio to today's price."""
    return min(_least_price_of(one.scenario) for one in variants(scenario))


def _least_price_of(scenario: Scenario) -> float:
    """The same where one policy holds."""
    price = scenario.policy.price
    level = min(level for _, level in price.dated(scenario.days))
    offers = [offer.price * price.offers.get(offer.name, 1.0) for offer in scenario.market.offers]
    depth = max((deal.depth for deal in scenario.policy.promotion.deals if deal.for_ != "repeat"), default=0.0)
    return level * min(offers) * (1.0 - depth)


def _never_again(scenario: Scenario) -> Iterator[str]:
    choice, need = scenario.market.choice, scenario.market.need
    if choice.rule == "logit" and choice.share_customer.value == 0.0 and need.dropout != "renewal":
        yield "market.choice.share_customer: 0; customers never order again."


def _asleep(scenario: Scenario) -> Iterator[str]:
    need = scenario.market.need
    if need.pause_rate.value > 0.0 and need.resume_rate.value == 0.0 and need.dropout != "renewal":
        yield (
            "market.need.resume_rate: 0; demand that falls asleep never wakes up, after"
            f" {1.0 / need.pause_rate.value:,.3g} days in the mean (pause_rate), and with it all orders end."
        )


def _unattended(scenario: Scenario) -> Iterator[str]:
    """Shifts without anybody, in hours in which nobody else is at the desk."""
    from scenarios.lowering.service import staff, worked
    from scenarios.market.service import HOURS

    if not desk(scenario) or scenario.policy.service.desk.target.share > 0.0:
        return
    for one, on_duty in zip(scenario.market.service.desks, staff(scenario), strict=True):
        hours = on_duty.reshape(scenario.days, HOURS)
        for k, shift in enumerate(
            scenario.policy.service.desk.staff.get(one.name, ()) if one.share.value > 0.0 else ()
        ):
            if shift.people == 0 and (hours[worked(scenario, shift), shift.from_ : shift.to] == 0).any():
                name = shown(shift.name) if shift.name else str(k)
                yield (
                    f"policy.service.desk.staff.{one.name}.{name}: nobody is on duty in this shift (people is 0);"
                    " whoever asks then waits for the next one."
                )


def _at_a_loss(scenario: Scenario) -> Iterator[str]:
    """Prices below what goods, delivery and commission cost."""
    yield from dict.fromkeys(text for one in variants(scenario) for text in _lost(one.scenario))


def _lost(scenario: Scenario) -> Iterator[str]:
    """The same where one policy holds."""
    product, price = scenario.policy.product, scenario.policy.price
    cost, kept = unit_cost(scenario), 1.0 - product.commission_ratio
    offers = [offer.price * price.offers.get(offer.name, 1.0) for offer in scenario.market.offers]
    level = max(level for _, level in price.dated(scenario.days))
    if level * max(offers) * kept < cost:
        yield (
            f"policy.product: goods and delivery cost {100 * cost:.4g} % of today's price, and at most"
            f" {100 * level * max(offers) * kept:.4g} % of it is taken, commission off; every order loses money."
        )
