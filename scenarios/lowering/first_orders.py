"""New customers of a scenario day by day as a mean field, at the numbers that the scenario has.

Prices are today's; season and week shocks have mean one and are left out, as are trials, deals, offers and a limit to
a customer's contacts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammainc

from scenarios.lowering.curves import opt_in
from scenarios.lowering.laws import invitations_mean
from scenarios.lowering.levers import WEEK, lifted
from scenarios.lowering.mechanisms import cells, recognition
from scenarios.lowering.media import response_by_day
from sim.closed_forms import buying
from sim.closed_forms.first_orders import first_orders
from sim.closed_forms.owned import owned_paths

if TYPE_CHECKING:
    from scenarios.market.need import Need
    from scenarios.scenario import Scenario

Array = np.ndarray


def new_customers(scenario: Scenario, customers: float = 0.0, orders: float = 0.0) -> Array:
    """Expected new customers of the whole market, float64 [day].

    ``customers``: share of people who are customers of before, beside those of ``market.start.customer``; ``orders``:
    what these place a day, for each of all people.
    """
    market, start, days = scenario.market, scenario.market.start, scenario.days
    occasions = market.need.prospect_rate.value * market.need.level.value
    retain, bought = market.retain, market.choice.share_reached.value
    ordering, leaving = owned_paths(
        days,
        scenario.policy.relationship.touches_per_week / WEEK,
        retain.touch_memory.value,
        occasions,
        market.choice.share_retained.value,
        retain.nurture_effect.value,
        retain.unsubscribe_rate.value,
        retain.unsubscribe_fatigue.value,
        retain.unsubscribe_bound.value,
    )
    awakened, _ = response_by_day(scenario)
    taken = _taken(scenario)
    first = min(taken[0] * market.referral.share_first.value, 1.0) * taken[1]
    repeat = np.diff(_repeat_orders(market.need, np.arange(days + 1) / WEEK)) * taken[0] * taken[1]
    repeat[0] += first
    shape, mean = market.referral.delay_shape.value, market.referral.delay_mean.value
    delay = np.diff(gammainc(shape, shape * np.arange(days + 1) / mean))
    accepting = np.convolve(repeat, delay)[:days]
    found = first_orders(
        _could(scenario),
        market.awareness.organic_rate.value + awakened.sum(axis=0),
        opt_in(scenario),
        market.awareness.fade_rate.value,
        occasions * bought,
        ordering,
        leaving,
        accepting,
        start.customer * accepting + orders * taken[0] * taken[1],
        start.reached,
        start.retained,
        start.customer + customers,
    )
    return np.asarray(found * market.size.value)


def _could(scenario: Scenario) -> Array:
    """Share of people in each cell who could ever buy, float64 [cell]."""
    market, cell = scenario.market, cells(scenario)
    segments = np.array([s.share.value for s in market.segments])
    classes = np.array([a.share for a in market.activity])
    share = (segments / segments.sum())[cell.segment] * (classes / classes.sum())[cell.activity]
    belief, part = market.recognise, market.recognise.potential_share.value
    if not recognition(scenario):
        return np.asarray(share * part)
    seen = belief.true_positive.value
    return np.asarray(share * part * np.where(cell.recognised == 1, seen, 1.0 - seen))


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


def _repeat_orders(need: Need, weeks: Array) -> Array:
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
