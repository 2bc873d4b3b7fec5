"""What a scenario says that does nothing, because another number or switch that it needs is not set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from scenarios.lowering import mechanisms
from scenarios.lowering.by_path import is_on, number, stated
from scenarios.lowering.feedback import listening
from scenarios.lowering.groups import variants
from scenarios.lowering.mechanisms import desk
from scenarios.lowering.traits import COMMON
from scenarios.lowering.unit_cost import better_or_worse
from scenarios.warnings.rules_without_effect import rules_without_effect
from sim.mechanisms.all import ALL
from sim.problems import shown

if TYPE_CHECKING:
    from scenarios.market.choice import Choice
    from scenarios.market.people import Region, Segment
    from scenarios.market.relation import Leave
    from scenarios.policy.incentives import Incentive
    from scenarios.scenario import Scenario


def without_effect(scenario: Scenario) -> Iterator[str]:
    """Each in one sentence that names the path and what is missing."""
    parts = (_targeting, _unused, _media, _quality, _prices, _kept_prices, _places, _baskets, _own_list, _incentives)
    more = (_traits, _points, _messages, _contracts, _desk, _told, _felt, rules_without_effect)
    for part in (*parts, *more):
        yield from part(scenario)
    if scenario.policy.groups:
        yield from _in_groups(scenario)
    at = stated(scenario)
    for one in (one for mechanism in ALL for one in mechanism.without):
        if at(one.path) != one.off and all(at(path) == value and _held(scenario, path) for path, value in one.lacking):
            yield one.note


def _held(scenario: Scenario, path: str) -> bool:
    """Whether the number at a path is the same in every world."""
    return getattr(reduce(getattr, path.split("."), scenario), "interval", None) is None


def _in_groups(scenario: Scenario) -> Iterator[str]:
    """What some groups have in vain, where the rest of the policy does not say it."""
    parts = (_media, _quality, _prices, _own_list, _felt)
    whole = {text for part in parts for text in part(scenario)}
    found = (text for one in variants(scenario) for part in parts for text in part(one.scenario))
    yield from dict.fromkeys(text for text in found if text not in whole)


def _targeting(scenario: Scenario) -> Iterator[str]:
    belief, part = scenario.market.recognise, scenario.policy.data.targeting
    if part == 0.0:
        return
    if belief.potential_share.value == 1.0:
        yield (
            "policy.data.targeting: everybody could buy (market.recognise.potential_share is 1);"
            " media shown to recognised people only spare nobody whom they would be lost on."
        )
    elif belief.true_positive.value <= belief.false_positive.value:
        yield (
            "policy.data.targeting: the data recognise potential buyers no better than others"
            " (market.recognise.true_positive is not above false_positive)."
        )


def _unused(scenario: Scenario) -> Iterator[str]:
    """Channels on which nothing is spent, for no group either."""
    channel, paid = scenario.policy.channel, _paid(scenario)
    silent = [one for one in scenario.market.channels if one.name not in paid]
    for name, cost in ((one.name, channel.creative_per_week.get(one.name, 0.0)) for one in silent):
        if cost > 0.0:
            yield (
                f"policy.channel.creative_per_week.{shown(name)}: nothing is ever spent on the channel, and making its"
                f" advertisements goes on costing {cost:,.10g} a week."
            )
    for medium in (one for one in scenario.market.channels if one.wearout.value == 0.0 and one not in silent):
        if channel.creative_per_week.get(medium.name, 0.0) > 0.0:
            yield (
                f"policy.channel.creative_per_week.{shown(medium.name)}: advertisements do not wear out there"
                f" (market.channels.{shown(medium.name)}.wearout is 0); new ones cost money and reach nobody more."
            )
    unused = [one.name for one in silent if one.kind]
    if unused:
        names = ", ".join(map(shown, unused))
        yield f"market.channels: nothing is ever spent on {names} (policy.channel.budget or weekly_spend)."


def _paid(scenario: Scenario) -> set[str]:
    """The channels on which anything is spent, for some group at least."""
    paid = set()
    for one in (of.scenario.policy.channel for of in variants(scenario)):
        paid |= {name for name, amount in one.weekly_spend.items() if amount > 0.0}
        paid |= {flight.channel for flight in one.flights if flight.weekly_spend > 0.0}
    return paid


def _media(scenario: Scenario) -> Iterator[str]:
    market, policy = scenario.market, scenario.policy
    spend = policy.channel.weekly_spend
    if market.response != "aggregate":
        return
    silent = [c.name for c in market.channels if c.aggregate_peak.value == 0.0 and spend.get(c.name, 0.0) > 0.0]
    if silent:
        names = ", ".join(silent)
        yield f"market.response: aggregate, but aggregate_peak is 0 in {names}; money spent there does nothing."
    if policy.data.targeting > 0.0 or any(
        c.wearout.value > 0.0 or c.peak_delay.value > 0.0 or c.audience or c.cost_elasticity.value > 0.0
        for c in market.channels
    ):
        yield (
            "market.response: with aggregate, targeting, audiences, wear-out, delayed memory and the elasticity"
            " of costs do nothing."
        )
    dearer = [c.name for c in market.channels if c.price_changes]
    if dearer:
        yield f"market.response: with aggregate, price_changes of {', '.join(map(shown, dearer))} do nothing."


def _quality(scenario: Scenario) -> Iterator[str]:
    choice, quality = scenario.market.choice, scenario.policy.product.quality
    felt = is_on(scenario, "satisfaction") and scenario.market.satisfaction.quality_effect.value != 0.0
    troubles = desk(scenario) and scenario.market.service.trouble_share.value > 0.0
    if quality != choice.quality_today.value and choice.quality_effect.value == 0.0 and not (felt or troubles):
        if quality > choice.quality_today.value and choice.quality_cost.value > 0.0:
            yield "policy.product.quality: market.choice.quality_effect is 0; better goods cost more and sell no more."
        else:
            yield "policy.product.quality: market.choice.quality_effect is 0; another quality does nothing."


def _prices(scenario: Scenario) -> Iterator[str]:
    market, policy = scenario.market, scenario.policy
    choice, rival = market.choice, market.competitor
    moved = any(level != 1.0 for level in (rival.price, *(change.level for change in rival.changes)))
    moved = moved or (rival.reaction.share.value > 0.0 and any(x != 1.0 for _, x in policy.price.dated(scenario.days)))
    leaves = _left_for(market.lapse.leave)
    if moved and not leaves and _ignored(choice):
        yield "market.competitor: nobody chooses the competitor for its price; what it asks does nothing."
    certain = choice.rule == "logit" and choice.share_customer.value == 1.0
    if certain and any(deal.for_ != "first" and deal.depth > 0.0 for deal in policy.promotion.deals):
        yield (
            "policy.promotion.deals: customers buy at every occasion (market.choice.share_customer is 1);"
            " a deal for them costs its discount and sells no more."
        )
    if choice.rule == "threshold" and (
        choice.reference_gain.value > 0.0
        or choice.deal_effect.value > 0.0
        or (choice.quality_effect.value != 0.0 and better_or_worse(scenario))
        or choice.quality_cue.value != 0.0
        or (moved and not leaves)
    ):
        yield (
            "market.choice.rule: with threshold only the price and what people are willing to pay decide;"
            " remembered prices, deals past, quality and the competitor do not."
        )


def _left_for(leave: Leave) -> bool:
    """Whether customers leave for the competitor's price."""
    return leave.competitor_share.value > 0.0 and leave.competitor_effect.value != 0.0


