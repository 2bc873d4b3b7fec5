"""The firm's own customers at time 0: alive or gone, at rates of their own, drawn given what each has done.

Every draw is the uniform number of an address under the world's key, so all scenarios of a world begin with the same
customers. Rates are those of the world's own parameters given the history (Pareto/NBD, or as `market.need` says).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import betaincinv, gammaincinv

from scenarios.beside.known_customers import KnownCustomers, simulated, unchanged
from scenarios.lowering.laws import share_bought
from scenarios.lowering.levers import WEEK
from sim.closed_forms import histories
from sim.closed_forms.amounts import customer_rates
from sim.core.ground.draws import Word
from sim.core.ground.state import KNOWN
from sim.graphs import uniforms
from sim.vocabulary import Decision

if TYPE_CHECKING:
    from scenarios.market.need import Need
    from scenarios.scenario import Scenario

SAMPLE, ALIVE, LEFT_AT, WAITED, FIRST = range(5)
"""Items of the address KNOWN."""
AT_A_TIME = 1 << 15
NARROW = 1e9
"""Of a law that stands for one number."""
Array = np.ndarray


class History(NamedTuple):
    """What customers have done, weeks and repeat orders, float64 [customer]: what tells of the rates, and what tells
    of life."""

    x: Array
    exposure: Array
    repeats: Array
    last: Array  # age at the latest order
    age: Array


def known_at_start(scenario: Scenario, key: Word) -> Array:
    """KNOWN [person]: the customers of time 0 in the world of ``key``, whose parameters are fixed; none without a file.

    Of all customers one of so many as a person simulated stands for: by even steps through those sorted by what is
    expected of them, from an offset of the world's.
    """
    start = scenario.market.start
    if start.customers is None:
        return np.zeros(0, KNOWN)
    table = unchanged(start.customers, start.customers_sha256)
    count = simulated(len(table), scenario.people, scenario.market.size.value)
    need, spend = scenario.market.need, scenario.market.spend
    history = _history(table)
    alive = _alive(table.sha256, history, _laws(need))
    rows = _sample(alive * _mean_rate(need, history), _mean_spend(scenario, table), count, key)
    history = History(*(part[rows] for part in history))
    made = np.zeros(count, KNOWN)
    made["alive"] = _draw(key, ALIVE, count) < alive[rows]
    made["orders"], made["age"], made["silent"] = table.orders[rows], table.age[rows], table.recency[rows]
    made["segment"] = _places(table.segment[rows], table.segments, [s.name for s in scenario.market.segments], -1)
    made["region"] = _places(table.region[rows], table.regions, [one.name for one in scenario.market.regions], -1)
    made["place"] = _places(table.place[rows], table.places, [one.name for one in scenario.market.usual_places], -1)
    made["source"] = _places(table.channel[rows], table.channels, [c.name for c in scenario.market.channels], -1) + 1
    lives = made["alive"] > 0
    orders, dropout, left = _rates(need, history, lives, key)
    ours = share_bought(scenario)
    made["need_rate"] = orders / WEEK / ours if ours > 0 else 0.0
    made["dropout"] = dropout
    n, mean = table.spend_orders[rows], table.mean_spend[rows]
    rate = spend.customer_rate.value
    if spend.variation == "gamma-gamma":
        u = uniforms(key, int(Decision.SPEND_RATE), count)
        shape = spend.customer_shape.value + spend.shape.value * n
        own = rate * gammaincinv(shape, u) / (rate + n * mean)
        strange = customer_rates(u, spend.customer_shape.value, spend.customer_power.value)
        made["spend_rate"] = np.where(n > 0.0, own, strange)
    else:
        made["spend_rate"] = spend.customer_shape.value - 1.0
    made["first"] = _first(scenario, made, left, key)
    return made


def _history(table: KnownCustomers) -> History:
    days = (table.exposure, table.age - table.recency, table.age)
    exposure, last, age = (part / WEEK for part in days)
    return History(table.x, exposure, table.orders - 1.0, np.where(table.orders > 1.0, last, 0.0), age)


class Laws(NamedTuple):
    """What P(alive) depends on, beside the history."""

    dropout: str
    alike: bool
    term: float  # days of a contract
    r: float
    alpha: float
    s: float
    beta: float
    a: float
    b: float


def _laws(need: Need) -> Laws:
    laws = (need.order_shape, need.order_rate, need.dropout_shape, need.dropout_rate, need.coin_a, need.coin_b)
    numbers = (law.value for law in laws)
    return Laws(need.dropout, need.heterogeneity == "none", need.renewal_days.value, *numbers)


class _Histories:
    """Histories under the checksum of their file, which is what makes them equal."""

    def __init__(self, sha256: str, history: History) -> None:
        self.sha256, self.history = sha256, history

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Histories) and self.sha256 == other.sha256


def _alive(sha256: str, history: History, laws: Laws) -> Array:
    """Probability that each of all customers is one still."""
    return _alive_once(_Histories(sha256, history), laws)


@lru_cache(maxsize=4)  # worlds at work at a time; scenarios of a world share them
def _alive_once(of: _Histories, laws: Laws) -> Array:
    repeats, last, age = of.history.repeats, of.history.last, of.history.age
    if laws.dropout == "renewal":  # who has paid for the present term is a customer
        return np.asarray(WEEK * (age - last) <= laws.term, float)
    if laws.dropout == "coin":
        return histories.bg_nbd_alive(repeats, last, age, *_of_coins(laws))
    if laws.alike:
        return histories.alike_alive(last, age, laws.r / laws.alpha, laws.s / laws.beta)
    seen, back = np.unique(np.stack([repeats, last, age], axis=1), axis=0, return_inverse=True)
    found = np.empty(len(seen))
    for first in range(0, len(seen), AT_A_TIME):
        some = slice(first, first + AT_A_TIME)
        repeats, last, age = seen[some].T
        found[some] = histories.pareto_nbd_alive(repeats, last, age, laws.r, laws.alpha, laws.s, laws.beta)
    return np.asarray(found[back.ravel()])


def _of_coins(laws: Laws) -> tuple[float, float, float, float]:
    """r, alpha, a and b of BG/NBD; where all are alike, laws so narrow that they are."""
    if not laws.alike:
        return laws.r, laws.alpha, laws.a, laws.b
    chance = laws.a / (laws.a + laws.b)
    return NARROW * laws.r / laws.alpha, NARROW, NARROW * chance, NARROW * (1.0 - chance)


def _mean_rate(need: Need, history: History) -> Array:
    """Expected orders a week of each customer who is one still."""
    r, alpha = need.order_shape.value, need.order_rate.value
    if need.heterogeneity == "none" or need.dropout == "renewal":
        return np.full(len(history.x), r / alpha)
    return np.asarray((r + history.x) / (alpha + history.exposure))


def _mean_spend(scenario: Scenario, table: KnownCustomers) -> Array:
    """Expected amount of an order of each customer, up to a factor."""
    spend, n = scenario.market.spend, table.spend_orders
    weight = spend.shape.value * n + spend.customer_shape.value - 1.0
    return np.asarray((spend.customer_rate.value + n * table.mean_spend) / np.maximum(weight, 1e-9))


def _sample(orders: Array, spend: Array, count: int, key: Word) -> Array:
    """The rows of ``count`` customers who stand for all, rising: int64 [person]."""
    if count == len(orders):
        return np.arange(count)
    offset = _draw(key, SAMPLE, 1)[0]
    places = np.floor((np.arange(count) + offset) * (len(orders) / count)).astype(np.int64)
    return np.sort(np.lexsort((spend, orders))[np.minimum(places, len(orders) - 1)])


def _draw(key: Word, item: int, count: int) -> Array:
    return uniforms(key, int(Decision.KNOWN), count, item)


def _places(codes: Array, names: tuple[str, ...], known: list[str], unknown: int) -> Array:
    """The places of named things in the market's list."""
    return np.array([known.index(name) if name in known else unknown for name in names] + [unknown])[codes]


