"""Prices of items: effects that are true are found, errors are calibrated, and intervals of units on deals hold."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest

from calibration.estimators.item_prices import Answers, Panel, answers, panel, pooled

MEAN, BETWEEN = np.array([-1.0, -2.0, 0.4]), np.array([0.5, 0.6, 0.2])
WEEKS, PER = 52, 15


def drawn(rng: np.random.Generator, categories: int = 30, busy: float = 0.0) -> tuple[Panel, np.ndarray]:
    """Items of categories that differ, and the true effects. ``busy``: how much more often items that sell well are on
    a deal."""
    effects = MEAN + BETWEEN * rng.normal(size=(categories, 3))
    category = np.repeat(np.arange(categories), PER)
    items = len(category)
    level = rng.lognormal(2.0, 0.7, items)
    regular = np.cumsum(rng.normal(0.0, 0.03, (items, WEEKS)) * (rng.random((items, WEEKS)) < 0.1), axis=1)
    chance = np.clip(0.3 * level**busy / np.mean(level**busy), 0.0, 0.9)
    deal = rng.random((items, WEEKS)) < chance[:, None]
    left = np.where(deal, np.log1p(-rng.uniform(0.05, 0.4, (items, WEEKS))), 0.0)
    x = np.stack([regular, left, deal.astype(float)], axis=-1)
    orders = rng.lognormal(0.0, 0.05, WEEKS)
    mean = level[:, None] * np.exp(np.einsum("iwk,ik->iw", x, effects[category])) * orders
    return Panel(rng.poisson(mean).astype(float), x, category, orders), effects


def lines_of(seen: Panel) -> pd.DataFrame:
    """Order lines from which the panel follows; a usual price of 10."""
    item, week = np.nonzero(seen.units)
    units = seen.units[item, week]
    listed = units * 10.0 * np.exp(seen.x[item, week, 0])
    return pd.DataFrame(
        {
            "product_id": item,
            "category": seen.category[item],
            "week": week,
            "quantity": units,
            "amount": listed * np.exp(seen.x[item, week, 1]),
            "list_amount": listed,
            "order_id": np.arange(len(item)),
        }
    )


@pytest.fixture(scope="module")
def company() -> tuple[Panel, np.ndarray]:
    return drawn(np.random.default_rng(3))


def test_what_is_true_is_found(company: tuple[Panel, np.ndarray]) -> None:
    """The mean over categories within 4 standard errors; how much they differ within a third."""
    seen, truth = company
    found = answers(seen)
    assert (np.abs(found.mean - MEAN) < 4.0 * found.mean_sd).all()
    assert found.between == pytest.approx(truth.std(axis=0), rel=0.33)
    assert np.abs(found.effects - truth).mean() < np.abs(MEAN - truth).mean() / 2


def test_lines_of_orders_make_the_panel(company: tuple[Panel, np.ndarray]) -> None:
    """But for weeks in which nothing of an item was sold, whose price nobody sees."""
    seen = company[0]
    made = panel(lines_of(seen))
    kept = np.flatnonzero(seen.units.sum(axis=1) >= 2.0 * WEEKS)
    assert np.array_equal(made.units, seen.units[kept])
    sold = made.units > 0
    assert made.x[sold][:, 1:] == pytest.approx(seen.x[kept][sold][:, 1:], abs=1e-9)


def errors(busy: float, profiled: bool) -> np.ndarray:
    """(estimate - truth) / sd of the pooled effects in 40 panels; without ``profiled``, items are taken for alike."""
    rng, z = np.random.default_rng(8), []
    for _ in range(40):
        seen, _ = drawn(rng, categories=12, busy=busy)
        if not profiled:  # every item a week of one item, so that what items are is left in
            flat = [np.flatnonzero(seen.category == k) for k in np.unique(seen.category)]
            units = np.array([seen.units[rows].ravel() for rows in flat])
            x = np.array([seen.x[rows].reshape(-1, 3) for rows in flat])
            orders = np.tile(seen.orders, PER)
            seen = Panel(units, x, np.arange(len(flat)), orders)
        found = answers(seen)
        z.append((found.mean - MEAN) / found.mean_sd)
    return np.array(z)


def test_pooled_effects_are_calibrated_and_without_item_effects_they_are_not() -> None:
    """The standardised error of a mean of 12 categories is a t of 11 (false alarm 0.1 %). Where items that sell well
    have more deals, taking items for alike reads that as an answer to deals."""
    right, naive = errors(1.0, True), errors(1.0, False)
    for k in range(3):
        assert kstest(right[:, k], "t", args=(11,)).pvalue > 0.001
    assert kstest(naive[:, 2], "norm").pvalue < 1e-9


def test_pooling_is_the_mean_where_nothing_differs() -> None:
    """The closed form: weights by precision, none between where the spread is that of chance."""
    values, sds = np.array([1.0, 1.1, 0.9]), np.array([0.5, 0.5, 1.0])
    weight = 1.0 / sds**2
    mean, sd, between = pooled(values, sds)
    assert (mean, sd, between) == pytest.approx((weight @ values / weight.sum(), weight.sum() ** -0.5, 0.0))
    mean, sd, between = pooled(np.array([-3.0, 3.0]), np.array([1.0, 1.0]))
    assert between**2 == pytest.approx(18.0 - 1.0)


def test_sentences_name_every_effect(company: tuple[Panel, np.ndarray]) -> None:
    found: Answers = answers(company[0])
    told = list(found.sentences())
    assert [line.split(":")[0] for line in told] == ["regular price", "price left by a deal", "being on a deal"]
    assert f"{found.mean[1]:.2f}" in told[1]
