"""Whose turn it is: who is due, found many at a time, with memory asked for their records."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

import sim.core.ground.memory  # noqa: F401  (where compiled code learns of a world's arrays)
from sim.core.ground.jit import accessor, part
from sim.core.ground.state import ENVELOPE, MORE, OFTEN_END, PERSON, STRIDE
from sim.core.ground.types import World

PERSON_SIZE = np.uint64(PERSON.itemsize)
MORE_SIZE = np.uint64(MORE.itemsize)
ENVELOPE_SIZE = np.uint64(ENVELOPE.itemsize)
EIGHT, FOUR, TWO = np.uint64(8), np.uint64(4), np.uint64(2)
"""Bytes of what arrays hold."""
LINE = np.uint64(64)
"""Bytes that memory moves at a time."""
FIRST_PART = np.uint64(OFTEN_END - 1)
LAST = np.uint64(MORE.itemsize - 1)
"""Places in the second record: where what each occasion asks for ends, the last one."""
FEW = 4
"""Hardly ever are more people of STRIDE due on a day."""
FIRST, REPEAT = 0, 1
"""Kinds of occasions; also the items of the addresses of what an order leads to."""
NOTHING, OPEN, OVER = -1, -2, -3
"""What came of an occasion: none of our offers was taken; not decided yet; with it the day is over for the person."""

inlined: Any = intrinsic
insert: Any = cgutils.get_or_insert_function


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


@accessor(due_among)
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
        return builder.cttz(arguments[0], ir.IntType(1)(0))

    return types.uint64(types.uint64), code


@inlined
def _ones(typingctx, bits):
    def code(context, builder, signature, arguments):
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), code


@part
def turn(w: World, k: int) -> int:
    """Who is at place ``k``."""
    return w.turns[k]


@part
def set_turn(w: World, k: int, i: int) -> None:
    """Person ``i`` is at place ``k``."""
    w.turns[k] = i


def add_turns(w: World, bits: int, start: int, called: int) -> int:
    """Whoever of the people from ``start`` on has a bit that is set has a turn, from place ``called`` on.

    Returns how many people then have turns. Compiled code writes the first few without asking whether there are as
    many, as it would often guess wrong; what it writes too much is written over.
    """
    for k in range(STRIDE):
        if int(bits) >> k & 1:
            set_turn(w, called, start + k)
            called += 1
    return called


@accessor(add_turns)
def _(w, bits, start, called):
    def code(w, bits, start, called):
        end = called + np.int64(_ones(bits))
        for k in range(called, called + FEW):
            set_turn(w, k, start + np.int64(_zeros(bits)))
            bits &= bits - np.uint64(1)
        for k in range(called + FEW, end):
            set_turn(w, k, start + np.int64(_zeros(bits)))
            bits &= bits - np.uint64(1)
        return end

    return code


@part
def decided(w: World, k: int) -> int:
    """What came of the occasion of whoever has the ``k``-th turn: the number of our offer, or NOTHING, OPEN, OVER."""
    return w.decisions[k]


@part
def set_decided(w: World, k: int, what: int) -> None:
    """Something came of it."""
    w.decisions[k] = what


@part
def kind(w: World, k: int) -> int:
    """Whether the occasion of whoever has the ``k``-th turn is one for a FIRST or a REPEAT order."""
    return w.kinds_of[k]


@part
def set_kind(w: World, k: int, what: int) -> None:
    """It is one or the other."""
    w.kinds_of[k] = what


@part
def set_due(w: World, i: int, day: int) -> None:
    """Person ``i`` is next due on a day."""
    w.due[i] = day


@part
def seat(w: World, k: int) -> int:
    """Where what an order asks for is dealt to whoever has the ``k``-th turn, -1 nowhere."""
    return w.seats[k]


@part
def set_seat(w: World, k: int, place: int) -> None:
    """Whoever has the ``k``-th turn has a seat at a place."""
    w.seats[k] = place


@part
def in_line(w: World, place: int) -> int:
    """The turn of who stands at a place in line: to be seen off, or from TURNS on for an order."""
    return w.lines[place]


@part
def set_in_line(w: World, place: int, k: int) -> None:
    """Whoever has the ``k``-th turn stands there."""
    w.lines[place] = k


@part
def occasion(w: World, k: int) -> int:
    """The occasion of whoever is at place ``k``, -1 none."""
    return w.occasions[k]


@part
def set_occasion(w: World, k: int, n: int) -> None:
    """Whoever is at place ``k`` has occasion ``n``."""
    w.occasions[k] = n


@part
def hand(w: World, lane: int, k: int) -> float:
    """What was dealt at place ``k``."""
    return w.hands[lane, k]


@part
def set_hand(w: World, lane: int, k: int, value: float) -> None:
    """Deal a number at place ``k`` (compiled code deals eight at a time)."""
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


def fetch(w: World, i: int) -> None:
    """Ask for the first parts of a person's records before they are needed: memory works while others have turns."""


@accessor(fetch)
def _(w, i):
    def code(w, i):
        _fetch(w.people_at + np.uint64(i) * PERSON_SIZE)
        if w.extended:
            at = w.more_at + np.uint64(i) * MORE_SIZE
            _fetch(at)
            _fetch(at + FIRST_PART)

    return code


def fetch_rest(w: World, i: int, needed: bool) -> None:
    """Ask for the other parts if they are needed, else for what is there already: nothing is left to guess."""


@accessor(fetch_rest)
def _(w, i, needed):
    def code(w, i, needed):
        _fetch(w.people_at + np.uint64(i) * PERSON_SIZE + LINE * np.uint64(needed))
        if w.extended:
            _fetch(w.more_at + np.uint64(i) * MORE_SIZE + LAST * np.uint64(needed))

    return code


def fetch_targets(w: World, i: int) -> None:
    """Ask for what a person's next contacts wait for."""


@accessor(fetch_targets)
def _(w, i):
    def code(w, i):
        _fetch(w.targets_at + np.uint64(i * w.clocks) * FOUR)
        _fetch(w.contacts_at + np.uint64(i * w.clocks) * TWO)

    return code


def fetch_inbox(w: World, place: int) -> None:
    """Ask for a letter."""


@accessor(fetch_inbox)
def _(w, place):
    return lambda w, place: _fetch(w.mail_at + np.uint64(place) * ENVELOPE_SIZE)
