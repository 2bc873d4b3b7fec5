"""Plan: everything a run needs, as arrays and integers. What a scenario becomes when it is lowered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.core.ground.batch import OPEN
from sim.core.ground.behaviour import BEHAVIOUR
from sim.core.ground.clocks import index_curves
from sim.core.ground.state import (
    CATEGORY,
    DESK,
    DROPOUT,
    ENVELOPE,
    HANDS,
    INCENTIVE,
    JOURNAL,
    KNOWN,
    LINES_PER_EVENT,
    MORE,
    PERSON,
    PLACE,
    PLACES,
    PRODUCT,
    QUEUE,
    SERVER,
    STRIDE,
    THRESHOLD,
    TICKET,
    TURNS,
)
from sim.core.ground.world import ARRAYS, WORLD, World, lengths
from sim.graphs import NOBODY_TIED, Graph
from sim.lines import in_lines, lined_up
from sim.vocabulary import (
    NEVER_DUE,
    Account,
    Assorted,
    Bought,
    Curve,
    Desk,
    Event,
    Granted,
    Occasion,
    Points,
    Score,
    Stage,
    Ties,
    columns,
)

AGE_BINS = 160
"""The most age bins (weeks, or whole multiples of them) that a run keeps."""

LEAST_UTILITY = -709.0
"""Where nothing competes with us: as little as makes no difference."""

PLACES_AT_FIRST = 4096
"""Of buffers, at the start of a run."""

WAIT_BINS = 128
"""Bins of waiting times at a service desk (sim.core.loop.desk.wait_bin)."""

COHORTS = 64
"""The most acquisition cohorts (quarters, else years) that a run keeps."""


@dataclass(frozen=True)
class Plan:
    """One world under one scenario, ready to run. A run is a pure function of it.

    Arrays as in :class:`sim.core.ground.world.World`. ``shown``: float64 [channel, cell, day], impressions per person.
    ``media``: int64 [channel, day], micro-units of currency spent
    on the people simulated; ``creative``: the same for making what is shown; ``fixed``: int64 [day]. ``scale``:
    people of the market per person simulated; ``demand``: mean over a year of the calendar's demand, 1 = normal.
    ``labour``: int64 [day], micro-units, what the staff of the service desks costs for the people simulated; none
    where there are no desks; ``target_hours``: until the first answer that counts as in time. ``known``: KNOWN
    [person], the customers of time 0, who are the first people.
    ``regions``, ``usual_places`` of purchase: their names; none where there are not two of them. ``media_by_region``:
    float64 [region], the share of media money spent on the people of each; none where media reach all regions alike.
    ``places``: the names of all places to buy at; ``place_costs``: int64 [day, place, rent or host], micro-units, what
    they cost by themselves for the people simulated. ``place_limit``: float64 [place], orders of the people simulated
    that a place can serve a day (inf = any number), ``place_served``: float64 [day, place], the probability that it is
    found open; none where no place has a limit. ``promoters``: int64 [staff or partners, day], micro-units, what they
    cost by the head for the people simulated. ``brand``: float64 [day], the brand above that of time 0, mean of people;
    none where no channel builds one. ``categories``: the names of those of the assortment; none without one.
    ``endless``: why the value of a customer has no finite mean; empty where it has.
    """

    scenario: str
    replication: int
    behaviour: np.ndarray
    mixture: np.ndarray
    traits: np.ndarray
    offers_made: np.ndarray
    offer_prices: np.ndarray
    baskets: np.ndarray
    levers: np.ndarray
    curves: np.ndarray
    tables: np.ndarray
    shown: np.ndarray
    media: np.ndarray
    fixed: np.ndarray
    creative: np.ndarray
    channels: tuple[str, ...]
    segments: tuple[str, ...]
    cohorts: tuple[str, ...]
    scale: float
    demand: float
    age_bins: int
    network: Graph = NOBODY_TIED
    verify: tuple[dict[str, Any], ...] = field(default=())
    desk_table: np.ndarray = field(default_factory=lambda: np.zeros(0, DESK))
    staff: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    daytime: np.ndarray = field(default_factory=lambda: np.linspace(0.0, 1.0, 25))
    cause_shares: np.ndarray = field(default_factory=lambda: np.zeros(0))
    labour: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    desks: tuple[str, ...] = ()
    target_hours: float = 24.0
    endless: str = ""
    incentive_rows: np.ndarray = field(default_factory=lambda: np.zeros(0, INCENTIVE))
    incentive_who: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    incentive_names: tuple[str, ...] = ()
    known: np.ndarray = field(default_factory=lambda: np.zeros(0, KNOWN))
    breaks: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))
    new_prices: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    kept_prices: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    regions: tuple[str, ...] = ()
    usual_places: tuple[str, ...] = ()
    media_by_region: np.ndarray = field(default_factory=lambda: np.zeros(0))
    places: tuple[str, ...] = ()
    place_rows: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    place_weights: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 0)))
    place_terms: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), PLACE))
    place_costs: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 2), np.int64))
    place_limit: np.ndarray = field(default_factory=lambda: np.zeros(0))
    place_served: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    brand: np.ndarray = field(default_factory=lambda: np.zeros(0))
    promoters: np.ndarray = field(default_factory=lambda: np.zeros((2, 0), np.int64))
    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    categories_sold: np.ndarray = field(default_factory=lambda: np.zeros(0, CATEGORY))
    products_sold: np.ndarray = field(default_factory=lambda: np.zeros(0, PRODUCT))
    missions: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 2)))
    mission_laws: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))

    @property
    def people(self) -> int:
        """People simulated."""
        return int(self.behaviour[0]["population"])

    @property
    def days(self) -> int:
        """Length of the run, days."""
        return int(self.behaviour[0]["days"])

    @property
    def bought_shape(self) -> tuple[int, int, int]:
        """Days, places and (where there are several) offers, and what is counted of their orders."""
        told_apart = len(self.places) + len(self.products)
        return (self.days if told_apart else 0, told_apart, len(Bought))

    @property
    def assorted_shape(self) -> tuple[int, int, int]:
        """Days, categories of the assortment, and what is counted of their lines."""
        return (self.days if self.categories else 0, len(self.categories), len(Assorted))

    @property
    def labels(self) -> int:
        """In how many ways people are told apart by segment, region and place of purchase."""
        return len(self.segments) * max(len(self.regions), 1) * max(len(self.usual_places), 1)

    def listed(self, levers: np.ndarray, day: int) -> np.ndarray:
        """The price of each offer, before the price level, to people whose levers of a ``day`` are ``levers``, LEVER
        [person]: float64 [offer, person]."""
        lists = self.offer_prices[:, day].reshape(-1, len(self.offers_made))
        return np.asarray(lists[levers["price_list"]].T)

    @property
    def in_order(self) -> bool:
        """Whether people must live through a day one after the other, as what one gets depends on who asks first."""
        return bool(self.behaviour[0]["network_kind"] == Ties.FRESH)

    @property
    def extended(self) -> bool:
        """Whether a second record is kept for every person."""
        return bool(self.behaviour[0]["extended"])

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of the sources of customers, in the order of their numbers; those of the beginning are no source's."""
        return (*self.sources_of_new, "existing") if len(self.known) else self.sources_of_new

    @property
    def sources_of_new(self) -> tuple[str, ...]:
        """Names of the sources of new customers, in the order of their numbers."""
        return ("organic", *self.channels, "referral")


