"""Rates and amounts beyond what addresses of random numbers and the ledger can hold are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.special import gammainccinv

from scenarios.lowering.by_path import asked, number
from scenarios.lowering.demand import calendar_by_day
from scenarios.lowering.groups import variants
from scenarios.lowering.laws import invitations_mean, share_bought
from scenarios.lowering.levers import WEEK, mean_order, price_by_day
from scenarios.lowering.mechanisms import desk, dropout_moves
from scenarios.lowering.offers import baskets, offer_prices
from scenarios.lowering.promoters import promoters_by_week
from scenarios.lowering.traits import trait
from sim.problems import BadInput, Problem
from sim.vocabulary import MICRO

if TYPE_CHECKING:
    import numpy as np

    from scenarios.scenario import Scenario

OCCASIONS = 200_000
"""Most occasions anybody may expect: 262,144 have addresses."""
EPISODES = 30_000
"""Most contacts, awakenings or doubts a person may expect: 65,536 have addresses."""
MOST_MONEY = 2.0**62 / MICRO / 100
"""Most currency the people simulated may be expected to spend: a hundredth of what the ledger holds."""
MOST_WEIGHT = 1e6
"""The most that prices may multiply the drop-out rate by."""


def assert_addressable(scenario: Scenario, levers: np.ndarray, wages: np.ndarray) -> None:
    """Raise BadInput where rates or amounts are so high that addresses or the ledger would run over.

    ``wages``: what scenarios.lowering.service.labour says.
    """
    market, days = scenario.market, scenario.days
    need, retain, awareness, referral = market.need, market.retain, market.awareness, market.referral
    demand = max(float(days), float(calendar_by_day(scenario).sum()))
    share = share_bought(scenario)
    mean = need.order_shape.value / need.order_rate.value / 7.0 / share if share > 0 else 0.0
    most = 1.0
    if need.heterogeneity == "gamma":  # the keenest of a thousand times as many people
        most = float(gammainccinv(need.order_shape.value, 1e-3 / scenario.people)) / need.order_shape.value
    needs, asks = (float(trait(scenario, name).max()) for name in ("need", "questions"))
    most *= needs
    money = _order(scenario) * scenario.people * (1.0 + mean * share * demand)
    contacts = min(referral.contacts.value, mean * most * demand * invitations_mean(referral))
    aggregate = market.response == "aggregate"
    rates = {
        f"market.channels.{c.name}.{'aggregate_peak' if aggregate else 'peak_rate'}": (
            c.aggregate_peak.value / market.size.value if aggregate else c.peak_rate.value
        )
        for c in market.channels
    }
    moved = float((levers["leave_price"] + levers["leave_rival"]).max()) if dropout_moves(scenario) else 1.0
    tickets, told = _asked(scenario, mean * most * demand * share, asks)
    limits = {
        "market.need.prospect_rate": (need.prospect_rate.value * needs * demand, OCCASIONS, "occasions"),
        "market.need.order_rate": (mean * most * demand, OCCASIONS, "occasions of the keenest customer"),
        "market.need.renewal_days": (
            days / need.renewal_days.value if need.dropout == "renewal" else 0.0,
            EPISODES,
            "ends of a contract",
        ),
        "market.need.pause_rate": (min(need.pause_rate.value, need.resume_rate.value) * days, EPISODES, "pauses"),
        "market.awareness.organic_rate": (awareness.organic_rate.value * days, EPISODES, "contacts"),
        **{path: (rate * days, EPISODES, "contacts") for path, rate in rates.items()},
        "market.awareness.fade_rate": (awareness.fade_rate.value * days, EPISODES, "times of forgetting"),
        "market.retain.optin_rate": (retain.optin_rate.value * days, EPISODES, "times of opting in"),
        "market.retain.unsubscribe_bound": (retain.unsubscribe_bound.value * days, EPISODES, "doubts"),
        "market.lapse.return_rate": (market.lapse.return_rate.value * days, EPISODES, "returns"),
        "market.lapse.leave.price_effect": (moved, MOST_WEIGHT, "times today's drop-out rate"),
        "market.referral.contacts": (contacts, 2 * EPISODES, "invitations of the keenest customer"),
        "market.service.question_rate": (tickets, 2 * EPISODES, "tickets of the keenest customer"),
        "market.satisfaction.warn.people": (told, 2 * EPISODES, "stories of the keenest customer"),
        "policy.service.desk.wage_per_hour": (
            float(wages.sum(dtype=float)) / MICRO,
            MOST_MONEY,
            f"{scenario.currency} of wages for all people simulated",
        ),
        "policy.referral.promoters": (
            promoters_by_week(scenario).sum() / WEEK * days * scenario.people / market.size.value,
            MOST_MONEY,
            f"{scenario.currency} by the head for all people simulated",
        ),
        "market.contagion.ambient_rate": (market.contagion.ambient_rate.value * days, EPISODES, "contacts"),
        "market.spend.customer_rate": (money, MOST_MONEY, f"{scenario.currency} of revenue of all people simulated"),
    }
    problems = [
        Problem(scenario.name, 0, path, f"{found:.3g} {what} to be expected within the horizon", f"at most {most:,.0f}")
        for path, (found, most, what) in limits.items()
        if found > most
    ]
    if problems:
        raise BadInput(problems)


def _asked(scenario: Scenario, orders: float, asks: float) -> tuple[float, float]:
    """Tickets and stories of a customer with so many orders, at most; ``asks``: the largest ratio on questions."""
    service = scenario.market.service
    troubled = orders if service.trouble_share.value > 0.0 else 0.0
    tickets = service.question_rate.value * asks * scenario.days + troubled + 2.0 if desk(scenario) else 0.0
    rounds = tickets / min(one.solved.value for one in service.desks) if tickets else 0.0
    return tickets, (orders + 1.0 + rounds) * number(scenario, "satisfaction", "told_most")


def _order(scenario: Scenario) -> float:
    """The largest mean order of any offer, day and basket, currency."""
    market = scenario.market
    size = max(offer.size for offer in market.offers) * float(baskets(scenario)[:, :, 1].max())
    ahead = 1.0 + sum(asked(scenario, "laid_in"))
    dearest = max(float((offer_prices(one.scenario) * price_by_day(one.scenario)).max()) for one in variants(scenario))
    return mean_order(scenario) * size * ahead * dearest
