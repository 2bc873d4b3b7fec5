"""Forecasts of totals: their parts by formula and by simulation, what they learn from, how they hold on CDNOW."""

import math

import numpy as np
import pytest

import sixr
from calibration.history import history
from calibration.pareto_nbd import ParetoNBD
from calibration.rolling import interval_score, rolling
from calibration.summary import order_days
from calibration.totals import Past, Standing, Total, chance_variance, constants, roughness, standing, total_of
from sim.problems import BadInput


@pytest.fixture(scope="module")
def cdnow() -> Standing:
    past = history("cdnow-tenth", None, "USD")
    seen = past.up_to("1997-12-30")
    return standing(order_days(past.orders), seen)


def test_the_variance_of_chance_is_that_of_simulated_customers():
    """Rate and lifetime are drawn from their laws. |z| beyond 4.5 comes by chance in 1 of 100,000."""
    model = ParetoNBD(0.6, 9.0, 0.5, 12.0)
    rows = (np.array([3.0, 0.0]), np.array([20.0, 0.0]), np.array([30.0, 8.0]))
    rng = np.random.default_rng(5)
    n, weeks = 400_000, 26.0
    for at in range(2):
        row = [one[at : at + 1] for one in rows]
        x, _, T = (float(one[0]) for one in row)
        rate = rng.gamma(model.r + x, 1.0 / (model.alpha + T), n)
        life = rng.exponential(1.0, n) / rng.gamma(model.s, 1.0 / (model.beta + T), n)
        alive = rng.random(n) < float(model.p_alive(*row)[0])
        orders = np.where(alive, rng.poisson(rate * np.minimum(life, weeks)), 0)
        found, expected = orders.var(), chance_variance(model, row, np.ones(1), weeks)
        error = np.sqrt(np.var((orders - orders.mean()) ** 2) / n)
        assert abs(found - expected) / error < 4.5


def test_the_middle_is_the_models_moved_by_half_of_the_latest_level(cdnow):
    total = total_of(cdnow, 26)
    x, t_x, T, n = cdnow.seen.grouped()
    plain = float(n @ cdnow.model.conditional_orders(26.0, x, t_x, T))
    level = math.log((cdnow.actual[-13:].sum() + 0.5) / (cdnow.expected[-13:].sum() + 0.5))
    assert total.middle == pytest.approx(plain * math.exp(0.5 * level))
    assert total.weekly.sum() == pytest.approx(total.middle)
    assert total.freedom == math.inf


def test_a_longer_forecast_is_less_sure_and_a_short_history_less_sure_of_the_season(cdnow):
    parts = [total_of(cdnow, weeks).parts for weeks in (13, 26, 52)]
    assert [one["drift"] for one in parts] == pytest.approx([roughness(cdnow) * 0.45**2 * h for h in (0.5, 1.0, 2.0)])
    assert parts[0]["season"] > 0  # 52 weeks of history at the end of 1997: a week is missing
    assert all(one["level"] == pytest.approx(roughness(cdnow) * 0.45**2) for one in parts)


def test_earlier_errors_move_and_scale_the_interval(cdnow):
    plain = total_of(cdnow, 26)
    good = total_of(cdnow, 26, [Past(0.0, 26)] * 6)
    high = total_of(cdnow, 26, [Past(2.0, 26)] * 6)
    assert good.middle == pytest.approx(plain.middle)
    assert good.spread < plain.spread
    assert high.middle > plain.middle
    assert good.freedom == pytest.approx(constants()["freedom"] + (5 * 4 + 26) / 26)
    bad = total_of(cdnow, 26, [Past(z, 26) for z in (-3.0, 3.0, -3.0, 3.0)])
    assert bad.spread > plain.spread


def test_intervals_are_those_of_the_law():
    total = Total(np.ones(2), math.log(100.0), 0.1, math.inf, {})
    low, high = total.interval(0.9)
    assert (low, high) == pytest.approx((100 * math.exp(-0.1644854), 100 * math.exp(0.1644854)))
    student = Total(np.ones(2), math.log(100.0), 0.1, 4.0, {})
    assert student.interval(0.9)[1] == pytest.approx(100 * math.exp(0.1 * 2.131847), rel=1e-6)
    assert total.z(100 * math.exp(0.2)) == pytest.approx(2.0)
    assert interval_score(90.0, 110.0, 100.0, 0.9) == 20.0
    assert interval_score(90.0, 110.0, 112.0, 0.9) == pytest.approx(60.0)


def test_rolling_forecasts_look_at_nothing_that_comes_later():
    """A forecast from a day is the same whether or not the days after its weeks are in the file."""
    past = history("cdnow-tenth", None, "USD")
    days = order_days(past.orders)
    seen = past.up_to("1997-09-30")
    whole = total_of(standing(days, seen), 13)
    cut = total_of(standing(days[days["day"] <= seen.until], seen), 13)
    assert whole.middle == cut.middle
    assert whole.spread == cut.spread


def test_on_cdnow_intervals_hold_where_the_plain_models_do_not():
    found = rolling("cdnow-tenth", origins=3, horizons=(13, 39))
    assert len(found.table) == 6
    assert (found.table["actual"] > 0).all()
    assert found.coverage()[90] >= 5 / 6
    assert found.score_ratio < 1.0
    assert found.to_json()["coverage"]["13"].keys() == {50, 80, 90}
    assert len(found.summary()) == 6 + 3


def test_what_cannot_be_asked_is_refused():
    for origins in (0, 201, True, 2.5):
        with pytest.raises(BadInput, match="origins"):
            rolling("cdnow-tenth", origins=origins)
    with pytest.raises(BadInput, match="weeks to look at"):
        sixr.rolling("cdnow-tenth", weeks=(400,))