def without_invitations_of(plan: Plan, person: int) -> Plan:
    """The same world in which ``person`` (a number from 0 to people - 1) sends no invitation; no draw changes."""
    if not 0 <= person < plan.people:
        raise ValueError(f"nobody has the number {person}")
    behaviour = plan.behaviour.copy()
    behaviour["silenced"] = person
    return replace(plan, behaviour=behaviour)


def empty_world(plan: Plan, journal: int = 0, outbox: int = PLACES_AT_FIRST, stores: int = 0) -> World:
    """Fresh arrays for a run of ``plan``; ``journal``: places for journal lines (0 = none kept, else room for an
    event); ``stores``: places for letters and for tickets, 0 for one for each person: what nobody writes to takes no
    memory, what must be widened is there twice for a moment."""
    stores = stores or max(plan.people, PLACES_AT_FIRST)
    n, days, cells = plan.people, plan.days, plan.levers.shape[0]
    groups = len(plan.sources) * plan.labels
    letters = int(plan.behaviour[0]["most_letters"])
    rows = len(plan.incentive_rows)
    outbox = max(outbox, 2 * letters)
    most_lines = int(plan.behaviour[0]["cart_lines"])
    journal = max(journal, letters + most_lines + LINES_PER_EVENT) if journal else 0  # room for any one event
    world = described(
        World(
            people=in_lines(n, PERSON),
            more=in_lines(n if plan.extended else 0, MORE),
            due=in_lines(n + STRIDE, np.int16, NEVER_DUE),
            turns=in_lines(PLACES, np.int64),
            occasions=in_lines(PLACES, np.int64, -1),
            kinds_of=in_lines(TURNS, np.int64),
            decisions=in_lines(TURNS, np.int64, OPEN),
            seats=in_lines(TURNS, np.int64, -1),
            lines=in_lines(PLACES, np.int64),
            hands=in_lines((HANDS, PLACES)),
            record=in_lines(1, WORLD),
            targets=in_lines((n, len(plan.channels) + 1), np.float32),
            contacts=in_lines((n, len(plan.channels) + 1), np.uint16),
            mixture=plan.mixture,
            traits=plan.traits,
            offers_made=plan.offers_made,
            offer_prices=plan.offer_prices,
            breaks=plan.breaks,
            new_prices=plan.new_prices,
            kept_prices=plan.kept_prices,
            baskets=plan.baskets,
            categories_sold=plan.categories_sold,
            products_sold=plan.products_sold,
            missions=plan.missions,
            mission_laws=plan.mission_laws,
            cart=in_lines((most_lines, 5)),
            levers=plan.levers,
            curves=plan.curves,
            first_days=in_lines(plan.curves.shape, np.int16),
            steps=in_lines(plan.curves.shape[:2]),
            tables=lined_up(plan.tables),
            decays=_decays(plan),
            mail=in_lines(stores * (1 + _told_at_once(plan)), ENVELOPE),
            outbox=in_lines(outbox, ENVELOPE),
            journal=in_lines(journal, JOURNAL),
            sums=in_lines((days, cells, columns(Account)), np.int64),
            counts=in_lines((days, cells, columns(Event)), np.int64),
            flows=in_lines((days, len(Stage), len(Stage)), np.int64),
            rivals=in_lines((days, cells), np.int64),
            ages=in_lines((groups, len(plan.cohorts), plan.age_bins, len(Curve)), np.int64),
            stays=in_lines((days + 1, *plan.curves.shape[:2]), np.int64),
            links_from=plan.network.links_from,
            links=plan.network.links,
            **_desks(plan, stores),
            scores=in_lines((days, 2, len(Score)), np.int64),
            cause_shares=plan.cause_shares,
            causes_known=np.tile(np.array([0, -1], np.int64), (len(plan.cause_shares), 1)),
            ambient_levels=in_lines(days + 1),
            programme=in_lines((days, len(Points)), np.int64),
            incentive_rows=plan.incentive_rows,
            incentive_who=plan.incentive_who,
            incentive_due=in_lines((n, 2 + rows) if rows else (0, 2), np.float32),
            incentive_given=in_lines((n if rows else 0, rows + 1), np.uint8),
            known_customers=plan.known,
            place_rows=plan.place_rows,
            place_weights=plan.place_weights,
            place_terms=plan.place_terms,
            bought=in_lines(plan.bought_shape, np.int64),
            assorted=in_lines(plan.assorted_shape, np.int64),
            granted=in_lines((days if rows else 0, rows, len(Granted)), np.int64),
        ),
        plan.behaviour,
    )
    index_curves(world.record[0])
    return world


