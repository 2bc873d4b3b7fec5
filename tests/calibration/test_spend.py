"""What an order is worth: the mean is that of the orders, whatever the amounts are like."""

import numpy as np
import pandas as pd
import pytest

from calibration import gamma_gamma
from calibration.gamma_gamma import GammaGamma
from calibration.spend import mean_interval, spend
from sim.problems import BadInput

PLAIN = GammaGamma(6.25, 3.744, 15.44)


def days(amount, customers: int = 200, per_customer: int = 5, seed: int = 1) -> pd.DataFrame:
    """Order days of customers; ``amount(rng, level)`` draws one, ``level`` being inverse gamma with mean 40, q = 5."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"c{k}", np.datetime64("2024-01-01", "s") + 86_400 * 7 * n, amount(rng, level))
        for k in range(customers)
        for level in [160 / rng.gamma(5.0)]
        for n in range(per_customer)
    ]
    return pd.DataFrame(rows, columns=["customer_id", "day", "amount"])


def paid(rng, level):
    return level * rng.gamma(4.0, size=np.shape(level)) / 4.0


def found(table: pd.DataFrame):
    return spend(table, "orders.csv", "EUR", PLAIN)


def test_amounts_that_say_it_are_gamma_gamma():
    result = found(days(paid, customers=2000))
    assert result.kind == "gamma-gamma"
    assert result.estimate.settled
    assert (np.abs(np.log(result.estimate.values / [4.0, 5.0, 40.0])) < 4 * result.estimate.standard_errors).all()


@pytest.mark.parametrize("share", [0.05, 0.4, 0.9])
def test_free_orders_count_in_the_mean_and_in_the_variance(share):
    table = days(lambda rng, level: 0.0 if rng.uniform() < share else paid(rng, level), customers=2000)
    result = found(table)
    assert result.kind == "held"
    assert result.free == pytest.approx(share, abs=0.02)
    assert result.model.mean() == pytest.approx(table["amount"].mean(), rel=1e-12)
    low, high = mean_interval(result)
    assert low < result.model.gamma < high
    # of a customer: E[a^2] / E[a]^2 = (1 + 1/p) / (1 - f) with p = 4 of what is paid
    assert 1 + 1 / result.model.p == pytest.approx(1.25 / (1 - share), rel=0.05)


def test_one_amount_in_nearly_every_order_has_no_variation():
    for amount in (1.0, 9.99, 49_000.0):
        table = days(lambda rng, level, a=amount: a * rng.choice([1, 1, 1, 1, 1, 1, 1, 1, 1, 2]))
        result = found(table)
        assert result.kind == "none"
        assert result.estimate is None
        assert result.model.mean() == pytest.approx(table["amount"].mean())


def test_a_tail_without_a_mean_is_cut_and_the_mean_kept():
    rng = np.random.default_rng(2)
    level = (1 - (np.arange(400) + 0.5) / 400) ** (-1 / 0.7)  # Pareto of exponent 0.7, without a mean
    table = days(paid, customers=400)
    table["amount"] = level[table["customer_id"].str[1:].astype(int)] * rng.gamma(4.0, 0.25, len(table))
    result = found(table)
    assert result.kind == "held"
    assert result.model.q == 2.0
    assert result.model.mean() == pytest.approx(table["amount"].mean())
    assert "tail" in result.why[0]


def test_the_mean_covers_the_truth_as_often_as_it_says(monkeypatch):
    """Free orders at random, 100 shops: 90 % intervals of the mean order; below 81 of 100 has probability 0.003.

    The interval knows nothing of the shapes, so they are fitted once.
    """
    covered = 0
    shapes = gamma_gamma.fit_means([2.0, 3.0, 2.0, 5.0], [30.0, 40.0, 55.0, 20.0])
    monkeypatch.setattr(gamma_gamma, "fit_means", lambda x, means: shapes)
    for seed in range(100):
        rng, who = np.random.default_rng(seed), np.repeat(np.arange(150), 5)
        amount = np.where(rng.random(750) < 0.3, 0.0, paid(rng, (160 / rng.gamma(5.0, size=150))[who]))
        day = np.tile(np.datetime64("2024-01-01", "s") + 86_400 * 7 * np.arange(5), 150)
        result = found(pd.DataFrame({"customer_id": who, "day": day, "amount": amount}))
        ratio = 0.7 * 40 / result.mean
        low, high = (end / result.model.gamma for end in mean_interval(result))
        covered += low < ratio < high
    assert 81 <= covered <= 97


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (lambda rng, level: 0.0, "0 in every order.*holds 1 in every row"),
        (lambda rng, level: 1e-5 * level, "mean order of .*thousandths"),
        (lambda rng, level: 1e9 * level, "mean order of .*such as thousands"),
    ],
)
def test_amounts_that_a_market_cannot_have_are_refused(amount, said):
    with pytest.raises(BadInput, match=said):
        found(days(amount))


def test_an_order_that_holds_most_of_the_money_is_named():
    table = days(paid)
    table.loc[17, "amount"] = 1e7
    with pytest.raises(BadInput, match=r"in one order: 10,000,000.00 EUR on 2024-01-15, customer c3.*correct"):
        found(table)
