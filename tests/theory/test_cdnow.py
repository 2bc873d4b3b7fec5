"""The market fitted to the CDNOW history, simulated: against its closed form and against what customers did."""

import numpy as np
import pandas as pd
import pytest

from calibration.fit import fit
from calibration.samples import sample
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine
from sim.closed_forms.buying import pareto_nbd_mean
from sim.quantities import Observed, quantities
from sim.vocabulary import Event

UNTIL = "1997-09-30"


@pytest.fixture(scope="module")
def market(tmp_path_factory):
    file = tmp_path_factory.mktemp("market") / "cdnow.yaml"
    fit("cdnow", until=UNTIL).write(file)
    return file


def test_repeat_orders_of_the_fitted_market_follow_its_pareto_nbd(market):
    scenario = load("verification/repeat", market=market, overrides=("people=20000",))
    tables = []
    for r in range(6):
        plan = lower(scenario, r)
        tables.append(quantities(Observed(plan, engine.run(plan, journal=True))))
    table = pd.concat(tables)
    table["z"] = (table["estimate"] - table["expected"]) / table["standard_error"]
    assert table["z"].abs().max() < 4.5
    # pooled over worlds: independent standard normals at each age
    assert (table.groupby("at")["z"].sum().abs() / np.sqrt(6) < 4.5).all()


def test_weekly_repeat_orders_are_as_close_to_history_as_the_formula(market):
    orders = sample("cdnow")
    days = pd.to_datetime(orders["ordered_at"]).dt.normalize()
    bought = pd.DataFrame({"customer": orders["customer_id"], "day": days}).drop_duplicates()
    first = bought.groupby("customer")["day"].min()
    start = first.min()
    entered = (first - start).dt.days.to_numpy()
    again = bought[bought["day"] > bought["customer"].map(first)]
    real = np.bincount((again["day"] - start).dt.days // 7, minlength=78)[:78]

    fixed = load("verification/repeat", market=market).market.need
    held = [
        f"market.need.{n}={getattr(fixed, n).value}"
        for n in ("order_shape", "order_rate", "dropout_shape", "dropout_rate")
    ]
    scenario = load("verification/repeat", market=market, overrides=("people=200000", "days=560", *held))
    plan = lower(scenario, 0)
    journal = engine.run(plan, journal=True).journal
    ages = journal["time"][journal["kind"] == Event.ORDERED]
    simulated = weekly(entered, np.bincount(ages.astype(int), minlength=560) / plan.people)
    need = (fixed.order_shape, fixed.order_rate, fixed.dropout_shape, fixed.dropout_rate)
    formula = weekly(entered, np.diff(pareto_nbd_mean(np.arange(561) / 7, *(p.value for p in need))))

    real = real[39:]
    error = {name: np.abs(line[39:] - real).sum() / real.sum() for name, line in (("s", simulated), ("f", formula))}
    assert error["s"] == pytest.approx(error["f"], abs=0.01)
    assert error["s"] < 0.17
    # about 150,000 orders of 200,000 customers: standard error 0.5 %
    assert simulated[39:].sum() == pytest.approx(formula[39:].sum(), rel=0.0225)


def weekly(entered: np.ndarray, by_age: np.ndarray) -> np.ndarray:
    """Repeat orders in each of 78 weeks of customers who ``entered`` on these days, from those by age in days."""
    daily = np.convolve(np.bincount(entered), by_age)[: 78 * 7]
    return daily.reshape(78, 7).sum(axis=1)
