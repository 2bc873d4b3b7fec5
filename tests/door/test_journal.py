"""The journal on the disk: the one in memory, line by line; whole or not at all."""

import re
import resource
import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sixr
from scenarios.lowering.lower import lower
from scenarios.results import store
from scenarios.running import experiment
from scenarios.running import journal as journals
from sim import engine, journal

SIZE = {"customers": 300, "days": 120, "replications": 3}
SCENARIOS = ("base", "price_up_10")

COLUMNS = {
    "scenario": pa.dictionary(pa.int32(), pa.string()),
    "replication": pa.int32(),
    "time": pa.float64(),
    "who": pa.int32(),
    "event": pa.dictionary(pa.int8(), pa.string()),
    "amount": pa.int64(),
}


def small(monkeypatch, piece):
    """Buffers of a few lines, and pieces of ``piece``."""
    monkeypatch.setattr(engine, "JOURNAL_LINES", 50)
    monkeypatch.setattr(journal, "PIECE", piece)
    monkeypatch.setattr(journals, "PIECE", piece)


@pytest.fixture(scope="module")
def kept():
    """The journal of two scenarios and three worlds in memory."""
    return sixr.compare(*SCENARIOS, **SIZE, journal=True).tables["journal"]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("piece", [200, 1_000_000])
def test_it_is_the_one_in_memory(monkeypatch, tmp_path, kept, threads, piece):
    small(monkeypatch, piece)
    result = sixr.compare(*SCENARIOS, **SIZE, threads=threads, journal=True, out=tmp_path / "result")
    assert "journal" not in result.tables
    assert [one.name for one in tmp_path.iterdir()] == ["result"]
    pd.testing.assert_frame_equal(store.read(tmp_path / "result", ("journal",)).tables["journal"], kept)
    file = pq.ParquetFile(tmp_path / "result" / "tables" / "journal.parquet")
    assert dict(zip(file.schema_arrow.names, file.schema_arrow.types, strict=True)) == COLUMNS
    groups = [file.metadata.row_group(k).num_rows for k in range(file.num_row_groups)]
    assert len(groups) <= 1 + len(kept) / piece


def test_the_journal_of_one_world_with_many_threads(monkeypatch, tmp_path, kept):
    small(monkeypatch, 200)
    sixr.run("base", **SIZE | {"replications": 1}, threads=2, journal=True, out=tmp_path / "result")
    found = store.read(tmp_path / "result", ("journal",)).tables["journal"]
    first = kept[(kept["scenario"] == "base") & (kept["replication"] == 0)]
    pd.testing.assert_frame_equal(found, first, check_categorical=False)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("base", {"customers": 600, "days": 90, "engine": "reference"}),
        ("verification/pn1", {"customers": 60}),
    ],
)
def test_a_journal_that_the_run_itself_needs_is_written_too(tmp_path, name, size):
    """The reference engine keeps it anyway, and quantities are read off it."""
    sixr.run(name, **size, replications=2, journal=True, out=tmp_path / "result")
    found = store.read(tmp_path / "result", ("journal",)).tables["journal"]
    kept = sixr.run(name, **size, replications=2, journal=True).tables["journal"]
    assert len(found) > 60
    pd.testing.assert_frame_equal(found, kept)


def test_a_world_that_fails_leaves_no_line(monkeypatch, tmp_path, kept):
    def reduced(plan, *rest):
        if plan.replication == 1:
            raise FloatingPointError("overflow")
        return real(plan, *rest)

    real = experiment.reduced
    monkeypatch.setattr(experiment, "reduced", reduced)
    sixr.run("base", **SIZE, journal=True, out=tmp_path / "result")
    found = store.read(tmp_path / "result", ("journal",)).tables["journal"]
    assert found["replication"].value_counts().to_dict() == {
        r: ((kept["scenario"] == "base") & (kept["replication"] == r)).sum() for r in (0, 2)
    }


@pytest.mark.parametrize("threads", [1, 2])
def test_a_run_that_is_stopped_leaves_nothing(tmp_path, threads):
    def stop(done, total, message):
        if done >= 2:
            assert list(tmp_path.glob(".sixr-*.tmp/worlds/*.parquet"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sixr.run("base", **SIZE, threads=threads, journal=True, out=tmp_path / "result", on_progress=stop)
    assert list(tmp_path.iterdir()) == []


LITTLE_ROOM = """
import resource, sys
from dataclasses import replace
from scenarios.results import store
from sixr.cli import main
store.KIND = replace(store.KIND, room=1000)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.argv = ["sixr", "run", "base", "--customers", "3000", "--replications", "2", "--journal", "--out", sys.argv[1]]
main()
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="a disk without room is a limit on files here")
def test_a_disk_without_room_is_told_in_one_line(tmp_path):
    sixr.run("base", customers=100, days=30, replications=1)  # the code is in the cache: nothing else is written
    done = subprocess.run(
        [sys.executable, "-c", LITTLE_ROOM, str(tmp_path / "result")], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    said = (
        r"--out \S+/result: — found file too large after \d+ lines of the journal\. Allowed: a disk with room for the "
    )
    assert re.fullmatch(said + r"journal\. Fix: make room, or run without the journal\n", done.stderr), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_already_stays_until_the_new_one_is_whole(tmp_path):
    place = tmp_path / "journal.parquet"
    place.write_text("older")
    lines = engine.run(lower(sixr.load("base", overrides=("people=200", "days=60")), 0), journal=True).journal

    def begin(fail: bool) -> None:
        with journals.journal_file(place, "base", 0) as keep:
            keep(lines)
            assert place.read_text() == "older"
            if fail:
                raise MemoryError

    with pytest.raises(MemoryError):
        begin(fail=True)
    assert [one.name for one in tmp_path.iterdir()] == ["journal.parquet"]
    begin(fail=False)
    assert pq.read_metadata(place).num_rows == len(lines)
    assert [one.name for one in tmp_path.iterdir()] == ["journal.parquet"]
