"""When a closed form holds: what may be switched on in a scenario, and what each form can bear of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenarios.lowering import mechanisms, traits
from scenarios.lowering.brand import builders
from scenarios.lowering.by_path import is_on, number
from scenarios.lowering.projects import under_way
from sim.mechanisms.all import ALL

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

    Expected = Callable[[Scenario, np.ndarray, str | None], np.ndarray]
    Conditions = Callable[[Scenario], dict[str, bool]]
    Otherwise = Callable[[Scenario, tuple[int, ...], str | None], dict[str, Scenario]]


FEW = 200
"""Standard errors of fewer people are too uncertain themselves: beyond 4.5 of them by chance once in 85,000 checks."""


def _no_more(scenario: Scenario) -> dict[str, bool]:
    return {}


def _alone(scenario: Scenario, at: tuple[int, ...], of: str | None) -> dict[str, Scenario]:
    return {}


@dataclass(frozen=True)
class Form:
    """A closed form: what it expects at each ``at`` (see sim.quantities), and where it holds.

    ``bears``: the mechanisms (keys of MECHANISMS) that may be on; with any other the form says nothing.
    ``more``: further conditions, what breaks them in a few words -> whether it does. ``otherwise``: the scenarios
    that the estimate compares the scenario with, by the names that sim.quantities knows them by.
    """

    expected: Expected
    bears: frozenset[str] = frozenset()
    more: Conditions = _no_more
    otherwise: Otherwise = _alone


def met(scenario: Scenario, form: Form) -> list[str]:
    """What keeps ``form`` from holding in ``scenario``, each in a few words; empty where it holds."""
    on = [words for key, (words, is_on) in MECHANISMS.items() if key not in form.bears and is_on(scenario)]
    on += ["too few people to tell an error"] if _observed(scenario) < FEW else []
    return on + [words for words, broken in form.more(scenario).items() if broken]


def _observed(scenario: Scenario) -> int:
    """People, or cascades, that do not act on each other, in all worlds."""
    network = scenario.market.referral.network
    return scenario.worlds * (min(network.seeds, scenario.people) if network.kind == "fresh" else scenario.people)


def times(scenario: Scenario, quantity: str) -> list[float]:
    """What the scenario asks ``quantity`` at."""
    return [float(t) for wish in scenario.verify or () if wish.quantity == quantity for t in wish.at or ()]


def price_moves(scenario: Scenario) -> bool:
    """Whether our price, or that of one of our offers, is ever another than today's."""
    price = scenario.policy.price
    levels = (*(level for _, level in price.dated(scenario.days)), *price.offers.values())
    return any(level != 1.0 for level in levels)


def shares(scenario: Scenario) -> bool:
    """Whether customers invite anybody."""
    return scenario.policy.referral.active and scenario.market.referral.share_probability.value > 0.0


def contacted(scenario: Scenario) -> bool:
    """Whether anybody is contacted after the start."""
    channel = scenario.policy.channel
    spend = [*channel.weekly_spend.values(), *(flight.weekly_spend for flight in channel.flights)]
    return scenario.market.awareness.organic_rate.value > 0.0 or any(spend)


def rival_moves(scenario: Scenario) -> bool:
    """Whether the competitor's price is ever another than today's."""
    rival = scenario.market.competitor
    own = any(level != 1.0 for level in (rival.price, *(change.level for change in rival.changes)))
    return own or rival_follows(scenario)


def rival_follows(scenario: Scenario) -> bool:
    """Whether the competitor's price follows ours."""
    return scenario.market.competitor.reaction.share.value > 0.0 and price_moves(scenario)


def price_changes(scenario: Scenario) -> bool:
    """Whether our price changes within the run."""
    price = scenario.policy.price
    return len(price.dated(scenario.days)) > 1 or any(change.for_ == "new" for change in price.changes)


def rival_changes(scenario: Scenario) -> bool:
    """Whether the competitor's price changes within the run."""
    rival = scenario.market.competitor
    return any(change.level != rival.price for change in rival.changes) or rival_follows(scenario)


def _leaving(scenario: Scenario) -> bool:
    leave = scenario.market.lapse.leave
    moved = price_moves(scenario) or bool(scenario.policy.promotion.deals)
    own = leave.price_effect.value != 0.0 and leave.price_share.value > 0.0 and moved
    rival = leave.competitor_effect.value != 0.0 and leave.competitor_share.value > 0.0 and rival_moves(scenario)
    return own or rival


def season(scenario: Scenario) -> bool:
    """Whether demand follows waves of the year."""
    need = scenario.market.need
    return need.season_amplitude.value != 0.0 or need.season_amplitude_2.value != 0.0


