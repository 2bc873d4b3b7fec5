"""New customers of a scenario day by day as a mean field, at the numbers that the scenario has.

Prices are today's; season and week shocks have mean one and are left out, as are trials, deals, incentives and a limit
to a customer's contacts. Of what segments and regions have of their own, who is on the list and who is a customer is
taken to be as the mean person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammainc

from scenarios.lowering.cells import cells, recognition, trait_shares
from scenarios.lowering.curves import opt_in
from scenarios.lowering.groups import by_group
from scenarios.lowering.laws import invitations_mean
from scenarios.lowering.levers import WEEK, lifted
from scenarios.lowering.own_list import on_list
from scenarios.lowering.response import response_by_day
from scenarios.lowering.traits import trait
from sim.closed_forms import buying
from sim.closed_forms.first_orders import Field, first_orders

if TYPE_CHECKING:
    from scenarios.market.need import Need
    from scenarios.scenario import Scenario

Array = np.ndarray


def new_customers(scenario: Scenario) -> Array:
    """Expected new customers of the whole market, float64 [day]."""
    return np.asarray(first_orders(fields(scenario))[0] * scenario.market.size.value)


def fields(scenario: Scenario, without: Sequence[str] = (), customers: float = 0.0, orders: float = 0.0) -> list[Field]:
    """The mean field of ``scenario``, and those in which nobody becomes aware by one of the channels ``without``.

    ``customers``: share of people who are customers of before, beside those of ``market.start.customer``; ``orders``:
    what these place a day, for each of all people.
    """
    market, start, days = scenario.market, scenario.market.start, scenario.days
    occasions = market.need.prospect_rate.value * market.need.level.value
    ordering, leaving = on_list(market, days, scenario.policy.relationship.touches_per_week)
    awakened = by_group(scenario, lambda of, cell, _: response_by_day(of, cell)[0], axis=1)
    hazard = market.awareness.organic_rate.value + awakened.sum(axis=0)
    accepting, taken = _accepting(scenario)
    whole = Field(
        share=_could(scenario),
        hazard=hazard,
        joins=by_group(scenario, lambda of, cell, _: opt_in(of, cell)),
        fade=market.awareness.fade_rate.value,
        buy=occasions * market.choice.share_reached.value * trait(scenario, "need"),
        ordering=ordering,
        leaving=leaving,
        accepting=accepting,
        invited=start.customer * accepting + orders * taken,
        reached=start.reached,
        retained=start.retained,
        customers=start.customer + customers,
    )
    places = [channel.name for channel in market.channels]
    return [whole, *(whole._replace(hazard=hazard - awakened[places.index(name)]) for name in without)]


def _accepting(scenario: Scenario) -> tuple[Array, float]:
    """Invitations of a customer that are taken up, by day since the first order, and those of an order."""
    referral, days = scenario.market.referral, scenario.days
    shared, taken = _taken(scenario)
    if shared * taken == 0.0:
        return np.zeros(days), 0.0
    repeat = np.diff(repeat_orders(scenario.market.need, np.arange(days + 1) / WEEK)) * shared * taken
    repeat[0] += min(shared * referral.share_first.value, 1.0) * taken
    shape, mean = referral.delay_shape.value, referral.delay_mean.value
    delay = np.diff(gammainc(shape, shape * np.arange(days + 1) / mean))
    return np.convolve(repeat, delay)[:days], shared * taken


def _could(scenario: Scenario) -> Array:
    """Share of people in each cell who could ever buy, float64 [cell]."""
    belief, share = scenario.market.recognise, trait_shares(scenario) * scenario.market.recognise.potential_share.value
    if not recognition(scenario):
        return np.asarray(share)
    seen = belief.true_positive.value
    return np.asarray(share * np.where(cells(scenario).recognised == 1, seen, 1.0 - seen))


def _taken(scenario: Scenario) -> tuple[float, float]:
    """Probability to share at an order, and invitations then taken up."""
    belief, policy = scenario.market.referral, scenario.policy.referral
    if not policy.active:
        return 0.0, 0.0
    size = belief.reward_scale.value
    more = (np.log1p(policy.promised / size), np.log1p(policy.reward_friend / size))
    share = lifted(belief.share_probability.value, belief.share_reward_effect.value * more[0])
    accept = lifted(belief.accept_probability.value, belief.accept_reward_effect.value * more[1])
    return share, invitations_mean(belief) * accept


def repeat_orders(need: Need, weeks: Array) -> Array:
    """Expected repeat orders of a new customer by an age in weeks."""
    r, alpha = need.order_shape.value, need.order_rate.value
    alike = need.heterogeneity == "none"
    if need.dropout == "renewal":
        a, b = need.renewal_a.value, need.renewal_b.value
        ends = (weeks * WEEK / need.renewal_days.value).astype(int)
        kept = np.array([(b / (a + b)) ** n if alike else buying.sbg_survival(n, a, b) for n in range(ends.max() + 1)])
        return np.asarray(np.cumsum(kept)[ends] - kept[0])
    if need.dropout == "coin":
        a, b = need.coin_a.value, need.coin_b.value
        if alike:
            return buying.exponential_mean(weeks, r / alpha, r / alpha * a / (a + b))
        return buying.bg_nbd_mean(weeks, r, alpha, a, b)
    s, beta = need.dropout_shape.value, need.dropout_rate.value
    if alike:
        return buying.exponential_mean(weeks, r / alpha, s / beta)
    return buying.pareto_nbd_mean(weeks, r, alpha, s, beta)


def still_customers(need: Need, weeks: Array) -> Array:
    """Expected share of new customers who have not dropped out by an age in weeks."""
    alike = need.heterogeneity == "none"
    if need.dropout == "renewal":
        a, b = need.renewal_a.value, need.renewal_b.value
        ends = (weeks * WEEK / need.renewal_days.value).astype(int)
        return np.asarray((b / (a + b)) ** ends if alike else buying.sbg_survival(ends, a, b))
    if need.dropout == "coin":
        r, alpha, a, b = need.order_shape.value, need.order_rate.value, need.coin_a.value, need.coin_b.value
        if alike:
            return np.exp(-weeks * r / alpha * a / (a + b))
        return buying.bg_nbd_survival(weeks, r, alpha, a, b)
    s, beta = need.dropout_shape.value, need.dropout_rate.value
    return np.exp(-weeks * s / beta) if alike else (beta / (beta + weeks)) ** s
