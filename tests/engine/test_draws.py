"""Random numbers: the generator is Philox4x32-7, every address has its own number, and none is 0 or 1."""

import itertools

import numpy as np
import pytest
from scipy.stats import kstest

from sim.core.ground import draws
from sim.core.ground.draws import bits64, gumbel, philox, threshold, uniform, world_key
from sim.vocabulary import Decision

ONES = 0xFFFFFFFF
KNOWN = {  # Random123's known answers for philox4x32 with 7 rounds: counter, key -> output
    "zeros": ((0, 0, 0, 0), (0, 0), (0x5F6FB709, 0x0D893F64, 0x4F121F81, 0x4F730A48)),
    "ones": ((ONES,) * 4, (ONES, ONES), (0x5207DDC2, 0x45165E59, 0x4D8EE751, 0x8C52F662)),
    "digits of pi": (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0x4DFCCABA, 0x190A87F0, 0xC47362BA, 0xB6B5242A),
    ),
}


@pytest.mark.parametrize("generator", [philox, philox.py_func], ids=["compiled", "plain"])
@pytest.mark.parametrize("name", KNOWN)
def test_known_answers(name, generator):
    counter, (low, high), answer = KNOWN[name]
    words = generator(*(np.uint64(word) for word in counter), np.uint64(low | high << 32))
    assert tuple(int(word) for word in words) == answer


def test_the_number_at_an_address_is_made_of_two_words():
    key, who, when, item = np.uint64(77), 123_456_789, 3 << 16 | 5, 7
    even = 2 * (int(Decision.CHOICE_REPEAT) // 2)
    words = philox(np.uint64(who), np.uint64(when), np.uint64(even // 2 << 16 | item), np.uint64(0), key)
    x0, x1, x2, x3 = map(int, words)
    assert int(bits64(key, even, who, when, item)) == x0 << 32 | x1
    assert int(bits64(key, even + 1, who, when, item)) == x2 << 32 | x3


def test_different_addresses_have_different_numbers():
    ends = (0, 1, 2, 255, 256, 65_535, 65_536, 65_537, 2**31, 2**32 - 1)
    items = (0, 1, 2, 3, 255, 65_535)
    addresses = list(itertools.product((int(d) for d in Decision), ends, ends, items))
    numbers = [int(bits64(np.uint64(1), *address)) for address in addresses]
    assert len(addresses) == 19_200 * len(Decision) // 32
    assert len(set(numbers)) == len(addresses)


def test_worlds_have_keys_of_their_own():
    keys = [int(world_key(np.uint64(seed), np.uint64(r))) for seed in range(100) for r in range(100)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("bits", [0, 2**64 - 1])
def test_no_uniform_is_zero_or_one(monkeypatch, bits):
    monkeypatch.setattr(draws, "bits64", lambda *address: np.uint64(bits))
    assert 0.0 < uniform.py_func(0, 0, 0, 0, 0) < 1.0


@pytest.mark.parametrize(
    ("draw", "law"),
    [(uniform, "uniform"), (threshold, "expon"), (gumbel, "gumbel_r")],
    ids=["uniform", "exponential", "Gumbel"],
)
def test_draws_follow_their_law(draw, law):
    numbers = [draw(np.uint64(5), int(Decision.NEED_FIRST), who, 1, 0) for who in range(20_000)]
    assert kstest(numbers, law).pvalue > 1e-5


def test_neighbouring_addresses_are_uncorrelated():
    base = np.array([uniform(np.uint64(5), 1, who, 1, 0) for who in range(20_000)])
    for shifted in ((0, 0, 1, 0), (2, 0, 1, 0), (1, 1, 1, 0), (1, 0, 2, 0), (1, 0, 1, 1)):
        decision, by, when, item = shifted
        other = np.array([uniform(np.uint64(5), decision, who + by, when, item) for who in range(20_000)])
        assert abs(np.corrcoef(base, other)[0, 1]) < 4.5 / np.sqrt(20_000)
