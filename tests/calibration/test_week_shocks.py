"""Week shocks: known ones are found, and chance alone is not taken for them."""

import numpy as np
import pandas as pd
import pytest

from calibration.pareto_nbd import fit
from calibration.summary import order_days, summarise
from calibration.tracking import expected_weekly_orders, weekly_orders
from calibration.week_shocks import week_shocks


def shop(people: int, weeks: int, sd: float, seed: int) -> pd.DataFrame:
    """Orders of customers who began in the first week and never drop out, under week shocks."""
    rng = np.random.default_rng(seed)
    shock = np.repeat(np.exp(rng.normal(0, sd, weeks) - sd**2 / 2), 7) / 7
    rate = rng.gamma(1.0, 0.25, people)
    counts = rng.poisson(np.outer(rate, shock))
    who, day = np.nonzero(counts)
    start = rng.integers(0, 7, people)
    later = day > start[who]
    who, day = np.concatenate([np.arange(people), who[later]]), np.concatenate([start, day[later]])
    moments = np.datetime64("2023-01-02", "D") + day
    return pd.DataFrame(
        {"customer_id": who, "ordered_at": moments.astype("datetime64[s]"), "amount": 10.0, "currency": "EUR"}
    )


def fitted(orders: pd.DataFrame):
    """Days, histories of 53 weeks (shocks and weeks coincide) and the model fitted to them."""
    days, seen = order_days(orders), summarise(orders, "2024-01-07")
    return days[days["day"] <= "2024-01-07"], seen, fit(seen)[0]


def estimate(days, seen, model, memory: float = 0.0):
    return week_shocks(days, seen, model, memory)


@pytest.fixture(scope="module")
def shaken():
    return fitted(shop(3000, 53, 0.20, seed=1))


def test_known_shocks_are_found(shaken):
    found = estimate(*shaken)
    assert found.low < 0.20 < found.high
    assert found.sd == pytest.approx(0.20, rel=0.25)
    assert found.poisson_sd < 0.06


def test_chance_alone_is_no_shock():
    found = estimate(*fitted(shop(3000, 53, 0.0, seed=2)))
    assert found.low < 0.02
    assert found.sd < 0.03


def test_memory_widens_the_interval(shaken):
    free, kept = estimate(*shaken), estimate(*shaken, memory=0.5)
    assert kept.sd == free.sd
    assert kept.low < free.low
    assert kept.high > free.high


def test_too_little_data_says_nothing():
    assert estimate(*fitted(shop(40, 53, 0.2, seed=3))) is None


def test_cdnow_weeks_vary_by_about_a_fifth(tenth, master, tenth_fit, master_fit):
    for history, (model, _) in ((tenth, tenth_fit), (master, master_fit)):
        days, seen = order_days(history), summarise(history, "1997-09-30")
        found = week_shocks(days[days["day"] <= "1997-09-30"], seen, model, 0.5)
        assert 0.15 < found.sd < 0.25
        assert found.low < found.sd < found.high


def test_weeks_are_counted_from_the_end_of_the_window(tenth):
    days, seen = order_days(tenth), summarise(tenth, "1997-09-30")
    assert weekly_orders(days, seen, 0, 39).sum() == 1882
    assert weekly_orders(days, seen, -39, 0).sum() == seen.x.sum()
    assert weekly_orders(days, seen, -8, 0).mean() == 53.125


def test_expected_weeks_add_up_to_expected_orders(tenth, tenth_fit):
    seen = summarise(tenth, "1997-09-30")
    model, _ = tenth_fit
    expected = expected_weekly_orders(model, seen, -39, 0)
    assert expected.sum() == pytest.approx(model.expected_orders(seen.T).sum())
    assert expected_weekly_orders(model, seen, -40, -39) == pytest.approx([0.0])
