"""A world: the arrays that an engine works on, and the record by which compiled code finds them."""

from __future__ import annotations

from math import prod
from typing import Annotated, Any, NamedTuple, get_type_hints

import numpy as np

from sim.core.ground.behaviour import BEHAVIOUR
from sim.core.ground.state import (
    CATEGORY,
    DESK,
    ENVELOPE,
    INCENTIVE,
    JOURNAL,
    KNOWN,
    LEVER,
    MORE,
    OFFER,
    PERSON,
    PLACE,
    PRODUCT,
    QUEUE,
    SERVER,
    TICKET,
    TRAIT,
)


class Layout(NamedTuple):
    """What an array holds, and by how many places compiled code looks into it.

    Where an array has more axes, compiled code counts through the last ones as one.
    """

    element: Any
    axes: int


Bytes2 = Annotated[np.ndarray, Layout(np.uint8, 2)]
Counts2 = Annotated[np.ndarray, Layout(np.uint16, 2)]
Names1 = Annotated[np.ndarray, Layout(np.int32, 1)]
Reals1 = Annotated[np.ndarray, Layout(np.float64, 1)]
Reals2 = Annotated[np.ndarray, Layout(np.float64, 2)]
Reals3 = Annotated[np.ndarray, Layout(np.float64, 3)]
Short1 = Annotated[np.ndarray, Layout(np.int16, 1)]
Short3 = Annotated[np.ndarray, Layout(np.int16, 3)]
Singles2 = Annotated[np.ndarray, Layout(np.float32, 2)]
Whole1 = Annotated[np.ndarray, Layout(np.int64, 1)]
Whole2 = Annotated[np.ndarray, Layout(np.int64, 2)]
Whole3 = Annotated[np.ndarray, Layout(np.int64, 3)]


class World(NamedTuple):
    """One world under one scenario, as arrays. One thread of the engine has its own ledger arrays."""

    people: Annotated[np.ndarray, Layout(PERSON, 1)]  # [person]
    more: Annotated[np.ndarray, Layout(MORE, 1)]  # [person] or none where no mechanism needs it
    due: Short1  # [person and STRIDE more] the day of the next event
    turns: Whole1  # [PLACES] people who are due, then those of them who have seats
    occasions: Whole1  # [PLACES] their occasions today, else -1
    kinds_of: Whole1  # [TURNS] whether these are for first or for repeat orders
    decisions: Whole1  # [TURNS] what came of these
    seats: Whole1  # [TURNS] their seats, else -1
    lines: Whole1  # [PLACES] turns of those who take none of our offers, and of those who have seats
    hands: Reals2  # [sim.core.ground.predrawn, PLACES] what is drawn for them ahead
    record: np.ndarray  # WORLD [1], the same for compiled code
    offers_made: Annotated[np.ndarray, Layout(OFFER, 1)]  # [offer]
    offer_prices: Reals2  # [price list x offer, day] ratio to the offer's price of today
    breaks: Reals2  # [step, 3] of quantity: from (currency at today's price), share of the price left, cost up to there
    new_prices: Whole1  # [change] days from which a price holds for new customers alone, in order
    kept_prices: (
        Reals2  # [changes before the first order, day] price of who has ordered, ratio to that of new customers
    )
    baskets: Reals3  # [category of the offer, set of categories, 2] cumulative probability, size
    categories_sold: Annotated[np.ndarray, Layout(CATEGORY, 1)]  # [category of the assortment]
    products_sold: Annotated[np.ndarray, Layout(PRODUCT, 1)]  # [product], one category after the other
    missions: Reals3  # [mission, category, 2] alias tables of categories: share kept, alias
    mission_laws: Reals2  # [mission, 3] of log order size: log (share / sd), mean, 1 / sd
    cart: Reals2  # [line, 5] of the order that is being filled (sim.mechanisms.assortment.rules)
    targets: Singles2  # [person, source] level of the next contact on the reach curve
    contacts: Counts2  # [person, source] contacts so far
    mixture: Reals2  # [4, place] cumulative shares of segments, classes, regions, places of purchase
    traits: Annotated[np.ndarray, Layout(TRAIT, 1)]  # [cell]
    levers: Annotated[np.ndarray, Layout(LEVER, 2)]  # [cell, day]
    curves: Reals3  # [cell, row, day + 1]
    first_days: Short3  # [cell, row, day + 1] the day on which a curve enters each of so many steps of level
    steps: Reals2  # [cell, row] steps per level
    tables: Reals3  # [table, piece, 4] quantiles (sim.quantiles)
    decays: Reals2  # [PRESENT_VALUE or DEALS, day + 2] what is left of 1 after so many days
    mail: Annotated[np.ndarray, Layout(ENVELOPE, 1)]  # [place] invitations on their way
    outbox: Annotated[np.ndarray, Layout(ENVELOPE, 1)]  # [place] written today
    journal: Annotated[np.ndarray, Layout(JOURNAL, 1)]  # [place] length 0 = not kept
    sums: Whole3  # [day, cell, account] micro-units
    counts: Whole3  # [day, cell, event]
    flows: Whole3  # [day, stage from, stage to]
    rivals: Whole2  # [day, cell] what the competitor is expected to win, millionths of an order
    ages: Whole1  # [source x segment, cohort, age, Curve]
    stays: Whole3  # [day + 1, cell, row] how many more (or fewer) pay a cost by the day from a day on
    links_from: Whole1  # [person + 1] the first place of each person's contacts in links
    links: Names1  # [place] contacts; empty where the network is not listed
    desk_table: Annotated[np.ndarray, Layout(DESK, 1)]  # [desk]
    staff: Whole2  # [desk, hour of the run] members of staff on duty
    daytime: Reals1  # [25] cumulative share of a day's tickets by hour
    tickets: Annotated[
        np.ndarray, Layout(TICKET, 1)
    ]  # [place] those still of interest; the number of a ticket is its place
    asked: Annotated[np.ndarray, Layout(TICKET, 1)]  # [place] asked today
    servers: Annotated[
        np.ndarray, Layout(SERVER, 2)
    ]  # [desk, member of staff] a heap of those at work by when they are done
    queues: Annotated[np.ndarray, Layout(QUEUE, 1)]  # [desk]
    later: Whole1  # [day] the first ticket of a list of those that join a queue on a later day
    desk_days: Whole3  # [day, desk, sim.vocabulary.Desk]
    waits: Whole3  # [3, desk, bin] waits for the first answer, times to the solution, waits in vain
    scores: Whole3  # [day, answered or not, Score]
    cause_shares: Reals1  # [cause] cumulative shares of trouble
    causes_known: Whole2  # [cause, 2] complaints so far, the day from which it is mended (-1 never)
    ambient_levels: Reals1  # [day + 1] cumulative contacts per unaware person by word of mouth
    programme: Whole2  # [day, sim.vocabulary.Points] micro-units of face value
    incentive_rows: Annotated[np.ndarray, Layout(INCENTIVE, 1)]  # [row]
    incentive_who: Whole2  # [row, cell] whether it goes to its people
    incentive_due: Singles2  # [person, 2 + row] see sim.mechanisms.incentives.rules; none where there are no rows
    incentive_given: Bytes2  # [person, row + 1] how often; last, coupons used
    granted: Whole3  # [day, row, sim.vocabulary.Granted]
    known_customers: Annotated[np.ndarray, Layout(KNOWN, 1)]  # [person below known]
    place_rows: Whole1  # [day] the row of terms that holds
    place_weights: Reals3  # [row, label, place + 1] what each weighs in the choice, 0 closed; last, all of today
    place_terms: Annotated[np.ndarray, Layout(PLACE, 2)]  # [row, place]
    bought: Whole3  # [day, place and then offer, sim.vocabulary.Bought]; of offers where there are several
    assorted: Whole3  # [day, category, sim.vocabulary.Assorted]


