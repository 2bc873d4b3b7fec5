"""The firm's own customers at time 0: the file and its faults, its place in a scenario, and who stands for all."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scenarios.beside.known_customers import known_customers, simulated
from scenarios.files.loading import load, load_market
from scenarios.lowering.lower import lower
from scenarios.tree.writing import written
from sim import engine
from sim.measures import measure
from sim.problems import BadInput
from sim.tables import MEASURES
from tests.worlds import lived

PLACE = "market.start.customers"


def customers(count=40, **columns):
    """So many customers who order every four weeks in the mean, the later the fewer times."""
    orders = 1 + np.arange(count) % 5
    age = 30.0 + 10.0 * np.arange(count)
    table = {
        "x": orders - 1.0,
        "exposure": age,
        "orders": orders,
        "age": age,
        "recency": np.where(orders > 1, 20.0, age),
        "mean_spend": 20.0 + orders,
        "spend_orders": orders,
        "segment": ["value seekers", ""] * (count // 2),
        "channel": ["search", "social", None, ""] * (count // 4),
    }
    return table | columns


def parquet(path, **columns):
    pq.write_table(pa.table(customers(**columns)), path)
    return path


def scenario(folder, more=None, **top):
    start = {"start": {"customers": "ours.parquet"}}
    tree = {"schema": 1, "name": "warm", "extends": "base", "people": 400, "days": 60, **top}
    path = folder / "warm.yaml"
    path.write_text(written(tree | {"market": {"size": 4000, **start, **(more or {})}}), "utf-8")
    return path


def changed(column, row, value):
    values = np.array(customers()[column], float)
    values[row] = value
    return {column: values}


FAULTS = {
    "more repeat orders than orders": (changed("x", 2, 3.0), "x", "3. Allowed: repeat orders from 0 to orders - 1"),
    "none": (changed("exposure", 2, np.nan), "exposure", "nothing"),
    "half an order": (changed("orders", 2, 2.5), "orders", "2.5"),
    "born tomorrow": (changed("age", 2, -1.0), "age", "-1"),
    "an order before the first": (changed("recency", 2, 60.0), "recency", "60"),
    "once, but lately": (changed("recency", 5, 3.0), "recency", "age itself after one order"),
    "a refund": (changed("mean_spend", 2, -4.0), "mean_spend", "-4"),
    "infinite": (changed("mean_spend", 2, np.inf), "mean_spend", "inf"),
    "amounts of no order": (changed("spend_orders", 2, 9.0), "spend_orders", "9"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_row_that_cannot_be_is_named(tmp_path, name):
    columns, column, words = FAULTS[name]
    parquet(tmp_path / "ours.parquet", **columns)
    with pytest.raises(BadInput) as refused:
        load(scenario(tmp_path))
    assert any(problem.path == column and words in str(problem) for problem in refused.value.problems)
    assert {problem.line for problem in refused.value.problems} <= {3, 6}


def test_what_does_not_fit_the_market_is_said(tmp_path):
    parquet(tmp_path / "ours.parquet", segment=["nobles"] * 40, channel=["posters"] * 40)
    with pytest.raises(BadInput) as refused:
        load(scenario(tmp_path))
    said = str(refused.value)
    assert all(word in said for word in ("nobles", "value seekers", "posters"))
    parquet(tmp_path / "ours.parquet")
    with pytest.raises(BadInput, match=r"40 customers in a market of 30 people.*state a larger market\.size"):
        load(scenario(tmp_path, {"size": 30}, people=30))
    with pytest.raises(BadInput, match="simulate at least 250,000 people"):
        load(scenario(tmp_path, {"size": 10_000_000}))


@pytest.mark.parametrize("content", [b"", b"x,orders\n1,2\n", b"PAR1 and no more"])
def test_a_file_that_is_no_table_is_refused(tmp_path, content):
    (tmp_path / "ours.parquet").write_bytes(content)
    with pytest.raises(BadInput):
        load(scenario(tmp_path))


def test_a_missing_file_and_a_missing_column_are_named(tmp_path):
    with pytest.raises(BadInput, match=r"unreadable.*leave market\.start\.customers out"):
        load(scenario(tmp_path))
    table = customers()
    del table["recency"]
    pq.write_table(pa.table(table), tmp_path / "ours.parquet")
    with pytest.raises(BadInput, match="no column recency"):
        load(scenario(tmp_path))


def test_the_file_is_found_from_any_folder_and_its_content_counts(tmp_path, monkeypatch):
    parquet(tmp_path / "ours.parquet")
    here = load(scenario(tmp_path))
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    (tmp_path / "other" / "again.yaml").write_text(here.to_yaml(), "utf-8")
    again = load("again.yaml")
    assert again.fingerprint == here.fingerprint
    assert again.market.start.customers == str(tmp_path / "ours.parquet")
    parquet(tmp_path / "other" / "ours.parquet")
    assert load(scenario(tmp_path / "other")).fingerprint == here.fingerprint
    parquet(tmp_path / "ours.parquet", **changed("mean_spend", 2, 99.0))
    with pytest.raises(BadInput, match="another content of the file"):
        load("again.yaml")
    with pytest.raises(BadInput, match="another content than before"):
        lower(here, 0)


def test_a_market_file_brings_its_customers(tmp_path):
    parquet(tmp_path / "ours.parquet")
    made = load("base", overrides=("market.size=4000",))
    tree = {
        "schema": 1,
        "name": "ours",
        "history": {"currency": "USD"},
        "market": made.market.model_dump(by_alias=True),
    }
    tree["market"]["start"] |= {"customers": "ours.parquet"}
    (tmp_path / "market.yaml").write_text(written(_without_nothing(tree)), "utf-8")
    assert load_market(tmp_path / "market.yaml").market.start.customers == str(tmp_path / "ours.parquet")
    found = load("price_up_10", market=tmp_path / "market.yaml", overrides=("people=400",))
    assert len(lower(found, 0).known) == 4


def _without_nothing(tree):
    if isinstance(tree, dict):
        return {key: _without_nothing(value) for key, value in tree.items() if value is not None}
    return [_without_nothing(one) for one in tree] if isinstance(tree, (list, tuple)) else tree


def test_the_sample_stands_for_all(tmp_path):
    parquet(tmp_path / "ours.parquet")
    found = load(scenario(tmp_path, people=2000))
    plans = [lower(found, world) for world in range(40)]
    assert {len(plan.known) for plan in plans} == {20} == {simulated(40, 2000, 4000.0)}
    orders = np.array([plan.known["orders"].mean() for plan in plans])
    assert abs(orders.mean() - known_customers(str(tmp_path / "ours.parquet")).orders.mean()) < 0.05
    assert orders.std() < 0.2  # even steps: a simple sample of 20 of 40 has a standard deviation of .23
    assert len({plan.known["orders"].tobytes() for plan in plans}) > 1


def test_all_scenarios_begin_with_the_same_customers_and_a_copy_of_today_changes_nothing(tmp_path):
    parquet(tmp_path / "ours.parquet")
    today = load(scenario(tmp_path))
    copy = today.model_copy(update={"name": "copy"})
    dearer = load(scenario(tmp_path), overrides=("policy.price.level=1.2", "policy.referral.active=false"))
    for world in range(2):
        plan = lower(today, world)
        assert lower(dearer, world).known.tobytes() == plan.known.tobytes()
        one, other = engine.run(plan), engine.run(lower(copy, world))
        assert one.people.tobytes() == other.people.tobytes()
        assert (one.sums == other.sums).all()


def test_customers_of_before_are_told_apart_from_new_ones(tmp_path):
    parquet(tmp_path / "ours.parquet")
    plan, ledger = lived(load(scenario(tmp_path, people=4000, days=90)), journal=False)
    table = measure(plan, ledger).set_index(["measure", "by", "key"])["value"]
    known, people = len(plan.known), ledger.people
    assert known == table["existing_customers", "all", ""] == 40
    told = {name for name, by, _ in table.index if by == "all" and name.startswith("existing_")}
    assert told == {name for name in MEASURES if name.startswith("existing_")}
    assert table["existing_customers", "channel", "search"] == table["existing_customers", "channel", "social"] == 10
    assert table["existing_orders", "all", ""] == (people["orders"][:known] - plan.known["orders"]).sum()
    assert table["existing_contribution", "all", ""] == pytest.approx(people["net"][:known].sum() / 1e6)
    assert table["existing_value_realised", "all", ""] == pytest.approx(people["value"][:known].mean() / 1e6)
    assert table["customers", "all", ""] == (people["orders"][known:] > 0).sum()
    new = sum(table["customers", "channel", name] for name in plan.sources_of_new)
    assert new == table["customers", "all", ""]
    assert table["orders", "all", ""] == people["orders"].sum() - plan.known["orders"].sum()
