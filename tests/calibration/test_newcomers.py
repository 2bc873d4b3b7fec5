"""New customers per week: the window, stragglers, and files that begin in the midst of a trade."""

import numpy as np
import pytest

from calibration.newcomers import acquisition
from calibration.summary import Histories, summarise


def acquired(*days: int, until: str = "2025-01-01") -> Histories:
    first = np.datetime64("2024-01-01", "D") + np.array(days)
    none = np.zeros(len(days))
    return Histories(np.array(days, object), first, first, none, none, np.datetime64(until, "D"), "EUR")


def test_weeks_run_from_the_first_to_the_last_acquisition():
    found = acquisition(acquired(*range(0, 28), *range(7, 14)))
    assert found.weeks == 4
    assert found.weekly.tolist() == [7, 14, 7, 7]
    assert found.per_week == 35 / 4
    half = 2.3533634 * 3.5 / 2  # Student's t with 3 degrees of freedom, 95 %; sd 3.5 of 4 weeks
    assert (found.low, found.high) == pytest.approx((8.75 - half, 8.75 + half))


def test_an_incomplete_week_counts_by_its_days():
    found = acquisition(acquired(*range(0, 31)))
    assert found.weeks == pytest.approx(31 / 7)
    assert found.per_week == pytest.approx(7.0)
    assert found.weekly.tolist() == [7, 7, 7, 7]


def test_few_weeks_get_the_interval_of_a_poisson_count():
    found = acquisition(acquired(*range(0, 14), *range(0, 14), until="2024-01-20"))
    assert (found.high - found.low) / 2 == pytest.approx(1.644854 * 28**0.5 / 2)


def test_cdnow_is_won_within_twelve_weeks(master):
    found = acquisition(summarise(master))
    assert found.weeks == 12
    assert found.per_week == pytest.approx(23_570 / 12)
    assert found.weekly.sum() == 23_570
    assert found.low < found.per_week < found.high


def steady(rng: np.random.Generator, per_week: float, weeks: int) -> np.ndarray:
    return rng.integers(0, 7 * weeks, rng.poisson(per_week * weeks))


@pytest.mark.parametrize("apart", [40, 240, 900])
@pytest.mark.parametrize("side", [-1, 1])
def test_a_straggler_moves_nothing(apart, side):
    days = steady(np.random.default_rng(3), 23.5, 26)
    straggler = days.max() + apart if side > 0 else -apart
    alone, beside = acquisition(acquired(*days)), acquisition(acquired(*days, straggler))
    assert (beside.per_week, beside.weeks, beside.low) == (alone.per_week, alone.weeks, alone.low)
    assert (alone.stragglers, beside.stragglers) == (0, 1)
    assert beside.customers == alone.customers + 1


def test_few_who_come_for_a_year_after_are_stragglers_too():
    days = steady(np.random.default_rng(4), 23.5, 26)
    late = 7 * 26 + np.array([60, 120, 200, 290, 360])
    found = acquisition(acquired(*days, *late))
    assert found.stragglers == 5
    assert found.per_week == acquisition(acquired(*days)).per_week
    assert found.stopped


def test_who_comes_rarely_is_no_straggler():
    days = np.random.default_rng(5).integers(0, 3000, 60)
    found = acquisition(acquired(*days, until="2032-06-01"))
    assert found.stragglers == 0
    assert not found.stopped
    assert found.weeks == (days.max() - days.min() + 1) / 7


def orders_of_a_shop(seed: int, per_week: float, opened: int, seen_from: int) -> tuple[np.ndarray, np.ndarray]:
    """First order ever, and first one from ``seen_from`` on, of each customer; days, of which the last is 1,100."""
    rng = np.random.default_rng(seed)
    born = rng.uniform(opened, 1100, rng.poisson(per_week * (1100 - opened) / 7))
    rate, life = rng.gamma(0.6, 1 / 56, len(born)), rng.exponential(1 / rng.gamma(0.7, 1 / 140, len(born)))
    seen = np.full(len(born), np.inf)
    for k, start in enumerate(born):
        stays = min(1100 - start, life[k])
        times = start + np.append(0.0, rng.uniform(0, stays, rng.poisson(rate[k] * stays)))
        seen[k] = min(times[times >= seen_from], default=np.inf)
    known = np.isfinite(seen)
    return born[known], seen[known].astype(int)


