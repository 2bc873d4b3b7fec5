"""The same orders from every source give the same history, account and fit."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sixr
from calibration.company.guess import guess
from calibration.company.profile_text import profile_text
from calibration.history import history
from calibration.pareto_nbd import fit
from calibration.profile import load
from calibration.sources import orders_of
from sim.problems import BadInput
from tests.calibration.exports import orders
from tests.calibration.postgres import PASSWORD, NotHere, Server, server
from tests.calibration.workbooks import workbook

NAMES = ("订单编号", "买家", "付款时间", "实付金额", "件数", "订单状态")
SAYS = {
    "columns": dict(zip(("order_id", "customer_id", "ordered_at", "amount", "quantity"), NAMES, strict=False)),
    "keep": {"订单状态": ["交易成功"]},
    "guests": ["游客"],
}


def rows() -> list[tuple]:
    """Orders of 150 people with refunds, guests, a status, and a few rows that cannot be used."""
    rng = np.random.default_rng(11)
    found = []
    for number, (who, at, money) in enumerate(orders(3, 150), 100_001):
        pieces = int(rng.integers(1, 4))
        status = "交易关闭" if number % 17 == 0 else "交易成功"
        name = "游客" if number % 29 == 0 else f"客{who}"
        found.append((f"D{number}", name, at.to_pydatetime(), money, pieces, status))
        if number % 23 == 0:
            found.append((f"D{number}", name, at.to_pydatetime() + pd.Timedelta(days=2), -money, 1, status))
        if number % 97 == 0:
            found.append((f"D{number}x", "", at.to_pydatetime(), money, 1, "交易成功"))
    return found


ROWS = rows()


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    try:
        with server() as running:
            yield running
    except NotHere as why:
        pytest.skip(str(why))


def table() -> pa.Table:
    columns = list(zip(*ROWS, strict=True))
    kinds = [pa.string(), pa.string(), pa.timestamp("s"), pa.float64(), pa.int64(), pa.string()]
    return pa.table([pa.array(c, k) for c, k in zip(columns, kinds, strict=True)], names=list(NAMES))


def csv_source(folder) -> dict:
    text = "\n".join([",".join(NAMES), *(",".join(map(str, row)) for row in ROWS), ""])
    (folder / "o.csv").write_bytes(text.encode("gb18030"))
    return {"file": str(folder / "o.csv")}


def parquet_source(folder) -> dict:
    pq.write_table(table(), folder / "o.parquet")
    return {"file": str(folder / "o.parquet")}


def excel_source(folder) -> dict:
    sheet = [["店铺订单"], [], NAMES, *ROWS[:40], [], *ROWS[40:]]
    return {"file": str(workbook(folder / "o.xlsx", {"说明": [["看订单表"]], "订单": sheet})), "sheet": "订单"}


def sqlite_source(folder) -> dict:
    with closing(sqlite3.connect(folder / "o.db")) as made:
        made.execute(f"CREATE TABLE orders ({', '.join(NAMES)})")
        told = [(*row[:2], row[2].isoformat(" "), *row[3:]) for row in ROWS]
        made.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)", told)
        made.commit()
    return {"file": str(folder / "o.db"), "table": "orders"}


def duckdb_source(folder) -> dict:
    with duckdb.connect(str(folder / "o.duckdb")) as made:
        made.register("given", table())
        made.execute("CREATE TABLE orders AS SELECT * REPLACE (实付金额::DECIMAL(12, 2) AS 实付金额) FROM given")
        made.execute("CREATE TABLE other AS SELECT 1 AS one")
    return {"file": str(folder / "o.duckdb"), "query": "SELECT * FROM orders"}


SOURCES = {
    "GB18030": csv_source,
    "Parquet": parquet_source,
    "Excel": excel_source,
    "SQLite": sqlite_source,
    "DuckDB": duckdb_source,
}


def answer(profile, frames=None) -> tuple:
    """What must be the same: the account, the notes that are about orders, and the fit."""
    read = load(profile, frames)
    reading = orders_of(read, "CNY").reading
    told = reading.to_json()
    kinds = [(kind["kind"], kind["column"], kind["reason"], kind["rows"], kind["money"]) for kind in told["set_aside"]]
    about = {note["code"] for note in told["notes"]} - {"encoding", "header"}
    model, _ = fit(history(None, profile, "CNY", frames).up_to(None))
    counts = (told["rows"], told["rows_read"], told["rows_merged"], told["rows_set_aside"])
    return counts, told["money"], sorted(kinds), about, model


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> tuple:
    return answer({"orders": {**parquet_source(tmp_path_factory.mktemp("right")), **SAYS}})


def test_the_rows_are_what_was_made(expected):
    counts, money, kinds, about, _ = expected
    sales = sum(row[3] for row in ROWS if row[5] == "交易成功" and row[1] not in ("游客", ""))
    assert counts[0] == len(ROWS)
    assert money["orders"] == pytest.approx(sales, abs=1e-6)
    assert {kind for kind, *_ in kinds} == {"filter", "guest", "fault"}
    assert "refunds_netted" in about


@pytest.mark.parametrize("source", SOURCES)
def test_a_file_of_any_kind_gives_the_same_numbers(tmp_path, source, expected):
    assert answer({"orders": {**SOURCES[source](tmp_path), **SAYS}}) == expected


def test_a_data_frame_gives_the_same_numbers(expected):
    frame = pd.DataFrame(ROWS, columns=list(NAMES))
    assert answer({"orders": SAYS}, {"orders": frame}) == expected


def test_postgresql_gives_the_same_numbers(postgres, monkeypatch, expected):
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    postgres.fill("orders", table())
    says = {"url": postgres.url(), "table": "orders", **SAYS}
    assert answer({"orders": says}) == expected
    exact = "SELECT 订单编号, 买家, 付款时间 AT TIME ZONE 'Asia/Shanghai' AS 付款时间, 实付金额::numeric(12, 2), 件数,"
    says = {"url": postgres.url(), "query": f"{exact} 订单状态 FROM orders;", "time_zone": "Asia/Shanghai", **SAYS}
    counts, money, kinds, about, model = answer({"orders": says})
    assert (counts, money, kinds, about - {"one_clock"}, model) == expected


def test_a_database_with_a_password_is_guessed_and_the_password_not_written(postgres, monkeypatch, tmp_path):
    postgres.fill("orders", table())
    postgres.run("CREATE TABLE IF NOT EXISTS notes (a text)")
    found = guess([postgres.url("p%40ss%3Aw%2Frd%20of%20test")])
    text = profile_text(found, "zh")
    assert not any(secret in text + str(found.doubts) for secret in (PASSWORD, "p%40ss"))
    assert found.sections["orders"].says["keep"] == {"订单状态": ["交易成功"]}
    monkeypatch.setenv("SIXR_DATABASE_PASSWORD", PASSWORD)
    (tmp_path / "profile.yaml").write_text(text, "utf-8")
    sales = sum(row[5] == "交易成功" for row in ROWS)
    assert orders_of(load(tmp_path / "profile.yaml"), "CNY").reading.rows == len(ROWS)
    assert (
        sum(row["rows"] for row in orders_of(load(tmp_path / "profile.yaml"), "CNY").reading.aside) >= len(ROWS) - sales
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"table": "order"}, "no table 'order'.*one of .*public.orders.*did you mean"),
        ({"query": "SELECT nothing FROM orders"}, 'column "nothing" does not exist'),
        ({"query": "DELETE FROM orders RETURNING *"}, "read-only transaction"),
        ({"url": "postgresql://shop:hush@127.0.0.1:{port}/postgres"}, 'password authentication failed for user "shop"'),
        ({"url": "postgresql://shop:${SHOP_PASSWORD}@127.0.0.1:{port}/gone"}, 'database "gone" does not exist'),
        ({"url": "postgresql://shop:hush@127.0.0.1:1/postgres"}, "refused"),
        ({"url": "postgresql://shop:hush@127.0.0.1:port/postgres"}, "port"),
        ({"url": "postgresql://shop:${NOT_SET}@127.0.0.1/postgres"}, "NOT_SET}, which is not set.*set NOT_SET"),
    ],
)
def test_what_postgresql_refuses_is_told_without_the_password(postgres, monkeypatch, change, said):
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    postgres.fill("orders", table())
    postgres.fill("ordinary", table())
    url = change.get("url", postgres.url()).replace("{port}", str(postgres.port))
    with pytest.raises(BadInput, match=f"(?s){said}") as refused:
        orders_of(load({"orders": {**SAYS, **change, "url": url}}), "CNY")
    (problem,) = refused.value.problems
    assert "\n" not in problem.found
    assert not any(secret in str(refused.value) for secret in ("hush", PASSWORD, "p%40ss"))
    assert problem.file.startswith("postgresql://127.0.0.1")


def test_from_a_database_or_a_file_to_a_comparison_is_the_same_way(postgres, monkeypatch, tmp_path):
    """The walk of a new user, once from PostgreSQL and once from a CSV in GB18030: the same customers and answers."""
    monkeypatch.setenv("SIXR_DATABASE_PASSWORD", PASSWORD)
    postgres.run("DROP TABLE IF EXISTS ordinary", "DROP TABLE IF EXISTS notes")
    postgres.fill("orders", table())
    csv_source(tmp_path)
    sources = {"database": postgres.url("p%40ss%3Aw%2Frd%20of%20test"), "file": tmp_path / "o.csv"}
    profits, listed = {}, {}
    for name, source in sources.items():
        company = sixr.Company.new(tmp_path / name, sources=[source])
        assert company.doctor().sound
        company.fit()
        listed[name] = company.customers(ids=True).table.drop(columns=["segment", "channel"])
        result = sixr.compare(
            "today", "price_up_10", company=company.folder, customers=500, replications=2, days=60, threads=1
        )
        profits[name] = result.comparison.query("measure == 'profit' and by == 'all'")["value"].tolist()
        written = [place.read_bytes() for place in (tmp_path / name).rglob("*") if place.is_file()]
        assert not any(PASSWORD.encode() in content for content in written)
    assert profits["database"] == profits["file"]
    order = ["customer"]
    pd.testing.assert_frame_equal(
        *(one.sort_values(order, ignore_index=True) for one in listed.values()), check_dtype=False
    )
