"""A world: the arrays that an engine works on, and the record by which compiled code finds them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.core.behaviour import BEHAVIOUR

ARRAYS = (
    "people",
    "more",
    "due",
    "turns",
    "occasions",
    "kinds_of",
    "decisions",
    "seats",
    "lines",
    "hands",
    "offers_made",
    "offer_prices",
    "baskets",
    "targets",
    "contacts",
    "mixture",
    "sensitivity",
    "levers",
    "curves",
    "first_days",
    "steps",
    "tables",
    "decays",
    "messages",
    "outbox",
    "journal",
    "sums",
    "counts",
    "flows",
    "ages",
    "stays",
    "links_from",
    "links",
    "desk_table",
    "staff",
    "daytime",
    "tickets",
    "asked",
    "servers",
    "queues",
    "later",
    "desk_days",
    "waits",
    "scores",
    "cause_shares",
    "causes_known",
    "ambient_levels",
    "programme",
)
SIZES = (
    "clocks",
    "kinds",
    "cells",
    "rows",
    "pieces",
    "accounts",
    "events",
    "stages",
    "cohorts",
    "age_bins",
    "age_kinds",
    "subsets",
    "most_staff",
    "wait_bins",
)

WORLD = np.dtype(
    [(name, *BEHAVIOUR.fields[name][:1]) for name in BEHAVIOUR.names]  # type: ignore[index, union-attr]
    + [(name, "i8") for name in SIZES]
    + [(f"{name}_at", "u8") for name in ARRAYS]
    + [
        ("message_places", "i8"),
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
        ("exposure_most", "f8"),
        ("nothing_weight", "f8", (7,)),
        ("others", "f8", (7,)),
        ("breadth_ratios", "f8", (9,)),
    ],
    align=True,
)
"""What compiled code gets: behaviour, sizes, the addresses of a World's arrays, and what moves.

That is: the fill of the buffers; (Ties.FRESH) the next person whom nobody has reached; the first place of a message
to be used again; how many places of tickets have ever been used, how many of these are free, how many of the others are
people's own, the first free one, and the first of those whose customers are told today what became of them; how many
people have become customers; whose turn it is, and the seat; the most that a day adds to the exposure to drop-out; e to
the power of the utility of nothing; the utility of all else than us at today's prices; ratios on the drop-out rate by
the number of categories bought.
"""


class World(NamedTuple):
    """One world under one scenario, as arrays. One thread of the engine has its own ledger arrays."""

    people: np.ndarray  # PERSON [person]
    more: np.ndarray  # MORE [person], or none where no mechanism needs it
    due: np.ndarray  # int16 [person and STRIDE more], the day of the next event
    turns: np.ndarray  # int64 [PLACES], people who are due, then those of them who have seats
    occasions: np.ndarray  # int64 [PLACES], their occasions today, else -1
    kinds_of: np.ndarray  # int64 [TURNS], whether these are for first or for repeat orders
    decisions: np.ndarray  # int64 [TURNS], what came of these
    seats: np.ndarray  # int64 [TURNS], their seats, else -1
    lines: np.ndarray  # int64 [PLACES], turns of those who take none of our offers, and of those who have seats
    hands: np.ndarray  # float64 [sim.core.hands, PLACES], what is drawn for them ahead
    record: np.ndarray  # WORLD [1], the same for compiled code
    offers_made: np.ndarray  # OFFER [offer]
    offer_prices: np.ndarray  # float64 [offer, day], ratio to the offer's price of today
    baskets: np.ndarray  # float64 [category of the offer, set of categories, 2]: cumulative probability, size
    targets: np.ndarray  # float32 [person, source], level of the next contact on the reach curve
    contacts: np.ndarray  # uint16 [person, source], contacts so far
    mixture: np.ndarray  # float64 [2, class or segment], cumulative shares of segments, of classes
    sensitivity: np.ndarray  # float64 [segment], price response relative to the mean
    levers: np.ndarray  # LEVER [cell, day]
    curves: np.ndarray  # float64 [cell, row, day + 1]
    first_days: np.ndarray  # int16 [cell, row, day + 1], the day on which a curve enters each of so many steps of level
    steps: np.ndarray  # float64 [cell, row], steps per level
    tables: np.ndarray  # float64 [table, piece, 4], quantiles (sim.quantiles)
    decays: np.ndarray  # float64 [DISCOUNT or DEALS, day + 2], what is left of 1 after so many days
    messages: np.ndarray  # MESSAGE [place], invitations on their way
    outbox: np.ndarray  # MESSAGE [place], written today
    journal: np.ndarray  # JOURNAL [place]; length 0 = not kept
    sums: np.ndarray  # int64 [day, cell, account], micro-units
    counts: np.ndarray  # int64 [day, cell, event]
    flows: np.ndarray  # int64 [day, stage from, stage to]
    ages: np.ndarray  # int64 [source x segment, cohort, age, Curve]
    stays: np.ndarray  # int64 [day + 1, cell, row], how many more (or fewer) pay a cost by the day from a day on
    links_from: np.ndarray  # int64 [person + 1], the first place of each person's contacts in links
    links: np.ndarray  # int32 [place], contacts; empty where the network is not listed
    desk_table: np.ndarray  # DESK [desk]
    staff: np.ndarray  # int64 [desk, hour of the run], members of staff on duty
    daytime: np.ndarray  # float64 [25], cumulative share of a day's tickets by hour
    tickets: np.ndarray  # TICKET [place], those still of interest; the number of a ticket is its place
    asked: np.ndarray  # TICKET [place], asked today
    servers: np.ndarray  # SERVER [desk, member of staff], a heap of those at work by when they are done
    queues: np.ndarray  # QUEUE [desk]
    later: np.ndarray  # int64 [day], the first ticket of a list of those that join a queue on a later day
    desk_days: np.ndarray  # int64 [day, desk, sim.vocabulary.Desk]
    waits: np.ndarray  # int64 [3, desk, bin], waits for the first answer, times to the solution, waits in vain
    scores: np.ndarray  # int64 [day, answered or not, Score]
    cause_shares: np.ndarray  # float64 [cause], cumulative shares of trouble
    causes_known: np.ndarray  # int64 [cause, 2], complaints so far, the day from which it is mended (-1 never)
    ambient_levels: np.ndarray  # float64 [day + 1], cumulative contacts per unaware person by word of mouth
    programme: np.ndarray  # int64 [day, sim.vocabulary.Points], micro-units of face value
