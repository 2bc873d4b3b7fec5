"""The meeting place: a scenario with names, units and sources becomes a Plan of arrays and integers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.lowering.addresses import assert_addressable
from scenarios.lowering.arms import name_of, parted, placed
from scenarios.lowering.assortment import assortment, extra_cost
from scenarios.lowering.behaviour import age_width, behaviour
from scenarios.lowering.beliefs import in_world, places
from scenarios.lowering.brand import brand_by_day
from scenarios.lowering.by_path import asked, number
from scenarios.lowering.capacity import within_capacity
from scenarios.lowering.curves import curves_by_day
from scenarios.lowering.demand import yearly_demand
from scenarios.lowering.endless import endless
from scenarios.lowering.executed import executed
from scenarios.lowering.feedback import listening_cost
from scenarios.lowering.incentives import incentive_names, incentive_rows, incentive_who
from scenarios.lowering.kept_prices import kept_prices, new_prices
from scenarios.lowering.known import known_at_start
from scenarios.lowering.laws import tables
from scenarios.lowering.levers import WEEK, levers_by_day
from scenarios.lowering.mechanisms import desk
from scenarios.lowering.media import shares_of_regions, shown_by_day, spend_of_all
from scenarios.lowering.named import number_of
from scenarios.lowering.networks import network
from scenarios.lowering.offers import baskets, offer_prices, offers_made
from scenarios.lowering.places import places as places_to_buy
from scenarios.lowering.projects import cost_by_day
from scenarios.lowering.promoters import promoters_by_week
from scenarios.lowering.quantity_discount import price_breaks
from scenarios.lowering.reacting import reacted
from scenarios.lowering.service import cause_shares, daytime, desk_table, labour, staff
from scenarios.lowering.standing import standing
from scenarios.lowering.traits import traits
from sim.core.ground.draws import uniform, world_key
from sim.graphs import Graph
from sim.plan import COHORTS, Plan
from sim.vocabulary import MICRO, Decision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.market.people import PurchasePlace, Region
    from scenarios.scenario import Scenario


def lower(scenario: Scenario, replication: int, chance: int = 0, stated: Mapping[str, float] | None = None) -> Plan:
    """The plan of world ``replication`` under ``scenario``.

    The world (its beliefs, people and chance) depends on the seed and the replication alone, so the same
    replication is the same world in every scenario. ``chance``: other people and other luck under the same beliefs, by
    its number. ``stated``: see scenarios.lowering.beliefs.standings. BadInput where rates or amounts are beyond all
    measure.
    """
    key = np.uint64(world_key(np.uint64(scenario.seed), np.uint64(replication)))
    held = beliefs(scenario, key)
    if chance:
        key = np.uint64(world_key(key, np.uint64(chance)))
    scenario, known = world_of(scenario, key, held, stated)
    scenario, known = parted(scenario), placed(scenario, known, key)
    scenario = executed(scenario, key)
    graph = network(scenario, key)

    def planned(of: Scenario) -> Plan:
        return within_capacity(of, _plan(of, replication, key, known, graph))

    return reacted(scenario, planned)


def _plan(scenario: Scenario, replication: int, key: np.uint64, known: np.ndarray, graph: Graph) -> Plan:
    """The plan of a world as it stands."""
    market, policy = scenario.market, scenario.policy
    cohorts, cohort_of_day = _cohorts(scenario.start, scenario.days)
    levers = levers_by_day(scenario, cohort_of_day)
    on_duty = staff(scenario)
    wages = labour(scenario, on_duty)
    assert_addressable(scenario, levers, wages)
    fixed = standing_cost_per_week(scenario)
    fixed += policy.service.desk.mend.cost_per_week if number(scenario, "desk", "mend") else 0.0
    fixed += extra_cost(scenario)
    shops, held = places_to_buy(scenario), assortment(scenario)
    return Plan(
        scenario=scenario.name,
        replication=replication,
        behaviour=behaviour(scenario, key, graph, len(known), held.numbers),
        mixture=_mixture(scenario),
        traits=traits(scenario),
        offers_made=offers_made(scenario),
        offer_prices=offer_prices(scenario),
        baskets=baskets(scenario),
        levers=levers,
        curves=curves_by_day(scenario, levers, key),
        tables=tables(scenario),
        shown=shown_by_day(scenario),
        media=_booked(scenario, spend_of_all(scenario)),
        fixed=_every_day(scenario, fixed) + _booked(scenario, cost_by_day(scenario) + listening_cost(scenario)),
        creative=_creative(scenario),
        channels=tuple(c.name for c in market.channels),
        segments=tuple(s.name for s in market.segments),
        cohorts=cohorts,
        scale=market.size.value / scenario.people,
        demand=yearly_demand(scenario),
        age_bins=-(-scenario.days // int(age_width(scenario.days))),
        network=graph,
        verify=_expectations(scenario) if scenario.verify else (),
        desk_table=desk_table(scenario),
        staff=on_duty,
        daytime=daytime(scenario),
        cause_shares=cause_shares(scenario),
        labour=wages,
        desks=tuple(d.name for d in market.service.desks) if desk(scenario) else (),
        target_hours=policy.service.desk.target.hours,
        endless=endless(scenario),
        incentive_rows=incentive_rows(scenario),
        incentive_who=incentive_who(scenario),
        incentive_names=incentive_names(scenario),
        known=known,
        breaks=price_breaks(scenario),
        new_prices=new_prices(scenario),
        kept_prices=kept_prices(scenario),
        regions=_told_apart(market.regions),
        usual_places=_told_apart(market.usual_places),
        media_by_region=shares_of_regions(scenario),
        places=tuple(place.name for place in market.places),
        place_rows=shops.rows,
        place_weights=shops.weights,
        place_terms=shops.terms,
        place_costs=shops.costs,
        brand=brand_by_day(scenario),
        promoters=_promoters(scenario),
        products=tuple(offer.name for offer in market.offers) if len(market.offers) > 1 else (),
        categories=held.names,
        categories_sold=held.categories,
        products_sold=held.products,
        missions=held.missions,
        mission_laws=held.laws,
    )


def world_of(
    scenario: Scenario,
    key: np.uint64,
    held: dict[str, float] | None = None,
    stated: Mapping[str, float] | None = None,
) -> tuple[Scenario, np.ndarray]:
    """``scenario`` as it is in the world of ``key``, and the customers of time 0 there, KNOWN [person].

    ``held``: the uniform numbers behind its beliefs, if they are not those of ``key``. ``stated``: see
    scenarios.lowering.beliefs.standings.
    """
    scenario = in_world(scenario, beliefs(scenario, key) if held is None else held, stated)
    known = known_at_start(scenario, key)
    return standing(scenario, known), known


def _expectations(scenario: Scenario) -> tuple[Any, ...]:
    from scenarios.verify import expectations  # closed forms: slow to import, of verification alone

    return expectations(scenario)


def beliefs(scenario: Scenario, key: np.uint64) -> dict[str, float]:
    """The uniform number behind every parameter of a world, by its path.

    Fixed ones have theirs too: where one of several correlated parameters is held, the others keep their draws.
    """
    return {
        path: float(uniform(key, int(Decision.PARAMETER), number_of(path), 0, 0)) for path, _ in places(scenario).known
    }


def standing_cost_per_week(scenario: Scenario) -> float:
    """What organisation, data, one price and mechanisms cost whoever buys, currency per week of the whole market."""
    policy = scenario.policy
    organisation, data = policy.organisation, policy.data
    cost = organisation.fixed_cost_per_week + data.cost_per_week
    cost += policy.price.one_price_cost_per_week if policy.price.one_price else 0.0
    target = organisation.sales_target
    cost += target.bonus_per_period / target.days * WEEK if target.days > 0 else 0.0
    cost += sum(asked(scenario, "cost_by_week"))
    systems = data.platform_cost_per_week + data.automation_cost_per_week
    return cost + organisation.coordination_cost_per_week + systems


def _booked(scenario: Scenario, spent: np.ndarray) -> np.ndarray:
    """What the whole market costs, currency, as micro-units for the people simulated: int64."""
    return np.rint(spent * (scenario.people / scenario.market.size.value * MICRO)).astype(np.int64)


def _every_day(scenario: Scenario, per_week: float) -> np.ndarray:
    """A cost of the whole market, currency per week, as micro-units for the people simulated: int64 [day]."""
    cost = per_week / WEEK * scenario.people / scenario.market.size.value * MICRO
    return np.full(scenario.days, round(cost), np.int64)


def _creative(scenario: Scenario) -> np.ndarray:
    """What making the advertisements costs, micro-units for the people simulated: int64 [channel, day]."""
    per_week = scenario.policy.channel.creative_per_week
    costs = [_every_day(scenario, per_week.get(channel.name, 0.0)) for channel in scenario.market.channels]
    return np.array(costs, np.int64).reshape(len(costs), scenario.days)


def _promoters(scenario: Scenario) -> np.ndarray:
    """What promoters cost by the head, micro-units for the people simulated: int64 [staff or partners, day]."""
    return np.array([_every_day(scenario, cost) for cost in promoters_by_week(scenario)])


@lru_cache(maxsize=16)
def _cohorts(start: date, days: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Names of acquisition cohorts and the cohort of each day: calendar quarters, or years in long runs."""
    dates = [start + timedelta(days=d) for d in range(days)]
    names = [f"{d.year}-Q{(d.month + 2) // 3}" for d in dates]
    if len(set(names)) > COHORTS:
        names = [str(d.year) for d in dates]
    kinds = list(dict.fromkeys(names))
    order = {name: k for k, name in enumerate(kinds)}
    cohort_of_day = np.array([order[n] for n in names], np.int32)
    cohort_of_day.flags.writeable = False  # all worlds share it
    return tuple(kinds), cohort_of_day


def _mixture(scenario: Scenario) -> np.ndarray:
    """Cumulative shares of segments (row 0), activity classes (1), regions (2) and usual places (3), padded with 1."""
    market = scenario.market
    rows = [[s.share.value for s in market.segments]]
    rows += [[one.share for one in listed] for listed in (market.activity, market.regions, market.usual_places)]
    mixture = np.ones((len(rows), max(map(len, rows))))
    for row, shares in enumerate(rows):
        mixture[row, : len(shares)] = np.cumsum(shares) / np.sum(shares)
    return mixture


def _told_apart(listed: Sequence[Region | PurchasePlace]) -> tuple[str, ...]:
    """The names of regions or usual places; one alone tells nobody apart."""
    return tuple(map(name_of, listed)) if len(listed) > 1 else ()