@pytest.mark.parametrize("per_week", [8, 25, 80])
@pytest.mark.parametrize("seed", range(3))
def test_a_file_that_begins_in_the_midst_of_a_trade_is_seen(seed, per_week):
    _, seen = orders_of_a_shop(seed, per_week, 0, 600)
    found = acquisition(acquired(*seen, until="2027-01-04"))
    assert not found.identified
    assert found.edge == np.datetime64("2024-01-01") + int(seen.min())
    assert found.at_edge > 0
    edge = len(seen) / ((seen.max() - seen.min() + 1) / 7)  # what the window's edge would say
    assert edge > 1.3 * per_week
    assert abs(found.per_week - per_week) < 0.3 * per_week  # old customers still come back in the weeks behind the edge


def test_a_shop_that_opens_with_its_file_is_not_taken_for_one():
    said = [
        not acquisition(acquired(*orders_of_a_shop(k, 25, 600, 600)[1], until="2027-01-04")).identified
        for k in range(40)
    ]
    assert sum(said) == 0


def test_who_states_the_opening_is_believed():
    _, seen = orders_of_a_shop(1, 25, 0, 600)
    found = acquisition(acquired(*seen, until="2027-01-04"), born=True)
    assert found.identified
    assert found.at_edge == 0
    assert found.per_week == pytest.approx(len(seen) / found.weeks)


def test_customers_who_all_come_on_one_day_are_no_weekly_rate():
    found = acquisition(acquired(*np.zeros(520, int), until="2024-12-29"))
    assert not found.identified
    assert found.weeks == pytest.approx(52)
    assert found.per_week == pytest.approx(10)  # over the whole history, not 3,640 a week


@pytest.mark.parametrize("seed", range(4))
def test_who_come_evenly_and_then_hardly_any_more_are_no_edge(seed):
    """A firm that won customers for half a year and has won one a month since: the rate is that of the half year."""
    rng = np.random.default_rng(seed)
    days = np.concatenate([steady(rng, 20.0, 26), 182 + rng.integers(0, 360, 24)])
    found = acquisition(acquired(*days, until="2025-08-01"))
    assert found.edge is None
    assert found.per_week == pytest.approx(20.0, abs=4.5 * (20.0 / 26) ** 0.5)
    assert found.stragglers == pytest.approx(24, abs=6)
    assert found.stopped


def test_old_customers_seen_first_become_fewer_all_the_time():
    """First orders seen of customers whose weekly rates are Gamma(.7, 7): at the beginning of a file an edge."""
    rng = np.random.default_rng(9)
    rate = rng.gamma(0.7, 1 / 7.0, 1500)
    old = rng.exponential(1 / rate) * 7
    days = np.concatenate([old[old < 700].astype(int), rng.integers(0, 700, 100)])
    found = acquisition(acquired(*days, until="2025-12-01"))
    assert found.edge is not None
    assert not found.identified


@pytest.mark.parametrize(("number", "apart"), [(1, 20), (2, 50), (4, 25), (6, 20), (8, 15), (20, 12)])
def test_a_few_who_come_now_and_then_after_the_others_do_not_stretch_the_window(number, apart):
    """Filtered or refunded first orders make such stragglers; the last week of the others is not a whole one."""
    days = np.concatenate([steady(np.random.default_rng(5), 23.5, 25), 175 + np.arange(4).repeat(3)])
    alone = acquisition(acquired(*days))
    beside = acquisition(acquired(*days, *(200 + apart * np.arange(number))))
    assert (beside.per_week, beside.weeks, beside.last) == (alone.per_week, alone.weeks, alone.last)
    assert beside.stragglers == alone.stragglers + number


def test_newcomers_who_become_fewer_are_all_counted():
    """A rate that falls by a third within the year is no end of acquisition."""
    rng = np.random.default_rng(8)
    days = rng.integers(0, 364, 2000)
    days = days[rng.random(2000) > days / 1092]
    found = acquisition(acquired(*days, until="2024-12-31"))
    assert found.stragglers == 0
    assert found.weeks == pytest.approx(52, abs=0.3)
