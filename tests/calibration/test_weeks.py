"""Tables as whole weeks: rows of a day, a week or a month, pauses, credit, gaps of the file."""

import numpy as np
import pandas as pd
import pytest

from calibration.estimators.weeks import by_day, spans, weeks_of
from calibration.newcomers import acquisition
from calibration.summary import summarise

FIRST = np.datetime64("2024-01-01")


def spend(every: str, number: int, paid: float = 70.0) -> pd.DataFrame:
    dates = pd.date_range("2024-01-01", periods=number, freq=every)
    return pd.DataFrame({"date": dates, "channel": "search", "spend": paid})


@pytest.mark.parametrize(("every", "number", "days"), [("D", 140, 140), ("7D", 20, 140), ("MS", 6, 182)])
def test_money_is_spread_over_the_days_for_which_a_row_stands(every: str, number: int, days: int) -> None:
    table = spend(every, number)
    daily = by_day(table, ("search",), FIRST, days, "spend")
    assert daily.sum() == pytest.approx(table["spend"].sum(), rel=0.01)
    assert (daily > 0).all()


def test_a_pause_is_no_spend() -> None:
    assert list(spans(np.array([0, 7, 14, 70, 77]))) == [7, 7, 7, 7, 7]
    assert list(spans(np.array([0, 31, 60, 91]))) == [31, 29, 31, 31]
    assert list(spans(np.array([3]))) == [1]


def test_what_was_spent_before_does_not_count() -> None:
    daily = by_day(spend("D", 140), ("search",), FIRST + 70, 70, "spend")
    assert daily.sum() == pytest.approx(70 * 70.0)


def orders(weeks: int, a_week: int) -> pd.DataFrame:
    """So many new customers every week, each with a second order a week later."""
    when = [FIRST + 7 * week + k % 7 for week in range(weeks) for k in range(a_week)]
    ids = [f"c{n}" for n in range(len(when))]
    first = pd.DataFrame({"customer_id": ids, "ordered_at": np.array(when), "amount": 10.0, "currency": "USD"})
    again = first.assign(ordered_at=first["ordered_at"] + pd.Timedelta(days=7))
    return pd.concat([first, again[again["ordered_at"] <= pd.Timestamp(FIRST + 7 * weeks - 1)]])


def test_first_orders_are_counted_by_whom_the_table_credits() -> None:
    seen = summarise(orders(30, 14))
    channel = np.array(["Search", "organic", "referral", None, "newspaper"], object)[np.arange(len(seen)) % 5]
    customers = pd.DataFrame({"customer_id": seen.customer_id, "channel": channel, "referrer_id": ""})
    customers.loc[1, ["channel", "referrer_id"]] = ["organic", "c7"]
    found = weeks_of(spend("D", 210), customers, seen, acquisition(seen, born=True), ("search",))
    assert found is not None
    assert len(found.total) == 30
    assert (found.total + found.referred == 14).all()
    assert found.referred.sum() == 84 + 1
    assert found.credited.sum(axis=1).tolist() == [2 * 84 - 1, 84]  # organic and the newspaper; the search
    assert (found.total >= found.credited.sum(axis=0)).all()
    assert found.shown is None
    assert found.weekly_spend[0].tolist() == pytest.approx([490.0] * 30)


def test_a_week_without_anybody_among_busy_ones_is_a_gap() -> None:
    table = orders(30, 14)
    week = (table["ordered_at"].to_numpy("datetime64[D]") - FIRST).astype(int) // 7
    first = table.groupby("customer_id")["ordered_at"].transform("min").to_numpy("datetime64[D]")
    table = table[((first - FIRST).astype(int) // 7 != 12) & (week != 12)]
    seen = summarise(table)
    found = weeks_of(spend("D", 210), None, seen, acquisition(seen, born=True), ("search",))
    assert found is not None
    assert np.flatnonzero(~found.used).tolist() == [12]
    assert found.credited.sum() == 0.0
