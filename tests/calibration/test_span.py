"""The continuous part of a history: gaps, strays, seasons."""

import numpy as np
import pytest

from calibration.span import span

START = np.datetime64("2022-01-03", "D")


def of(*parts):
    day = START + np.concatenate([np.asarray(part, int) for part in parts])
    return span(day, np.full(len(day), day.min()))


def busy(seed: int = 0, start: int = 0, days: int = 500, orders: int = 2000) -> np.ndarray:
    return start + np.concatenate([[0, days - 1], np.random.default_rng(seed).integers(0, days, orders)])


def test_a_history_without_gaps_is_all_there_is():
    found = of(busy())
    assert (found.first, found.last) == (START, START + 499)
    assert found.gaps == ()


@pytest.mark.parametrize("apart", [35, 90, 700, 3000])
def test_a_stray_order_is_not_the_end_of_observation(apart):
    late, early = of(busy(), [499 + apart]), of(busy(), [-apart])
    assert (late.first, late.last) == (START, START + 499)
    assert (early.first, early.last) == (START, START + 499)
    assert early.start == START
    assert [gap.days for gap in (*late.gaps, *early.gaps)] == [apart - 1, apart - 1]


def test_several_strays_on_both_sides():
    found = of([-9000, -300], busy(), [560, 900, 905, 2000])
    assert (found.first, found.last) == (START, START + 499)


def test_the_stretch_with_most_orders_of_its_own_customers_is_taken():
    days = np.concatenate([busy(1), busy(2, start=800, orders=3000)])
    first = np.where(days < 500, 0, np.random.default_rng(3).choice([0, 800], len(days), p=[0.9, 0.1]))
    found = span(START + days, START + first)
    assert (found.first, found.last) == (START, START + 499)  # the later one holds more orders, of older customers
    assert found.holds(START + 900)
    assert not found.holds(START + 600)


def test_a_shop_of_seasons_keeps_them_all():
    found = of(*(busy(year, start=365 * year, days=60, orders=300) for year in range(4)))
    assert found.seasonal
    assert (found.first, found.last) == (START, START + 3 * 365 + 59)
    assert len(found.gaps) == 3


def test_few_orders_and_the_slow_end_of_a_cohort_are_no_gaps():
    rng = np.random.default_rng(7)
    assert of(rng.integers(0, 3650, 30)).gaps == ()
    declining = np.minimum(rng.exponential(120, 3000), 3000)
    assert of(declining).last == START + int(declining.max())


def test_chance_makes_no_gaps():
    """Poisson orders: the chance of a gap in one history is below 1e-4, so none in 300 (false alarm 3 %)."""
    rng = np.random.default_rng(8)
    rates = rng.choice([0.02, 0.1, 0.5, 3.0], 300)
    assert sum(len(of([0], rng.integers(0, 1000, rng.poisson(1000 * rate) + 1)).gaps) for rate in rates) == 0
