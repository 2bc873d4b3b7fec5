"""The arrays that both engines share: people, levers, behaviour, ledger.

Axes are named: person, cell (segment x activity class), source (0 organic, channels, last: invitation),
day, row (of curves). Times are days since the start, money is int64 micro-units of currency.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

PERSON = np.dtype(
    [
        # when each clock fires next, days (NEVER = not running)
        ("at_reach", "f8"),  # the earliest contact over all sources
        ("at_leave", "f8"),  # fading, unsubscribing, being lost: by stage
        ("at_advance", "f8"),  # opting in, returning: by stage
        ("at_need", "f8"),  # the next occasion
        ("at_dropout", "f8"),  # the latent drop-out
        ("need_level", "f8"),  # operational time of the next occasion
        ("residual", "f8"),  # what is left of the drop-out threshold at residual_since
        ("residual_since", "f8"),
        ("sharer_until", "f8"),  # until when having recommended lowers the drop-out rate
        # traits
        ("need_rate", "f8"),  # occasions per day as a customer
        ("dropout_rate", "f8"),  # per day
        ("spend_rate", "f8"),  # Gamma-Gamma nu: an order at today's price is Gamma(shape, spend_rate)
        ("price_response", "f8"),  # utility lost when the price rises by its own level
        # history
        ("since", "f8"),  # entry into the present stage
        ("accrued_to", "f8"),  # until when costs by the day are booked
        ("reached_at", "f8"),  # first contact ever
        ("first_at", "f8"),  # first order
        ("second_at", "f8"),  # second order
        ("last_at", "f8"),  # latest order
        ("touched_at", "f8"),  # latest contact that the firm can see, before the first order
        ("net", "i8"),  # contribution after service and win-back, before acquisition costs
        ("value", "i8"),  # the same, discounted to the first order
        ("spent", "i8"),  # cost of winning this person: rewards and nurture (negative)
        ("needs", "u4"),  # index of the next occasion
        ("orders", "u4"),
        ("referrer", "i4"),  # who invited, -1 nobody
        ("inbox", "i4"),  # first message, -1 none
        ("cell", "u2"),
        ("entries", "u2"),  # times reached (addresses fading and opting in)
        ("signups", "u2"),  # times retained (addresses unsubscribing)
        ("candidate", "u2"),  # candidate of the unsubscribing clock in this stay
        ("lapses", "u2"),  # times dropped out
        ("invites", "u2"),  # invitations sent
        ("stage", "u1"),
        ("start", "u1"),  # the stage this person stands in at time 0
        ("cause", "u1"),  # source of the latest awakening
        ("touched", "u1"),  # its source
        ("attributed", "u1"),  # source credited with the first order (last touch)
        ("reach_source", "u1"),  # source of the contact at at_reach
        ("segment", "u1"),
        ("opted_out", "u1"),
    ],
    align=True,
)

LEVER = np.dtype(
    [
        ("price", "f8"),  # ratio to today's price
        ("goods", "f8"),  # cost of goods, share of today's price
        ("fulfilment", "f8"),
        ("touches", "f8"),  # messages per day in the owned channel
        ("share", "f8"),  # probability per order
        ("accept", "f8"),  # probability per invitation
        ("reward_referrer", "i8"),
        ("reward_friend", "i8"),
        ("first_order_cost", "i8"),
        ("cohort", "i4"),
    ],
    align=True,
)

MESSAGE = np.dtype([("time", "f8"), ("to", "i4"), ("sender", "i4"), ("next", "i4")], align=True)
JOURNAL = np.dtype([("time", "f8"), ("amount", "i8"), ("who", "i4"), ("kind", "u4")], align=True)

# rows of World.curves
NEED, FADE, OPT_IN, NURTURE_COST, SERVICE_COST, TOUCH_STOCK, REACH = range(7)
# rows of World.tables
NEED_TABLE, DROPOUT_TABLE, CUSTOMER_SPEND_TABLE, ORDER_SPEND_TABLE, PRICE_TABLE, DELAY_TABLE = range(6)


BEHAVIOUR = np.dtype(
    [
        ("key", "u8"),
        ("population", "i8"),
        ("days", "i8"),
        ("sources", "i8"),
        ("segments", "i8"),
        ("classes", "i8"),
        ("friends", "i8"),
        ("network_key", "u8"),
        ("network_kind", "i8"),  # sim.vocabulary.Ties
        ("seeds", "i8"),  # people from this number on take part only when invited
        ("prospect_rate", "f8"),
        ("customer_rate_scale", "f8"),  # occasions per day for a need quantile of 1
        ("dropout_rate_scale", "f8"),
        ("spend_rate_scale", "f8"),
        ("spend_mean_scale", "f8"),  # mean order at today's price x spend_rate
        ("price_response", "f8"),  # mean over people
        ("ours", "f8", (6,)),  # log share of our offer at today's price, by stage
        ("competitor", "f8", (6,)),
        ("nothing", "f8", (6,)),
        ("nurture_effect", "f8"),
        ("touch_memory", "f8"),
        ("unsubscribe_rate", "f8"),
        ("unsubscribe_fatigue", "f8"),
        ("unsubscribe_bound", "f8"),
        ("customer_loss_rate", "f8"),
        ("return_rate", "f8"),
        ("final_loss_rate", "f8"),
        ("delay_scale", "f8"),
        ("sharer_ratio", "f8"),
        ("sharer_days", "f8"),
        ("mean_order", "f8"),  # currency; turns a friend's reward into a relative price cut
        ("discount", "f8"),  # continuous, per day
        ("attribution_window", "f8"),
        ("start_reached", "f8"),
        ("start_retained", "f8"),
        ("start_customer", "f8"),
        ("age_width", "f8"),
        ("return_cost", "i8"),
    ],
    align=True,
)

ARRAYS = (
    "people",
    "targets",
    "contacts",
    "mixture",
    "sensitivity",
    "levers",
    "curves",
    "tables",
    "messages",
    "outbox",
    "journal",
    "sums",
    "counts",
    "flows",
    "ages",
    "links_from",
    "links",
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
    ],
    align=True,
)
"""What compiled code gets: behaviour, sizes, the addresses of a World's arrays, the fill of its buffers,
and (Ties.FRESH) the next person whom nobody has reached."""


class World(NamedTuple):
    """One world under one scenario, as arrays. One thread of the engine has its own ledger arrays."""

    people: np.ndarray  # PERSON [person]
    due: np.ndarray  # int16 [person], the day of the next event
    record: np.ndarray  # WORLD [1], the same for compiled code
    targets: np.ndarray  # float64 [person, source], level of the next contact on the reach curve
    contacts: np.ndarray  # uint16 [person, source], contacts so far
    mixture: np.ndarray  # float64 [2, class or segment], cumulative shares of segments, of classes
    sensitivity: np.ndarray  # float64 [segment], price response relative to the mean
    levers: np.ndarray  # LEVER [cell, day]
    curves: np.ndarray  # float64 [cell, row, day + 1]
    tables: np.ndarray  # float64 [table, piece, 4], log-quantiles
    messages: np.ndarray  # MESSAGE [place], invitations on their way
    outbox: np.ndarray  # MESSAGE [place], written today
    journal: np.ndarray  # JOURNAL [place]; length 0 = not kept
    sums: np.ndarray  # int64 [day, cell, account], micro-units
    counts: np.ndarray  # int64 [day, cell, event]
    flows: np.ndarray  # int64 [day, stage from, stage to]
    ages: np.ndarray  # int64 [source x segment, cohort, age, Curve]
    links_from: np.ndarray  # int64 [person + 1], the first place of each person's contacts in links
    links: np.ndarray  # int32 [place], contacts; empty where the network is not listed
