"""Networks that are listed: who knows whom, built from addresses alone.

Every builder is a pure function of (key, number of people, parameters) and gives the same ties on every machine:
each choice is the uniform number of an address under the network's key (sim.core.ground.draws). Ties are mutual; nobody
is tied to oneself, and a pair is tied once: what a random construction makes double counts once ("erased").
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.draws import Word, uniform
from sim.core.ground.jit import kernel
from sim.vocabulary import Decision


class Graph(NamedTuple):
    """The contacts of person i are ``links[links_from[i] : links_from[i + 1]]``, in rising order."""

    links_from: np.ndarray  # int64 [person + 1]
    links: np.ndarray  # int32 [2 * ties]


class Draw(IntEnum):
    """What a random number of a network decides: the item of its address. Append, never renumber."""

    REWIRED = 1
    NEW_END = 2
    DEGREE = 3
    STUB = 4
    ONE_END = 5
    OTHER_END = 6
    INSIDE = 7


NOBODY_TIED = Graph(np.zeros(1, np.int64), np.zeros(0, np.int32))
"""The network of nobody; also stands where a network is not listed."""

PAIR, SECOND = np.int64(32), np.int64(0xFFFFFFFF)
"""Bits of the second number of a pair, how many and which."""

AT_A_TIME = 1 << 20
"""Ties that are drawn together."""


def small_world(key: Word, people: int, contacts: float, rewiring: float) -> Graph:
    """A ring on which everybody knows the nearest ``contacts`` (rounded to even), some ties thrown far.

    One end of each tie is moved, with probability ``rewiring``, to anybody else (Watts & Strogatz 1998). About
    (1 - rewiring)**3 of the ring's closed triangles remain (Barrat & Weigt 2000).
    """
    reach = min(math.floor(contacts / 2.0 + 0.5), (people - 1) // 2)
    ends = np.empty((2, reach * people), np.int32)
    for ties in _pieces(ends.shape[1]):
        number = np.arange(ties.start, ties.stop)
        one = number % people
        other = (one + 1 + number // people) % people
        moved = uniforms(key, Decision.NETWORK, len(one), Draw.REWIRED, ties.start) < rewiring
        far = (uniforms(key, Decision.NETWORK, len(one), Draw.NEW_END, ties.start) * (people - 1)).astype(np.int64)
        far += far >= one  # anybody but oneself
        ends[:, ties] = one, np.where(moved, far, other)
    return listed(people, *ends)


def scale_free(key: Word, people: int, contacts: float, exponent: float, largest: int) -> Graph:
    """Degrees from a power law with a mean of ``contacts``, stubs joined at random (the configuration model).

    Ties to oneself and second ties of a pair are left out, which takes a little off the largest degrees.
    """
    law = power_law(contacts, exponent, min(largest, people - 1))
    stubs = np.repeat(np.arange(people, dtype=np.int32), degrees(key, people, law))
    _shuffle(np.uint64(key), Draw.STUB, stubs)
    pairs = stubs[: len(stubs) // 2 * 2].reshape(-1, 2)  # an odd one stays alone
    return listed(people, pairs[:, 0], pairs[:, 1])


def degrees(key: Word, people: int, law: np.ndarray) -> np.ndarray:
    """Everybody's number of contacts, int64 [person], drawn from the probabilities ``law`` of 0, 1, ... contacts."""
    return np.searchsorted(np.cumsum(law)[:-1], uniforms(key, Decision.NETWORK, people, Draw.DEGREE), side="right")


def power_law(mean: float, exponent: float, largest: int) -> np.ndarray:
    """Probabilities of the degrees 0 to ``largest``, float64 [degree], with the given mean.

    In proportion to degree**-exponent from a smallest degree on. A whole smallest degree can have few means only:
    the law is a mixture of those of two neighbouring smallest degrees (of none and 1 for the smallest means).
    """
    degree = np.arange(largest + 1)
    if mean >= largest:
        return np.where(degree == largest, 1.0, 0.0)
    weight = np.array([0.0, *(exp(-exponent * log(float(k))) for k in range(1, largest + 1))])
    above = np.cumsum(weight[::-1])[::-1]
    means = np.cumsum((weight * degree)[::-1])[::-1] / above
    means[0] = 0.0
    smallest = min(int(np.searchsorted(means, mean, side="right")) - 1, largest - 1)
    lower, upper = (
        np.where(degree >= k, weight / above[k], 0.0) if k else np.where(degree == 0, 1.0, 0.0)
        for k in (smallest, smallest + 1)
    )
    part = min((mean - means[smallest]) / (means[smallest + 1] - means[smallest]), 1.0)
    return (1.0 - part) * lower + part * upper


