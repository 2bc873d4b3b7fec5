"""Closed forms of cascades of referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.verify.conditions import Form, shares
from scenarios.verify.numbers import (
    accept_probability,
    dropout_rate,
    invitations,
    order_margin,
    order_rate,
    share_probability,
)
from sim.closed_forms.referral import BirthDeath, Credit, Offspring, customers_by, final_size

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

RARE = 1e-3
"""Expected number that counts as none: repeat orders in a life, customers after the horizon."""


def offspring(scenario: Scenario) -> Offspring:
    """How many new customers a first order brings: what is left of the invitations after declining.

    The laws of the number of invitations stay what they are when each is taken up with the same probability.
    """
    referral, accept = scenario.market.referral, accept_probability(scenario)
    if referral.invites_law == "one":
        return Offspring("binomial", share_probability(scenario) * accept, 1.0)
    return Offspring(referral.invites_law, invitations(scenario) * accept, referral.invites_dispersion.value)


def _size(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(offspring(scenario).size_mean)


def _variance(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(offspring(scenario).size_variance)


def _share(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return offspring(scenario).size_probability(at)


def _ended(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.array([offspring(scenario).extinct_by(int(g)) for g in at])


def _credit(scenario: Scenario) -> Credit:
    return Credit(offspring(scenario).mean, order_margin(scenario) - scenario.policy.product.first_order_cost, 1.0)


def _customers(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    if _once(scenario):
        referral = scenario.market.referral
        delay = referral.delay_mean.value, referral.delay_shape.value
        return customers_by(at, offspring(scenario).mean, *delay)
    return birth_death(scenario).ever(at)


def birth_death(scenario: Scenario) -> BirthDeath:
    """Customers who bring others at each repeat order until they drop out; per day."""
    rate = order_rate(scenario) * share_probability(scenario) * accept_probability(scenario)
    return BirthDeath(rate * invitations(scenario), dropout_rate(scenario))


def _once(scenario: Scenario) -> bool:
    """Whether customers share at their first order and make no other."""
    once = scenario.market.referral.share_first.value == 1.0
    return once and order_rate(scenario) / (dropout_rate(scenario) + 1.0 / scenario.days) < RARE


def _fresh(scenario: Scenario) -> dict[str, bool]:
    market, referral = scenario.market, scenario.market.referral
    return {
        "people invite those who know us": referral.network.kind != "fresh",
        "not everybody begins as a customer": market.start.customer < 1.0 or market.start.inflow,
        "friends do not buy at once": market.need.prospect_rate.value * market.choice.share_retained.value < 20.0,
        "friends unsubscribe": market.retain.unsubscribe_rate.value > 0.0,
        "nobody invites anybody": not shares(scenario),
    }


def _generations(scenario: Scenario) -> dict[str, bool]:
    """Where cascades are a matter of who brings whom only, not of when."""
    referral = scenario.market.referral
    partly = referral.invites_law != "one" and share_probability(scenario) < 1.0
    return _fresh(scenario) | {
        "customers order again, or do not share at once": not _once(scenario),
        "not everybody shares": partly,
    }


def _complete(scenario: Scenario) -> dict[str, bool]:
    """Where cascades have ended by the horizon, and people have not run out."""
    law, referral = offspring(scenario), scenario.market.referral
    broken = _generations(scenario) | {"referrals grow by themselves": law.mean >= 1.0}
    if law.mean >= 1.0:
        return broken
    lived = scenario.days / (2.0 * (referral.delay_mean.value + 1.0))  # generations, if all were twice as slow
    seeds = referral.network.seeds
    needed = seeds * law.size_mean + 6.0 * np.sqrt(seeds * law.size_variance)
    return broken | {
        "cascades outlive the horizon": law.mean**lived / (1.0 - law.mean) > RARE,
        "people run out": bool(needed > scenario.people),
    }


def _few_generations(scenario: Scenario) -> dict[str, bool]:
    return _generations(scenario)


def _in_time(scenario: Scenario) -> dict[str, bool]:
    once, referral = _once(scenario), scenario.market.referral
    return _fresh(scenario) | {
        "first and repeat orders are shared": not once and referral.share_first.value > 0.0,
        "not everybody shares": once and referral.invites_law != "one" and share_probability(scenario) < 1.0,
        "invitations take time": not once and referral.delay_mean.value > 0.05,
    }


def _births(scenario: Scenario) -> dict[str, bool]:
    one = scenario.market.referral.invites_law == "one"
    return _in_time(scenario) | {
        "customers do not share at repeat orders": _once(scenario),
        "many are invited": not one,
    }


def _final_size(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    referral, start = scenario.market.referral, scenario.market.start
    return np.asarray(final_size([referral.contacts.value], [1.0], accept_probability(scenario), start.customer))


def _each_tie_once(scenario: Scenario) -> dict[str, bool]:
    market, referral = scenario.market, scenario.market.referral
    tries = order_rate(scenario) * share_probability(scenario) * invitations(scenario)
    slowest = np.log(scenario.people) * (referral.delay_mean.value + 1.0 + referral.contacts.value / max(tries, 1e-9))
    return {
        "contacts are not those of random matchings": referral.network.kind != "random",
        "the contacts are no whole number": referral.contacts.value != int(referral.contacts.value),
        "nobody begins as a customer": market.start.customer == 0.0,
        "some begin otherwise than as customers": market.start.reached + market.start.retained > 0.0,
        "friends do not buy at once": market.need.prospect_rate.value * market.choice.share_retained.value < 20.0,
        "friends unsubscribe": market.retain.unsubscribe_rate.value > 0.0,
        "customers drop out before they have asked all friends": dropout_rate(scenario) * scenario.days > RARE,
        "the horizon is too short to ask everybody": bool(6.0 * slowest > scenario.days),
    }


CASCADES = frozenset({"sharing", "fresh", "sent back", "commission", "spend and rate", "rates differ"})
FORMS = {
    "cascade_size": Form(_size, CASCADES, _complete),
    "cascade_variance": Form(_variance, CASCADES, _complete),
    "cascade_share": Form(_share, CASCADES, _complete),
    "ended_by_generation": Form(_ended, CASCADES, _few_generations),
    "cascade_customers": Form(_customers, CASCADES - {"rates differ"}, _in_time),
    "cascade_alive": Form(lambda s, at, of: birth_death(s).alive(at), CASCADES - {"rates differ"}, _births),
    "cascade_extinct": Form(lambda s, at, of: birth_death(s).extinct(at), CASCADES - {"rates differ"}, _births),
    "seed_value": Form(lambda s, at, of: np.asarray(_credit(s).total), frozenset({"sharing", "fresh"}), _complete),
    "seed_value_with_children": Form(
        lambda s, at, of: np.asarray(_credit(s).with_children), frozenset({"sharing", "fresh"}), _complete
    ),
    "seed_value_with_descendants": Form(
        lambda s, at, of: np.asarray(_credit(s).with_descendants), frozenset({"sharing", "fresh"}), _complete
    ),
    "final_size": Form(_final_size, CASCADES - {"fresh"}, _each_tie_once),
}
