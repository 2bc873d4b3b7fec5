"""Behaviour: the numbers of a world that are the same for everybody, on every day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.lowering import mechanisms
from scenarios.lowering.brand import moves_choice
from scenarios.lowering.by_path import any_mechanism, asked, is_on, numbers_of_mechanisms, stated
from scenarios.lowering.cells import recognition
from scenarios.lowering.curves import bystanders, captures
from scenarios.lowering.kept_prices import new_prices
from scenarios.lowering.laws import invitations, share_bought
from scenarios.lowering.levers import WEEK, mean_order
from scenarios.lowering.networks import TIES, network_key
from scenarios.lowering.service import tickets
from scenarios.lowering.unit_cost import better_or_worse
from sim.core.ground import state
from sim.core.ground.behaviour import BEHAVIOUR
from sim.core.verbs.need import CUSTOMER_WINDOW
from sim.graphs import Graph
from sim.plan import AGE_BINS
from sim.vocabulary import MICRO, MOST_INVITES, UNAVAILABLE, Reason, Stage, Ties

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

DAYS_PER_YEAR = 365.0
AS_STATED = {
    "recognise": ("potential_share",),
    "need": ("prospect_rate", "renewal_days"),
    "choice": (
        *("anchor", "price_dropout_correlation", "competitor_response", "capture_effect"),
        *("quality_effect", "quality_today", "quality_cue"),
    ),
    "retain": ("nurture_effect", "touch_memory", "unsubscribe_rate", "unsubscribe_fatigue"),
    "referral": ("share_first", "leaders"),
    "lapse": ("customer_loss_rate", "return_rate", "final_loss_rate", "accept_return"),
}
"""Numbers of behaviour that are what a part of the market states under the same name."""
DROPOUTS = {"exponential": state.EXPONENTIAL, "coin": state.COIN, "renewal": state.RENEWAL}


def behaviour(scenario: Scenario, key: np.uint64, graph: Graph, known: int, held: Mapping[str, float]) -> np.ndarray:
    """BEHAVIOUR [1]. ``graph``: who knows whom, where that is listed; ``known``: customers of time 0; ``held``: numbers
    that hang on the tables of the assortment."""
    made = np.zeros(1, BEHAVIOUR)
    parts = (_world, _need, _choice, _dropout, _referral, tickets)
    read = stated(scenario)
    values: dict[str, Any] = {"key": key, "known": known}
    values |= {name: read(f"market.{path}.{name}") for path, names in AS_STATED.items() for name in names}
    for part in parts:
        values |= part(scenario)
    values |= numbers_of_mechanisms(scenario) | dict(held)
    values["satisfaction_solved"] += sum(asked(scenario, "solving_pleases"))
    if known:
        values |= _beside(known, scenario)
    for name, value in values.items():
        made[name] = value
    _shares(scenario, made)
    made["most_letters"] = _most_letters(scenario, graph)
    return made


def age_width(days: int) -> float:
    """Days of an age bin: a week, or as many whole weeks as keep the number of bins within bounds."""
    return WEEK * -(-days // int(WEEK * AGE_BINS))


def _world(scenario: Scenario) -> dict[str, Any]:
    market, policy = scenario.market, scenario.policy
    start, recognise = market.start, market.recognise
    seen = sum(1 << k for k, channel in enumerate(market.channels, 1) if channel.tracked)
    return {
        "population": scenario.people,
        "days": scenario.days,
        "sources": len(market.channels) + 2,
        "segments": len(market.segments),
        "regions": max(len(market.regions), 1),
        "places": max(len(market.usual_places), 1),
        "classes": len(market.activity),
        "discount_rate": np.log1p(market.discount_rate.value) / DAYS_PER_YEAR,
        "attribution_window": policy.channel.attribution_window,
        "age_width": age_width(scenario.days),
        "start_reached": start.reached,
        "start_retained": start.retained,
        "start_customer": start.customer,
        "inflow": start.inflow,
        "extended": any_mechanism(scenario),
        "recognition": recognition(scenario),
        "recognised_true": recognise.true_positive.value,
        "recognised_false": recognise.false_positive.value,
        "seen": seen | 1 << (len(market.channels) + 1),
        "bystanders": bystanders(scenario),
        "captures": captures(scenario),
    }


def _beside(known: int, scenario: Scenario) -> dict[str, float]:
    """The shares of all people who stand further on at time 0, as shares of those who are no customers of before."""
    start = scenario.market.start
    shares = {f"start_{name}": getattr(start, name) for name in ("reached", "retained", "customer")}
    more = min(scenario.people / max(scenario.people - known, 1), 1.0 / max(sum(shares.values()), 1e-12))
    return {name: share * max(more, 1.0) for name, share in shares.items()}


def _need(scenario: Scenario) -> dict[str, Any]:
    need, spend = scenario.market.need, scenario.market.spend
    ours, stages = share_bought(scenario), round(need.regularity.value)
    return {
        "customer_rate_scale": 1.0 / (need.order_rate.value * WEEK * ours) if ours > 0 else 0.0,
        "regularity": stages,
        "need_window": CUSTOMER_WINDOW if stages == 1 else 1e300,
        "spend_rate_scale": 1.0,
        "spend_mean_scale": spend.shape.value * spend.customer_rate.value,
        "mean_order": mean_order(scenario),
        "rate_spend_correlation": spend.rate_correlation.value,
    }


def _choice(scenario: Scenario) -> dict[str, Any]:
    market = scenario.market
    choice, ours = market.choice, market.choice.share_customer.value
    # segments spread the response around its mean; the mean itself is that of the elasticity
    mean = sum(s.share.value * s.price_sensitivity.value for s in market.segments) or 1.0
    return {
        "price_response": -choice.price_elasticity.value / (1.0 - ours) / mean if ours < 1.0 else 0.0,
        "quality_on": choice.quality_cue.value != 0.0
        or (choice.quality_effect.value != 0.0 and better_or_worse(scenario)),
        "appeal_on": moves_choice(scenario),
        "offers": len(market.offers),
        "vintages": len(new_prices(scenario)),
    }


def _dropout(scenario: Scenario) -> dict[str, Any]:
    need, retain, lapse = scenario.market.need, scenario.market.retain, scenario.market.lapse
    ratio = np.ones(len(Reason))
    ratio[Reason.PRICE] = lapse.accept_reason_price.value
    ratio[Reason.COMPETITOR] = lapse.accept_reason_competitor.value
    ratio[Reason.SERVICE] = lapse.accept_reason_service.value
    return {
        "dropout_kind": DROPOUTS[need.dropout],
        "dropout_rate_scale": 1.0 / (need.dropout_rate.value * WEEK),
        "dropout_curve": mechanisms.dropout_moves(scenario),
        "unsubscribe_bound": retain.unsubscribe_bound.value if mechanisms.unsubscribing(scenario) else 0.0,
        "return_cost": round(scenario.policy.winback.cost_per_return * MICRO),
        "accept_reason": ratio,
    }


def _referral(scenario: Scenario) -> dict[str, Any]:
    referral = scenario.market.referral
    zero, a, b = invitations(referral)
    friends = int(referral.contacts.value)
    return {
        "friends": friends,
        "network_key": network_key(scenario.seed),
        "network_kind": TIES.get(referral.network.kind, Ties.LISTED),
        "seeds": referral.network.seeds if referral.network.kind == "fresh" else scenario.people,
        "silenced": -1,
        "delay_scale": referral.delay_mean.value / referral.delay_shape.value,
        "sharer_ratio": referral.sharer_dropout_ratio.value,
        "sharer_days": referral.sharer_effect_days.value,
        "invites_law": referral.invites_law != "one",
        "invites_zero": zero,
        "invites_a": a,
        "invites_b": b,
        "leader_share_ratio": referral.leader_share_odds.value,
        "leader_accept_ratio": referral.leader_accept_odds.value,
        "strong_share": referral.strong_ties.value,
        "tie_ratio": referral.tie_odds.value,
    }


def _most_letters(scenario: Scenario, graph: Graph) -> int:
    """The most that one event may write: invitations, news to who invited, and what mechanisms have to say."""
    referral = scenario.market.referral
    invitations = 1 if referral.invites_law == "one" else MOST_INVITES
    friends = max(int(referral.contacts.value), int(np.diff(graph.links_from).max(initial=0)))
    return invitations + 1 + int(sum(asked(scenario, "letters", friends)))


def _paying(scenario: Scenario) -> float:
    """The share that pays, at today's price, at the end of a trial, or when a free user decides."""
    market = scenario.market
    return (market.free_tier.conversion if is_on(scenario, "free_tier") else market.retain.trial_conversion).value


def _shares(scenario: Scenario, made: np.ndarray) -> None:
    """Log shares of our offer, the competitor's and nothing by stage; at the end of a trial no competitor."""
    choice = scenario.market.choice
    shares = {
        Stage.REACHED: (choice.share_reached.value, choice.share_competitor.value),
        Stage.RETAINED: (choice.share_retained.value, choice.share_competitor.value),
        Stage.CUSTOMER: (choice.share_customer.value, choice.share_competitor.value),
        Stage.TRIAL: (_paying(scenario), 0.0),
    }
    for name in ("ours", "competitor", "nothing"):
        made[name] = UNAVAILABLE
    for stage, (share, of_rest) in shares.items():
        rest = 1.0 - share
        competitor = rest * of_rest
        for name, part in (("ours", share), ("competitor", competitor), ("nothing", rest - competitor)):
            if part > 0.0:
                made[name][0, stage] = np.log(part)
