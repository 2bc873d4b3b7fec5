"""Many worlds into one table."""

import math

import pandas as pd
import pytest

from scenarios.results.pool import pooled, pooled_quantities


def daily(*values):
    return pd.DataFrame({"day": [0, 1], "series": ["orders", "orders"], "value": values})


def test_mean_and_range_over_worlds():
    found = pooled([daily(day, 2 * day) for day in range(21)], ["day", "series"])
    assert found.to_dict("list") == {
        "day": [0, 1],
        "series": ["orders", "orders"],
        "value": [10, 20],
        "low": [1, 2],
        "high": [19, 38],
    }


def test_one_world_has_no_range():
    found = pooled([daily(3, 4)], ["day", "series"])
    assert found["value"].tolist() == [3, 4]
    assert found[["low", "high"]].isna().all(axis=None)


def test_rows_meet_by_key_whatever_their_order():
    found = pooled([daily(1, 2), daily(3, 6).iloc[::-1]], ["day", "series"], band=False)
    assert found.set_index("day")["value"].to_dict() == {0: 2, 1: 4}


def test_labels_in_categories_pool_to_the_same():
    worlds = [daily(1, 2), daily(3, 6)]
    found = pooled([world.astype({"day": "int8", "series": "category"}) for world in worlds], ["day", "series"])
    pd.testing.assert_frame_equal(found, pooled(worlds, ["day", "series"]), check_dtype=False)


def test_a_row_that_a_world_lacks_is_averaged_over_the_others():
    found = pooled([daily(1, 2), daily(3, 6).head(1), daily(5, math.nan)], ["day", "series"])
    assert found["value"].tolist() == [3, 2]
    assert found["low"].tolist() == pytest.approx([1.2, math.nan], nan_ok=True)


def quantity(estimate, error, expected=10.0):
    return pd.DataFrame(
        {"quantity": ["orders"], "at": [91.0], "estimate": [estimate]}
        | {"standard_error": [error], "expected": [expected]}
    )


def test_worlds_pool_their_own_errors():
    (one,) = pooled_quantities([quantity(9, 3), quantity(13, 4)]).to_dict("records")
    assert (one["estimate"], one["standard_error"]) == (11, 2.5)
    assert one["z"] == pytest.approx(0.4)
    (one,) = pooled_quantities([quantity(value, 2) for value in range(16)]).to_dict("records")
    assert one["standard_error"] == 0.5
    assert one["z"] == pytest.approx((7.5 - 10) / 0.5)


def test_ten_worlds_show_their_error_where_they_tell_none():
    (one,) = pooled_quantities([quantity(value, math.nan) for value in range(10)]).to_dict("records")
    assert one["standard_error"] == pytest.approx(math.sqrt(55 / 6 / 10))
    assert one["z"] == pytest.approx((4.5 - 10) / one["standard_error"])
    (one,) = pooled_quantities([quantity(value, math.nan) for value in range(9)]).to_dict("records")
    assert math.isnan(one["standard_error"])
    assert math.isnan(one["z"])


def test_ten_worlds_show_their_error_where_nothing_is_expected():
    (one,) = pooled_quantities([quantity(value, 99, math.nan) for value in range(10)]).to_dict("records")
    assert one["standard_error"] == pytest.approx(math.sqrt(55 / 6 / 10))


def test_no_z_where_nothing_is_expected():
    (one,) = pooled_quantities([quantity(9, 3, math.nan)]).to_dict("records")
    assert math.isnan(one["z"])


def test_nothing_is_expected_where_nothing_is_in_one_world():
    (one,) = pooled_quantities([quantity(9, 3, math.nan), quantity(13, 4)]).to_dict("records")
    assert one["estimate"] == 11
    assert math.isnan(one["expected"])
    assert math.isnan(one["z"])


def test_a_world_without_an_estimate_counts_neither_way():
    (one,) = pooled_quantities([quantity(9, 3, 10), quantity(math.nan, math.nan, 99)]).to_dict("records")
    assert (one["estimate"], one["expected"], one["standard_error"]) == (9, 10, 3)


def test_worlds_that_expect_different_things_are_held_against_their_own():
    worlds = [quantity(100 * k + k % 2, math.nan, 100 * k) for k in range(10)]
    (one,) = pooled_quantities(worlds).to_dict("records")
    assert one["standard_error"] == pytest.approx(math.sqrt(10 * 0.25 / 9 / 10))
    assert one["z"] == pytest.approx(0.5 / one["standard_error"])
