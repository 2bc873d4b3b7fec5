"""How compiled code reaches the arrays of a world: one pointer in, no reference counts, no copies.

A function of the core takes ``w`` first. To compiled code ``w`` is the world's record (WORLD): numbers of
behaviour, sizes, and the addresses of the arrays. To plain Python, where tests step through the same
functions, it is any object with the same numbers and the arrays themselves as attributes. Every access below
has therefore two bodies: the Python one, which says what it does, and the compiled one behind it.
Places are checked when a plan is made, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.core.jit import accessor
from sim.core.state import JOURNAL, LEVER, MESSAGE, MORE, OFFER, PERSON


def record_at(dtype: np.dtype) -> Callable[..., Any]:
    """An intrinsic: the record of ``dtype`` at an address."""
    record = numba.from_dtype(dtype)

    @intrinsic
    def at(typingctx, address):
        def code(context, builder, signature, arguments):
            return builder.inttoptr(arguments[0], context.get_value_type(record))

        return record(types.uint64), code

    return at


def number_at(kind: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Two intrinsics: the number of type ``kind`` at an address, and its change."""

    @intrinsic
    def get(typingctx, address):
        def code(context, builder, signature, arguments):
            pointer = builder.inttoptr(arguments[0], ir.PointerType(context.get_data_type(kind)))
            return builder.load(pointer)

        return kind(types.uint64), code

    @intrinsic
    def put(typingctx, address, value):
        def code(context, builder, signature, arguments):
            pointer = builder.inttoptr(arguments[0], ir.PointerType(context.get_data_type(kind)))
            builder.store(arguments[1], pointer)

        return types.void(types.uint64, kind), code

    return get, put


_person = record_at(PERSON)
_more = record_at(MORE)
_offer = record_at(OFFER)
_lever = record_at(LEVER)
_message = record_at(MESSAGE)
_line = record_at(JOURNAL)
get_float, put_float = number_at(types.float64)
get_single, put_single = number_at(types.float32)
get_int, put_int = number_at(types.int64)
get_short, put_short = number_at(types.uint16)
get_person = number_at(types.int32)[0]
get_day, put_day = number_at(types.int16)

PERSON_SIZE = np.uint64(PERSON.itemsize)
MORE_SIZE = np.uint64(MORE.itemsize)
OFFER_SIZE = np.uint64(OFFER.itemsize)
LEVER_SIZE = np.uint64(LEVER.itemsize)
MESSAGE_SIZE = np.uint64(MESSAGE.itemsize)
LINE_SIZE = np.uint64(JOURNAL.itemsize)
EIGHT = np.uint64(8)
FOUR = np.uint64(4)
TWO = np.uint64(2)


def person(w: Any, i: int) -> Any:
    """The record of person ``i``."""
    return w.people[i]


@accessor(person)
def _(w, i):
    return lambda w, i: _person(w.people_at + np.uint64(i) * PERSON_SIZE)


def more(w: Any, i: int) -> Any:
    """The second record of person ``i``; only where a mechanism needs it (w.extended)."""
    return w.more[i]


@accessor(more)
def _(w, i):
    return lambda w, i: _more(w.more_at + np.uint64(i) * MORE_SIZE)


def offer(w: Any, j: int) -> Any:
    """What our offer ``j`` is."""
    return w.offers_made[j]


@accessor(offer)
def _(w, j):
    return lambda w, j: _offer(w.offers_made_at + np.uint64(j) * OFFER_SIZE)


def offer_price(w: Any, j: int, day: int) -> float:
    """The price of our offer ``j`` on a day, before the lever of the price."""
    return w.offer_prices[j, day]


@accessor(offer_price)
def _(w, j, day):
    return lambda w, j, day: get_float(w.offer_prices_at + np.uint64(j * w.days + day) * EIGHT)


def basket(w: Any, category: int, subset: int, part: int) -> float:
    """Of a set of categories bought with an offer of ``category``: cumulative probability (0) or size (1)."""
    return w.baskets[category, subset, part]


@accessor(basket)
def _(w, category, subset, part):
    return lambda w, category, subset, part: get_float(
        w.baskets_at + np.uint64((category * w.subsets + subset) * 2 + part) * EIGHT
    )


def lever(w: Any, cell: int, day: int) -> Any:
    """The levers of a cell on a day."""
    return w.levers[cell, day]


@accessor(lever)
def _(w, cell, day):
    return lambda w, cell, day: _lever(w.levers_at + np.uint64(cell * w.days + day) * LEVER_SIZE)


def message(w: Any, place: int) -> Any:
    """An invitation on its way."""
    return w.messages[place]


@accessor(message)
def _(w, place):
    return lambda w, place: _message(w.messages_at + np.uint64(place) * MESSAGE_SIZE)


def outgoing(w: Any, place: int) -> Any:
    """An invitation written today."""
    return w.outbox[place]


@accessor(outgoing)
def _(w, place):
    return lambda w, place: _message(w.outbox_at + np.uint64(place) * MESSAGE_SIZE)