def _decays(plan: Plan) -> np.ndarray:
    """What is left of 1 after whole days of each exponential decay that the core looks up."""
    rates = plan.behaviour[["discount_rate", "deal_decay"]][0].tolist()
    return np.exp(-np.outer(rates, np.arange(plan.days + 2)))


def _told_at_once(plan: Plan) -> int:
    """How many letters of the firm everybody may get on one day: about each cause that is mended."""
    return len(plan.cause_shares) if plan.behaviour["mend"][0] and plan.behaviour["mend_told"][0] else 0


def _desks(plan: Plan, places: int) -> dict[str, np.ndarray]:
    """The arrays of the service desks; empty where there are none."""
    desks, days = len(plan.desk_table), plan.days if len(plan.desk_table) else 0
    return {
        "desk_table": plan.desk_table,
        "staff": plan.staff,
        "daytime": plan.daytime,
        "tickets": in_lines(places if desks else 1, TICKET),
        "asked": in_lines(min(places, PLACES_AT_FIRST) if desks else 0, TICKET),
        "servers": in_lines((desks, int(plan.staff.max(initial=0))), SERVER),
        "queues": in_lines(desks, QUEUE),
        "later": np.full(days, -1, np.int64),
        "desk_days": in_lines((days, desks, len(Desk)), np.int64),
        "waits": in_lines((3, desks, WAIT_BINS), np.int64),
    }


