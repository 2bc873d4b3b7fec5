"""Who knows whom, and whom an invitation reaches.

Three kinds (sim.vocabulary.Ties). *Listed*: the contacts of everybody stand in the world's arrays (sim.graphs).
*Fresh*: an invitation reaches the next person whom nobody has reached before. *Matched*: a symmetric network that
needs no storage, the union of ``contacts`` random perfect matchings. In matching m the partner of a person is
found by a keyed permutation: map the number, flip its lowest bit, map back. Everybody has the same number of
contacts (one fewer where a matching leaves an odd one out); pairs are mutual; it is the same in every scenario.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import formula, lookup
from sim.core.ground.memory import first_link, link
from sim.core.ground.types import World
from sim.vocabulary import Ties

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX1 = np.uint64(0xBF58476D1CE4E5B9)
MIX2 = np.uint64(0x94D049BB133111EB)
ROUNDS = 4
NOBODY = -1


@lookup
def contacts(w: World, i: int) -> int:
    """The most people whom person ``i`` may invite."""
    if w.network_kind == Ties.LISTED:
        return first_link(w, i + 1) - first_link(w, i)
    return w.friends


@lookup
def contact(w: World, i: int, turn: int) -> int:
    """Who gets invitation number ``turn`` (from 0, below ``contacts``) of person ``i``.

    ``i`` itself where a matching leaves ``i`` over; NOBODY where all people have been reached. A fresh person is
    used up by being asked for.
    """
    if w.network_kind == Ties.LISTED:
        first = first_link(w, i)
        return link(w, first + in_turn(w.network_key, first_link(w, i + 1) - first, i, turn))
    if w.network_kind == Ties.FRESH:
        if w.next_person >= w.population:
            return NOBODY
        w.next_person += 1
        return w.next_person - 1
    return friend(w.network_key, w.friends, i, turn, w.population)


@formula
def scramble(x: int) -> int:
    """64 well-mixed bits from 64 (the finaliser of SplitMix64: Steele, Lea & Flood 2014)."""
    x = (np.uint64(x) ^ (np.uint64(x) >> np.uint64(30))) * MIX1
    x = (x ^ (x >> np.uint64(27))) * MIX2
    return x ^ (x >> np.uint64(31))


@formula
def halves(n: int) -> tuple[int, int]:
    """Sizes of the two parts of a number below ``n``: their product is at least ``n`` and hardly more."""
    a = np.int64(np.ceil(np.sqrt(np.float64(n))))
    return a, (n + a - 1) // a


@formula
def below(bits: int, size: int) -> int:
    """A number below ``size`` from 32 random bits: the high half of their product (Lemire 2019)."""
    return np.int64((bits * np.uint64(size)) >> np.uint64(32))


@formula
def part_of(salt: int, x: int, size: int) -> int:
    """A number below ``size`` from a hash."""
    return below(scramble(salt ^ np.uint64(x)) >> np.uint64(32), size)


@formula
def feistel(key: int, x: int, a: int, b: int, backwards: bool) -> int:
    """A keyed permutation of 0..a*b-1, or its inverse: each round shifts one part by a hash of the other.

    Black & Rogaway 2002, "Ciphers with arbitrary finite domains".
    """
    left = x // b
    right = x - left * b
    for r in range(ROUNDS):
        k = ROUNDS - 1 - r if backwards else r
        salt = np.uint64(key) + GOLDEN * np.uint64(k + 1)
        if k & 1:
            shift = part_of(salt, left, b)
            right += b - shift if backwards else shift
            right -= b if right >= b else 0
        else:
            shift = part_of(salt, right, a)
            left += a - shift if backwards else shift
            left -= a if left >= a else 0
    return left * b + right


@formula
def permuted(key: int, x: int, n: int, a: int, b: int, backwards: bool) -> int:
    """A keyed permutation of 0..n-1 (cycle walking), or its inverse; ``a`` and ``b`` as ``halves`` gives them."""
    y = feistel(key, x, a, b, backwards)
    while y >= n:
        y = feistel(key, y, a, b, backwards)
    return y


@formula
def partner(key: int, matching: int, i: int, n: int) -> int:
    """The partner of ``i`` in a matching; ``i`` itself where it is left over."""
    salt = scramble(np.uint64(key) + GOLDEN * np.uint64(matching + 1))
    a, b = halves(n)
    y = permuted(salt, i, n, a, b, False) ^ 1
    if y >= n:
        return i
    return permuted(salt, y, n, a, b, True)


@formula
def friend(key: int, contacts: int, i: int, turn: int, n: int) -> int:
    """The friend who gets invitation number ``turn`` (from 0) of person ``i`` where friends are matched."""
    return partner(key, in_turn(key, contacts, i, turn), i, n)


@formula
def in_turn(key: int, contacts: int, i: int, turn: int) -> int:
    """Which of ``contacts`` contacts person ``i`` asks at ``turn`` (from 0): each once, in an order of one's own.

    The order is b + a*turn modulo the number of contacts, a and b the person's own, a coprime to it.
    """
    r = scramble(np.uint64(key) ^ (MIX2 * np.uint64(i + 1)))
    offset = below(r >> np.uint64(32), contacts)
    step = below(r & np.uint64(0xFFFFFFFF), contacts) + 1
    while common_divisor(np.uint64(step), np.uint64(contacts)) != 1:
        step += 1
    return np.int64(np.uint64(offset + step * turn) % np.uint64(contacts))


@formula
def common_divisor(a: int, b: int) -> int:
    """Greatest common divisor (Euclid)."""
    while b != 0:
        a, b = b, a % b
    return a
