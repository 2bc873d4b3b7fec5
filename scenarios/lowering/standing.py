"""Where people stand at time 0 in a market that goes on winning customers as it did: shares and hazards of a world.

A mean field of those who are to be won. As many people of each class enter the reached and the retained as leave them,
while ``market.start.newcomers`` become customers week after week under the policy of before time 0; one factor on all
hazards of becoming aware makes that so. It belongs to the world and is the same in every scenario. Left out: that who
has left the own list does not join again, trials, limits to a customer's contacts, and deals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios.lowering.cells import cell_shares
from scenarios.lowering.curves import opt_in
from scenarios.lowering.laws import invitations_mean, share_bought
from scenarios.lowering.levers import WEEK, lifted
from scenarios.lowering.own_list import on_list
from scenarios.lowering.response import response_by_day
from scenarios.lowering.traits import trait

if TYPE_CHECKING:
    from scenarios.market import Market
    from scenarios.parameter import Parameter
    from scenarios.scenario import Scenario

Array = np.ndarray
STEADY_DAYS = 3650
"""Days on the list after which nothing more comes of it."""
PASSES = 20
LOWEST, MOST_RATE = -40.0, 100.0
"""Of the factor, logarithm; of the hazards that it multiplies, per day, as a market may have them."""


class Steady(NamedTuple):
    """Shares of all people in ``market.start.reached`` and ``retained``, the factor on the hazards of becoming aware,
    and the people won per week, which are as many as asked for where the market has them."""

    reached: float
    retained: float
    factor: float
    per_week: float


def standing(scenario: Scenario, known: Array) -> Scenario:
    """``scenario``, whose parameters are those of a world, as it stands at time 0; ``known``: KNOWN [person]."""
    if scenario.market.start.newcomers.value == 0.0 or not len(known):
        return scenario
    return scenario.model_copy(update={"market": _begun(scenario.market, steady_of(scenario, known))})


def steady_of(scenario: Scenario, known: Array) -> Steady:
    """How the market of ``scenario`` stands, whose parameters are fixed, with the customers ``known``."""
    return steady(scenario, *of_people(scenario, known))


def of_people(scenario: Scenario, known: Array) -> tuple[float, float]:
    """Of all people: the share who are customers already, and the orders that these place a day."""
    lives = known["alive"] > 0
    orders = float(known["need_rate"][lives].astype(float).sum()) * share_bought(scenario)
    return len(known) / scenario.people, orders * scenario.market.need.level.value / scenario.people


def going_on(scenario: Scenario, known: Array) -> Steady:
    """How the market stands where the hazards are right as they are: as many are won as these win."""
    share, orders = of_people(scenario, known)
    field, won = _field(scenario, share, orders, 0.0), 0.0
    for _ in range(PASSES):  # who is won invites others, too
        field = field._replace(accepted=_accepted(scenario.market, orders, won))
        reached, retained, won = field.stand(0.0)
    return Steady(reached, retained, 1.0, won * WEEK * scenario.market.size.value)


def steady(scenario: Scenario, customers: float, orders: float) -> Steady:
    """How the market of ``scenario`` stands, whose parameters are fixed, with a share ``customers`` of all people who
    are customers already, gone or not, and place ``orders`` a day for each of all people."""
    from scipy.optimize import brentq

    size = scenario.market.size.value
    asked = scenario.market.start.newcomers.value / WEEK / size
    field = _field(scenario, customers, orders, asked)
    high = float(np.log(MOST_RATE / _largest(scenario.market)))

    def excess(log_factor: float) -> float:
        return field.stand(log_factor)[2] - asked

    if not field.hazard.any():
        found = 0.0
    elif excess(high) <= 0.0:
        found = high
    elif excess(LOWEST) >= 0.0:
        found = LOWEST
    else:
        found = float(brentq(excess, LOWEST, high, xtol=1e-12))
    reached, retained, won = field.stand(found)
    return Steady(reached, retained, float(np.exp(found)), won * WEEK * size)


class Field(NamedTuple):
    """The mean field: float64 [cell] ``share``, ``hazard`` and ``joins`` (per day), ``buy``: of somebody reached, per
    day, ``stay``: days on the list, ``bought``: share of those on it who buy; ``fade``: of somebody reached, per day;
    ``accepted``: invitations taken up, per day and person; ``to_win``: share of people; ``could``: of these, who could
    ever buy."""

    share: Array
    hazard: Array
    joins: Array
    buy: Array
    stay: Array
    bought: Array
    fade: float
    accepted: float
    to_win: float
    could: float

    def stand(self, log_factor: float) -> tuple[float, float, float]:
        """Reached, retained and new customers per day, per person, with all hazards times a factor."""
        # reached for each who is unaware
        ratio = np.exp(log_factor) * self.hazard / (self.fade + self.joins + self.buy + self.accepted)
        joining = ratio * self.joins + self.accepted * (1.0 + ratio)
        unaware = self.to_win / (1.0 + ratio + joining * self.stay)
        won = self.could * float(self.share @ (unaware * (ratio * self.buy + joining * self.bought)))
        return float(self.share @ (unaware * ratio)), float(self.share @ (unaware * joining * self.stay)), won


def _field(scenario: Scenario, customers: float, orders: float, won: float) -> Field:
    """``customers`` and ``orders`` as for :func:`steady`; ``won``: new customers, per day and person."""
    market, start = scenario.market, scenario.market.start
    share, hazard, joins, occasions = _classes(_before(scenario))
    need, of_cell = np.unique(trait(scenario, "need"), return_inverse=True)
    ordering, leaving = on_list(market, STEADY_DAYS, start.touches, need[:, None])
    return Field(
        share=share,
        hazard=hazard,
        joins=joins,
        buy=occasions * market.choice.share_reached.value * need[of_cell],
        fade=market.awareness.fade_rate.value,
        stay=1.0 + (1.0 - np.cumsum(ordering + leaving, axis=1))[:, :-1].sum(axis=1)[of_cell],
        bought=ordering.sum(axis=1)[of_cell],
        accepted=_accepted(market, orders, won),
        to_win=1.0 - customers,
        could=market.recognise.potential_share.value,
    )


def _before(scenario: Scenario) -> Scenario:
    """A day under the policy of before time 0."""
    policy, start = scenario.policy, scenario.market.start
    channel = policy.channel.model_copy(update={"weekly_spend": start.spend, "flights": ()})
    relationship = policy.relationship.model_copy(update={"optin_reward": start.optin_reward})
    data = policy.data.model_copy(update={"targeting": 0.0})
    parts = {"channel": channel, "relationship": relationship, "data": data}
    return scenario.model_copy(update={"policy": policy.model_copy(update=parts | {"groups": ()}), "days": 1})


def _classes(before: Scenario) -> tuple[Array, Array, Array, float]:
    """(shares of all people, hazards of becoming aware, rates of joining the list, float64 [cell], per day; occasions
    of somebody who could buy, per day)."""
    market = before.market
    awakened, _ = response_by_day(before)
    hazard = market.awareness.organic_rate.value + awakened.sum(axis=0)[:, 0]
    occasions = market.need.prospect_rate.value * market.need.level.value
    return cell_shares(before), hazard, opt_in(before), occasions


def _accepted(market: Market, orders: float, first: float) -> float:
    """Invitations that would be taken up, per day and person: of ``orders`` of customers and ``first`` ones a day."""
    belief, reward = market.referral, market.start.referral
    if not reward.active:
        return 0.0
    size = belief.reward_scale.value
    more = (np.log1p(reward.reward_referrer / size), np.log1p(reward.reward_friend / size))
    shares = lifted(belief.share_probability.value, belief.share_reward_effect.value * more[0])
    accept = lifted(belief.accept_probability.value, belief.accept_reward_effect.value * more[1])
    sharing = orders * shares + first * min(shares * belief.share_first.value, 1.0)
    return float(sharing * invitations_mean(belief) * accept)


def _largest(market: Market) -> float:
    """The largest of the hazards of becoming aware."""
    rates = [market.awareness.organic_rate.value, *(channel.peak_rate.value for channel in market.channels)]
    return max(*rates, 1e-9)


def _begun(market: Market, found: Steady) -> Market:
    """The market with the shares, and with all hazards times the factor."""

    def scaled(rate: Parameter) -> Parameter:
        return rate.model_copy(update={"value": rate.value * found.factor})

    awareness = market.awareness.model_copy(update={"organic_rate": scaled(market.awareness.organic_rate)})
    channels = tuple(
        one.model_copy(update={"peak_rate": scaled(one.peak_rate), "aggregate_peak": scaled(one.aggregate_peak)})
        for one in market.channels
    )
    start = market.start.model_copy(update={"reached": found.reached, "retained": found.retained})
    return market.model_copy(update={"awareness": awareness, "channels": channels, "start": start})