def _ignored(choice: Choice) -> bool:
    """Whether nobody chooses the competitor for its price."""
    return choice.share_competitor.value == 0.0 or choice.competitor_response.value == 0.0


def _traits(scenario: Scenario) -> Iterator[str]:
    """In what the people of segments or regions differ where nothing asks for it."""
    market = scenario.market
    for kind, parts in (("segments", market.segments), ("regions", market.regions)):
        stated = [name for name in COMMON if any(getattr(one, name).value != 1.0 for one in parts)]
        yield from _unasked(scenario, kind, stated)
        yield from _unseen(scenario, kind, parts)
        for name in stated:
            if len({getattr(one, name).value for one in parts}) == 1 and getattr(parts[0], name).value > 0.0:
                yield (
                    f"market.{kind}.{name}: the same ratio everywhere does nothing, as ratios count against their mean"
                    " over all people."
                )
    unbought = market.response == "aggregate" or not _paid(scenario)
    if unbought and any(one.media_price.value != 1.0 for one in market.regions):
        yield "market.regions.media_price: no media are bought that could be dearer or cheaper somewhere."
    unfelt = _ignored(market.choice) and not _left_for(market.lapse.leave)
    if unfelt and any(one.rival_price.value != 1.0 for one in market.regions):
        yield "market.regions.rival_price: nobody chooses the competitor for its price."


