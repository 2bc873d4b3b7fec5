"""Rows with a key that other rows have too, found in little memory: few rows are looked at twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def repeated(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of ``keys`` (rows,) stand there several times."""
    ranked = np.sort(keys)
    several = np.unique(ranked[1:][ranked[1:] == ranked[:-1]])
    del ranked
    if not len(several):
        return np.zeros(len(keys), bool)
    place = np.minimum(np.searchsorted(several, keys), len(several) - 1)
    return np.asarray(several[place] == keys)


def again(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of ``keys`` (rows,) are like an earlier one."""
    found = repeated(keys)
    found[found] = pd.Series(keys[found]).duplicated().to_numpy()
    return found


def first(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of ``codes`` (rows,), 0 to few times their number, are the first of their kind."""
    rows = np.arange(len(codes), dtype=np.int32)
    at = np.empty(int(codes.max(initial=-1)) + 1, np.int32)
    at[codes[::-1]] = rows[::-1]
    return np.asarray(at[codes] == rows)


def pairs(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int64]:
    """A code of each pair of codes, all of which are 0 or more (rows,): ``one`` itself for those with the first
    ``other`` that stands with it."""
    mine = np.full(int(one.max(initial=-1)) + 1, -1, np.int32)
    mine[one[::-1]] = other[::-1]
    found = one.astype(np.int64)
    apart = mine[one] != other
    if apart.any():
        found[apart] = len(mine) + pd.factorize((found[apart] << 32) + other[apart])[0]
    return found