def _rates(need: Need, history: History, lives: Array, key: Word) -> tuple[Array, Array, Array]:
    """(orders a week, drop-outs a day or the chance of one, weeks since the drop-out) of each customer."""
    count = len(lives)
    u_orders = uniforms(key, int(Decision.NEED_RATE), count)
    u_dropout = uniforms(key, int(Decision.DROPOUT_RATE), count)
    r, alpha = need.order_shape.value, need.order_rate.value
    alike = need.heterogeneity == "none"
    gone_at = np.where(lives, history.age, _left_at(need, history, _draw(key, LEFT_AT, count)))
    since = history.age - gone_at
    if need.dropout == "renewal":
        seen = History(*(0.0 * part for part in history))
    else:
        seen = history._replace(exposure=np.maximum(history.exposure - since, 0.0))
    orders = np.full(count, r / alpha) if alike else gammaincinv(r + seen.x, u_orders) / (alpha + seen.exposure)
    if need.dropout == "exponential":
        s, beta = need.dropout_shape.value, need.dropout_rate.value
        mean = np.full(count, s / beta)
        own = gammaincinv(np.where(lives, s, s + 1.0), u_dropout) / (beta + gone_at)
        return orders, (mean if alike else own) / WEEK, since
    a, b = _chances(need)
    if alike:
        return orders, np.full(count, a / (a + b)), since
    passed = np.where(lives, history.repeats, np.maximum(history.repeats - (need.dropout == "coin"), 0.0))
    return orders, betaincinv(np.where(lives, a, a + 1.0), b + passed, u_dropout), since


def _chances(need: Need) -> tuple[float, float]:
    pair = (need.coin_a, need.coin_b) if need.dropout == "coin" else (need.renewal_a, need.renewal_b)
    return pair[0].value, pair[1].value


def _left_at(need: Need, history: History, u: Array) -> Array:
    """The age at which each customer dropped out, if that has happened, weeks."""
    if need.dropout == "coin":  # with the latest order
        return history.last
    if need.dropout == "renewal":  # at the end of the latest term
        return np.minimum(history.last + need.renewal_days.value / WEEK, history.age)
    r, alpha = need.order_shape.value, need.order_rate.value
    s, beta = need.dropout_shape.value, need.dropout_rate.value
    if need.heterogeneity == "none":
        return histories.alike_left_at(u, history.last, history.age, r / alpha, s / beta)
    found = np.empty(len(u))
    for first in range(0, len(u), AT_A_TIME):
        some = slice(first, first + AT_A_TIME)
        parts = (history.repeats[some], history.last[some], history.age[some])
        found[some] = histories.pareto_nbd_left_at(u[some], *parts, r, alpha, s, beta)
    return found


def _first(scenario: Scenario, made: Array, since: Array, key: Word) -> Array:
    """Operational time of the next occasion where gaps remember; days to the end of the contract; else 0."""
    need, stages = scenario.market.need, round(scenario.market.need.regularity.value)
    silent = made["silent"].astype(float)
    if need.dropout == "renewal":
        return np.maximum(need.renewal_days.value - silent, 0.0)
    if stages == 1:
        return np.zeros(len(made))
    rate = made["need_rate"].astype(float)
    u = _draw(key, WAITED, len(made))
    left = histories.stages_waited(rate, silent, stages, share_bought(scenario), u)
    return np.asarray(gammaincinv(left, _draw(key, FIRST, len(made))) / stages)
