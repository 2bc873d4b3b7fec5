"""One decision of one person = one address = one uniform number.

The generator is Philox4x32-7 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3":
seven rounds are the fewest that pass all tests of BigCrush). It has no state: the number is a function of the 64-bit
key of the world and of its address.

Layout of the 128-bit counter, four words of 32 bits:

    word 0   who        the person's number (0 where nobody in particular decides)
    word 1   when       the episode of a clock, the index of an occasion, or the invited friend's number
    word 2   decision   bits 16-31: half of sim.vocabulary.Decision; bits 0-15: item (source or alternative)
    word 3   0          kept free

Two addresses are equal only if all their parts are, so no two decisions share a number. The key comes from
(seed, replication) alone: the scenario is not in it, which makes the numbers common to all scenarios.
The output is four words: the first two are the number of an even decision, the last two that of the odd one behind
it, so what is often asked together takes one computation. Two words, high word first, give the uniform
(k + 1/2) / 2**53 from their upper 53 bits: never 0, never 1.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import exp, log
from sim.core.ground.jit import formula, lookup
from sim.core.ground.memory import coefficient
from sim.core.ground.types import World
from sim.vocabulary import Decision

Word = int | np.uint64
"""A machine word: 32 or 64 bits, unsigned."""

M0 = np.uint64(0xD2511F53)
M1 = np.uint64(0xCD9E8D57)
W0 = np.uint64(0x9E3779B9)
W1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
S32 = np.uint64(32)
S11 = np.uint64(11)
S16 = np.uint64(16)

ONE = np.uint64(1)
ROUNDS = 7

BELOW_ONE = 1.0 - 1.1102230246251565e-16
"""The largest number below 1: where all 53 bits are set, adding one half rounds up to 1."""

CENTRE = 1.0 / 32.0
"""The middle of a law lies between this probability and its complement."""
CENTRE_PIECES = 512
CENTRE_SCALE = CENTRE_PIECES / (1.0 - 2.0 * CENTRE)

LOGIT_LIMIT = 38.0
"""Quantile tables reach from logit -38 to 38; a uniform's logit lies within +-37.5."""


@formula
def philox(c0: int, c1: int, c2: int, c3: int, key: Word) -> tuple[int, int, int, int]:
    """Philox4x32-7 on four 32-bit words under a 64-bit key (low word first)."""
    c0, c1, c2, c3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    k0 = np.uint64(key) & LOW
    k1 = np.uint64(key) >> S32
    for _ in range(ROUNDS):
        p0 = M0 * c0
        p1 = M1 * c2
        c0, c1, c2, c3 = (p1 >> S32) ^ c1 ^ k0, p1 & LOW, (p0 >> S32) ^ c3 ^ k1, p0 & LOW
        k0 = (k0 + W0) & LOW
        k1 = (k1 + W1) & LOW
    return c0, c1, c2, c3


@formula
def word_of(decision: int, item: int) -> Word:
    """The word of an address that names an even decision, or the odd one behind it, and an item."""
    return ((np.uint64(decision) >> ONE) << S16) | np.uint64(item)


@formula
def bits64(key: Word, decision: int, who: int, when: int, item: int) -> Word:
    """64 random bits at an address."""
    x0, x1, x2, x3 = philox(np.uint64(who), np.uint64(when), word_of(decision, item), np.uint64(0), key)
    return (x2 << S32) | x3 if np.uint64(decision) & ONE else (x0 << S32) | x1


@formula
def uniform(key: Word, decision: int, who: int, when: int, item: int) -> float:
    """The uniform number of an address, in (0, 1)."""
    u = (np.float64(bits64(key, decision, who, when, item) >> S11) + 0.5) * 1.1102230246251565e-16
    return min(u, BELOW_ONE)


@formula
def world_key(seed: Word, replication: Word) -> Word:
    """The key of a world: the bits at (replication, WORLD) under the experiment's seed."""
    number = np.uint64(replication)
    return bits64(np.uint64(seed), Decision.WORLD, number & LOW, number >> S32, 0)


@formula
def threshold(key: Word, decision: int, who: int, when: int, item: int) -> float:
    """A clock's unit-exponential threshold."""
    return -log(uniform(key, decision, who, when, item))


@formula
def gumbel(key: Word, decision: int, who: int, when: int, item: int) -> float:
    """The standard Gumbel draw of one alternative of a choice."""
    return -log(-log(uniform(key, decision, who, when, item)))


@formula
def piece_at(w: World, law: int, first: int, place: float) -> float:
    """The value of a law's cubic pieces from piece ``first`` on, ``place`` of them further."""
    j = np.int64(place)
    d = place - j
    value = coefficient(w, law, first + j, 0) * d + coefficient(w, law, first + j, 1)
    return (value * d + coefficient(w, law, first + j, 2)) * d + coefficient(w, law, first + j, 3)


@lookup
def quantile(w: World, law: int, u: float) -> float:
    """The quantile at u of the distribution ``law``, always positive (see sim.quantiles).

    Each law is held as cubic pieces: of the log-quantile over logit u, and, where that is as good, of the quantile
    over u in the middle, which needs neither a logarithm nor an exponential.
    """
    n = w.pieces - CENTRE_PIECES
    if CENTRE <= u < 1.0 - CENTRE:
        value = piece_at(w, law, n, (u - CENTRE) * CENTRE_SCALE)
        if value > 0.0:
            return value
    x = log(u / (1.0 - u))
    place = (x + LOGIT_LIMIT) * (n / (2.0 * LOGIT_LIMIT))
    place = min(max(place, 0.0), n - 1e-9)
    return exp(piece_at(w, law, 0, place))
