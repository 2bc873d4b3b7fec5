"""The figures of discounts by class of customers add up to those of everybody, which are what the measures say."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sixr
from benchmarks.discounts import CLASSES, MEASURES, SOLD, classes, figures, told
from sim.measures.table import figures as measured
from sim.measures.table import measure
from sim.vocabulary import Event
from tests.worlds import lived

CUSTOMERS = 300


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """A plan with 300 customers of before, goods that come back, and a deal; its ledger."""
    folder = tmp_path_factory.mktemp("discounts")
    rng = np.random.default_rng(7)
    orders = 1.0 + rng.poisson(3.0, CUSTOMERS)
    age = rng.uniform(100.0, 400.0, CUSTOMERS)
    columns = {
        "x": orders - 1.0,
        "exposure": age,
        "orders": orders,
        "age": age,
        "recency": np.where(orders > 1, 0.3 * age, age),
        "mean_spend": rng.gamma(4.0, 9.0, CUSTOMERS),
        "spend_orders": orders,
        "segment": [""] * CUSTOMERS,
        "channel": [""] * CUSTOMERS,
    }
    pq.write_table(pa.table(columns), folder / "ours.parquet")
    (folder / "grocer.yaml").write_text(
        "extends: discounts/ii_30x10\nname: grocer\npeople: 3000\ndays: 280\n"
        "market: {size: 3000, start: {customers: ours.parquet}, spend: {return_share: 0.1}}\n"
    )
    return lived(sixr.load(folder / "grocer.yaml"))


def test_classes_are_thirds_of_the_customers_by_their_answer_to_prices(company):
    plan, ledger = company
    which, response = classes(plan, ledger), ledger.people["price_response"]
    assert np.bincount(which[:CUSTOMERS]).tolist() == [0, 100, 100, 100]
    for k in (1, 2):
        assert response[which == k].max() < response[which == k + 1].min()


def test_classes_add_up_to_the_whole_which_is_what_measures_say(company):
    plan, ledger = company
    found = figures(plan, replace(ledger, journal=ledger.journal[np.isin(ledger.journal["kind"], SOLD)]))
    rows = dict(zip(MEASURES, found.T, strict=True))
    whole, table = measured(plan, ledger), measure(plan, ledger).set_index(["measure", "by"])["value"]
    assert ledger.counts[:, :, Event.GOODS_RETURNED].sum() > 10
    for name in ("orders", "revenue"):
        assert rows[name][0] == pytest.approx(rows[name][1:].sum(), rel=1e-12)
        assert rows[name][0] == pytest.approx(whole[name], rel=1e-12)
    assert rows["profit"][0] == pytest.approx(whole["profit"], rel=1e-12)
    assert rows["profit"][1:].sum() == pytest.approx(whole["profit"] + whole["media"], rel=1e-9)
    weekly, size = rows["spend per customer-week"], CUSTOMERS / 3
    assert weekly[0] * CUSTOMERS * plan.days / 7 == pytest.approx(table["existing_revenue", "all"], rel=1e-9)
    assert weekly[1:].sum() * size == pytest.approx(weekly[0] * CUSTOMERS)
    assert rows["retention"][1:].mean() == pytest.approx(rows["retention"][0])
    assert 0.0 < rows["retention"][0] < 1.0


def test_the_table_tells_differences_in_the_same_worlds():
    """Plans that are 10 % above none in every world are told so without any range."""
    none = np.random.default_rng(1).uniform(1.0, 2.0, (1, 5, len(CLASSES), len(MEASURES)))
    lines = list(told(np.concatenate([none, *[1.1 * none] * 5])))
    assert sum(line.count("+10.0 % (+10.0 to +10.0)") for line in lines) == 5 * len(CLASSES) * len(MEASURES)
    assert lines[-1].endswith(", ".join(f"{name} 0.00" for name in MEASURES))
