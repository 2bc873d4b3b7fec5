"""Listed networks: mutual ties, the degrees, clustering and mixing that each construction promises."""

import hashlib
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from sim import graphs
from sim.graphs import block, degrees, listed, power_law, scale_free, small_world

KEY = np.uint64(0x9E3779B97F4A7C15)
SURE = 4.5
"""Standard errors: a test of one number fails by chance less than once in 100,000 keys."""


def ties(graph):
    """The ties as pairs of (lower, higher) numbers, int [tie, 2]."""
    owner = np.repeat(np.arange(len(graph.links_from) - 1), np.diff(graph.links_from))
    return np.column_stack([owner, graph.links])[owner < graph.links]


def closed(graph):
    """Pairs of contacts of one person, and how many of them know each other."""
    degree = np.diff(graph.links_from)
    tied = sparse.csr_array((np.ones(len(graph.links)), graph.links, graph.links_from), shape=(len(degree),) * 2)
    return (degree * (degree - 1) // 2).sum(), (tied @ tied).multiply(tied).sum() / 2


def assert_sound(graph, people):
    """Mutual, nobody with oneself, every pair once, rows in order."""
    assert graph.links_from.dtype == np.int64
    assert graph.links.dtype == np.int32
    assert len(graph.links_from) == people + 1
    assert graph.links_from[0] == 0
    assert graph.links_from[-1] == len(graph.links)
    rows = [graph.links[a:b].tolist() for a, b in zip(graph.links_from, graph.links_from[1:], strict=False)]
    assert all(row == sorted(set(row) - {i}) for i, row in enumerate(rows))
    assert {(i, j) for i, row in enumerate(rows) for j in row} == {(j, i) for i, row in enumerate(rows) for j in row}


KEYS = st.integers(0, 2**64 - 1).map(np.uint64)
FEW = st.integers(1, 60)
SHARES = st.floats(0, 1)


@given(KEYS, FEW, st.floats(0, 80), SHARES)
def test_any_small_world_is_sound(key, people, contacts, rewiring):
    assert_sound(small_world(key, people, contacts, rewiring), people)


@given(KEYS, FEW, st.floats(0, 80), st.floats(1.01, 20), st.integers(1, 100))
def test_any_scale_free_network_is_sound(key, people, contacts, exponent, largest):
    graph = scale_free(key, people, contacts, exponent, largest)
    assert_sound(graph, people)
    assert np.diff(graph.links_from).max() <= largest


@given(KEYS, st.lists(st.integers(0, 3), min_size=1, max_size=60), st.floats(0, 80), SHARES)
def test_any_block_network_is_sound(key, segments, contacts, own):
    assert_sound(block(key, np.array(segments), contacts, own), len(segments))


@pytest.mark.parametrize(
    "build",
    [
        lambda: small_world(KEY, 500, 6, 0.3),
        lambda: scale_free(KEY, 500, 6, 2.5, 40),
        lambda: block(KEY, np.arange(500) % 3, 6, 0.6),
    ],
)
def test_a_network_is_the_same_drawn_in_pieces(monkeypatch, build):
    whole = build()
    monkeypatch.setattr(graphs, "AT_A_TIME", 77)
    assert all((one == other).all() for one, other in zip(build(), whole, strict=True))


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=60))
def test_a_network_has_the_ties_that_are_said(pairs):
    one, other = np.array(pairs, np.int64).reshape(-1, 2).T
    graph = listed(20, one, other)
    assert_sound(graph, 20)
    assert set(map(tuple, ties(graph).tolist())) == {(min(p), max(p)) for p in pairs if p[0] != p[1]}


SAME_EVERYWHERE = {
    "small world": (small_world(KEY, 1000, 6, 0.2), "26b87f4cc419a027"),
    "scale free": (scale_free(KEY, 1000, 6, 2.5, 100), "ca0e9375138f1756"),
    "block": (block(KEY, np.arange(1000) % 3, 6, 0.5), "02db8342d6cdd346"),
}