def block(key: Word, segment: np.ndarray, contacts: float, own: float) -> Graph:
    """Ties by segment: ``own`` of them inside one's own segment, the others with anybody.

    ``segment``: int [person]. A stochastic block model (Holland, Laskey & Leinhardt 1983) in which everybody
    expects ``contacts`` contacts; ``own`` is its assortativity (Newman 2003), and a person of a segment that is
    a share s of the people has own + (1 - own) s of the contacts there.
    """
    people = len(segment)
    size = np.bincount(segment)
    first = np.cumsum(size) - size
    members = np.argsort(segment, kind="stable")
    ends = np.empty((2, round(people * contacts / 2.0)), np.int32)
    for ties in _pieces(ends.shape[1]):
        one_end, other_end, inside = (
            uniforms(key, Decision.NETWORK, ties.stop - ties.start, draw, ties.start)
            for draw in (Draw.ONE_END, Draw.OTHER_END, Draw.INSIDE)
        )
        one = (one_end * people).astype(np.int64)
        mine = segment[one]
        neighbour = members[first[mine] + (other_end * size[mine]).astype(np.int64)]
        anybody = (other_end * people).astype(np.int64)
        ends[:, ties] = one, np.where(inside < own, neighbour, anybody)
    return listed(people, *ends)


def listed(people: int, one: np.ndarray, other: np.ndarray) -> Graph:
    """The network of the ties between ``one`` and ``other``, both int [tie], 0 to ``people`` - 1."""
    pairs = np.empty(len(one), np.int64)
    for ties in _pieces(len(pairs)):
        pairs[ties] = np.minimum(one[ties], other[ties]).astype(np.int64) << PAIR | np.maximum(one[ties], other[ties])
    pairs.sort()
    pairs = pairs[: _once(pairs)]
    links_from = np.zeros(people + 1, np.int64)
    _count_rows(pairs, links_from[1:])
    np.cumsum(links_from, out=links_from)
    links = np.empty(2 * len(pairs), np.int32)
    _fill_rows(pairs, links_from[:-1].copy(), links)
    return Graph(links_from, links)


def _pieces(ties: int) -> Iterator[slice]:
    """All ties in pieces: what stands between a tie's address and its two ends takes memory."""
    return (slice(first, min(first + AT_A_TIME, ties)) for first in range(0, ties, AT_A_TIME))


def uniforms(key: Word, decision: int, count: int, item: int = 0, first: int = 0) -> np.ndarray:
    """The uniform numbers at (decision, who, 0, item) for ``count`` whos from ``first`` on, float64 [who]."""
    out = np.empty(count)
    _draw(np.uint64(key), int(decision), int(item), int(first), out)
    return out


@kernel
def _draw(key: Word, decision: int, item: int, first: int, out: np.ndarray) -> None:
    for k in range(out.shape[0]):
        out[k] = uniform(key, decision, first + k, 0, item)


@kernel
def _once(pairs: np.ndarray) -> int:
    """Put each of the sorted ``pairs`` to the front once, but those of a person and that same person; how many."""
    kept = 0
    before = np.int64(-1)
    for tie in range(pairs.shape[0]):
        pair = pairs[tie]
        if pair != before and pair >> PAIR != pair & SECOND:
            pairs[kept] = pair
            kept += 1
        before = pair
    return kept


@kernel
def _count_rows(pairs: np.ndarray, count: np.ndarray) -> None:
    for tie in range(pairs.shape[0]):
        count[pairs[tie] >> PAIR] += 1
        count[pairs[tie] & SECOND] += 1


@kernel
def _shuffle(key: Word, item: int, numbers: np.ndarray) -> None:
    """Put ``numbers`` into a random order, in place (Fisher & Yates; Knuth 1969, algorithm P)."""
    for last in range(numbers.shape[0] - 1, 0, -1):
        other = np.int64(uniform(key, Decision.NETWORK, last, 0, item) * (last + 1))
        kept = numbers[last]
        numbers[last] = numbers[other]
        numbers[other] = kept


@kernel
def _fill_rows(pairs: np.ndarray, free: np.ndarray, links: np.ndarray) -> None:
    """Write each tie into both rows; ties in order make rows in order. ``free``: the next place of each row."""
    for tie in range(pairs.shape[0]):
        a, b = pairs[tie] >> PAIR, pairs[tie] & SECOND
        links[free[a]] = b
        links[free[b]] = a
        free[a] += 1
        free[b] += 1