def weekdays(scenario: Scenario) -> bool:
    """Whether demand follows weekdays or holidays."""
    need = scenario.market.need
    week = need.weekdays.model_dump().values()
    days = any(ratio != 1.0 for ratio in week) or any(holiday.ratio != 1.0 for holiday in need.holidays)
    return days or bool(need.calendar) or bool(need.closed)


def _offers(scenario: Scenario) -> bool:
    offers, levels = scenario.market.offers, scenario.policy.price.offers.values()
    unlike = any((o.utility.value, o.price, o.size) != (0.0, 1.0, 1.0) for o in offers)
    return len(offers) > 1 or unlike or any(level != 1.0 for level in levels)


def _quality(scenario: Scenario) -> bool:
    choice = scenario.market.choice
    moved = scenario.policy.product.quality != choice.quality_today.value
    return choice.quality_cue.value != 0.0 or (choice.quality_effect.value != 0.0 and moved)


def _wide_spend(scenario: Scenario) -> bool:
    """Whether means of spend converge so slowly that no standard error tells how near they are."""
    spend = scenario.market.spend
    return spend.variation != "none" and spend.customer_shape.value <= 2.0


def _bonus(scenario: Scenario) -> bool:
    return shares(scenario) and scenario.policy.referral.bonus.amount > 0.0


def _sharing_follows(scenario: Scenario) -> bool:
    feel = scenario.market.satisfaction
    after_tickets = mechanisms.desk(scenario) and feel.share_served.value > 0.0
    return shares(scenario) and (feel.share_effect.value != 0.0 or after_tickets)


def _urgent(scenario: Scenario) -> bool:
    urgent = scenario.policy.service.desk.urgent
    return mechanisms.desk(scenario) and (urgent.orders > 0 or bool(urgent.segments))


def _member_price(scenario: Scenario) -> bool:
    points = scenario.policy.relationship.points
    tiers = (points.tier, points.second_tier, points.third_tier)
    return points.member_price_off > 0.0 or any(tier.orders > 0 and tier.price_off > 0.0 for tier in tiers)


def _points_in_mind(scenario: Scenario) -> bool:
    earned = scenario.policy.relationship.points.earn_rate > 0.0
    moved = scenario.market.choice.rule == "threshold" or scenario.market.choice.share_customer.value < 1.0
    contract = scenario.market.need.dropout == "renewal"
    return earned and scenario.market.loyalty.points_value.value > 0.0 and (moved or contract)


def _loyal_tier(scenario: Scenario) -> bool:
    points, loyalty = scenario.policy.relationship.points, scenario.market.loyalty
    further = points.second_tier.orders > 0 and loyalty.next_tier_dropout.value != 1.0
    return further or (points.tier.orders > 0 and loyalty.tier_dropout.value != 1.0)


def _is_on(mechanism: str) -> Callable[[Scenario], bool]:
    return lambda scenario: is_on(scenario, mechanism)


