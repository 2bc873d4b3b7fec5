"""What `fit` says of a history that leaves something open, and what it takes in its place."""

import numpy as np
import pytest

from calibration.backtest import backtest
from calibration.fit import Fit, fit
from sim.problems import BadInput
from tests.calibration.histories import START, Row, bought, priced, written

NEED = ("order_shape", "order_rate", "dropout_shape", "dropout_rate")
SPEND = ("shape", "customer_shape", "customer_rate")


def shop(seed: int = 1) -> list[Row]:
    """500 customers won over 200 days and seen for 500; rates and lives of a Pareto/NBD."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(500):
        born, rate, life = rng.uniform(0, 200), rng.gamma(0.8, 1 / 42), rng.exponential(1 / rng.gamma(0.7, 1 / 70))
        end = min(500, born + life)
        rows += [(customer, int(day)) for day in [born, *rng.uniform(born, end, rng.poisson(rate * (end - born)))]]
    rows[0] = (0, 0)
    return priced(rng, iter([*rows, (1, 499)]))


def values(found: Fit) -> list[float]:
    need, spend = found.market["need"], found.market["spend"]
    return [*(need[name]["value"] for name in NEED), *(spend[name]["value"] for name in SPEND)]


def said(found: Fit) -> str:
    return " ".join(found.summary())


@pytest.fixture(scope="module")
def control(tmp_path_factory):
    return fit(profile=written(tmp_path_factory.mktemp("control"), shop()))


def test_the_control_is_identified(control):
    assert all(control.market["need"][name]["label"] == "identified" for name in NEED)
    assert all(control.market["spend"][name]["label"] == "identified" for name in SPEND)
    assert control.history["continuous"]["gaps"] == []


@pytest.mark.parametrize("day", [545, 760, 1300])
def test_a_stray_late_order_changes_nothing_and_is_said(control, day, tmp_path):
    found = fit(profile=written(tmp_path, [*shop(), ("c3", day, 30.0)]))
    assert values(found) == values(control)
    assert found.history["until"] == control.history["until"]
    assert found.history["rows_after_until"] == 1
    assert f"Gap: no orders from {START + 500} to {START + day - 1} ({day - 500} days)" in said(found)
    assert "Left out: 1 row behind the gap" in said(found)


@pytest.mark.parametrize("day", [-60, -500, -5000])
def test_a_stray_early_order_changes_nothing_and_is_said(control, day, tmp_path):
    found = fit(profile=written(tmp_path, [*shop(), ("c3", day, 30.0)]))
    assert values(found) == values(control)
    assert found.history["from"] == control.history["from"]
    assert found.history["rows_before"] == 1
    assert "Left out: 1 row of 1 customer who ordered before" in said(found)


def test_a_late_newcomer_does_not_stretch_the_window(control, tmp_path):
    found = fit(profile=written(tmp_path, [*shop(), ("late", 440, 30.0)]))
    assert found.history["acquisition"]["per_week"] == control.history["acquisition"]["per_week"]
    assert "1 who came before or after that" in said(found)
    assert "Acquisition stopped" in said(found)


@pytest.mark.parametrize(
    ("until", "weeks", "fix"),
    [
        (START + 600, 4, "there are no orders from"),  # the window begins in the gap
        (START + 450, 26, "take an earlier --until, by"),  # it ends in it
        (START + 490, 60, "take an earlier --until, by"),  # it spans it
    ],
)
def test_a_backtest_in_a_gap_or_beyond_it_is_refused(until, weeks, fix, tmp_path):
    profile = written(tmp_path, [*shop(), ("c3", 900, 30.0)])
    with pytest.raises(BadInput) as caught:
        backtest(profile=profile, until=str(until), weeks=weeks)
    assert str(START + 499) in str(caught.value)
    assert fix in str(caught.value)


def test_the_default_backtest_ends_with_the_continuous_history(tmp_path):
    found = backtest(profile=written(tmp_path, [*shop(), ("c3", 900, 30.0)]), weeks=13)
    assert found.until == str(START + 499 - 91)


def test_a_month_that_is_missing_is_said_and_not_forecast(tmp_path):
    rows = [row for row in shop() if not 300 <= row[1] < 345]
    profile = written(tmp_path, rows)
    assert f"Gap: no orders from {START + 300} to {START + 344}" in said(fit(profile=profile))
    with pytest.raises(BadInput, match=rf"by {START + 299 - 91}, or one from {START + 344} to"):
        backtest(profile=profile, until=str(START + 280), weeks=13)


def test_a_long_gap_divides_the_history(control, tmp_path):
    rows = [(who, day + 300 * (day >= 400), amount) for who, day, amount in shop()]
    found = fit(profile=written(tmp_path, rows))
    assert found.history["until"] == str(START + 399)
    assert found.history["rows_after_until"] == sum(day >= 400 for _, day, _ in rows)
    assert "state --until" in said(found)
    whole = fit(profile=tmp_path / "shop.yaml", until=str(START + 799))
    assert all(whole.market["need"][name]["label"] != "identified" for name in NEED)


def test_nobody_leaves(tmp_path):
    rng = np.random.default_rng(2)
    rows = priced(rng, bought(rng, people=300, r=1.5, alpha=3.0, life=np.inf))
    found = fit(profile=written(tmp_path, rows))
    need = found.market["need"]
    assert {need["dropout_shape"]["label"], need["dropout_rate"]["label"]} <= {"bounded", "assumed"}
    assert need["order_shape"]["label"] == "identified"
    assert 1e-5 < need["dropout_shape"]["value"] / need["dropout_rate"]["value"] < 0.01
    for words in ("Not identified: drop-out", "Nobody has visibly left", "A longer history would tell"):
        assert words in said(found)


def test_counts_without_amounts(tmp_path):
    found = fit(profile=written(tmp_path, [(who, day, 1.0) for who, day, _ in shop()]))
    assert found.market["spend"]["variation"] == "none"
    assert all(found.market["spend"][name]["label"] != "identified" for name in SPEND)
    assert len(found.correlations) == 1
    assert "Not identified: how amounts vary" in said(found)


def test_free_orders_are_in_the_mean(tmp_path):
    rng = np.random.default_rng(3)
    rows = [(who, day, 0.0 if rng.uniform() < 0.4 else amount) for who, day, amount in shop()]
    found = fit(profile=written(tmp_path, rows))
    spend = [found.market["spend"][name] for name in SPEND]
    p, q, gamma = (one["value"] for one in spend)
    by_day: dict[tuple[str, int], float] = {}
    for who, day, amount in rows:
        by_day[who, day] = by_day.get((who, day), 0.0) + amount
    assert p * gamma / (q - 1) == pytest.approx(np.mean(list(by_day.values())), rel=1e-4)
    assert {one["label"] for one in spend} == {"bounded"}
    assert "of the orders cost nothing" in said(found)


def test_payments_by_the_month(tmp_path):
    rng = np.random.default_rng(4)
    rows = [
        (f"c{k}", born + 30 * n, float(rng.gamma(5, 8)))
        for k in range(300)
        for born in [int(rng.integers(0, 120))]
        for n in range(int(rng.geometric(0.08)))
        if born + 30 * n < 540
    ]
    profile = written(tmp_path, rows)
    for lines in (said(fit(profile=profile)), " ".join(backtest(profile=profile, weeks=26).summary())):
        assert "regular intervals: about every 30 days" in lines
        assert "--set market.need.dropout=renewal --set market.need.renewal_days=30" in lines


def test_a_file_that_begins_in_the_midst_of_a_trade(tmp_path):
    rng = np.random.default_rng(5)
    rows = priced(rng, bought(rng, people=3000, days=1000, acquired=1000, life=120.0))
    profile = written(tmp_path, [(who, day - 500, amount) for who, day, amount in rows if day >= 500])
    found = fit(profile=profile)
    gained = found.history["acquisition"]
    assert gained["label"] == "bounded"
    assert all(found.market["need"][name]["label"] != "identified" for name in NEED)
    assert f"acquired_from: {gained['from']}" in said(found)
    assert gained["per_week"] == pytest.approx(21, rel=0.25)
    with profile.open("a") as file:
        file.write(f"acquired_from: {gained['from']}\n")
    again = fit(profile=profile)
    assert again.history["acquisition"]["label"] == "identified"
    assert again.history["rows_of_earlier_customers"] > 0
    assert again.market["need"]["order_shape"]["label"] == "identified"


def test_months_are_no_regular_intervals(tmp_path):
    """Every order written as the first of its month: what it says of times is said, and nobody is called regular."""
    begin = np.datetime64(START, "D")
    first = {day: (begin + day).astype("datetime64[M]").astype("datetime64[D]") - begin for _, day, _ in shop()}
    months = [(customer, int(first[day].astype(int)), money) for customer, day, money in shop()]
    found = fit(profile=written(tmp_path, months))
    assert found.history["regularity"] is None
    assert "the file tells months, not days" in said(found)
    assert found.market["need"]["order_shape"]["label"] == "bounded"


def test_a_row_that_adds_up_all_others_is_no_order(control, tmp_path):
    rows = shop()
    total = sum(money for _, _, money in rows)
    found = fit(profile=written(tmp_path, [*rows, ("Total", 499, total)]))
    assert values(found) == values(control)
    assert f"sum of the rows above (line {len(rows) + 2:,}" in said(found)
    with pytest.raises(BadInput, match="50% of all money in one order"):
        fit(profile=written(tmp_path, [*rows, ("everybody", 499, total)]))
