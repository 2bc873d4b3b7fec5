"""Workbooks, databases and data frames: what of them is read, and what is told where they cannot be."""

import sqlite3
from contextlib import closing
from datetime import date, datetime

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from calibration.profile import load
from calibration.source import Source, address, url_name, without_password
from calibration.sources import orders_of
from sim.problems import BadInput
from tests.calibration.workbooks import workbook

HEAD = ["customer_id", "ordered_at", "amount"]
ROWS = [[f"c{k % 40}", datetime(2024, 1, 1 + k % 28, k % 24, 10, 7), k + 0.5] for k in range(100)]


def read(place, says=None, name="orders.xlsx"):
    return orders_of(load({"orders": {"file": str(place / name), **(says or {})}}), "EUR")


def refused(place, says=None, name="orders.xlsx"):
    with pytest.raises(BadInput) as caught:
        read(place, says, name)
    return str(caught.value)


def test_cells_of_a_sheet_keep_their_types_and_their_lines(tmp_path):
    odd = [[], ["c1", date(2024, 1, 5), 7], ["c2", 45321.5, 8.25], ["c3", "2024-02-01 10:00", "9.5"], ["c4", None, 1]]
    workbook(tmp_path / "orders.xlsx", {"A": [["Orders of January"], [None], HEAD, *ROWS, *odd]})
    found = read(tmp_path)
    assert found.reading.lines == {"total": 108, "header": 3, "read": 103, "set_aside": 1, "blank": 1, "further": 0}
    assert found.rejects[["line", "column", "reason"]].to_numpy().tolist() == [[108, "ordered_at", "empty"]]
    last = found.orders.tail(3)
    days = ["2024-01-05", "2024-01-30 12:00", "2024-02-01 10:00"]
    assert last["ordered_at"].tolist() == [pd.Timestamp(day) for day in days]
    assert last["amount"].tolist() == [7.0, 8.25, 9.5]
    assert found.orders["ordered_at"].iloc[0] == pd.Timestamp("2024-01-01 00:10:07")


def test_day_numbers_and_ids_that_are_numbers_are_read_from_a_sheet(tmp_path):
    rows = [[1000 + k % 40, 45300 + k, k + 1] for k in range(100)]
    workbook(tmp_path / "orders.xlsx", {"A": [HEAD, *rows]})
    found = read(tmp_path)
    assert found.orders["customer_id"].iloc[0] == "1000"
    assert found.orders["ordered_at"].iloc[0] == pd.Timestamp("2024-01-09")


def test_the_sheet_with_the_columns_is_taken_and_others_are_listed(tmp_path):
    sheets = {"Notes": [["read me"]], "Sales 2024": [HEAD, *ROWS]}
    workbook(tmp_path / "orders.xlsx", sheets)
    assert read(tmp_path).rows == 100
    said = refused(tmp_path, {"sheet": "Sales 2023"})
    assert "orders.sheet — found no sheet 'Sales 2023'" in said
    assert "one of Notes, Sales 2024" in said
    assert "did you mean 'Sales 2024'" in said
    workbook(tmp_path / "orders.xlsx", {**sheets, "Sales 2023": [HEAD, *ROWS]})
    assert "several sheets that have the columns (Sales 2024, Sales 2023)" in refused(tmp_path)
    workbook(tmp_path / "orders.xlsx", {"A": []})
    assert "an empty sheet A" in refused(tmp_path)
    (tmp_path / "orders.xlsx").write_bytes((tmp_path / "orders.xlsx").read_bytes()[:300])
    assert "a workbook that cannot be read" in refused(tmp_path)


@pytest.fixture
def databases(tmp_path):
    """A file of SQLite and one of DuckDB, each with the tables orders and ordered."""
    told = [[who, at.isoformat(" "), money] for who, at, money in ROWS]
    with closing(sqlite3.connect(tmp_path / "a.db")) as made:
        for name in ("orders_2024", "ordered"):
            made.execute(f"CREATE TABLE {name} (customer_id, ordered_at, amount)")
            made.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", told)
        made.commit()
    frame = pd.DataFrame(ROWS, columns=HEAD)
    with duckdb.connect(str(tmp_path / "a.duckdb")) as made:
        made.register("frame", frame)
        for name in ("orders_2024", "ordered"):
            made.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
    return tmp_path


@pytest.mark.parametrize("name", ["a.db", "a.duckdb"])
def test_a_table_there_is_not_is_told_with_those_there_are(databases, name):
    assert "found 2 tables (ordered, orders_2024). Allowed: the name of one" in refused(databases, {}, name)
    said = refused(databases, {"table": "orders2024"}, name)
    assert "orders.table — found no table 'orders2024'. Allowed: one of ordered, orders_2024" in said
    assert "did you mean 'orders_2024'" in said
    assert read(databases, {"table": "ORDERS_2024"}, name).rows == 100


