"""Closed forms of cascades of referrals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaincc

from scenarios.lowering.curves import served_by_day
from scenarios.verify.conditions import Form, shares, times
from scenarios.verify.invited import cut_short
from scenarios.verify.numbers import (
    accept_probability,
    answered,
    dropout_rate,
    invitations,
    order_margin,
    order_rate,
    sent,
    share_probability,
)
from sim.closed_forms.referral import (
    BirthDeath,
    Credit,
    Offspring,
    customers_by,
    final_size,
    growth_rate,
    reproduction,
    totals_by_type,
)

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

ENOUGH = 1.1
"""People there must be, relative to those expected to be needed."""
DELAYED = 5e-3
"""Part of customers that counts as none where invitations arrive later than at once."""
VARIED = 0.05
"""Standard error, relative to the variance, from which on that of few cascades is too uncertain itself."""
SOON = 20.0
"""From so many occasions a day on that end in an order friends buy at once."""
RARE = 1e-3
"""Number that counts as none: repeat orders in a life, customers after the horizon, a part of what is expected."""
MANY = 1000
"""New customers in a quarter of the time, from which on their growth is told."""


def offspring(scenario: Scenario) -> Offspring:
    """How many new customers a first order brings: what is left of the invitations after declining.

    The laws of the number of invitations stay what they are when each is taken up with the same probability.
    """
    referral, accept = scenario.market.referral, accept_probability(scenario)
    if referral.invites_law == "one":
        return Offspring("binomial", share_probability(scenario) * accept, 1.0)
    return Offspring(referral.invites_law, invitations(scenario) * accept, referral.invites_dispersion.value)


def brings(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Shares of others and opinion leaders among people [2], and how many of each one of each brings [2, 2]."""
    referral = scenario.market.referral
    leaders = referral.leaders.value
    share, accept = share_probability(scenario), accept_probability(scenario)
    led = _odds(share, referral.leader_share_odds.value) * _odds(accept, referral.leader_accept_odds.value)
    kinds = np.array([1.0 - leaders, leaders])
    return kinds, np.outer([share * accept, led], kinds) * invitations(scenario)


def _odds(probability: float, ratio: float) -> float:
    return probability * ratio / (1.0 - probability + probability * ratio)


