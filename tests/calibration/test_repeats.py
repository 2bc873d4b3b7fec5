"""Rows like others, found in little memory, are those that a comparison of all rows finds."""

import numpy as np
import pandas as pd
import pytest

from calibration.reading.repeats import again, first, pairs, repeated


@pytest.mark.parametrize("kinds", [1, 30, 10_000, 10**9])
def test_rows_like_others_are_those_that_pandas_finds(kinds: int) -> None:
    keys = np.random.default_rng(kinds).integers(-kinds, kinds, 3000)
    assert repeated(keys).tolist() == pd.Series(keys).duplicated(keep=False).tolist()
    assert again(keys).tolist() == pd.Series(keys).duplicated().tolist()


@pytest.mark.parametrize("kinds", [1, 30, 3000])
def test_the_first_of_each_kind(kinds: int) -> None:
    codes = np.random.default_rng(kinds).integers(0, kinds, 3000)
    assert first(codes).tolist() == (~pd.Series(codes).duplicated()).tolist()


@pytest.mark.parametrize("others", [1, 3, 500])
def test_pairs_have_one_code_each(others: int) -> None:
    """Two rows have the same code exactly where both parts are the same; the code is the first part where it can be."""
    rng = np.random.default_rng(others)
    one, other = rng.integers(0, 200, 3000).astype(np.int32), rng.integers(0, others, 3000).astype(np.int32)
    found = pairs(one, other)
    table = pd.DataFrame({"one": one, "other": other, "found": found}).drop_duplicates()
    assert len(table) == table["found"].nunique() == len(table[["one", "other"]].drop_duplicates())
    alone = table.groupby("one")["other"].transform("size") == 1
    assert (table["found"] == table["one"])[alone].all()


def test_nothing_is_like_nothing() -> None:
    none = np.zeros(0, np.int64)
    assert (
        len(again(none))
        == len(repeated(none))
        == len(first(none))
        == len(pairs(none.astype("i4"), none.astype("i4")))
        == 0
    )