@pytest.mark.parametrize("name", ["a.db", "a.duckdb"])
def test_a_query_is_run_and_refused_in_the_words_of_the_database(databases, name):
    query = "SELECT customer_id, ordered_at, 2 * amount AS amount FROM ordered WHERE amount > 50"
    found = read(databases, {"query": query}, name)
    assert found.orders["amount"].sum() == sum(2 * row[2] for row in ROWS if row[2] > 50)
    assert "no such column: nope" in refused(databases, {"query": "SELECT nope FROM ordered"}, "a.db")
    said = refused(databases, {"query": "SELECT nope FROM ordered"}, "a.duckdb")
    assert 'Referenced column "nope" not found' in said
    before = (databases / name).read_bytes()
    refused(databases, {"query": "DELETE FROM ordered"}, name)
    refused(databases, {"query": f"ATTACH '{databases / 'b.db'}' AS b"}, name)
    assert (databases / name).read_bytes() == before
    assert not (databases / "b.db").exists()


def test_no_other_file_is_read_by_a_query(databases):
    (databases / "secret.csv").write_text("customer_id,ordered_at,amount\nhush,2024-01-01,1\n")
    said = refused(databases, {"query": f"SELECT * FROM read_csv('{databases / 'secret.csv'}')"}, "a.duckdb")
    assert "Permission Error" in said


def test_a_locked_file_is_told(databases, monkeypatch):
    monkeypatch.setattr("calibration.reading.databases.WAIT", 0.05)
    with closing(sqlite3.connect(databases / "a.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "a locked file (database is locked)" in refused(databases, {"table": "ordered"}, "a.db")
    with duckdb.connect(str(databases / "a.duckdb")):
        assert "a locked file" in refused(databases, {"table": "ordered"}, "a.duckdb")


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ({"file": "a.csv", "url": "postgresql://h/d"}, "a file and a url"),
        ({"url": "mysql://u:hush@h/d"}, "a URL of mysql"),
        ({"url": "sqlite:///a.db"}, "under file"),
        ({"file": "postgresql://u:hush@h/d"}, "write `url:` in place of `file:`"),
        ({"file": "a.db", "table": "a", "query": "SELECT 1"}, "table and query"),
        ({"file": "a.csv", "sql": "SELECT 1"}, "write `query: SELECT ...`"),
        ({}, "orders.file"),
    ],
)
def test_a_source_that_is_none_is_told(says, said):
    with pytest.raises(BadInput) as caught:
        load({"orders": says})
    assert said in str(caught.value)
    assert "hush" not in str(caught.value)


def test_a_part_of_a_file_that_has_none_is_told(tmp_path):
    (tmp_path / "orders.csv").write_text("customer_id,ordered_at,amount\nc,2024-01-01,1\n")
    assert "orders.sheet — found sheet of a file that is CSV" in refused(tmp_path, {"sheet": "A"}, "orders.csv")


def test_a_password_is_filled_in_and_never_shown(monkeypatch):
    monkeypatch.setenv("SECRET", "p@ss word")
    url = "postgresql://me:${SECRET}@host:5433/shop?sslmode=require"
    source = Source(url_name(url), url=url)
    place = address(source)
    assert place.url == "postgresql://me:p%40ss%20word@host:5433/shop?sslmode=require"
    assert place.safe("tried p@ss word and p%40ss%20word") == "tried *** and ***"
    assert source.name == "postgresql://host:5433/shop"
    assert "SECRET" not in repr(source)
    assert without_password("postgresql://me:hush@host/shop", "PGPASSWORD") == "postgresql://me:${PGPASSWORD}@host/shop"
    assert without_password(url, "PGPASSWORD") == url


def test_times_with_a_zone_go_on_the_clock_of_the_profile(tmp_path):
    at = np.datetime64("2024-01-01T20:00:00") + np.arange(60).astype("timedelta64[h]")
    table = pa.table(
        {"customer_id": ["c"] * 60, "ordered_at": pa.array(at, pa.timestamp("s", "UTC")), "amount": [1] * 60}
    )
    pq.write_table(table, tmp_path / "o.parquet")
    local = read(tmp_path, {"time_zone": "Asia/Shanghai"}, "o.parquet").orders["ordered_at"]
    assert local.iloc[0] == pd.Timestamp("2024-01-02 04:00")
    assert read(tmp_path, {}, "o.parquet").orders["ordered_at"].iloc[0] == pd.Timestamp("2024-01-01 20:00")


def test_columns_of_a_data_frame_of_any_type_are_read():
    frame = pd.DataFrame(ROWS, columns=HEAD)
    frame["customer_id"] = frame["customer_id"].astype("category")
    frame["ordered_at"] = frame["ordered_at"].dt.tz_localize("UTC")
    frame["amount"] = frame["amount"].astype(object)
    frame.loc[3, "amount"] = "12.5"
    frame.loc[4, "amount"] = None
    found = orders_of(load({}, {"orders": frame}), "EUR")
    assert len(found.orders) == 99
    assert found.rejects["line"].tolist() == [5]
    assert found.orders["amount"].sum() == sum(row[2] for k, row in enumerate(ROWS) if k not in (3, 4)) + 12.5
    with pytest.raises(BadInput, match="the data frame orders: — found no rows"):
        orders_of(load({}, {"orders": frame.iloc[:0]}), "EUR")
    with pytest.raises(BadInput, match="did you mean 'orders'"):
        load({}, {"order": frame})
