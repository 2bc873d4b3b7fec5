"""Regular intervals: the shape of gaps is found, chance is not taken for regularity, contracts are fitted."""

import numpy as np
import pandas as pd
import pytest

from calibration import renewal
from calibration.fit import fitted
from calibration.history import history
from calibration.learned import rhythm
from calibration.regularity import regularity
from calibration.summary import order_days, summarise


def orders(gap, seed: int, people: int = 400, days: int = 700, leave: float = 0.08) -> pd.DataFrame:
    """Orders of customers acquired over 100 days with gaps ``gap(rng)`` in days, who leave after each by ``leave``."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(people):
        day = float(rng.integers(0, 100))
        rate = rng.gamma(3.0, 1 / 3.0)
        while day < days:
            rows.append((f"c{customer}", int(day)))
            if rng.uniform() < leave:
                break
            day += gap(rng) / rate if gap is not monthly else gap(rng)
    table = pd.DataFrame(rows, columns=["customer_id", "day"])
    moment = np.datetime64("2021-01-01", "s") + 86_400 * table["day"].to_numpy()
    return pd.DataFrame({"customer_id": table["customer_id"], "ordered_at": moment, "amount": 9.9, "currency": "EUR"})


def monthly(rng):
    return 30.0


def of(table: pd.DataFrame):
    return regularity(order_days(table), summarise(table))


@pytest.mark.parametrize("k", [1, 2, 4, 9])
def test_the_shape_of_gaps_is_found(k):
    found = of(orders(lambda rng: rng.gamma(k, 40 / k), seed=k))
    assert found.k == pytest.approx(k, rel=0.12)
    assert found.regular == (k >= 4)
    assert found.contract is None


def test_chance_is_not_called_regular():
    assert not any(of(orders(lambda rng: rng.exponential(30), seed=k, people=100)).regular for k in range(20))


def test_cdnow_is_not_regular(tenth):
    found = regularity(order_days(tenth), summarise(tenth))
    assert found.k == pytest.approx(0.95, abs=0.05)
    assert not found.regular


def test_who_buys_every_day_says_nothing():
    table = orders(lambda rng: 1.0, seed=2, people=100, days=200)
    daily = order_days(table)
    assert regularity(daily, summarise(table)) is None


def test_contracts_are_named_with_their_length_and_how_they_end():
    table = orders(monthly, seed=5, people=3000, leave=0.1)
    found = of(table)
    assert found.exact
    assert found.gap == 30.0
    mean = found.contract["a"] / (found.contract["a"] + found.contract["b"])
    assert mean == pytest.approx(0.1, abs=0.01)  # 3,000 contracts: four standard errors of the share that ends
    said = " ".join(rhythm(found.to_json()))
    for words in ("about every 30 days", "market.need.dropout=renewal", "market.need.renewal_days=30"):
        assert words in said


def test_how_contracts_end_is_found():
    rng = np.random.default_rng(9)
    chance = rng.beta(0.8, 5.0, 6000)
    ended = rng.geometric(chance)
    rows = [
        (f"c{k}", np.datetime64("2021-01-01", "s") + 86_400 * 30 * n)
        for k in range(6000)
        for n in range(min(ended[k], 24))
    ]
    table = pd.DataFrame(rows, columns=["customer_id", "ordered_at"]).assign(amount=1.0, currency="EUR")
    estimate = renewal.fit(summarise(table), 30.0)
    assert (np.abs(np.log(estimate.values / [0.8, 5.0])) < 4 * estimate.standard_errors).all()
    assert estimate.standard_errors.max() < 0.1


def test_the_market_of_a_company_knows_regular_gaps(tmp_path):
    orders(lambda rng: rng.gamma(4, 40 / 4), seed=4).to_csv(tmp_path / "orders.csv", index=False)
    columns = {name: name for name in ("customer_id", "ordered_at", "amount", "currency")}
    profile = {"name": "regular", "orders": {"file": str(tmp_path / "orders.csv"), "columns": columns}}
    past = history(None, profile, "EUR")
    begun, launched = (fitted(past, launch=launch).market["need"]["regularity"] for launch in (False, True))
    assert (begun["value"], begun["label"]) == (4.0, "identified")
    assert begun["interval"][0] < 4.0 < begun["interval"][1]
    assert launched["value"] == 1.0
    assert "The market has it" in " ".join(fitted(past, launch=False).summary())
