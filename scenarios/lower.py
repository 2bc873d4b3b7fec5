"""The meeting place: a scenario with names, units and sources becomes a Plan of arrays and integers."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammainccinv

from scenarios.levers import WEEK, curves_by_day, daily_spend, levers_by_day, price_by_day
from scenarios.networks import TIES, network, network_key
from scenarios.parameter import in_world
from scenarios.verify import expectations
from sim import quantiles
from sim.core import state
from sim.core.draws import uniform, world_key
from sim.plan import AGE_BINS, COHORTS, Plan
from sim.problems import BadInput, Problem
from sim.vocabulary import MICRO, Decision, Stage, Ties

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

DAYS_PER_YEAR = 365.0
UNAVAILABLE = -1e300
OCCASIONS = 200_000
"""Most occasions anybody may expect: 262,144 have addresses."""
EPISODES = 30_000
"""Most contacts, awakenings or doubts a person may expect: 65,536 have addresses."""
MOST_MONEY = 2.0**62 / MICRO / 100
"""Most currency the people simulated may be expected to spend: a hundredth of what the ledger holds."""


def lower(scenario: Scenario, replication: int) -> Plan:
    """The plan of world ``replication`` under ``scenario``.

    The world (its beliefs, people and chance) depends on the seed and the replication alone, so the same
    replication is the same world in every scenario.
    """
    key = np.uint64(world_key(np.uint64(scenario.seed), np.uint64(replication)))
    scenario = in_world(scenario, beliefs(scenario, key))
    _assert_addressable(scenario)
    market, policy = scenario.market, scenario.policy
    cells = len(market.segments) * len(market.activity)
    cohorts, cohort_of_day = _cohorts(scenario.start, scenario.days)
    levers = levers_by_day(scenario, cells, cohort_of_day)
    sold = market.size.value
    media = daily_spend(scenario) * (scenario.people / sold * MICRO)
    fixed = policy.organisation.fixed_cost_per_week / WEEK * scenario.people / sold * MICRO
    return Plan(
        scenario=scenario.name,
        replication=replication,
        behaviour=_behaviour(scenario, key),
        mixture=_mixture(scenario),
        sensitivity=np.array([s.price_sensitivity.value for s in market.segments]),
        levers=levers,
        curves=curves_by_day(scenario, cells, key),
        tables=_tables(scenario),
        media=np.rint(media).astype(np.int64),
        fixed=np.full(scenario.days, round(fixed), np.int64),
        channels=tuple(c.name for c in market.channels),
        segments=tuple(s.name for s in market.segments),
        cohorts=cohorts,
        scale=sold / scenario.people,
        age_bins=-(-scenario.days // int(_age_width(scenario.days))),
        network=network(scenario, key),
        verify=expectations(scenario),
    )


def _assert_addressable(scenario: Scenario) -> None:
    """Raise BadInput where rates or amounts are so high that addresses or the ledger would run over."""
    market, days = scenario.market, scenario.days
    need, retain, awareness, spend = market.need, market.retain, market.awareness, market.spend
    share = market.choice.share_customer.value
    mean = need.order_shape.value / need.order_rate.value / WEEK / share if share > 0 else 0.0
    most = 1.0
    if need.heterogeneity == "gamma":  # the keenest of a thousand times as many people
        most = float(gammainccinv(need.order_shape.value, 1e-3 / scenario.people)) / need.order_shape.value
    order = spend.shape.value * spend.customer_rate.value / (spend.customer_shape.value - 1.0)
    money = order * scenario.people * (1.0 + mean * share * days) * float(price_by_day(scenario).max())
    rates = {c.name: c.peak_rate.value for c in market.channels}
    limits = {
        "market.need.prospect_rate": (need.prospect_rate.value * days, OCCASIONS, "occasions"),
        "market.need.order_rate": (mean * most * days, OCCASIONS, "occasions of the keenest customer"),
        "market.awareness.organic_rate": (awareness.organic_rate.value * days, EPISODES, "contacts"),
        **{f"market.channels.{n}.peak_rate": (r * days, EPISODES, "contacts") for n, r in rates.items()},
        "market.awareness.fade_rate": (awareness.fade_rate.value * days, EPISODES, "times of forgetting"),
        "market.retain.optin_rate": (retain.optin_rate.value * days, EPISODES, "times of opting in"),
        "market.retain.unsubscribe_bound": (retain.unsubscribe_bound.value * days, EPISODES, "doubts"),
        "market.lapse.return_rate": (market.lapse.return_rate.value * days, EPISODES, "returns"),
        "market.spend.customer_rate": (money, MOST_MONEY, f"{scenario.currency} of revenue of all people simulated"),
    }
    problems = [
        Problem(scenario.name, 0, path, f"{found:.3g} {what} to be expected within the horizon", f"at most {most:,.0f}")
        for path, (found, most, what) in limits.items()
        if found > most
    ]
    if problems:
        raise BadInput(problems)


def beliefs(scenario: Scenario, key: np.uint64) -> dict[str, float]:
    """The uniform number behind every parameter of a world, by its path.

    Fixed ones have theirs too: where one of several correlated parameters is held, the others keep their draws.
    """
    return {
        path: float(uniform(key, int(Decision.PARAMETER), _number(path), 0, 0)) for path, _ in scenario.parameters()
    }


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")


def _cohorts(start: date, days: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Names of acquisition cohorts and the cohort of each day: calendar quarters, or years in long runs."""
    dates = [start + timedelta(days=d) for d in range(days)]
    names = [f"{d.year}-Q{(d.month + 2) // 3}" for d in dates]
    if len(set(names)) > COHORTS:
        names = [str(d.year) for d in dates]
    kinds = list(dict.fromkeys(names))
    order = {name: k for k, name in enumerate(kinds)}
    return tuple(kinds), np.array([order[n] for n in names], np.int32)


