"""Orders that a small Parquet file multiplies are refused before they are read."""

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from calibration.fit import fit
from calibration.reading import cells, parquet_cells
from sim.problems import BadInput


def orders(folder, customer, rows, groups):
    codes = pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [customer])
    days = pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), ["2024-01-31"])
    part = pa.table({"customer_id": codes, "ordered_at": days, "amount": np.ones(rows)})
    with pq.ParquetWriter(folder / "orders.parquet", part.schema, compression="zstd") as writer:
        for _ in range(groups):
            writer.write_table(part, row_group_size=rows)
    (folder / "shop.yaml").write_text("orders: {file: orders.parquet}\n")
    return folder / "shop.yaml"


@pytest.mark.parametrize(("customer", "rows", "groups"), [("c1", 100_000, 30), ("c" * 100_000, 2_000_000, 1)])
def test_countless_orders_are_refused_unread(tmp_path, monkeypatch, customer, rows, groups):
    """More rows than are read, of a few letters, and 2 million of 100,000 letters each."""
    monkeypatch.setattr(cells, "MOST_ROWS", 2_500_000)
    profile = orders(tmp_path, customer, rows, groups)
    assert (tmp_path / "orders.parquet").stat().st_size < 2_000_000
    monkeypatch.setattr(parquet_cells, "typed_cells", lambda *given: pytest.fail("the rows were read"))
    with pytest.raises(BadInput, match=r"orders\.parquet: — found [0-9,]+ rows with [0-9.,]+ GB of text"):
        fit(profile=profile)


def test_a_header_that_is_a_line_of_something_else_is_not_shown(tmp_path):
    (tmp_path / "orders.csv").write_text("root:hunter2:0:0\nmore\n")
    (tmp_path / "shop.yaml").write_text("orders: {file: orders.csv}\n")
    with pytest.raises(BadInput) as refused:
        fit(profile=tmp_path / "shop.yaml")
    assert "hunter2" not in str(refused.value)


def test_a_name_with_nul_is_told(tmp_path):
    (tmp_path / "shop.yaml").write_text('orders: {file: "a\\0b.csv"}\n')
    with pytest.raises(BadInput, match=r"orders\.file — found a\\x00b\.csv"):
        fit(profile=tmp_path / "shop.yaml")


CHILD = """
import re, sys
from pathlib import Path
from calibration.history import history_of
from calibration.profile import load
history_of(load({"orders": {"file": sys.argv[1], "columns": {"order_id": "order_id"}}}), "EUR")
print(1024 * int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]))
"""


def lines_of_orders(place, lines: int) -> None:
    """Lines of orders: two to an order, four orders to a customer, of three years."""
    rng = np.random.default_rng(lines)
    order = np.arange(lines) // 2
    day = np.datetime64("2021-01-01") + rng.integers(0, 1095, order[-1] + 1)
    who = rng.integers(0, max(lines // 8, 1), order[-1] + 1)
    table = pa.table(
        {
            "order_id": np.char.mod("O%08d", order),
            "customer_id": np.char.mod("C%07d", who[order]),
            "ordered_at": day[order].astype(str),
            "amount": np.round(rng.lognormal(3.0, 1.0, lines), 2),
        }
    )
    pq.write_table(table, place) if place.suffix == ".parquet" else csv.write_csv(table, place)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is read from /proc")
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_line_of_orders_takes_little_memory(tmp_path, kind) -> None:
    """Ten million lines are read within 2 GB: what a line takes at the peak, between files of two sizes."""
    peaks = []
    for lines in (500_000, 2_000_000):
        file = tmp_path / f"{lines}.{kind}"
        lines_of_orders(file, lines)
        told = subprocess.run([sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, check=True)
        peaks.append(int(told.stdout))
    per_line = (peaks[1] - peaks[0]) / 1_500_000
    assert peaks[1] + 8_000_000 * per_line < 2e9
