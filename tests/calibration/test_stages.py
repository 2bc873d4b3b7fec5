"""Regular gaps are seen as what they are, rates that wander included, and chance is not taken for them."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import gamma

from calibration.pareto_nbd import ParetoNBD
from calibration.stages import latest, longer_than, stages

MODEL = ParetoNBD(1.5, 3.0, 0.6, 200.0)
WEEKS = 52


def shop(k: int, seed: int, customers: int = 400, wander: float = 0.0) -> pd.DataFrame:
    """Order days of customers whose gaps are Erlang of ``k`` stages at own rates; the logarithm of each wanders by
    ``wander`` a quarter."""
    rng = np.random.default_rng(seed)
    rows = []
    for one in range(customers):
        rate = rng.gamma(MODEL.r, 1.0 / MODEL.alpha)
        logs = rng.normal(0.0, wander, 4).cumsum() if wander else np.zeros(4)
        time = rng.uniform(0.0, 8.0)
        while time < WEEKS:
            rows.append((f"c{one:04d}", int(7.0 * time)))
            time += rng.gamma(k) / k / (rate * np.exp(logs[int(time // 13)]))
    table = pd.DataFrame(rows, columns=["customer_id", "day"]).drop_duplicates().sort_values(["customer_id", "day"])
    table["day"] = np.datetime64("2024-01-01", "s") + 86_400 * table["day"].to_numpy()
    return table.assign(amount=1.0)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_a_gap_is_longer_with_the_probability_of_its_law(k):
    shape, rate, gap = 2.5, 4.0, 1.7
    exact = quad(lambda mu: gamma(k).sf(mu * gap) * gamma(shape, scale=1.0 / rate).pdf(mu), 0.0, 20.0)[0]
    assert longer_than(np.array([gap]), np.array([shape]), np.array([rate]), k)[0] == pytest.approx(exact, rel=1e-9)


def test_gaps_and_what_is_known_before_them_by_hand():
    who, week = np.array([0, 0, 0, 1, 1]), np.array([-30.0, -14.0, -6.0, -20.0, -2.0])
    found = latest(who, week, 8.0)
    assert found.who.tolist() == [0, 1]
    assert found.length.tolist() == [8.0, 18.0]
    assert found.hidden.tolist() == [1.0, 7.0]
    assert found.most.tolist() == [14.0, 20.0]
    assert found.count == pytest.approx([1.0, 0.0])
    assert found.exposure == pytest.approx([8.0 / np.log(2.0) * (1.0 - 0.5**2), 0.0])


@pytest.mark.parametrize(("k", "wander"), [(2, 0.0), (2, 0.3), (3, 0.0)])
def test_stages_are_found(k, wander):
    found = stages(shop(k, 11, wander=wander), MODEL)
    assert found is not None
    assert found.k == k


def test_poisson_orders_have_one_stage():
    """More where they are better by two standard errors, by chance in .023: 2 of 6 are a false alarm in 100."""
    assert [stages(shop(1, seed), MODEL).k for seed in range(30, 36)].count(1) >= 5


def test_little_says_nothing():
    table = shop(2, 12, customers=40)
    assert stages(table[table["day"] < table["day"].min() + pd.Timedelta(weeks=20)], MODEL) is None
    assert stages(table[table["customer_id"] < "c0003"], MODEL) is None