MECHANISMS: dict[str, tuple[str, Callable[[Scenario], bool]]] = {
    **{one.name: (one.case, _is_on(one.name)) for one in ALL if one.case},
    # need and choice
    "rates differ": ("customers differ in their rates", lambda s: s.market.need.heterogeneity != "none"),
    "season": ("there is a season", season),
    "weekdays": ("there are weekdays or holidays", weekdays),
    "shocks": ("there are week shocks", lambda s: s.market.need.week_shock_sd.value != 0.0),
    "life cycle": ("demand follows a life cycle", lambda s: bool(s.market.need.life_cycle)),
    "level": (
        "demand has another level",
        lambda s: s.market.need.level.value != 1.0 or s.market.need.drift.value > 0.0,
    ),
    "regular": ("gaps between orders are regular", lambda s: round(s.market.need.regularity.value) > 1),
    "price": ("the price leaves today's", price_moves),
    "anchor": ("shares hold at another price than today's", lambda s: s.market.choice.anchor.value != 1.0),
    "rival": ("the competitor's price moves", rival_moves),
    "quality": ("quality moves the choice", _quality),
    "projects": ("a project works", lambda s: any(under_way(s, on) for on in ("choice", "leads", "media", "sharing"))),
    "brand": ("media build the brand", lambda s: len(builders(s)) > 0),
    "deals": ("there are deals", lambda s: bool(s.policy.promotion.deals)),
    "traits": ("people of segments or regions have traits of their own", lambda s: not traits.alike(s)),
    "groups": ("policies differ between groups", lambda s: bool(s.policy.groups)),
    "versions": ("there are several offers, or one unlike today's", _offers),
    "basket": ("orders hold several categories", lambda s: bool(s.market.basket.categories)),
    "commission": ("commission is paid", lambda s: s.policy.product.commission_ratio > 0.0),
    "spend and rate": ("spend goes with the order rate", lambda s: s.market.spend.rate_correlation.value != 0.0),
    "wide spend": (
        "the variance of what customers spend is infinite, as market.spend.customer_shape is not above 2",
        _wide_spend,
    ),
    "price and loyalty": (
        "loyalty goes with the answer to prices",
        lambda s: s.market.choice.price_dropout_correlation.value != 0.0,
    ),
    # before the first order
    "known": ("there are customers from before time 0", lambda s: s.market.start.customers is not None),
    "past media": (
        "media or messages are remembered from before time 0",
        lambda s: any(spend > 0.0 for spend in (*s.market.start.spend.values(), s.market.start.touches)),
    ),
    "contacts": ("people are reached again", contacted),
    "inflow": ("people enter over time", lambda s: s.market.start.inflow),
    "strangers": ("some people could never buy", lambda s: s.market.recognise.potential_share.value < 1.0),
    "unrecognised": (
        "opting in depends on being recognised",
        lambda s: s.market.recognise.unrecognised_optin.value != 1.0,
    ),
    "nurture": ("messages move the first order", lambda s: s.market.retain.nurture_effect.value > 0.0),
    "fatigue": ("messages tire people out", lambda s: s.market.retain.unsubscribe_fatigue.value > 0.0),
    "lead": ("enquiries wait", lambda s: s.policy.service.lead_response_hours > 0 < s.market.retain.lead_decay.value),
    "capture": ("media capture occasions", lambda s: any(c.capture.value > 0.0 for c in s.market.channels)),
    # ways out and back
    "coin": ("customers drop out after an order", lambda s: s.market.need.dropout == "coin"),
    "renewal": ("customers have contracts", lambda s: s.market.need.dropout == "renewal"),
    "loss": (
        "customers are lost otherwise than by dropping out",
        lambda s: s.market.lapse.customer_loss_rate.value > 0,
    ),
    "return": ("customers return", lambda s: s.market.lapse.return_rate.value > 0.0),
    "leaving": ("prices make customers drop out", _leaving),
    # referral
    "sharing": ("customers invite friends", shares),
    "fresh": (
        "some people are reached by invitation only",
        lambda s: s.market.referral.network.kind == "fresh" and s.market.referral.network.seeds < s.people,
    ),
    "loyal sharers": (
        "recommending changes loyalty",
        lambda s: shares(s) and s.market.referral.sharer_dropout_ratio.value != 1.0,
    ),
    "leaders": ("there are opinion leaders", lambda s: shares(s) and s.market.referral.leaders.value > 0.0),
    "ties": ("ties differ", lambda s: shares(s) and s.market.referral.strong_ties.value > 0.0),
    "bonus": ("there is a bonus", _bonus),
    "bundles": ("an offer is a bundle, or made to some", lambda s: any(o.with_ or o.for_ for o in s.market.offers)),
    # the loyalty programme
    "points in mind": ("points move the choice", _points_in_mind),
    "member price": ("members pay less", _member_price),
    "tier": ("there is an upper tier", lambda s: s.policy.relationship.points.tier.orders > 0),
    "loyal tier": ("the upper tier changes loyalty", _loyal_tier),
    # service, satisfaction, word of mouth
    "urgent": ("some tickets go before others", _urgent),
    "wait exit": (
        "customers leave for having waited",
        lambda s: mechanisms.desk(s) and s.market.satisfaction.wait_exit.value > 0.0,
    ),
    "mending": ("causes of trouble are mended", lambda s: number(s, "desk", "mend") > 0),
    "satisfaction": ("satisfaction changes loyalty", lambda s: s.market.satisfaction.dropout_effect.value != 0.0),
    "shared satisfaction": ("satisfaction and solved tickets change sharing", _sharing_follows),
    "stories": (
        "customers tell others of good and bad experience",
        lambda s: number(s, "satisfaction", "told_most") > 0,
    ),
    "ambient": ("people hear of us from all customers", lambda s: s.market.contagion.ambient_rate.value > 0.0),
}
"""What may be on in a scenario, each with words for it: a form that does not name it cannot bear it."""

PROSPECTS = frozenset(
    {"contacts", "inflow", "strangers", "unrecognised", "nurture", "fatigue", "lead", "trial", "capture", "sharing"}
    | {"fresh", "buying_centre", "leaders", "ties", "cheats", "bonus", "shared satisfaction", "stories", "ambient"}
)
"""What concerns people before their first order, or others: customers' orders do not know of it."""
