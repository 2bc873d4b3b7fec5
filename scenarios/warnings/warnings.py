"""What a scenario allows but may not mean."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scenarios.lowering.cells import cell_shares
from scenarios.lowering.endless import endless
from scenarios.lowering.groups import policies, variants
from scenarios.warnings.beyond import beyond
from scenarios.warnings.dead import dead
from scenarios.warnings.grouped import grouped
from scenarios.warnings.without_effect import without_effect
from sim.problems import shown

if TYPE_CHECKING:
    from scenarios.scenario import Scenario


MOST = 10_000
"""Renewals that are added up: who is left after so many is nobody."""
LONG = 100.0
"""Years beyond which no customer relation lasts: the mean of a life that is as good as endless."""


def warnings_of(scenario: Scenario) -> tuple[str, ...]:
    """What is allowed but may not be meant, each in one sentence; first what was noticed while its files were read."""
    parts = (
        beyond,
        _referral,
        _late,
        _along_a_path,
        _nobody,
        dead,
        _endless,
        _overrun,
        without_effect,
        grouped,
        _unproven,
    )
    return (*scenario.notices, *(warning for part in parts for warning in part(scenario)))


def invitations_accepted(scenario: Scenario) -> float:
    """People who would take up the invitations of one customer over ``days``, at the median beliefs and today's choice;
    whether they order is another matter.

    Expected orders, the first included, times the probability to share at one of them, the mean number of
    invitations and the probability that one is accepted; never more than the number of contacts.
    """
    if not scenario.policy.groups:
        return _accepted_of(scenario)
    share = cell_shares(scenario)
    return float(sum(share[one.those].sum() * _accepted_of(one.scenario) for one in variants(scenario)))


def _accepted_of(scenario: Scenario) -> float:
    """The same where one policy holds."""
    belief, policy = scenario.market.referral, scenario.policy.referral
    if not policy.active:
        return 0.0
    scale = belief.reward_scale.value
    rewards = math.log1p(policy.promised / scale), math.log1p(policy.reward_friend / scale)
    share = _lifted(belief.share_probability.value, belief.share_reward_effect.value * rewards[0])
    accept = _lifted(belief.accept_probability.value, belief.accept_reward_effect.value * rewards[1])
    invites = 1.0 if belief.invites_law == "one" else belief.invites_mean.value
    sharings = min(share * belief.share_first.value, 1.0) + _repeat_orders(scenario) * share
    return min(sharings * invites * accept, belief.contacts.value)


def _repeat_orders(scenario: Scenario) -> float:
    """Expected repeat orders of a new customer over ``days``."""
    need = scenario.market.need
    weeks, rate = scenario.days / 7.0, need.order_shape.value / need.order_rate.value
    if need.dropout != "exponential":
        return _by_chance(scenario)
    s, beta = need.dropout_shape.value, need.dropout_rate.value
    if need.heterogeneity == "none":
        active = -math.expm1(-s / beta * weeks) * beta / s
    elif abs(s - 1.0) < 1e-9:
        active = beta * math.log1p(weeks / beta)
    else:
        active = beta / (s - 1.0) * -math.expm1((s - 1.0) * -math.log1p(weeks / beta))
    return rate * active


def _by_chance(scenario: Scenario) -> float:
    """The same where customers drop out by chance, after an order or at the end of a contract."""
    from sim.closed_forms.buying import bg_nbd_mean, exponential_mean, sbg_survival

    need, days = scenario.market.need, scenario.days
    alike = need.heterogeneity == "none"
    if need.dropout == "renewal":
        a, b = need.renewal_a.value, need.renewal_b.value
        ends = range(1, int(min(days / need.renewal_days.value, MOST)) + 1)
        return float(sum((b / (a + b)) ** n if alike else float(sbg_survival(n, a, b)) for n in ends))
    a, b, r, alpha = need.coin_a.value, need.coin_b.value, need.order_shape.value, need.order_rate.value
    if alike:
        return float(exponential_mean(days / 7.0, r / alpha, r / alpha * a / (a + b)))
    return float(bg_nbd_mean(days / 7.0, r, alpha, a, b))


def _lifted(probability: float, log_odds: float) -> float:
    if not 0.0 < probability < 1.0:
        return probability
    odds = math.log(probability) - math.log1p(-probability) + log_odds
    return 1.0 / (1.0 + math.exp(-odds)) if odds > -700.0 else 0.0


def _referral(scenario: Scenario) -> Iterator[str]:
    k = invitations_accepted(scenario)
    if k > 1.0:
        yield (
            f"market.referral: about {k:.2g} people would take up the invitations of each customer; as many as also"
            " order count for the k-factor, and above 1 referrals grow until the contacts are used up."
        )
    if scenario.market.referral.network.kind == "fresh":
        yield (
            "market.referral.network: with fresh people, whom an invitation reaches depends on all invitations before"
            " it; the people invited are not the same under two policies, so differences between scenarios are less"
            " certain than with the other networks."
        )


def _late(scenario: Scenario) -> Iterator[str]:
    policy = scenario.policy
    rows = [(f"policy.groups.{shown(row.name or str(k))}", row) for k, row in enumerate(policy.groups)]
    flights = [("policy", policy.channel.flights), *((at, row.channel and row.channel.flights) for at, row in rows)]
    deals = [("policy", policy.promotion.deals), *((at, row.promotion and row.promotion.deals) for at, row in rows)]
    for path, flown in flights:
        for k, flight in enumerate(flown or ()):
            yield from _after_the_run(
                scenario, f"{path}.channel.flights.{k}: the flight in {shown(flight.channel)}", flight.to
            )
    for path, dealt in deals:
        for deal in dealt or ():
            yield from _after_the_run(scenario, f"{path}.promotion.deals: the deal {shown(deal.name)}", deal.to)

    along = policy.price.path
    if along.kind != "none":
        yield from _after_the_run(scenario, "policy.price.path: it", along.ends)


def _along_a_path(scenario: Scenario) -> Iterator[str]:
    """What a path with a name takes for granted of rivals, of buyers and of costs."""
    kind, reaction = scenario.policy.price.path.kind, scenario.market.competitor.reaction
    if kind == "none":
        return
    share, memory = reaction.share.value, scenario.market.choice.reference_gain.value > 0.0
    rival = (
        f"the competitor follows {100 * share:.4g} % of each change after {reaction.delay.value:.4g} days"
        if share > 0.0
        else "the competitor is taken to ignore it"
    )
    used = "people get used to each price that they see" if memory else "nobody is taken to get used to a price"
    if kind == "penetration":
        last = "costs do not fall with what is sold"
    else:
        last = "nobody waits for the price to fall"
    yield f"policy.price.path: {kind}; {rival} (market.competitor.reaction), {used} (reference_gain), and {last}."


def _after_the_run(scenario: Scenario, what: str, end: int) -> Iterator[str]:
    late = end - scenario.days
    if late > 0:
        yield f"{what} ends {late} days after the run; what comes after the run is left out."


def _nobody(scenario: Scenario) -> Iterator[str]:
    market, start = scenario.market, scenario.market.start
    channels = [policy.channel for policy in policies(scenario)]
    spent = sum(sum(one.weekly_spend.values()) + sum(flight.weekly_spend for flight in one.flights) for one in channels)
    known = start.reached + start.retained + start.customer
    if market.awareness.organic_rate.value == 0 and spent == 0 and known == 0:
        yield "market.start: nobody knows us at time 0, and without organic inflow or media nobody will."


def _endless(scenario: Scenario) -> Iterator[str]:
    reason, days = endless(scenario), scenario.days
    said = (
        f" Finite is CLV, realised: what customers bring within the {days:,} days of the run; a longer run states a"
        " longer horizon, a discount rate above 0 none."
    )
    if reason:
        yield f"market.discount_rate: nothing is discounted, and CLV is infinite: {reason}.{said}"
        return
    years = _mean_life(scenario)
    if scenario.market.discount_rate.value == 0.0 and years > LONG:
        yield (
            "market.discount_rate: nothing is discounted, and hardly anybody leaves: customers stay"
            f" {float(f'{years:.3g}'):,.0f} years in the mean, all of which CLV adds up.{said}"
        )


def _mean_life(scenario: Scenario) -> float:
    """Years that a customer whose rate is the mean one stays, where drop-out comes at any moment; else 0."""
    need, lapse = scenario.market.need, scenario.market.lapse
    if need.dropout != "exponential":
        return 0.0
    rate = need.dropout_shape.value / need.dropout_rate.value / 7.0 + lapse.customer_loss_rate.value
    return 1.0 / rate / 365.0 if rate > 0.0 else math.inf


def _overrun(scenario: Scenario) -> Iterator[str]:
    """Desks at which the questions of those who are customers at time 0 alone are more work than the staff can do.

    Erlang's measure: what is asked in a week times the time it takes, second rounds included, against the hours on
    duty of the first week. Who gives up makes no second round.
    """
    start = scenario.market.start
    customers = start.customer * scenario.market.size.value
    service, policy = scenario.market.service, scenario.policy.service.desk
    if not policy.active or customers == 0.0 or start.inflow:  # with inflow nobody is a customer at time 0
        return
    from scenarios.lowering.service import handling, solved, staff

    asked = customers * service.question_rate.value * 7.0
    total = math.fsum(desk.share.value for desk in service.desks)
    for desk, people in zip(service.desks, staff(scenario), strict=True):
        days = min(scenario.days, 7)
        on_duty = float(people[: days * 24].sum()) / days * 7.0
        new = asked * desk.share.value / total
        minutes, done = handling(scenario, desk), solved(scenario, desk)
        work = new / done * minutes / 60.0 if done > 0.0 else math.inf
        if not work >= on_duty > 0.0:
            continue
        served = on_duty * 60.0 / minutes
        lost = 1.0 - served / (new + (1.0 - done) * served)
        after = (
            f"of those who ask {100 * lost:.2g} % or more give up waiting."
            if desk.patience.value > 0.0
            else "nobody gives up there (patience is 0), so the queue grows for as long as the run."
        )
        yield (
            f"policy.service.desk.staff.{desk.name}: today's customers ask for {_hours(work)} of work a week,"
            f" and {on_duty:,.0f} hours are staffed; {after}"
        )


def _hours(work: float) -> str:
    return f"{work:,.0f} hours" if math.isfinite(work) else "endless hours (nothing is ever solved)"


def _unproven(scenario: Scenario) -> Iterator[str]:
    if not scenario.verify:
        return
    from scenarios.verify import unmet

    for wish in scenario.verify:
        reasons = unmet(scenario, wish.quantity)
        if reasons:
            yield f"verify: {wish.quantity} has no closed form here, because {' and '.join(reasons)}."