def _unasked(scenario: Scenario, kind: str, stated: Sequence[str]) -> Iterator[str]:
    """Traits of the list, of invitations and of the desk where there is none of these."""
    market = scenario.market
    if "messages" in stated and market.retain.optin_rate.value == 0.0:
        yield f"market.{kind}.messages: market.retain.optin_rate is 0; nobody joins the list."
    if "talk" in stated and (market.referral.share_probability.value == 0.0 or not mechanisms.inviting(scenario)):
        yield f"market.{kind}.talk: nobody invites friends (policy.referral.active, market.referral.share_probability)."
    if "questions" in stated and (market.service.question_rate.value == 0.0 or not desk(scenario)):
        yield (
            f"market.{kind}.questions: nobody asks the service desk anything (policy.service.desk.active,"
            " market.service.question_rate)."
        )


def _unseen(scenario: Scenario, kind: str, parts: Sequence[Segment | Region]) -> Iterator[str]:
    """What more or less of media people would see where there are none."""
    seen = {one.name for part in parts for one in part.media if one.seen.value != 1.0}
    if seen and scenario.market.response == "aggregate":
        yield f"market.{kind}.media: with market.response aggregate everybody sees as much of media."
    elif unpaid := sorted(seen - _paid(scenario)):
        yield f"market.{kind}.media: nothing is ever spent on {', '.join(map(shown, unpaid))}; nobody sees it."


def _kept_prices(scenario: Scenario) -> Iterator[str]:
    """Who has ordered keeps an old price, and leaves as if it were the new one."""
    leave = scenario.market.lapse.leave
    kept = any(change.for_ == "new" for change in scenario.policy.price.changes)
    if kept and leave.price_share.value > 0.0 and leave.price_effect.value != 0.0:
        yield (
            "policy.price.changes: who has ordered is spared the new price, but not its effect on drop-out"
            " (market.lapse.leave.price_effect), which follows the price for new customers."
        )


def _places(scenario: Scenario) -> Iterator[str]:
    """Places that are opened for nothing, or at which nobody would buy."""
    market = {place.name: place for place in scenario.market.places}
    for row in scenario.policy.places:
        place = market[row.name]
        if place.share == 0.0 and place.attraction.value == 0.0:
            yield f"policy.places.{shown(row.name)}: its attraction is 0; nobody buys there."
        costs = (row.commission, row.rebate, row.rent_per_week, row.host_fee_per_week, row.opening_cost)
        if place.share == 0.0 and not any(costs):
            yield f"policy.places.{shown(row.name)}: a new place that costs neither rent nor commission nor fees."
    policy = scenario.policy.price
    if policy.one_price_cost_per_week > 0.0 and not policy.one_price:
        yield "policy.price.one_price_cost_per_week: policy.price.one_price is off; nobody sees to it, for nothing."


def _baskets(scenario: Scenario) -> Iterator[str]:
    basket = scenario.market.basket
    if len(basket.categories) == 1:
        yield "market.basket.categories: one category is no basket; two or more are needed."
    elif not basket.categories and basket.breadth_effect.value > 0.0:
        yield "market.basket.breadth_effect: without categories nobody uses more than one."


