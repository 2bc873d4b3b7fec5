"""Who knows whom: everybody has as many contacts as everybody else, and knowing is mutual."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.network import common_divisor, friend, half_bits, partner, permuted

KEY = np.uint64(0x9E3779B97F4A7C15)
SIZES = [(1, 1), (2, 1), (3, 2), (14, 12), (51, 5), (300, 12), (301, 12), (1000, 1)]


def friends(i, contacts, people):
    """The contacts of a person in the order of invitations."""
    return [int(friend(KEY, contacts, i, turn, people)) for turn in range(contacts)]


@given(st.integers(1, 2000), st.integers(0, 2**64 - 1))
def test_a_permutation_meets_everybody_once_and_can_be_undone(n, key):
    h = half_bits(n)
    images = [int(permuted(np.uint64(key), x, n, h, False)) for x in range(n)]
    assert sorted(images) == list(range(n))
    assert [int(permuted(np.uint64(key), y, n, h, True)) for y in images] == list(range(n))


@pytest.mark.parametrize(("people", "contacts"), SIZES)
def test_matchings_are_mutual_and_leave_at_most_one_out(people, contacts):
    for matching in range(contacts):
        of = [int(partner(KEY, matching, i, people)) for i in range(people)]
        assert [of[j] for j in of] == list(range(people))
        assert sum(i == j for i, j in enumerate(of)) == people % 2


@pytest.mark.parametrize(("people", "contacts"), SIZES)
def test_everybody_asks_each_contact_once(people, contacts):
    for i in range(people):
        expected = [int(partner(KEY, matching, i, people)) for matching in range(contacts)]
        assert Counter(friends(i, contacts, people)) == Counter(expected)


@pytest.mark.parametrize(("people", "contacts"), SIZES)
def test_knowing_is_mutual(people, contacts):
    pairs = Counter((i, j) for i in range(people) for j in friends(i, contacts, people))
    assert pairs == Counter((j, i) for i, j in pairs.elements())


def test_degrees_and_pairs_are_those_of_random_matchings():
    people, contacts = 1000, 12
    pairs = Counter((i, j) for i in range(people) for j in friends(i, contacts, people) if i < j)
    assert sum(pairs.values()) == people * contacts // 2  # nobody is left out of an even number
    twice = sum(count - 1 for count in pairs.values())
    expected = (people / 2) * (contacts * (contacts - 1) / 2) / (people - 1)  # pairs that two matchings share
    assert abs(twice - expected) < 4.5 * np.sqrt(expected)


def test_people_ask_their_contacts_in_orders_of_their_own():
    first = [(int(friend(KEY, 12, i, 0, 10_000)), i) for i in range(10_000)]
    matching = Counter()
    for to, i in first:
        matching[[int(partner(KEY, m, i, 10_000)) for m in range(12)].index(to)] += 1
    expected = 10_000 / 12
    assert max(abs(matching[m] - expected) for m in range(12)) < 4.5 * np.sqrt(expected)


def test_neighbours_in_number_are_not_neighbours_in_the_network():
    distance = np.array([abs(partner(KEY, 0, i, 10_000) - i) for i in range(10_000)])
    assert abs(distance.mean() - 10_000 / 3) < 4.5 * 10_000 / np.sqrt(18) / np.sqrt(5_000)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_common_divisor(a, b):
    assert common_divisor(a, b) == np.gcd(a, b)
