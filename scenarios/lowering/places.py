"""Places to buy: on which terms each is open on which day, what it weighs in the choice, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios.lowering.cells import sizes
from scenarios.lowering.media import WEEK
from scenarios.policy.places import PlaceRow
from sim.core.ground.state import PLACE
from sim.vocabulary import MICRO

if TYPE_CHECKING:
    from scenarios.market.people import PurchasePlace
    from scenarios.scenario import Scenario


class Places(NamedTuple):
    """As in :class:`sim.plan.Plan`: ``place_rows``, ``place_weights``, ``place_terms``, ``place_costs``."""

    rows: np.ndarray
    weights: np.ndarray
    terms: np.ndarray
    costs: np.ndarray


def places(scenario: Scenario) -> Places:
    """Each set of places that are open together is a row: the terms of who is open do not change."""
    found, days = scenario.market.places, scenario.days
    if not found:
        none = np.zeros((days, 0, 2), np.int64)
        return Places(np.zeros(days, np.int64), np.zeros((1, 0, 1)), np.zeros((1, 0), PLACE), none)
    policy = [terms_of(scenario, place) for place in found]
    is_open = np.array([_days_open(row, days) for row in policy]).reshape(len(found), days)
    kinds, rows = np.unique(is_open, axis=1, return_inverse=True)
    terms = np.stack([_terms(scenario, policy, those) for those in kinds.T])
    weights = np.stack([_weights(scenario, policy, one, those) for one, those in zip(terms, kinds.T, strict=True)])
    return Places(rows.ravel().astype(np.int64), weights, terms, _costs(scenario, policy, is_open))


def terms_of(scenario: Scenario, place: PurchasePlace) -> PlaceRow | None:
    """What the policy says of a place; that it is open as today where it says nothing, None where it never opens."""
    rows = [row for row in scenario.policy.places if row.name == place.name]
    return rows[-1] if rows else PlaceRow(name=place.name) if place.share > 0.0 else None


def _days_open(row: PlaceRow | None, days: int) -> np.ndarray:
    """Whether a place is open, bool [day]."""
    day = np.arange(days)
    return np.zeros(days, bool) if row is None else (day >= row.opens) & (day < (row.closes or days))


def _terms(scenario: Scenario, policy: list[PlaceRow | None], those: np.ndarray) -> np.ndarray:
    """The terms while ``those`` places are open: PLACE [place]."""
    found, choice = scenario.market.places, scenario.market.place_choice
    made = np.zeros(len(found), PLACE)
    for k, (place, row) in enumerate(zip(found, policy, strict=True)):
        made["online"][k], made["dealer"][k] = place.online, place.dealer
        made["today"][k] = made["price"][k] = place.price
        made["more_returns"][k] = place.more_returns.value
        made["fulfilment"][k] = 1.0
        if row is not None:
            made["price"][k] = _price(scenario, place, row)
            made["commission"][k], made["rebate"][k], made["fulfilment"][k] = row.commission, row.rebate, row.fulfilment
    today = np.array([place.share > 0.0 for place in found])
    undercut = _undercut(made["price"], those) - np.where(today, _undercut(made["today"], today), 0.0)
    made["effort"] = np.where(made["dealer"] > 0, np.exp(-choice.effort_loss.value * undercut), 1.0)
    gap = _widest_gap(made["price"], those) - _widest_gap(made["today"], today)
    made["trust_lost"] = choice.trust_loss.value * gap
    return made


def _price(scenario: Scenario, place: PurchasePlace, row: PlaceRow) -> float:
    """What a place asks, ratio to the list price; where one price is the rule, that."""
    if scenario.policy.price.one_price:
        return 1.0
    return place.price if row.price is None else row.price


def _saved(place: PurchasePlace, row: PlaceRow | None) -> float:
    """Days by which a place delivers sooner than today."""
    return 0.0 if row is None or row.delivery_days is None else place.delivery_days - row.delivery_days


def _undercut(prices: np.ndarray, those: np.ndarray) -> np.ndarray:
    """By how much another one of ``those`` places is cheaper, ratio to the list price: float64 [place]."""
    return prices - np.minimum(prices, prices[those].min(initial=np.inf))


def _widest_gap(prices: np.ndarray, those: np.ndarray) -> float:
    """The most that one of ``those`` places is cheaper than another."""
    return float(_undercut(prices, those)[those].max(initial=0.0))


def _weights(scenario: Scenario, policy: list[PlaceRow | None], terms: np.ndarray, those: np.ndarray) -> np.ndarray:
    """What each place weighs to people of a label, and (last) all of today together: float64 [label, place + 1]."""
    market = scenario.market
    found, choice, ours = market.places, market.place_choice, market.choice.share_customer.value
    segments, regions, usual, _, _ = sizes(scenario)
    share = np.array([place.share for place in found]) / sum(place.share for place in found)
    habit = np.eye(len(found))[share > 0.0] if usual > 1 else share[None]
    own = (1.0 - choice.habit.value) * share + choice.habit.value * habit
    own = np.where(share > 0.0, own, [place.attraction.value for place in found])
    appeal = np.array([[place.appeal.get(s.name, 0.0) for place in found] for s in market.segments])
    own = own * np.exp(appeal / choice.dissimilarity.value)[:, None, None]
    own = np.broadcast_to(own, (segments, regions, usual, len(found))).reshape(-1, len(found))
    today = np.cumsum(np.where(share > 0.0, own, 0.0), axis=1)[:, -1:]  # one after the other, as people add them up
    seen = np.array([place.seen_elsewhere.value for place in found])
    saved = np.array([_saved(place, row) for place, row in zip(found, policy, strict=True)])
    ahead = seen[those].sum() - seen[share > 0.0].sum()
    moved = (choice.delivery.value / (1.0 - ours) if ours < 1.0 else 0.0) * saved + ahead
    now = own * np.exp(moved / choice.dissimilarity.value) * terms["effort"] ** choice.effort_sales.value * those
    return np.hstack([now, today])


def _costs(scenario: Scenario, policy: list[PlaceRow | None], is_open: np.ndarray) -> np.ndarray:
    """What places cost by themselves, micro-units for the people simulated: int64 [day, place, rent or host]."""
    costs = np.zeros((scenario.days, len(policy), 2))
    for k, row in enumerate(policy):
        if row is not None:
            costs[:, k] = is_open[k][:, None] * np.array([row.rent_per_week, row.host_fee_per_week]) / WEEK
            if row.opens < scenario.days:
                costs[row.opens, k, 0] += row.opening_cost
    return np.rint(costs * (scenario.people / scenario.market.size.value * MICRO)).astype(np.int64)
