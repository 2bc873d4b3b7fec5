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
from numba.core import cgutils
from numba.extending import intrinsic, overload

from sim.core.state import JOURNAL, LEVER, MESSAGE, MORE, OFFER, PERSON, STRIDE, TURNS
from sim.vocabulary import Points

inlined: Any = intrinsic
insert: Any = cgutils.get_or_insert_function
OPTIONS = {"forceinline": True, "_nrt": False, "cache": True}


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
_get_float = number_at(types.float64)[0]
_get_single, _put_single = number_at(types.float32)
_get_int, _put_int = number_at(types.int64)
_get_short, _put_short = number_at(types.uint16)
_get_person = number_at(types.int32)[0]

PERSON_SIZE = np.uint64(PERSON.itemsize)
MORE_SIZE = np.uint64(MORE.itemsize)
OFFER_SIZE = np.uint64(OFFER.itemsize)
LEVER_SIZE = np.uint64(LEVER.itemsize)
MESSAGE_SIZE = np.uint64(MESSAGE.itemsize)
LINE_SIZE = np.uint64(JOURNAL.itemsize)
EIGHT = np.uint64(8)
FOUR = np.uint64(4)
TWO = np.uint64(2)
POINTS_KINDS = len(Points)
LINE = np.uint64(64)
"""Bytes that memory moves at a time."""


def person(w: Any, i: int) -> Any:
    """The record of person ``i``."""
    return w.people[i]


@overload(person, jit_options=OPTIONS)
def _(w, i):
    return lambda w, i: _person(w.people_at + np.uint64(i) * PERSON_SIZE)


def more(w: Any, i: int) -> Any:
    """The second record of person ``i``; only where a mechanism needs it (w.extended)."""
    return w.more[i]


@overload(more, jit_options=OPTIONS)
def _(w, i):
    return lambda w, i: _more(w.more_at + np.uint64(i) * MORE_SIZE)


def offer(w: Any, j: int) -> Any:
    """What our offer ``j`` is."""
    return w.offers_made[j]


@overload(offer, jit_options=OPTIONS)
def _(w, j):
    return lambda w, j: _offer(w.offers_made_at + np.uint64(j) * OFFER_SIZE)


def offer_price(w: Any, j: int, day: int) -> float:
    """The price of our offer ``j`` on a day, before the lever of the price."""
    return w.offer_prices[j, day]


@overload(offer_price, jit_options=OPTIONS)
def _(w, j, day):
    return lambda w, j, day: _get_float(w.offer_prices_at + np.uint64(j * w.days + day) * EIGHT)


def basket(w: Any, category: int, subset: int, part: int) -> float:
    """Of a set of categories bought with an offer of ``category``: cumulative probability (0) or size (1)."""
    return w.baskets[category, subset, part]


@overload(basket, jit_options=OPTIONS)
def _(w, category, subset, part):
    return lambda w, category, subset, part: _get_float(
        w.baskets_at + np.uint64((category * w.subsets + subset) * 2 + part) * EIGHT
    )


def lever(w: Any, cell: int, day: int) -> Any:
    """The levers of a cell on a day."""
    return w.levers[cell, day]


@overload(lever, jit_options=OPTIONS)
def _(w, cell, day):
    return lambda w, cell, day: _lever(w.levers_at + np.uint64(cell * w.days + day) * LEVER_SIZE)


def message(w: Any, place: int) -> Any:
    """An invitation on its way."""
    return w.messages[place]


@overload(message, jit_options=OPTIONS)
def _(w, place):
    return lambda w, place: _message(w.messages_at + np.uint64(place) * MESSAGE_SIZE)


def outgoing(w: Any, place: int) -> Any:
    """An invitation written today."""
    return w.outbox[place]


@overload(outgoing, jit_options=OPTIONS)
def _(w, place):
    return lambda w, place: _message(w.outbox_at + np.uint64(place) * MESSAGE_SIZE)