def _own_list(scenario: Scenario) -> Iterator[str]:
    market, policy = scenario.market, scenario.policy
    if policy.product.trial.offered and market.retain.trial_rate.value == 0.0:
        yield "policy.product.trial: market.retain.trial_rate is 0; nobody starts a trial."
    if policy.service.lead_response_hours > 0.0 and market.retain.lead_decay.value == 0.0:
        yield "policy.service.lead_response_hours: market.retain.lead_decay is 0; waiting costs nothing."


def _incentives(scenario: Scenario) -> Iterator[str]:
    for row in scenario.policy.incentives:
        if row.active:
            yield from _of_row(scenario, row, f"policy.incentives.{shown(row.name)}")


def _of_row(scenario: Scenario, row: Incentive, where: str) -> Iterator[str]:
    """What a row says in vain."""
    policy, market = scenario.policy, scenario.market
    if row.at_most == 0:
        yield f"{where}: at_most is 0; none goes out."
    if row.give in ("gift", "upgrade") and row.cost == 0.0:
        yield f"{where}: cost is 0; the {row.give} is given away and nobody pays for it."
    if row.give == "coupon" and row.depth == 0.0:
        yield f"{where}: a coupon of depth 0 takes nothing off the price."
    if row.give != "coupon" and row.depth > 0.0:
        yield f"{where}: a depth, but give is {row.give}; only a coupon takes something off the price."
    if row.give == "message" and row.on != "silence":
        yield (
            f"{where}: a message moves nobody who is a customer; only incentives for silence bring back who has dropped"
            " out."
        )
    worth = {"gift": market.gifts.gift_satisfaction.value, "upgrade": market.gifts.upgrade_satisfaction.value}
    if row.on != "silence" and row.give in worth and (worth[row.give] == 0.0 or not is_on(scenario, "satisfaction")):
        yield (
            f"{where}: the {row.give} costs money and nothing follows from it: it works through market.gifts and"
            " market.satisfaction."
        )
    if row.on == "friend" and not mechanisms.inviting(scenario):
        yield f"{where}: it waits for friends, but policy.referral is off; none goes out."
    if row.on not in ("order", "friend") and row.nth > 0:
        yield f"{where}: nth counts orders and friends; of on: {row.on} every one counts."
    if row.who.share == 0.0:
        yield f"{where}: who.share is 0; none goes out."
    first = row.days if row.on == "campaign" else 0.0
    if first >= min(scenario.days, row.until):
        yield f"{where}: its first day, {first:g}, is not before the end; none goes out."
    if row.who.coupon_used == "with" and not any(one.give == "coupon" and one.active for one in policy.incentives):
        yield f"{where}: it is for customers who have used a coupon, and no incentive gives one; none goes out."
    if "C" not in (row.who.abc or "C") and not policy.relationship.classes.active:
        yield f"{where}: it is for classes A or B, and policy.relationship.classes is off; all are in C, none goes out."
    if row.who.reasons and not is_on(scenario, "reasons") and "need" not in row.who.reasons:
        yield f"{where}: nobody leaves for these reasons (market.lapse.leave); none goes out, and talks are paid for."
    if row.who.tier == "with" and policy.relationship.points.tier.orders == 0:
        yield f"{where}: it is for the upper tier, and nobody is in it; none goes out."
    if row.who.lapsed == "with" and not is_on(scenario, "silence"):
        yield (
            f"{where}: it is for customers who are called lapsed, but market.lapse.label is off and no incentive waits"
            " for that; none goes out."
        )
    if row.who.lapsed == "without" and row.on == "silence" and row.days == 0.0:
        yield f"{where}: it goes out when a customer is called lapsed, and is for those who are not; none goes out."


