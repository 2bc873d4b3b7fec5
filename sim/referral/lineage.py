"""Who brought whom: generations, descendants, and how customers of one kind bring those of another."""

from __future__ import annotations

import numpy as np

from sim.measures.censored import mean_count


def referred(people: np.ndarray) -> np.ndarray:
    """Whether each person is a customer who took up an invitation: bool [person]; ``people``: PERSON [person]."""
    return (people["orders"] > 0) & (people["referrer"] >= 0)


def linked(people: np.ndarray) -> np.ndarray:
    """Those of them whom a customer brought: who is given the product may invite before ordering, or without."""
    who = referred(people)
    who[who] = people["first_at"][people["referrer"][who]] < people["first_at"][who]
    return who


def generations(people: np.ndarray) -> np.ndarray:
    """Links from the customer whom no customer brought (0) down to each person, int64 [person]; -1 = no customer."""
    child = np.flatnonzero(linked(people))
    parent = people["referrer"][child]
    depth = np.where(people["orders"] > 0, 0, -1)
    while True:
        deeper = depth[parent] + 1
        if (deeper == depth[child]).all():
            return depth
        depth[child] = deeper


def descendants(people: np.ndarray) -> np.ndarray:
    """Customers whom each person brought, and those whom they brought, and so on: int64 [person]."""
    depth = generations(people)
    count = np.zeros(len(people), np.int64)
    for level in range(int(depth.max(initial=0)), 0, -1):
        child = np.flatnonzero(depth == level)
        np.add.at(count, people["referrer"][child], count[child] + 1)
    return count


def next_generation(people: np.ndarray, segments: int, horizon: float, age: float) -> np.ndarray:
    """New customers of each segment that one customer of each segment brings by ``age`` days, corrected for
    those not followed so long: float64 [segment of the referrer, segment of the friend]; 0 over nobody."""
    segment, first_at = people["segment"], people["first_at"].astype(float)
    customer = people["orders"] > 0
    child = np.flatnonzero(linked(people))
    parent = people["referrer"][child]
    brought_at = first_at[child] - first_at[parent]
    matrix = np.zeros((segments, segments))
    for g in range(segments):
        followed = horizon - first_at[customer & (segment == g)]
        for h in range(segments):
            pairs = (segment[parent] == g) & (segment[child] == h)
            matrix[g, h] = mean_count(brought_at[pairs], followed, age)[0]
    return np.nan_to_num(matrix)


def spectral_radius(matrix: np.ndarray) -> float:
    """The factor by which generations grow in the long run: the largest eigenvalue in size."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())
