"""Rates that drift: what is forgotten, what its law is, and that it is chosen where rates do."""

import numpy as np
import pandas as pd
import pytest

from calibration import drift
from calibration.drift import Drift
from calibration.pareto_nbd import ParetoNBD
from calibration.summary import order_days, summarise

MODEL = ParetoNBD(2.0, 4.0, 0.5, 60.0)


def history_of(rates_of, customers=300, days=364, seed=3):
    """Orders of customers who order each day with probability ``rates_of(rng)`` (float64 [day])."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(customers):
        ordered = np.flatnonzero(rng.random(days) < rates_of(rng))
        rows += [(f"c{i}", np.datetime64("2024-01-01") + int(day), 1.0, "EUR") for day in (0, *ordered[ordered > 0])]
    table = pd.DataFrame(rows, columns=["customer_id", "ordered_at", "amount", "currency"])
    table["ordered_at"] = table["ordered_at"].astype("datetime64[s]")
    return table


def drifting(rng):
    """Each quarter another rate, from one order in a hundred days to one in five."""
    return np.repeat(np.exp(rng.uniform(np.log(0.01), np.log(0.2), 4)), 91)


def steady(rng):
    return np.full(364, np.exp(rng.uniform(np.log(0.01), np.log(0.2))))


def test_what_is_forgotten_is_counted_by_age():
    orders = history_of(steady, customers=20)
    days = order_days(orders)
    seen = summarise(orders, "2024-12-29")
    count, exposure = drift.forgotten(days, seen, 6.0)
    for i in (0, 7, 19):
        own = days[days["customer_id"] == seen.customer_id[i]]["day"].to_numpy("datetime64[D]")
        own = own[(own > seen.first[i]) & (own <= seen.until)]
        ages = (seen.until - own).astype(float) / 7
        assert count[i] == pytest.approx((0.5 ** (ages / 6.0)).sum())
        fine = np.linspace(0, seen.T[i], 200_001)
        assert exposure[i] == pytest.approx(np.trapezoid(0.5 ** (fine / 6.0), fine), rel=1e-6)
    x, T = drift.forgotten(days, seen, np.inf)
    assert (x == seen.x).all()
    assert (T == seen.T).all()


def test_without_drift_the_law_is_that_of_the_model():
    orders = history_of(steady, customers=40)
    days, seen = order_days(orders), summarise(orders, "2024-12-29")
    who = np.arange(len(seen))
    rows = drift.count_probabilities(MODEL, Drift(np.inf, 0.0), days, seen, who, 13.0, 80)
    assert rows == pytest.approx(MODEL.count_probabilities(13.0, seen.x, seen.t_x, seen.T, 80), abs=1e-10)
    means = drift.expected(MODEL, Drift(np.inf, 0.0), days, seen, 13)
    assert means[:, 13] == pytest.approx(MODEL.conditional_orders(13.0, seen.x, seen.t_x, seen.T))
    some = drift.count_probabilities(MODEL, Drift(6.0, 0.1), days, seen, who, 13.0, 200)
    assert some.sum(axis=1) == pytest.approx(1.0, abs=1e-6)
    assert some @ np.arange(201) == pytest.approx(
        drift.expected(MODEL, Drift(6.0, 0.1), days, seen, 13)[:, 13], rel=1e-4
    )


@pytest.mark.parametrize(("rates", "shortest", "longest"), [(drifting, 3.0, 26.0), (steady, 52.0, np.inf)])
def test_the_half_life_is_short_where_rates_drift_and_long_where_they_stay(rates, shortest, longest):
    orders = history_of(rates)
    days, before = order_days(orders), summarise(orders, "2024-09-29")
    after = days[(days["day"] > "2024-09-29") & (days["day"] <= "2024-12-29")]
    came = after["customer_id"].value_counts().reindex(before.customer_id, fill_value=0).to_numpy(np.int64)
    found = drift.chosen(MODEL, days, before, came)
    assert shortest <= found.half_life <= longest