@pytest.mark.parametrize("kind", SAME_EVERYWHERE)
def test_the_same_ties_on_every_machine(kind):
    graph, digest = SAME_EVERYWHERE[kind]
    assert hashlib.sha256(graph.links.astype("<i4").tobytes()).hexdigest()[:16] == digest


# ---- small world ----


@pytest.mark.parametrize("contacts", [2, 4, 12])
def test_without_rewiring_the_ring_remains(contacts):
    half, people = contacts // 2, 1000
    graph = small_world(KEY, people, contacts, 0.0)
    near = {d for k in range(1, half + 1) for d in (k, people - k)}
    assert all(set((graph.links[contacts * i : contacts * (i + 1)] - i) % people) == near for i in range(people))
    pairs, known = closed(graph)
    assert known / pairs == pytest.approx(3 * (half - 1) / (2 * (2 * half - 1)), abs=1e-15)


@pytest.mark.parametrize("rewiring", [0.05, 0.2, 0.5])
def test_closed_triangles_of_a_small_world(rewiring):
    """(1 - p)**3 of the ring's n h (h - 1) / 2 triangles survive; those that share a tie depend on each other."""
    people, half, kept = 100_000, 6, 1.0 - rewiring
    graph = small_world(KEY, people, 2 * half, rewiring)
    pairs, known = closed(graph)
    triangles = known / 3
    through = [(d - 1) + 2 * (half - d) for d in range(1, half + 1)]  # ring triangles through a tie of span d
    sharing = people * sum(t * (t - 1) // 2 for t in through)
    ring = people * half * (half - 1) // 2
    variance = ring * kept**3 * (1 - kept**3) + 2 * sharing * (kept**5 - kept**6)
    assert abs(triangles - ring * kept**3) < SURE * np.sqrt(variance) + 4 * half**3  # the rest closed by chance
    # Barrat & Weigt's ratio of means, with the pairs that the spread of degrees adds
    spread = half * rewiring * (2 - rewiring) / (2 * half * (2 * half - 1))
    ratio = 3 * (half - 1) / (2 * (2 * half - 1)) * kept**3 / (1 + spread)
    assert known / pairs == pytest.approx(ratio, rel=0.02)
    assert known / pairs == pytest.approx(3 * (half - 1) / (2 * (2 * half - 1)) * kept**3, rel=0.06)


def test_rewired_ties_go_anywhere():
    """Degrees h + Binomial(h, 1 - p) + Poisson(h p): mean 2h, variance h p (2 - p)."""
    people, half, rewiring = 100_000, 6, 0.3
    degree = np.diff(small_world(KEY, people, 2 * half, rewiring).links_from)
    variance = half * rewiring * (2 - rewiring)
    assert degree.sum() >= 2 * half * people * (1 - 1e-4)  # hardly a tie comes out double
    assert abs(degree.var() - variance) < SURE * variance * np.sqrt(3.0 / people)


# ---- scale free ----


def mixture_of_power_laws(mean, exponent, largest):
    """The law written the plain way: two truncated power laws and the mixture that has the mean."""

    def law(smallest):
        weight = [k**-exponent if k >= smallest else 0.0 for k in range(1, largest + 1)]
        return np.array([0.0, *(w / sum(weight) for w in weight)]) if smallest else np.eye(largest + 1)[0]

    k = np.arange(largest + 1)
    low = max(m for m in range(largest) if law(m) @ k <= mean)
    one, other = law(low), law(low + 1)
    part = (mean - one @ k) / (other @ k - one @ k)
    return (1 - part) * one + part * other


@pytest.mark.parametrize(("mean", "exponent", "largest"), [(12, 2.5, 200), (0.7, 2.1, 50), (3, 3.5, 20), (6, 1.5, 9)])
def test_the_power_law(mean, exponent, largest):
    law = power_law(mean, exponent, largest)
    np.testing.assert_allclose(law, mixture_of_power_laws(mean, exponent, largest), rtol=1e-12, atol=1e-15)
    assert law.sum() == pytest.approx(1, abs=1e-12)
    assert law @ np.arange(largest + 1) == pytest.approx(mean, rel=1e-12)


def test_nobody_knows_more_people_than_allowed():
    assert power_law(30, 2.5, 20).tolist() == [0.0] * 20 + [1.0]
    assert power_law(0, 2.5, 20).tolist() == [1.0] + [0.0] * 20


@pytest.mark.parametrize(("mean", "exponent", "largest"), [(12, 2.5, 200), (0.7, 2.1, 50), (3, 3.5, 20)])
def test_degrees_follow_the_power_law(mean, exponent, largest):
    people = 200_000
    expected = mixture_of_power_laws(mean, exponent, largest) * people
    found = np.bincount(degrees(KEY, people, power_law(mean, exponent, largest)), minlength=largest + 1)
    assert (found[expected == 0] == 0).all()
    often = expected >= 5
    observed, wanted = [np.append(x[often], x[~often].sum()) for x in (found, expected)]
    observed, wanted = observed[wanted > 0], wanted[wanted > 0]
    square = ((observed - wanted) ** 2 / wanted).sum()
    freedom = len(wanted) - 1
    assert abs(square - freedom) < SURE * np.sqrt(2 * freedom) + 5


def test_few_ties_are_lost_by_erasing():
    """Joining stubs at random makes about v / 2 loops and v**2 / 4 second ties, v = <k (k - 1)> / <k>."""
    people = 200_000
    drawn = degrees(KEY, people, power_law(12, 2.5, 200)).astype(float)
    graph = scale_free(KEY, people, 12, 2.5, 200)
    v = (drawn * (drawn - 1)).mean() / drawn.mean()
    lost = (drawn.sum() - len(graph.links)) / 2
    assert abs(lost - (v / 2 + v * v / 4)) < SURE * np.sqrt(v / 2 + v * v / 4) + 0.05 * v * v / 4 + 1
    assert (np.diff(graph.links_from) <= drawn).all()
    assert (np.diff(graph.links_from) ** 2).mean() == pytest.approx((drawn**2).mean(), rel=0.01)


# ---- blocks ----


@pytest.mark.parametrize("own", [0.0, 0.5, 1.0])
def test_ties_inside_and_between_segments(own):
    people, contacts = 60_000, 10
    segment = np.searchsorted([0.6, 0.9], (np.arange(people) + 0.5) / people)
    share = np.bincount(segment) / people
    graph = block(KEY, segment, contacts, own)
    one, other = segment[ties(graph)].T
    expected = np.outer(share, share) * (1 - own) + np.diag(share) * own  # of a tie from one to the other segment
    found = np.zeros((3, 3))
    np.add.at(found, (one, other), 0.5)
    np.add.at(found, (other, one), 0.5)
    count = people * contacts / 2
    for a, b in combinations(range(3), 2):
        p = 2 * expected[a, b]
        assert abs(2 * found[a, b] - count * p) <= SURE * np.sqrt(count * p * (1 - p))
    for a in range(3):
        p = expected[a, a]
        lost = 1 + p * contacts**2 / share[a]  # loops and second ties
        assert abs(found[a, a] - count * p) <= SURE * np.sqrt(count * p * (1 - p)) + lost
        mean = np.diff(graph.links_from)[segment == a].mean()
        assert abs(mean - contacts) < SURE * np.sqrt(contacts / (share[a] * people)) + 2 * lost / (share[a] * people)


def test_all_in_one_block_are_a_random_graph():
    """Degrees are binomial, nearly Poisson: <k (k - 1)> = c**2; clustering is c / n."""
    people, contacts = 100_000, 8
    graph = block(KEY, np.zeros(people, np.int64), contacts, 0.5)
    degree = np.diff(graph.links_from)
    assert degree.mean() == pytest.approx(contacts, rel=1e-3)
    assert (degree**2).mean() == pytest.approx(contacts**2 + contacts, rel=SURE * 3 / np.sqrt(people))
    pairs, known = closed(graph)
    expected = contacts**3 / 6 * 3
    assert known / pairs * people * contacts**2 / 2 == pytest.approx(expected, abs=SURE * 3 * np.sqrt(expected / 3))