def line(w: Any, place: int) -> Any:
    """A line of the journal."""
    return w.journal[place]


@overload(line, jit_options=OPTIONS)
def _(w, place):
    return lambda w, place: _line(w.journal_at + np.uint64(place) * LINE_SIZE)


def curve(w: Any, cell: int, row: int, day: int) -> float:
    """A curve's level at the start of a day."""
    return w.curves[cell, row, day]


@overload(curve, jit_options=OPTIONS)
def _(w, cell, row, day):
    return lambda w, cell, row, day: _get_float(
        w.curves_at + np.uint64((cell * w.rows + row) * (w.days + 1) + day) * EIGHT
    )


def coefficient(w: Any, law: int, piece: int, power: int) -> float:
    """A coefficient of a law's log-quantile."""
    return w.tables[law, piece, power]


@overload(coefficient, jit_options=OPTIONS)
def _(w, law, piece, power):
    return lambda w, law, piece, power: _get_float(
        w.tables_at + np.uint64((law * w.pieces + piece) * 4 + power) * EIGHT
    )


def target(w: Any, i: int, source: int) -> float:
    """The level on the reach curve of a person's next contact from a source."""
    return w.targets[i, source]


@overload(target, jit_options=OPTIONS)
def _(w, i, source):
    return lambda w, i, source: np.float64(_get_single(w.targets_at + np.uint64(i * w.clocks + source) * FOUR))


def set_target(w: Any, i: int, source: int, value: float) -> None:
    """Set the level of the next contact."""
    w.targets[i, source] = value


@overload(set_target, jit_options=OPTIONS)
def _(w, i, source, value):
    return lambda w, i, source, value: _put_single(
        w.targets_at + np.uint64(i * w.clocks + source) * FOUR, np.float32(value)
    )


@inlined
def _equal(typingctx, address, number):
    def code(context, builder, signature, arguments):
        some = ir.VectorType(ir.IntType(16), STRIDE)
        found = builder.load(builder.inttoptr(arguments[0], ir.PointerType(some)), align=2)
        one = builder.insert_element(ir.Constant(some, ir.Undefined), arguments[1], ir.IntType(32)(0))
        mask = ir.Constant(ir.VectorType(ir.IntType(32), STRIDE), [0] * STRIDE)
        alike = builder.icmp_signed("==", found, builder.shuffle_vector(one, one, mask))
        return builder.bitcast(alike, ir.IntType(STRIDE))

    return types.uint64(types.uint64, types.int16), code


def due_among(w: Any, start: int, last: int, day: int) -> int:
    """Who of STRIDE people from ``start`` on, below ``last``, is due on ``day``: a bit for each."""
    return np.uint64(sum(1 << k for k, at in enumerate(w.due[start : min(start + STRIDE, last)]) if at == day))


@overload(due_among, jit_options=OPTIONS)
def _(w, start, last, day):
    def code(w, start, last, day):
        found = _equal(w.due_at + np.uint64(start) * TWO, np.int16(day))
        if last - start < STRIDE:
            found &= (np.uint64(1) << np.uint64(last - start)) - np.uint64(1)
        return found

    return code


@inlined
def _zeros(typingctx, bits):
    def code(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.IntType(1)(1))

    return types.uint64(types.uint64), code


def lowest_bit(bits: int) -> int:
    """The place of the lowest bit that is set."""
    return (int(bits) & -int(bits)).bit_length() - 1


@overload(lowest_bit, jit_options=OPTIONS)
def _(bits):
    return lambda bits: np.int64(_zeros(np.uint64(bits)))


def turn(w: Any, k: int) -> int:
    """Whose turn it is."""
    return w.turns[k]


@overload(turn, jit_options=OPTIONS)
def _(w, k):
    return lambda w, k: _get_int(w.turns_at + np.uint64(k) * EIGHT)