def _age_width(days: int) -> float:
    """Days of an age bin: a week, or as many whole weeks as keep the number of bins within bounds."""
    return WEEK * -(-days // int(WEEK * AGE_BINS))


def _mixture(scenario: Scenario) -> np.ndarray:
    """Cumulative shares of segments (row 0) and activity classes (row 1), padded with 1."""
    segments = [s.share.value for s in scenario.market.segments]
    classes = [a.share for a in scenario.market.activity]
    mixture = np.ones((2, max(len(segments), len(classes))))
    mixture[0, : len(segments)] = np.cumsum(segments) / np.sum(segments)
    mixture[1, : len(classes)] = np.cumsum(classes) / np.sum(classes)
    return mixture


def _tables(scenario: Scenario) -> np.ndarray:
    market = scenario.market
    need, spend, choice = market.need, market.spend, market.choice
    gamma = quantiles.gamma if need.heterogeneity == "gamma" else quantiles.constant
    if spend.variation == "gamma-gamma":
        customer = quantiles.gamma(spend.customer_shape.value)
        order = quantiles.gamma(spend.shape.value)
    else:
        customer = quantiles.constant(spend.customer_shape.value - 1.0)
        order = quantiles.constant(spend.shape.value)
    return np.stack(
        [
            gamma(need.order_shape.value),
            gamma(need.dropout_shape.value),
            customer,
            order,
            quantiles.lognormal(choice.price_sensitivity_sd.value),
            quantiles.gamma(market.referral.delay_shape.value),
        ]
    )


def _behaviour(scenario: Scenario, key: np.uint64) -> np.ndarray:
    market, policy = scenario.market, scenario.policy
    need, choice, spend, retain = market.need, market.choice, market.spend, market.retain
    referral, lapse = market.referral, market.lapse
    ours = choice.share_customer.value
    # segments spread the response around its mean; the mean itself is that of the elasticity
    mean = sum(s.share.value * s.price_sensitivity.value for s in market.segments) or 1.0
    behaviour = np.zeros(1, state.BEHAVIOUR)
    values = {
        "key": key,
        "population": scenario.people,
        "days": scenario.days,
        "sources": len(market.channels) + 2,
        "segments": len(market.segments),
        "classes": len(market.activity),
        "friends": int(referral.contacts.value),
        "network_key": network_key(scenario.seed),
        "network_kind": TIES.get(referral.network.kind, Ties.LISTED),
        "seeds": referral.network.seeds if referral.network.kind == "fresh" else scenario.people,
        "prospect_rate": need.prospect_rate.value,
        "customer_rate_scale": 1.0 / (need.order_rate.value * WEEK * ours) if ours > 0 else 0.0,
        "dropout_rate_scale": 1.0 / (need.dropout_rate.value * WEEK),
        "spend_rate_scale": 1.0 / spend.customer_rate.value,
        "spend_mean_scale": spend.shape.value,
        "price_response": -choice.price_elasticity.value / (1.0 - ours) / mean if ours < 1.0 else 0.0,
        "nurture_effect": retain.nurture_effect.value,
        "touch_memory": retain.touch_memory.value,
        "unsubscribe_rate": retain.unsubscribe_rate.value,
        "unsubscribe_fatigue": retain.unsubscribe_fatigue.value,
        "unsubscribe_bound": retain.unsubscribe_bound.value,
        "customer_loss_rate": lapse.customer_loss_rate.value,
        "return_rate": lapse.return_rate.value,
        "final_loss_rate": lapse.final_loss_rate.value,
        "delay_scale": referral.delay_mean.value / referral.delay_shape.value,
        "sharer_ratio": referral.sharer_dropout_ratio.value,
        "sharer_days": referral.sharer_effect_days.value,
        "mean_order": spend.shape.value * spend.customer_rate.value / (spend.customer_shape.value - 1.0),
        "discount": np.log1p(market.discount_rate.value) / DAYS_PER_YEAR,
        "attribution_window": policy.channel.attribution_window,
        "start_reached": market.start.reached,
        "start_retained": market.start.retained,
        "start_customer": market.start.customer,
        "age_width": _age_width(scenario.days),
        "return_cost": round(policy.winback.cost_per_return * MICRO),
        "silenced": -1,
    }
    for name, value in values.items():
        behaviour[name] = value
    shares = {
        Stage.REACHED: choice.share_reached.value,
        Stage.RETAINED: choice.share_retained.value,
        Stage.CUSTOMER: ours,
    }
    for name in ("ours", "competitor", "nothing"):
        behaviour[name] = UNAVAILABLE
    for stage, share in shares.items():
        rest = 1.0 - share
        competitor = rest * choice.share_competitor.value
        for name, part in (("ours", share), ("competitor", competitor), ("nothing", rest - competitor)):
            if part > 0.0:
                behaviour[name][0, stage] = np.log(part)
    return behaviour
