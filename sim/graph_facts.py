"""What can be said of a network before anything spreads on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.core.ground.draws import Word, uniform
from sim.core.ground.jit import formula, kernel
from sim.graphs import Graph
from sim.vocabulary import Decision

MOST_WEDGES = 5_000_000
"""Up to so many pairs of contacts of one person all are looked at, beyond that a sample."""

SAMPLE = 1_000_000
"""Pairs of contacts in a sample: the standard error of the clustering is at most 0.0005."""

WEDGE_PLACE, WEDGE_PAIR = 101, 102  # items of addresses, apart from those of sim.graphs.Draw


@dataclass(frozen=True)
class Facts:
    """Mean number of contacts k, mean of k squared, what spreads, and how often friends of a person are friends.

    ``threshold``: the least probability to pass something on along a tie with which it can reach a large part of
    the network, <k> / <k (k - 1)> (Newman 2002); infinite where nobody has two contacts. ``clustering``: closed
    pairs of contacts among all pairs of contacts of one person; 0 where there are none.
    """

    mean_degree: float
    second_moment: float
    threshold: float
    clustering: float


def facts(graph: Graph, key: Word = 0, most: int = MOST_WEDGES) -> Facts:
    """The facts of a network; ``key`` addresses the sample where there are more than ``most`` pairs of contacts."""
    degree = np.diff(graph.links_from)
    if not len(degree):
        return Facts(0.0, 0.0, np.inf, 0.0)
    ends, people = len(graph.links), len(degree)
    squared = int((degree * degree).sum())
    threshold = ends / (squared - ends) if squared > ends else np.inf
    return Facts(ends / people, squared / people, threshold, clustering(graph, key, most))


def clustering(graph: Graph, key: Word = 0, most: int = MOST_WEDGES) -> float:
    """Three times the triangles over the pairs of contacts of one person; exact up to ``most`` pairs.

    Beyond, of SAMPLE pairs drawn by address with equal chances (wedge sampling: Schank & Wagner 2005).
    """
    degree = np.diff(graph.links_from)
    pairs_before = np.zeros(len(degree) + 1, np.int64)
    np.cumsum(degree * (degree - 1) // 2, out=pairs_before[1:])
    pairs = int(pairs_before[-1])
    if pairs == 0:
        return 0.0
    if pairs <= most:
        return int(_closed(graph.links_from, graph.links)) / pairs
    return int(_closed_of_sample(np.uint64(key), SAMPLE, pairs_before, graph.links_from, graph.links)) / SAMPLE


@formula
def knows(links_from: np.ndarray, links: np.ndarray, one: int, other: int) -> bool:
    """Whether two people are tied, by bisection in the row of the first."""
    low, high = links_from[one], links_from[one + 1]
    while low < high:
        middle = (low + high) // 2
        if links[middle] < other:
            low = middle + 1
        else:
            high = middle
    return low < links_from[one + 1] and links[low] == other


@kernel
def _closed(links_from: np.ndarray, links: np.ndarray) -> int:
    """Pairs of contacts of one person that know each other."""
    found = 0
    for i in range(links_from.shape[0] - 1):
        for a in range(links_from[i], links_from[i + 1]):
            for b in range(a + 1, links_from[i + 1]):
                found += knows(links_from, links, links[a], links[b])
    return found


@kernel
def _closed_of_sample(key: Word, size: int, pairs_before: np.ndarray, links_from: np.ndarray, links: np.ndarray) -> int:
    """The same of ``size`` pairs drawn by address."""
    found = 0
    for k in range(size):
        place = np.int64(uniform(key, Decision.NETWORK, k, 0, WEDGE_PLACE) * pairs_before[-1])
        low, high = 0, pairs_before.shape[0] - 1  # the person whose pair this is
        while high - low > 1:
            middle = (low + high) // 2
            if pairs_before[middle] <= place:
                low = middle
            else:
                high = middle
        degree = links_from[low + 1] - links_from[low]
        a = np.int64(uniform(key, Decision.NETWORK, k, 1, WEDGE_PAIR) * degree)
        b = np.int64(uniform(key, Decision.NETWORK, k, 2, WEDGE_PAIR) * (degree - 1))
        b += b >= a
        found += knows(links_from, links, links[links_from[low] + a], links[links_from[low] + b])
    return found
