"""The same draw for eight people at once: draws.uniform and threshold on vectors, equal to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from sim.core.ground import arithmetic, draws, normal
from sim.core.ground.batch import EIGHT, hand, set_hand
from sim.core.ground.jit import accessor
from sim.core.ground.state import PLACES
from sim.core.ground.types import World
from sim.vocabulary import Decision

EIGHT_PEOPLE = 8

inlined: Any = intrinsic

_WORDS = ir.VectorType(ir.IntType(64), EIGHT_PEOPLE)
_NUMBERS = ir.VectorType(ir.DoubleType(), EIGHT_PEOPLE)


def _words(value: Any) -> ir.Constant:
    return ir.Constant(_WORDS, [int(value)] * EIGHT_PEOPLE)


def _numbers(value: float) -> ir.Constant:
    return ir.Constant(_NUMBERS, [value] * EIGHT_PEOPLE)


def _all(builder: ir.IRBuilder, word: ir.Value) -> ir.Value:
    """A vector of the same word."""
    one = builder.insert_element(ir.Constant(_WORDS, ir.Undefined), word, ir.IntType(32)(0))
    return builder.shuffle_vector(
        one, one, ir.Constant(ir.VectorType(ir.IntType(32), EIGHT_PEOPLE), [0] * EIGHT_PEOPLE)
    )


def _philox(b: ir.IRBuilder, c0: Any, c1: Any, c2: Any, key: Any) -> tuple[Any, Any, Any, Any]:
    """sim.core.ground.draws.philox at (c0, c1, c2, 0)."""
    low, s32 = _words(draws.LOW), _words(draws.S32)
    c3 = _words(0)
    k0, k1 = b.and_(_all(b, key), low), b.lshr(_all(b, key), s32)
    for _ in range(draws.ROUNDS):
        p0, p1 = b.mul(_words(draws.M0), c0), b.mul(_words(draws.M1), c2)
        c0, c1, c2, c3 = (
            b.xor(b.xor(b.lshr(p1, s32), c1), k0),
            b.and_(p1, low),
            b.xor(b.xor(b.lshr(p0, s32), c3), k1),
            b.and_(p0, low),
        )
        k0, k1 = b.and_(b.add(k0, _words(draws.W0)), low), b.and_(b.add(k1, _words(draws.W1)), low)
    return c0, c1, c2, c3


def _uniform(b: ir.IRBuilder, x0: Any, x1: Any) -> Any:
    """As sim.core.ground.draws.uniform makes a number of two words."""
    bits = b.or_(b.shl(x0, _words(draws.S32)), x1)
    u = b.sitofp(b.lshr(bits, _words(draws.S11)), _NUMBERS)
    u = b.fmul(b.fadd(u, _numbers(0.5)), _numbers(1.1102230246251565e-16))
    return b.select(b.fcmp_ordered("<", u, _numbers(draws.BELOW_ONE)), u, _numbers(draws.BELOW_ONE))


def _log(b: ir.IRBuilder, x: Any) -> Any:
    """As sim.core.ground.arithmetic.log, of numbers that are not tiny."""
    bits = b.bitcast(x, _WORDS)
    k = b.sub(b.ashr(bits, _words(52)), _words(1023))
    m = b.bitcast(b.or_(b.and_(bits, _words(0xFFFFFFFFFFFFF)), _words(1023 << 52)), _NUMBERS)
    over = b.fcmp_ordered(">", m, _numbers(arithmetic.SQRT2))
    m = b.select(over, b.fmul(m, _numbers(0.5)), m)
    power = b.sitofp(b.select(over, b.add(k, _words(1)), k), _NUMBERS)
    f = b.fsub(m, _numbers(1.0))
    s = b.fdiv(f, b.fadd(_numbers(2.0), f))
    z = b.fmul(s, s)
    z2 = b.fmul(z, z)
    z4 = b.fmul(z2, z2)

    def pair(a: float, c: float) -> Any:
        return b.fadd(_numbers(1.0 / a), b.fmul(z, _numbers(1.0 / c)))

    low = b.fadd(pair(3.0, 5.0), b.fmul(z2, pair(7.0, 9.0)))
    middle = b.fadd(pair(11.0, 13.0), b.fmul(z2, pair(15.0, 17.0)))
    q = b.fadd(low, b.fmul(z4, b.fadd(middle, b.fmul(z4, pair(19.0, 21.0)))))
    half = b.fmul(b.fmul(_numbers(0.5), f), f)
    inner = b.fmul(s, b.fadd(half, b.fmul(b.fmul(z, _numbers(2.0)), q)))
    inner = b.fadd(inner, b.fmul(power, _numbers(arithmetic.LN2_LOW)))
    return b.fsub(b.fmul(power, _numbers(arithmetic.LN2_HIGH)), b.fsub(b.fsub(half, inner), f))


def _block(b: ir.IRBuilder, who: Any, when: Any, word: Any, key: Any) -> tuple[Any, Any]:
    """The uniform numbers of an even decision and of the odd one behind it, of people on their occasions."""
    low = _words(draws.LOW)
    x0, x1, x2, x3 = _philox(b, b.and_(who, low), b.and_(when, low), word, key)
    return _uniform(b, x0, x1), _uniform(b, x2, x3)


def _load(b: ir.IRBuilder, at: Any) -> Any:
    return b.load(b.inttoptr(at, ir.PointerType(_WORDS)), align=8)


def _store(b: ir.IRBuilder, value: Any, at: Any) -> None:
    b.store(value, b.inttoptr(at, ir.PointerType(_NUMBERS)), align=8)


@inlined
def _pairs(typingctx, who, when, word, key, to, other):
    """Draw two decisions for people at an address, occasions at another, into two more."""

    def code(context, b, signature, arguments):
        who, when, word, key, to, other = arguments
        even, odd = _block(b, _load(b, who), _load(b, when), _all(b, word), key)
        _store(b, even, to)
        _store(b, odd, other)

    return types.void(*[types.uint64] * 6), code


@inlined
def _thresholds(typingctx, who, when, word, key, to):
    """Draw the threshold of an even decision."""

    def code(context, b, signature, arguments):
        who, when, word, key, to = arguments
        even, _ = _block(b, _load(b, who), _load(b, when), _all(b, word), key)
        _store(b, b.fneg(_log(b, even)), to)

    return types.void(*[types.uint64] * 5), code


def _needs(b: ir.IRBuilder, kinds: Any) -> Any:
    """The words that name the gaps, and choices, of kinds of occasions."""
    first, repeat = (int(draws.word_of(int(one), 0)) for one in (Decision.NEED_FIRST, Decision.NEED_REPEAT))
    return b.add(_words(first), b.mul(kinds, _words(repeat - first)))


@inlined
def _gaps_ahead(typingctx, who, first, repeat, key, to):
    """Draw the gaps behind eight occasions of a person."""

    def code(context, b, signature, arguments):
        who, first, repeat, key, to = arguments
        occasions = b.add(_all(b, first), ir.Constant(_WORDS, list(range(EIGHT_PEOPLE))))
        even, _ = _block(b, _all(b, who), occasions, _needs(b, _all(b, repeat)), key)
        _store(b, b.fneg(_log(b, even)), to)

    return types.void(*[types.uint64] * 5), code


@inlined
def _gaps_and_marks(typingctx, who, when, kinds, key, gap, mark):
    """Draw the gaps behind occasions and the logits of the choices on them."""

    def code(context, b, signature, arguments):
        who, when, kinds, key, gap, mark = arguments
        even, odd = _block(b, _load(b, who), _load(b, when), _needs(b, _load(b, kinds)), key)
        _store(b, b.fneg(_log(b, even)), gap)
        _store(b, _log(b, b.fdiv(odd, b.fsub(_numbers(1.0), odd))), mark)

    return types.void(*[types.uint64] * 6), code


@inlined
def _gaps_into(typingctx, who, when, kinds, key, to):
    """Draw the gaps from the starts of the next windows to the first occasions in them (see sim.core.verbs.need)."""

    def code(context, b, signature, arguments):
        who, when, kinds, key, to = arguments
        sixteen = _words(16)
        start = b.shl(b.add(b.ashr(_load(b, when), sixteen), _words(1)), sixteen)
        even, _ = _block(b, _load(b, who), start, _needs(b, _load(b, kinds)), key)
        _store(b, b.fneg(_log(b, even)), to)

    return types.void(*[types.uint64] * 5), code


def _drawn(w: World, draw: Any, decision: int, j: int, when: int, item: int) -> float:
    """Draw for whoever is at place ``j``."""
    return float(draw(w.key, int(decision), int(w.turns[j]), when & 0xFFFFFFFF, item))


def pairs(w: World, lane: int, other: int, k: int, decision: int, item: int) -> None:
    """Deal the uniform numbers of an even decision and of the odd one behind it on the occasions of the people at the
    places ``k`` to ``k`` + 7."""
    for j in range(k, k + EIGHT_PEOPLE):
        set_hand(w, lane, j, _drawn(w, draws.uniform, decision, j, int(w.occasions[j]), item))
        set_hand(w, other, j, _drawn(w, draws.uniform, decision + 1, j, int(w.occasions[j]), item))


@accessor(pairs)
def _(w, lane, other, k, decision, item):
    def code(w, lane, other, k, decision, item):
        word = draws.word_of(decision, item)
        place = np.uint64(k) * EIGHT
        to = w.hands_at + np.uint64(lane * PLACES) * EIGHT + place
        second = w.hands_at + np.uint64(other * PLACES) * EIGHT + place
        _pairs(w.turns_at + place, w.occasions_at + place, word, w.key, to, second)

    return code


def thresholds(w: World, lane: int, k: int, decision: int, item: int) -> None:
    """Deal the unit-exponential thresholds of an even decision."""
    for j in range(k, k + EIGHT_PEOPLE):
        set_hand(w, lane, j, _drawn(w, draws.threshold, decision, j, int(w.occasions[j]), item))


@accessor(thresholds)
def _(w, lane, k, decision, item):
    def code(w, lane, k, decision, item):
        word = draws.word_of(decision, item)
        place = np.uint64(k) * EIGHT
        to = w.hands_at + np.uint64(lane * PLACES) * EIGHT + place
        _thresholds(w.turns_at + place, w.occasions_at + place, word, w.key, to)

    return code


def gaps_ahead(w: World, lane: int, i: int, repeat: bool, n: int) -> None:
    """Deal the gaps behind the occasions ``n`` to ``n`` + 7 of person ``i``, as a customer or not."""
    decision = Decision.NEED_REPEAT if repeat else Decision.NEED_FIRST
    for j in range(EIGHT_PEOPLE):
        set_hand(w, lane, j, draws.threshold(w.key, int(decision), i, (n + j) & 0xFFFFFFFF, 0))


@accessor(gaps_ahead)
def _(w, lane, i, repeat, n):
    def code(w, lane, i, repeat, n):
        to = w.hands_at + np.uint64(lane * PLACES) * EIGHT
        _gaps_ahead(np.uint64(i), np.uint64(n), np.uint64(repeat), w.key, to)

    return code


def gaps_and_marks(w: World, gap: int, mark: int, k: int) -> None:
    """Deal the gaps behind people's occasions, and the logits by which they choose on them."""
    for j in range(k, k + EIGHT_PEOPLE):
        need, choice = (
            (Decision.NEED_REPEAT, Decision.CHOICE_REPEAT)
            if w.kinds_of[j]
            else (Decision.NEED_FIRST, Decision.CHOICE_FIRST)
        )
        set_hand(w, gap, j, _drawn(w, draws.threshold, need, j, int(w.occasions[j]), 0))
        set_hand(w, mark, j, arithmetic.logit(_drawn(w, draws.uniform, choice, j, int(w.occasions[j]), 0)))