def _points(scenario: Scenario) -> Iterator[str]:
    loyalty, policy = scenario.market.loyalty, scenario.policy.relationship.points
    if policy.earn_rate > 0.0 and loyalty.points_value.value == 0.0:
        yield "policy.relationship.points: market.loyalty.points_value is 0; points cost money and sell no more."
    if policy.tier.orders == 0:
        if policy.tier.earn != 1.0:
            yield "policy.relationship.points.tier.earn: orders is 0; nobody reaches the upper tier."
        if policy.tier.price_off > 0.0:
            yield "policy.relationship.points.tier.price_off: orders is 0; nobody reaches the upper tier."
        return
    if 0.0 < policy.tier.price_off <= policy.member_price_off:
        yield (
            "policy.relationship.points.tier.price_off: no more than member_price_off, which all members have; the"
            " upper tier pays no less."
        )
    cheaper = policy.tier.price_off > policy.member_price_off
    if loyalty.tier_dropout.value == 1.0 and not cheaper and (policy.earn_rate == 0.0 or policy.tier.earn == 1.0):
        yield (
            "policy.relationship.points.tier: it earns no more points, and nobody stays longer for it"
            " (market.loyalty.tier_dropout is 1)."
        )


def _messages(scenario: Scenario) -> Iterator[str]:
    market = scenario.market
    unmoved = market.need.dropout == "renewal" or market.choice.rule == "threshold"
    if scenario.policy.relationship.messages.active and unmoved:
        yield (
            "policy.relationship.messages.active: messages move what customers choose on an occasion, and here the"
            " price or a contract alone decides; they cost money and sell no more."
        )


def _contracts(scenario: Scenario) -> Iterator[str]:
    need = scenario.market.need
    if need.dropout == "renewal" and (need.pause_rate.value > 0.0 or round(need.regularity.value) > 1):
        yield (
            "market.need.dropout: with renewal customers order at the end of each contract only;"
            " pauses and regular gaps do nothing."
        )


def _desk(scenario: Scenario) -> Iterator[str]:
    service, policy = scenario.market.service, scenario.policy.service.desk
    feel = scenario.market.satisfaction
    if not policy.active:
        said = {
            "urgent": policy.urgent.orders > 0 or bool(policy.urgent.segments),
            "mend": policy.mend.active,
            "target": policy.target.share > 0.0,
        }
        if listening(scenario):
            yield "policy.service.feedback: the desk is not active; nobody asks, and nothing follows."
        for key in (key for key, on in said.items() if on):
            yield f"policy.service.desk.{key}: the desk is not active; nobody asks, and nothing follows."
        effects = {
            "wait_exit": feel.wait_exit.value > 0.0,
            "share_served": feel.share_served.value > 0.0,
            "complaint_dropout": feel.complaint_dropout.value != 1.0,
        }
        if any(effects.values()):
            names = ", ".join(key for key, on in effects.items() if on)
            yield f"market.satisfaction: without policy.service.desk.active nobody asks or waits; no effect of {names}."
        return
    if service.question_rate.value == service.trouble_share.value == service.start_share.value == 0.0:
        yield "policy.service.desk: active, but customers never want anything (market.service)."
    if listening(scenario) and not (policy.mend.active and service.causes):
        yield "policy.service.feedback: no cause of trouble is looked for (policy.service.desk.mend); all is lost."
    if policy.mend.active and (not service.causes or service.trouble_share.value == 0.0):
        yield "policy.service.desk.mend: market.service tells no causes of trouble apart, or there is none to mend."


def _told(scenario: Scenario) -> Iterator[str]:
    referral = scenario.market.referral
    alone = referral.network.kind != "edges" and int(referral.contacts.value) == 0
    if alone and (number(scenario, "satisfaction", "told_most") > 0 or is_on(scenario, "contagion")):
        yield "market.referral.contacts: nobody knows anybody; stories and leaving reach nobody."


def _felt(scenario: Scenario) -> Iterator[str]:
    feel, quality = scenario.market.satisfaction, scenario.policy.product.quality
    moved = quality != scenario.market.choice.quality_today.value and feel.quality_effect.value != 0.0
    unmoved = feel.noise.value == 0.0 and not moved and not desk(scenario)
    if is_on(scenario, "satisfaction") and (feel.weight.value == 0.0 or unmoved):
        yield "market.satisfaction: no experience moves it; it stays at 0 and what it acts on stays as it is."
