"""Who knows whom, and whom an invitation reaches.

Three kinds (sim.vocabulary.Ties). *Listed*: the contacts of everybody stand in the world's arrays (sim.graphs).
*Fresh*: an invitation reaches the next person whom nobody has reached before. *Matched*: a symmetric network that
needs no storage, the union of ``contacts`` random perfect matchings. In matching m the partner of a person is
found by a keyed permutation: map the number, flip its lowest bit, map back. Everybody has the same number of
contacts (one fewer where a matching leaves an odd one out); pairs are mutual; it is the same in every scenario.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.draws import bits64
from sim.core.jit import formula
from sim.core.memory import first_link, link
from sim.vocabulary import Decision, Ties

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX1 = np.uint64(0xBF58476D1CE4E5B9)
MIX2 = np.uint64(0x94D049BB133111EB)
ROUNDS = 4
NOBODY = -1


@formula
def contacts(w: Any, i: int) -> int:
    """The most people whom person ``i`` may invite."""
    if w.network_kind == Ties.LISTED:
        return first_link(w, i + 1) - first_link(w, i)
    return w.friends


@formula
def contact(w: Any, i: int, turn: int) -> int:
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
def half_bits(n: int) -> int:
    """Bits of each half of the Feistel network whose domain covers 0..n-1."""
    h = 1
    while (np.int64(1) << (2 * h)) < n:
        h += 1
    return h


@formula
def feistel(key: int, x: int, h: int, backwards: bool) -> int:
    """A keyed permutation of 0..2**(2h)-1, or its inverse."""
    mask = np.uint64((np.int64(1) << h) - 1)
    left = np.uint64(x) >> np.uint64(h)
    right = np.uint64(x) & mask
    for r in range(ROUNDS):
        k = ROUNDS - 1 - r if backwards else r
        salt = np.uint64(key) + GOLDEN * np.uint64(k + 1)
        if backwards:
            left, right = right ^ (scramble(salt ^ left) & mask), left
        else:
            left, right = right, left ^ (scramble(salt ^ right) & mask)
    return np.int64((left << np.uint64(h)) | right)


@formula
def permuted(key: int, x: int, n: int, h: int, backwards: bool) -> int:
    """A keyed permutation of 0..n-1 (cycle walking), or its inverse."""
    y = feistel(key, x, h, backwards)
    while y >= n:
        y = feistel(key, y, h, backwards)
    return y


@formula
def partner(key: int, matching: int, i: int, n: int) -> int:
    """The partner of ``i`` in a matching; ``i`` itself where it is left over."""
    salt = scramble(np.uint64(key) + GOLDEN * np.uint64(matching + 1))
    h = half_bits(n)
    y = permuted(salt, i, n, h, False) ^ 1
    if y >= n:
        return i
    return permuted(salt, y, n, h, True)


@formula
def friend(key: int, contacts: int, i: int, turn: int, n: int) -> int:
    """The friend who gets invitation number ``turn`` (from 0) of person ``i`` where friends are matched."""
    return partner(key, in_turn(key, contacts, i, turn), i, n)


@formula
def in_turn(key: int, contacts: int, i: int, turn: int) -> int:
    """Which of ``contacts`` contacts person ``i`` asks at ``turn`` (from 0): each once, in an order of one's own.

    The order is b + a*turn modulo the number of contacts, a and b the person's own, a coprime to it.
    """
    r = bits64(key, Decision.CONTACT_ORDER, i, 0, 0)
    offset = np.int64((r >> np.uint64(32)) % np.uint64(contacts))
    step = np.int64((r & np.uint64(0xFFFFFFFF)) % np.uint64(contacts)) + 1
    while common_divisor(step, contacts) != 1:
        step += 1
    return (offset + step * turn) % contacts


@formula
def common_divisor(a: int, b: int) -> int:
    """Greatest common divisor (Euclid)."""
    while b != 0:
        a, b = b, a % b
    return a