def set_turn(w: Any, k: int, i: int) -> None:
    """Person ``i`` has a turn."""
    w.turns[k] = i


@overload(set_turn, jit_options=OPTIONS)
def _(w, k, i):
    return lambda w, k, i: _put_int(w.turns_at + np.uint64(k) * EIGHT, np.int64(i))


def occasion(w: Any, k: int) -> int:
    """The occasion of whoever has the ``k``-th turn, -1 none."""
    return w.occasions[k]


@overload(occasion, jit_options=OPTIONS)
def _(w, k):
    return lambda w, k: _get_int(w.occasions_at + np.uint64(k) * EIGHT)


def set_occasion(w: Any, k: int, n: int) -> None:
    """Whoever has the ``k``-th turn has occasion ``n``."""
    w.occasions[k] = n


@overload(set_occasion, jit_options=OPTIONS)
def _(w, k, n):
    return lambda w, k, n: _put_int(w.occasions_at + np.uint64(k) * EIGHT, np.int64(n))


def hand(w: Any, lane: int, k: int) -> float:
    """What was dealt for the ``k``-th turn."""
    return w.hands[lane, k]


@overload(hand, jit_options=OPTIONS)
def _(w, lane, k):
    return lambda w, lane, k: _get_float(w.hands_at + np.uint64(lane * TURNS + k) * EIGHT)


def set_hand(w: Any, lane: int, k: int, value: float) -> None:
    """Deal a number for the ``k``-th turn (compiled code deals eight at a time)."""
    w.hands[lane, k] = value


@inlined
def _fetch(typingctx, address):
    def code(context, builder, signature, arguments):
        byte = ir.PointerType(ir.IntType(8))
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        ask = insert(builder.module, kind, "llvm.prefetch.p0i8")
        to_write, keep, data = number(1), number(3), number(1)
        builder.call(ask, [builder.inttoptr(arguments[0], byte), to_write, keep, data])

    return types.void(types.uint64), code


def fetch(w: Any, i: int) -> None:
    """Ask for a person's records before they are needed: memory then works while others are dealt with."""


@overload(fetch, jit_options=OPTIONS)
def _(w, i):
    def code(w, i):
        at = w.people_at + np.uint64(i) * PERSON_SIZE
        _fetch(at)
        _fetch(at + LINE)
        if w.extended:
            at = w.more_at + np.uint64(i) * MORE_SIZE
            _fetch(at)
            _fetch(at + LINE)

    return code


def fetch_targets(w: Any, i: int) -> None:
    """Ask for what a person's next contacts wait for."""


@overload(fetch_targets, jit_options=OPTIONS)
def _(w, i):
    def code(w, i):
        _fetch(w.targets_at + np.uint64(i * w.clocks) * FOUR)
        _fetch(w.contacts_at + np.uint64(i * w.clocks) * TWO)

    return code


def fetch_inbox(w: Any, place: int) -> None:
    """Ask for a letter."""


@overload(fetch_inbox, jit_options=OPTIONS)
def _(w, place):
    return lambda w, place: _fetch(w.messages_at + np.uint64(place) * MESSAGE_SIZE)


def count_contact(w: Any, i: int, source: int) -> int:
    """Count a contact; returns how many there were from this source, this one included."""
    w.contacts[i, source] += 1
    return w.contacts[i, source]


@overload(count_contact, jit_options=OPTIONS)
def _(w, i, source):
    def code(w, i, source):
        at = w.contacts_at + np.uint64(i * w.clocks + source) * TWO
        count = _get_short(at) + np.uint16(1)
        _put_short(at, np.uint16(count))
        return np.int64(count)

    return code


def first_link(w: Any, i: int) -> int:
    """The place of the first contact of person ``i``; where the contacts of the person before end."""
    return w.links_from[i]


@overload(first_link, jit_options=OPTIONS)
def _(w, i):
    return lambda w, i: _get_int(w.links_from_at + np.uint64(i) * EIGHT)