ARRAYS: dict[str, Layout] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(World, include_extras=True).items() if name != "record"
}
"""The arrays that compiled code reaches by its record, by name."""

SIZES = ("clocks", "cells", "rows", "pieces", "cohorts", "age_bins", "age_kinds", "subsets", "wait_bins")


def finding(name: str, layout: Layout) -> list[tuple[str, str]]:
    """What a record holds of an array: its address and the length of each axis."""
    return [(f"{name}_at", "u8"), *((f"{name}_{axis}", "i8") for axis in range(layout.axes))]


def lengths(shape: tuple[int, ...], axes: int) -> tuple[int, ...]:
    """The lengths of an array's ``axes`` as compiled code sees them: it counts through the last ones as one."""
    return (*shape[: axes - 1], prod(shape[axes - 1 :]))


WORLD = np.dtype(
    [(name, *BEHAVIOUR.fields[name][:1]) for name in BEHAVIOUR.names]  # type: ignore[index, union-attr]
    + [(name, "i8") for name in SIZES]
    + [field for name, layout in ARRAYS.items() for field in finding(name, layout)]
    + [
        ("mail_places", "i8"),
        ("outbox_places", "i8"),
        ("journal_places", "i8"),
        ("outbox_used", "i8"),
        ("journal_used", "i8"),
        ("next_person", "i8"),
        ("free", "i8"),
        ("ticket_places", "i8"),
        ("asked_places", "i8"),
        ("asked_used", "i8"),
        ("tickets_used", "i8"),
        ("tickets_free", "i8"),
        ("tickets_own", "i8"),
        ("free_ticket", "i8"),
        ("answered", "i8"),
        ("joined", "i8"),
        ("hand", "i8"),
        ("seat", "i8"),
        ("events", "i8"),
        ("who", "i8"),
        ("incentives_wait", "i8"),
        ("incentives_follow", "i8"),
        ("exposure_most", "f8"),
        ("nothing_weight", "f8", (7,)),
        ("others", "f8", (7,)),
        ("rival_part", "f8", (7,)),
        ("breadth_ratios", "f8", (9,)),
    ],
    align=True,
)
"""What compiled code gets: behaviour, sizes, the places and sizes of a World's arrays, and what moves.

That is: the fill of the buffers; (Ties.FRESH) the next person whom nobody has reached; the first place of a letter
to be used again; how many places of tickets have ever been used, how many of these are free, how many of the others are
people's own, the first free one, and the first of those whose customers are told today what became of them; how many
people have become customers; whose turn it is, and the seat; how many events whoever had to stop in the midst of a day
has had on it, and who that is; whether any incentive waits for a day of its own, and whether any follows from an order;
the most that a day adds to the exposure to drop-out; e to the power of the utility of nothing; the utility of all else
than us at today's prices, and the competitor's part of that; ratios on the drop-out rate by the number of categories
bought.
"""