def described(world: World, behaviour: np.ndarray | None = None) -> World:
    """The world with a fresh record of its numbers, sizes and addresses (buffers empty).

    ``behaviour``: BEHAVIOUR [1]; None takes the numbers that the world's record holds.
    """
    numbers = world.record if behaviour is None else behaviour
    record = in_lines(1, WORLD)
    for name in BEHAVIOUR.names or ():
        record[name] = numbers[name]
    for name, layout in ARRAYS.items():
        array = getattr(world, name)
        if not array.flags.c_contiguous:
            raise ValueError(f"{name} must be contiguous")
        record[f"{name}_at"] = array.ctypes.data
        for axis, length in enumerate(lengths(array.shape, layout.axes)):
            record[f"{name}_{axis}"] = length
    rows, dated = world.incentive_rows, (Occasion.BIRTHDAY, Occasion.ANNIVERSARY, Occasion.CAMPAIGN)
    waits = np.isin(rows["occasion"], dated) | (rows["days"] > 0.0)
    record["incentives_wait"] = waits.any()
    record["incentives_follow"] = (
        (waits & (rows["occasion"] != Occasion.FRIEND)) | (rows["occasion"] == Occasion.ORDER)
    ).any()
    record["exposure_most"] = max(1.0, np.diff(world.curves[:, DROPOUT]).max(initial=0.0))
    record["nothing_weight"] = np.exp(record["nothing"])
    with np.errstate(divide="ignore"):  # where there is nothing else
        together = np.log(np.exp(record["competitor"]) + record["nothing_weight"])
    record["others"] = np.maximum(together, LEAST_UTILITY)
    record["rival_part"] = _rivals_part(record)
    record["breadth_ratios"] = np.exp(-record["breadth_effect"] * np.maximum(np.arange(9) - 1, 0))
    record["cells"], record["rows"] = world.curves.shape[:2]
    record["subsets"] = world.baskets.shape[1]
    record["pieces"] = world.tables.shape[1]
    record["cohorts"], record["age_bins"], record["age_kinds"] = world.ages.shape[1:]
    record["clocks"] = world.targets.shape[1]
    record["mail_places"] = len(world.mail)
    record["outbox_places"] = len(world.outbox)
    record["journal_places"] = len(world.journal)
    record["next_person"] = record["seeds"]
    record["free"] = record["free_ticket"] = record["answered"] = record["who"] = -1
    record["wait_bins"] = world.waits.shape[2]
    record["ticket_places"] = len(world.tickets)
    record["asked_places"] = len(world.asked)
    return world._replace(record=record)


def _rivals_part(record: np.ndarray) -> np.ndarray:
    """Of what goes to others than us at today's prices, the competitor's part, float64 [1, stage]; 0 where people only
    compare the price with what they are willing to pay."""
    weight = np.exp(record["competitor"])
    every = weight + record["nothing_weight"]
    part = np.divide(weight, every, out=np.zeros_like(weight), where=every > 0.0)
    return np.asarray(np.where(record["rule"] == THRESHOLD, 0.0, part))


def bytes_per_person(plan: Plan) -> int:
    """Memory of a person who does not begin as a customer, bytes: records, due day, contact clocks, listed contacts."""
    clocks = len(plan.channels) + 1
    links = sum(array.nbytes for array in plan.network) // plan.people
    rows = len(plan.incentive_rows)
    incentives = 4 + 4 + 1 + rows * (4 + 1) if rows else 0
    return PERSON.itemsize + (MORE.itemsize if plan.extended else 0) + 2 + clocks * (4 + 2) + links + incentives