def link(w: Any, place: int) -> int:
    """The contact at a place of the list."""
    return w.links[place]


@overload(link, jit_options=OPTIONS)
def _(w, place):
    return lambda w, place: np.int64(_get_person(w.links_at + np.uint64(place) * FOUR))


def cumulative_share(w: Any, row: int, place: int) -> float:
    """Cumulative shares of segments (row 0) and of activity classes (row 1)."""
    return w.mixture[row, place]


@overload(cumulative_share, jit_options=OPTIONS)
def _(w, row, place):
    return lambda w, row, place: _get_float(w.mixture_at + np.uint64(row * w.kinds + place) * EIGHT)


def sensitivity(w: Any, segment: int) -> float:
    """A segment's price response relative to the mean."""
    return w.sensitivity[segment]


@overload(sensitivity, jit_options=OPTIONS)
def _(w, segment):
    return lambda w, segment: _get_float(w.sensitivity_at + np.uint64(segment) * EIGHT)


def add_sum(w: Any, day: int, cell: int, account: int, amount: int) -> None:
    """Add micro-units to the account of a cell on a day."""
    w.sums[day, cell, account] += amount


@overload(add_sum, jit_options=OPTIONS)
def _(w, day, cell, account, amount):
    def code(w, day, cell, account, amount):
        at = w.sums_at + np.uint64((day * w.cells + cell) * w.accounts + account) * EIGHT
        _put_int(at, _get_int(at) + amount)

    return code


def add_stay(w: Any, day: int, cell: int, row: int, people: int) -> None:
    """From ``day`` on, so many more people of a cell pay the whole days of a cost by the day."""
    w.stays[day, cell, row] += people


@overload(add_stay, jit_options=OPTIONS)
def _(w, day, cell, row, people):
    def code(w, day, cell, row, people):
        at = w.stays_at + np.uint64((day * w.cells + cell) * w.rows + row) * EIGHT
        _put_int(at, _get_int(at) + people)

    return code


def add_count(w: Any, day: int, cell: int, event: int) -> None:
    """Count an event of a cell on a day."""
    w.counts[day, cell, event] += 1


@overload(add_count, jit_options=OPTIONS)
def _(w, day, cell, event):
    def code(w, day, cell, event):
        at = w.counts_at + np.uint64((day * w.cells + cell) * w.events + event) * EIGHT
        _put_int(at, _get_int(at) + 1)

    return code


def add_flow(w: Any, day: int, before: int, after: int) -> None:
    """Count a change of stage on a day."""
    w.flows[day, before, after] += 1


@overload(add_flow, jit_options=OPTIONS)
def _(w, day, before, after):
    def code(w, day, before, after):
        at = w.flows_at + np.uint64((day * w.stages + before) * w.stages + after) * EIGHT
        _put_int(at, _get_int(at) + 1)

    return code


def add_age(w: Any, group: int, cohort: int, age: float, kind: int, amount: int) -> None:
    """Add to what is summed by customers' age."""
    w.ages[group, cohort, age, kind] += amount


@overload(add_age, jit_options=OPTIONS)
def _(w, group, cohort, age, kind, amount):
    def code(w, group, cohort, age, kind, amount):
        place = ((group * w.cohorts + cohort) * w.age_bins + age) * w.age_kinds + kind
        at = w.ages_at + np.uint64(place) * EIGHT
        _put_int(at, _get_int(at) + amount)

    return code


def add_points(w: Any, day: int, kind: int, amount: int) -> None:
    """Add to the points of the loyalty programme by day, micro-units of face value."""
    w.programme[day, kind] += amount


@overload(add_points, jit_options=OPTIONS)
def _(w, day, kind, amount):
    def code(w, day, kind, amount):
        at = w.programme_at + np.uint64(day * POINTS_KINDS + kind) * EIGHT
        _put_int(at, _get_int(at) + amount)

    return code
