"""What the models see of a customer."""

import numpy as np
import pandas as pd
import pytest

from calibration.summary import order_days, summarise


def orders(*rows):
    ids, moments, amounts = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            "customer_id": list(ids),
            "ordered_at": np.array(moments, "datetime64[s]"),
            "amount": list(amounts),
            "currency": "EUR",
        }
    )


FEW = orders(
    ("b", "2024-03-01T23:59", 7.0),
    ("a", "2024-01-01T10:00", 10.0),
    ("a", "2024-01-01T18:00", 5.0),
    ("a", "2024-01-15T08:00", 20.0),
    ("a", "2024-02-12T08:00", 40.0),
    ("b", "2024-03-02T00:01", 3.0),
)


def test_orders_of_a_day_are_one_order():
    days = order_days(FEW)
    assert days["amount"].tolist() == [15.0, 20.0, 40.0, 7.0, 3.0]


def test_histories_count_repeats_in_weeks():
    seen = summarise(FEW, "2024-03-11")
    assert seen.customer_id.tolist() == ["a", "b"]
    assert seen.x.tolist() == [2.0, 1.0]
    assert seen.t_x.tolist() == [6.0, 1 / 7]
    assert seen.T.tolist() == [10.0, 10 / 7]
    assert seen.spend.tolist() == [30.0, 3.0]  # the first order's day is left out
    assert seen.currency == "EUR"


def test_nothing_after_the_window_is_used():
    seen = summarise(FEW, "2024-02-11")
    assert seen.customer_id.tolist() == ["a"]
    assert seen.x.tolist() == [1.0]
    assert seen.spend.tolist() == [20.0]


def test_the_day_of_until_belongs_to_the_window():
    assert summarise(FEW, "2024-02-12").x.tolist() == [2.0]


def test_until_defaults_to_the_last_order():
    assert summarise(FEW).until == np.datetime64("2024-03-02")


def test_grouping_keeps_every_customer():
    doubled = pd.concat([FEW, FEW.assign(customer_id=FEW["customer_id"] + "2")])
    x, t_x, T, n = summarise(doubled).grouped()
    assert len(x) == len(t_x) == len(T) == 2
    assert n.tolist() == [2.0, 2.0]


def test_histories_are_those_of_each_customer_alone():
    rng = np.random.default_rng(7)
    moments = np.datetime64("2024-01-01", "s") + rng.integers(0, 200 * 86_400, 900)
    some = pd.DataFrame({"customer_id": rng.integers(0, 150, 900).astype(str), "ordered_at": moments})
    some = some.assign(amount=rng.gamma(2.0, 10.0, 900).round(2), currency="EUR")
    until = np.datetime64("2024-05-15")
    seen = summarise(some, until)
    days = some.assign(day=moments.astype("datetime64[D]")).query("day <= @until")
    for k, (name, rows) in enumerate(days.groupby("customer_id", sort=True)):
        a_day = rows.groupby("day")["amount"].sum()
        assert seen.customer_id[k] == name
        assert (seen.first[k], seen.last[k], seen.x[k]) == (a_day.index[0], a_day.index[-1], len(a_day) - 1)
        assert np.nan_to_num(seen.spend[k]) == pytest.approx(a_day.iloc[1:].mean() if len(a_day) > 1 else 0.0)
    assert len(seen) == days["customer_id"].nunique()


def test_cdnow_counts(tenth, master):
    for history, customers, repeaters, repeats in ((tenth, 2357, 946, 2457), (master, 23570, 9451, 24337)):
        seen = summarise(history, "1997-09-30")
        assert len(seen) == customers
        assert int((seen.x > 0).sum()) == repeaters
        assert int(seen.x.sum()) == repeats
        assert seen.T.max() == 272 / 7