@accessor(gaps_and_marks)
def _(w, gap, mark, k):
    def code(w, gap, mark, k):
        place = np.uint64(k) * EIGHT
        to = w.hands_at + np.uint64(gap * PLACES) * EIGHT + place
        other = w.hands_at + np.uint64(mark * PLACES) * EIGHT + place
        _gaps_and_marks(w.turns_at + place, w.occasions_at + place, w.kinds_of_at + place, w.key, to, other)

    return code


def gaps_into(w: World, lane: int, k: int) -> None:
    """Deal the gaps from the starts of the windows after those of their occasions to the first ones in these."""
    for j in range(k, k + EIGHT_PEOPLE):
        decision = Decision.NEED_REPEAT if w.kinds_of[j] else Decision.NEED_FIRST
        start = ((int(w.occasions[j]) >> 16) + 1) << 16
        set_hand(w, lane, j, _drawn(w, draws.threshold, decision, j, start, 0))


@accessor(gaps_into)
def _(w, lane, k):
    def code(w, lane, k):
        place = np.uint64(k) * EIGHT
        to = w.hands_at + np.uint64(lane * PLACES) * EIGHT + place
        _gaps_into(w.turns_at + place, w.occasions_at + place, w.kinds_of_at + place, w.key, to)

    return code


@inlined
def _scores(typingctx, numbers, to):
    def code(context, b, signature, arguments):
        at = ir.PointerType(_NUMBERS)
        q = b.fsub(b.load(b.inttoptr(arguments[0], at), align=8), _numbers(0.5))
        r = b.fsub(_numbers(0.180625), b.fmul(q, q))

        def horner(coefficients: tuple[float, ...]) -> Any:
            value = _numbers(0.0)
            for c in reversed(coefficients):
                value = b.fadd(b.fmul(value, r), _numbers(c))
            return value

        found = b.fdiv(b.fmul(q, horner(normal.A)), horner(normal.B))
        b.store(found, b.inttoptr(arguments[1], at), align=8)

    return types.void(types.uint64, types.uint64), code


def scores(w: World, lane: int, numbers: int, k: int) -> None:
    """The normal scores of the uniform numbers of another lane, where these are not in the tails."""
    for j in range(k, k + EIGHT_PEOPLE):
        set_hand(w, lane, j, normal.normal_score(hand(w, numbers, j)))


@accessor(scores)
def _(w, lane, numbers, k):
    def code(w, lane, numbers, k):
        place = np.uint64(k) * EIGHT
        _scores(
            w.hands_at + np.uint64(numbers * PLACES) * EIGHT + place,
            w.hands_at + np.uint64(lane * PLACES) * EIGHT + place,
        )

    return code