def line(w: Any, place: int) -> Any:
    """A line of the journal."""
    return w.journal[place]


@accessor(line)
def _(w, place):
    return lambda w, place: _line(w.journal_at + np.uint64(place) * LINE_SIZE)


def curve(w: Any, cell: int, row: int, day: int) -> float:
    """A curve's level at the start of a day."""
    return w.curves[cell, row, day]


@accessor(curve)
def _(w, cell, row, day):
    return lambda w, cell, row, day: get_float(
        w.curves_at + np.uint64((cell * w.rows + row) * (w.days + 1) + day) * EIGHT
    )


def steps(w: Any, cell: int, row: int) -> float:
    """Steps of levels of a curve, per level."""
    return w.steps[cell, row]


@accessor(steps)
def _(w, cell, row):
    return lambda w, cell, row: get_float(w.steps_at + np.uint64(cell * w.rows + row) * EIGHT)


def set_steps(w: Any, cell: int, row: int, value: float) -> None:
    """Set how many steps a level has."""
    w.steps[cell, row] = value


@accessor(set_steps)
def _(w, cell, row, value):
    return lambda w, cell, row, value: put_float(w.steps_at + np.uint64(cell * w.rows + row) * EIGHT, value)


def first_day(w: Any, cell: int, row: int, step: int) -> int:
    """The day on which a curve enters a step of levels."""
    return int(w.first_days[cell, row, step])


@accessor(first_day)
def _(w, cell, row, step):
    return lambda w, cell, row, step: np.int64(
        get_day(w.first_days_at + np.uint64((cell * w.rows + row) * (w.days + 1) + step) * TWO)
    )


def set_first_day(w: Any, cell: int, row: int, step: int, day: int) -> None:
    """Set that day."""
    w.first_days[cell, row, step] = day


@accessor(set_first_day)
def _(w, cell, row, step, day):
    return lambda w, cell, row, step, day: put_day(
        w.first_days_at + np.uint64((cell * w.rows + row) * (w.days + 1) + step) * TWO, np.int16(day)
    )


def decay(w: Any, row: int, day: int) -> float:
    """What is left of 1 after whole days."""
    return w.decays[row, day]


@accessor(decay)
def _(w, row, day):
    return lambda w, row, day: get_float(w.decays_at + np.uint64(row * (w.days + 2) + day) * EIGHT)


def coefficient(w: Any, law: int, piece: int, power: int) -> float:
    """A coefficient of a law's log-quantile."""
    return w.tables[law, piece, power]


@accessor(coefficient)
def _(w, law, piece, power):
    return lambda w, law, piece, power: get_float(w.tables_at + np.uint64((law * w.pieces + piece) * 4 + power) * EIGHT)


def target(w: Any, i: int, source: int) -> float:
    """The level on the reach curve of a person's next contact from a source."""
    return w.targets[i, source]


@accessor(target)
def _(w, i, source):
    return lambda w, i, source: np.float64(get_single(w.targets_at + np.uint64(i * w.clocks + source) * FOUR))


def set_target(w: Any, i: int, source: int, value: float) -> None:
    """Set the level of the next contact."""
    w.targets[i, source] = value


@accessor(set_target)
def _(w, i, source, value):
    return lambda w, i, source, value: put_single(
        w.targets_at + np.uint64(i * w.clocks + source) * FOUR, np.float32(value)
    )


def count_contact(w: Any, i: int, source: int) -> int:
    """Count a contact; returns how many there were from this source, this one included."""
    w.contacts[i, source] += 1
    return w.contacts[i, source]


@accessor(count_contact)
def _(w, i, source):
    def code(w, i, source):
        at = w.contacts_at + np.uint64(i * w.clocks + source) * TWO
        count = get_short(at) + np.uint16(1)
        put_short(at, np.uint16(count))
        return np.int64(count)

    return code


def first_link(w: Any, i: int) -> int:
    """The place of the first contact of person ``i``; where the contacts of the person before end."""
    return w.links_from[i]


@accessor(first_link)
def _(w, i):
    return lambda w, i: get_int(w.links_from_at + np.uint64(i) * EIGHT)


def link(w: Any, place: int) -> int:
    """The contact at a place of the list."""
    return w.links[place]


@accessor(link)
def _(w, place):
    return lambda w, place: np.int64(get_person(w.links_at + np.uint64(place) * FOUR))


def cumulative_share(w: Any, row: int, place: int) -> float:
    """Cumulative shares of segments (row 0) and of activity classes (row 1)."""
    return w.mixture[row, place]


@accessor(cumulative_share)
def _(w, row, place):
    return lambda w, row, place: get_float(w.mixture_at + np.uint64(row * w.kinds + place) * EIGHT)


def sensitivity(w: Any, segment: int) -> float:
    """A segment's price response relative to the mean."""
    return w.sensitivity[segment]


@accessor(sensitivity)
def _(w, segment):
    return lambda w, segment: get_float(w.sensitivity_at + np.uint64(segment) * EIGHT)