def _size(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    kinds, matrix = brings(scenario)
    return np.asarray(kinds @ totals_by_type(matrix))


def _variance(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return np.asarray(offspring(scenario).size_variance)


def _share(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    return offspring(scenario).size_probability(at)


def _ended(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    """NaN for generations that may come after the horizon."""
    law = offspring(scenario)
    return np.array([law.extinct_by(int(g)) if _comes(scenario, g) else np.nan for g in at])


def _comes(scenario: Scenario, generation: float) -> bool:
    """Whether the generation has come by the horizon for certain: delays, and at most a night before each."""
    referral, g = scenario.market.referral, max(generation, 1e-9)
    left = scenario.days - 1.05 * g
    scale = referral.delay_mean.value / referral.delay_shape.value
    return left > 0.0 and float(gammaincc(g * referral.delay_shape.value, left / scale)) < RARE


def _credit(scenario: Scenario) -> Credit:
    return Credit(offspring(scenario).mean, order_margin(scenario) - scenario.policy.product.first_order_cost, 1.0)


def _customers(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    if _once(scenario):
        referral = scenario.market.referral
        delay = referral.delay_mean.value, referral.delay_shape.value
        return customers_by(at, offspring(scenario).mean, *delay)
    return birth_death(scenario).ever(at)


def _growth(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    referral = scenario.market.referral
    return np.asarray(growth_rate(offspring(scenario).mean, referral.delay_mean.value, referral.delay_shape.value))


def birth_death(scenario: Scenario) -> BirthDeath:
    """Customers who bring others at each repeat order until they drop out; per day."""
    rate = order_rate(scenario) * share_probability(scenario) * accept_probability(scenario)
    return BirthDeath(rate * invitations(scenario), dropout_rate(scenario))


def _once(scenario: Scenario) -> bool:
    """Whether customers share at their first order and make no other."""
    once = scenario.market.referral.share_first.value == 1.0
    return once and order_rate(scenario) / (dropout_rate(scenario) + 1.0 / scenario.days) < RARE


def _buying(scenario: Scenario) -> float:
    """Rate at which friends who have taken up an invitation buy, per day."""
    return scenario.market.need.prospect_rate.value * scenario.market.choice.share_retained.value * answered(scenario)


def _fresh(scenario: Scenario) -> dict[str, bool]:
    market, referral = scenario.market, scenario.market.referral
    return {
        "people invite those who know us": referral.network.kind != "fresh",
        "not everybody begins as a customer": market.start.customer < 1.0 or market.start.inflow,
        "friends do not buy at once": _buying(scenario) < SOON,
        "friends unsubscribe": market.retain.unsubscribe_rate.value > 0.0,
        "nobody invites anybody": not shares(scenario),
        "customers would invite more people than they may": cut_short(scenario),
    }


def _mean_only(scenario: Scenario) -> dict[str, bool]:
    """Where cascades end by the horizon, people do not run out, and it is a matter of who brings how many."""
    referral = scenario.market.referral
    kinds, matrix = brings(scenario)
    factor = reproduction(matrix)
    broken = _fresh(scenario) | {
        "customers order again, or do not share at once": not _once(scenario),
        "referrals grow by themselves": factor >= 1.0,
    }
    if factor >= 1.0:
        return broken
    lived = scenario.days / (2.0 * (referral.delay_mean.value + 1.0))  # generations, if all were twice as slow
    return broken | {
        "cascades outlive the horizon": factor**lived / (1.0 - factor) > RARE,
        "people run out": _used_up(scenario, float(kinds @ totals_by_type(matrix))),
    }


def _used_up(scenario: Scenario, size: float) -> bool:
    """Whether there may be too few people for cascades of mean ``size``: who declines is used up too."""
    accept = accept_probability(scenario)
    asked = (size - 1.0) / accept if accept > 0.0 else sent(scenario)  # where all decline, by those who begin alone
    return scenario.market.referral.network.seeds * (1.0 + asked) * ENOUGH > scenario.people


def _sent(scenario: Scenario, customers: float) -> float:
    """The size that a cascade will have come to when all invitations of ``customers`` have arrived: who is asked is
    used up from the moment of asking."""
    return 1.0 + customers * offspring(scenario).mean if _once(scenario) else customers


def _whole_law(scenario: Scenario) -> dict[str, bool]:
    referral = scenario.market.referral
    return {"not everybody shares": referral.invites_law != "one" and share_probability(scenario) < 1.0}


def _complete(scenario: Scenario) -> dict[str, bool]:
    return _mean_only(scenario) | _whole_law(scenario)


def _varied(scenario: Scenario) -> dict[str, bool]:
    """Where there are enough cascades: the sizes of few vary less than all would, and seem sure of it."""
    broken = _complete(scenario)
    if not any(broken.values()):
        cascades = scenario.market.referral.network.seeds * scenario.worlds
        broken["too few cascades to tell how they vary"] = offspring(scenario).size_kurtosis > cascades * VARIED**2
    return broken


def _worth(scenario: Scenario) -> dict[str, bool]:
    served = served_by_day(scenario) > 0.0
    return _complete(scenario) | {"customers are served by the day": served}


def _generations(scenario: Scenario) -> dict[str, bool]:
    """Where generations come as they may, and people do not run out before the horizon."""
    k = offspring(scenario).mean
    most = sum(k**g for g in range(scenario.days + 1)) if k > 1.0 else 1.0 / max(1.0 - k, 1.0 / scenario.days)
    return (
        _fresh(scenario)
        | _whole_law(scenario)
        | {
            "customers order again, or do not share at once": not _once(scenario),
            "people run out": _used_up(scenario, most),
        }
    )


def _in_time(scenario: Scenario) -> dict[str, bool]:
    once, referral = _once(scenario), scenario.market.referral
    end = np.array([float(scenario.days)])
    return _fresh(scenario) | {
        "people run out": _used_up(scenario, _sent(scenario, float(_customers(scenario, end, None)[0]))),
        "days before invitations arrive add up": not once and _slowed(scenario) > DELAYED,
        "first and repeat orders are shared": not once and referral.share_first.value > 0.0,
        "not everybody shares": once and referral.invites_law != "one" and share_probability(scenario) < 1.0,
        "invitations take time": not once and referral.delay_mean.value > 0.05,
        "customers never order again": not once and scenario.market.choice.share_customer.value == 0.0,
    }


def _even(scenario: Scenario) -> dict[str, bool]:
    """Where cascades grow at the rate of the long run in the quarters of the time that are compared."""
    broken = _in_time(scenario) | {
        "customers order again, or do not share at once": not _once(scenario),
        "nobody takes up an invitation": offspring(scenario).mean == 0.0,
    }
    if any(broken.values()):
        return broken
    for t in times(scenario, "growth_rate") or [float(scenario.days)]:
        came = np.diff(_customers(scenario, np.array([0.5 * t, 0.75 * t, t]), None))
        rate = np.log(came[1] / came[0]) / (0.25 * t) if came.all() else np.inf
        late = abs(rate - float(_growth(scenario, np.array([t]), None))) * 0.25 * t > RARE
        few = scenario.market.referral.network.seeds * scenario.worlds * came.min() < MANY
        broken["growth is not even yet"] = broken.get("growth is not even yet", False) or bool(late)
        broken["too few customers tell growth"] = broken.get("too few customers tell growth", False) or bool(few)
    return broken


def _slowed(scenario: Scenario) -> float:
    """About what part of the customers of the last day are missing because invitations arrive the next morning."""
    chain = birth_death(scenario)
    return 0.5 * chain.birth * (1.0 + abs(chain.birth - chain.death) * scenario.days)


def _births(scenario: Scenario) -> dict[str, bool]:
    one = scenario.market.referral.invites_law == "one"
    return _in_time(scenario) | {
        "customers do not share at repeat orders": _once(scenario),
        "many are invited": not one,
    }


def _final_size(scenario: Scenario, at: np.ndarray, of: str | None) -> np.ndarray:
    referral, start = scenario.market.referral, scenario.market.start
    return np.asarray(final_size([referral.contacts.value], [1.0], accept_probability(scenario), start.customer))


def _may_fizzle(scenario: Scenario) -> bool:
    """Whether the cascades of those who begin may all stay small by chance, where large ones exist."""
    referral, begin = scenario.market.referral, scenario.people * scenario.market.start.customer
    large = final_size([referral.contacts.value], [1.0], accept_probability(scenario))
    return bool(large > RARE and np.exp(-begin * large) > RARE)


def _each_tie_once(scenario: Scenario) -> dict[str, bool]:
    market, referral = scenario.market, scenario.market.referral
    tries = order_rate(scenario) * share_probability(scenario) * invitations(scenario)
    slowest = np.log(scenario.people) * (referral.delay_mean.value + 1.0 + referral.contacts.value / max(tries, 1e-9))
    return {
        "too few begin as customers to start a large cascade for certain": _may_fizzle(scenario),
        "contacts are not those of random matchings": referral.network.kind != "random",
        "the contacts are no whole number": referral.contacts.value != int(referral.contacts.value),
        "customers never order again": market.choice.share_customer.value == 0.0,
        "nobody begins as a customer": market.start.customer == 0.0,
        "some begin otherwise than as customers": market.start.reached + market.start.retained > 0.0,
        "friends do not buy at once": _buying(scenario) < SOON,
        "friends unsubscribe": market.retain.unsubscribe_rate.value > 0.0,
        "customers drop out before they have asked all friends": dropout_rate(scenario) * scenario.days > RARE,
        "the horizon is too short to ask everybody": bool(3.0 * slowest > scenario.days),
    }


CASCADES = frozenset(
    {"sharing", "fresh", "lead", "returns", "commission", "spend and rate", "wide spend", "rates differ"}
)
WORTH = frozenset({"sharing", "fresh", "lead"})
FORMS = {
    "cascade_size": Form(_size, CASCADES | {"leaders", "pauses"}, _mean_only),
    "cascade_variance": Form(_variance, CASCADES | {"pauses"}, _varied),
    "cascade_share": Form(_share, CASCADES | {"pauses"}, _complete),
    "ended_by_generation": Form(_ended, CASCADES | {"pauses"}, _generations),
    "cascade_customers": Form(_customers, CASCADES - {"rates differ"}, _in_time),
    "cascade_alive": Form(lambda s, at, of: birth_death(s).alive(at), CASCADES - {"rates differ"}, _births),
    "cascade_extinct": Form(lambda s, at, of: birth_death(s).extinct(at), CASCADES - {"rates differ"}, _births),
    "seed_value": Form(lambda s, at, of: np.asarray(_credit(s).total), WORTH, _worth),
    "seed_value_with_children": Form(lambda s, at, of: np.asarray(_credit(s).with_children), WORTH, _worth),
    "seed_value_with_descendants": Form(lambda s, at, of: np.asarray(_credit(s).with_descendants), WORTH, _worth),
    "growth_rate": Form(_growth, CASCADES - {"rates differ"}, _even),
    "final_size": Form(_final_size, CASCADES - {"fresh"}, _each_tie_once),
}
