"""The result folder: whole or not at all, and no damage goes unseen."""

import json
import os
import random
import shutil

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scenarios import store
from scenarios.tables import REQUIRED
from sim.problems import BadInput


@pytest.fixture
def folder(result, tmp_path):
    result.write(tmp_path / "result")
    return tmp_path / "result"


def content(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_what_is_written_is_read(result, folder):
    back = store.read(folder)
    assert {name: back.manifest[name] for name in result.manifest} == result.manifest
    assert set(back.tables) == set(result.tables)
    for name, table in result.tables.items():
        pd.testing.assert_frame_equal(back.tables[name], table)


def test_only_the_tables_asked_for_are_read(folder):
    assert list(store.read(folder, ("accounts",)).tables) == ["accounts"]
    assert store.read_manifest(folder)["kind"] == "compare"


def test_nothing_but_the_result_is_left_behind(folder):
    assert sorted(content(folder)) == [
        "manifest.json",
        *sorted(f"tables/{name}.parquet" for name in REQUIRED),
    ]
    assert [path.name for path in folder.parent.iterdir()] == ["result"]


def test_tables_carry_page_checksums(folder):
    """Without its file's SHA-256 a flipped bit in a page is still seen."""
    file = folder / "tables" / "daily.parquet"
    column = pq.ParquetFile(file).metadata.row_group(0).column(3)
    raw = bytearray(file.read_bytes())
    raw[(column.dictionary_page_offset or column.data_page_offset) + column.total_compressed_size - 3] ^= 1
    with pytest.raises(OSError, match=r"(?i)crc|checksum"):
        pq.ParquetFile(pa.BufferReader(bytes(raw)), page_checksum_verification=True).read()


def test_every_flipped_bit_is_seen(folder):
    draw = random.Random(1)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    for file in files:
        whole = file.read_bytes()
        for _ in range(15):
            place, bit = draw.randrange(len(whole)), draw.randrange(8)
            broken = bytearray(whole)
            broken[place] ^= 1 << bit
            if file.suffix == ".json" and _same_json(whole, bytes(broken)):
                continue
            file.write_bytes(broken)
            with pytest.raises(BadInput) as refused:
                store.read(folder)
            assert file.name in str(refused.value) or "manifest" in str(refused.value)
        file.write_bytes(whole)
    assert store.read(folder).manifest["kind"] == "compare"


def _same_json(whole, broken):
    """Whether a flip changed nothing but white space."""
    try:
        return json.loads(whole) == json.loads(broken)
    except ValueError:
        return False


@pytest.mark.parametrize("name", ["manifest.json", "tables/measures.parquet"])
@pytest.mark.parametrize("harm", ["gone", "empty", "cut", "zeros", "text", "folder"])
def test_what_is_missing_or_damaged_is_refused(folder, name, harm):
    file = folder / name
    whole = file.read_bytes()
    file.unlink()
    if harm == "folder":
        file.mkdir()
    elif harm != "gone":
        half = len(whole) // 2
        broken = {"empty": b"", "cut": whole[:half], "zeros": whole[:half] + bytes(len(whole) - half)}
        file.write_bytes(broken.get(harm, b"PAR1 not a table at all"))
    with pytest.raises(BadInput, match=file.name):
        store.read(folder)


def test_folders_of_others_are_refused(tmp_path):
    with pytest.raises(BadInput, match="no such folder"):
        store.read(tmp_path / "nothing")
    with pytest.raises(BadInput, match="without manifest"):
        store.read(tmp_path)
    (tmp_path / "manifest.json").write_text('{"name": "web app", "icons": []}')
    with pytest.raises(BadInput, match="not a manifest of sixr"):
        store.read(tmp_path)
    (tmp_path / "manifest.json").write_text("[" * 100_000)
    with pytest.raises(BadInput, match="damaged"):
        store.read(tmp_path)


def resealed(folder, change):
    """The manifest after ``change``, with checksums that fit again."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    change(manifest)
    manifest.pop("manifest_sha256")
    manifest["manifest_sha256"] = store._sum(store._canonical(manifest))
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize("sums", [{"../../secret": "0"}, {}, [1], "text"])
def test_a_manifest_that_names_other_tables_is_refused(folder, sums):
    resealed(folder, lambda manifest: manifest.update(sha256=sums))
    with pytest.raises(BadInput, match="other tables"):
        store.read(folder)


def test_a_newer_format_is_refused(folder):
    resealed(folder, lambda manifest: manifest.update(format=2))
    with pytest.raises(BadInput, match="format 2"):
        store.read(folder)


def replaced(folder, name, table):
    file = folder / "tables" / f"{name}.parquet"
    pq.write_table(table, file, compression="zstd")
    resealed(folder, lambda manifest: manifest["sha256"].update({name: store._sum(file.read_bytes())}))


def test_a_table_with_other_columns_is_refused(folder):
    replaced(folder, "accounts", pa.table({"scenario": ["base"], "amount": [1.0]}))
    with pytest.raises(BadInput, match="columns scenario, amount"):
        store.read(folder)


def test_a_table_with_text_for_numbers_is_refused(folder):
    replaced(folder, "accounts", pa.table({"scenario": ["base"], "account": ["media"], "value": ["a lot"]}))
    with pytest.raises(BadInput, match=r"accounts\.parquet"):
        store.read(folder)


def test_a_small_file_of_countless_rows_is_refused_unread(folder, monkeypatch):
    monkeypatch.setattr(store, "MOST_ROWS", 100)
    with pytest.raises(BadInput, match="500 rows"):
        store.read(folder, ("daily",))


class DiskFull(OSError):
    pass


def seed_or_refusal(folder):
    try:
        return store.read(folder).manifest["seed"]
    except BadInput:
        return "refused"


@pytest.mark.parametrize("call", range(30))
@pytest.mark.parametrize("older", [False, True])
def test_a_write_that_fails_leaves_no_trace(result, tmp_path, monkeypatch, call, older):
    """Whichever flush or rename fails first: the folder is as it was, or is refused when read, never
    wrong."""
    target = tmp_path / "result"
    if older:
        store.write(store.Result({**result.manifest, "seed": 7}, result.tables), target)
    before = content(tmp_path)
    calls = 0

    def failing(real):
        def wrapped(*args, **kwargs):
            nonlocal calls
            calls += 1
            if calls - 1 == call:
                raise DiskFull(28, "No space left on device")
            return real(*args, **kwargs)

        return wrapped

    for name in ("fsync", "replace", "rename"):
        monkeypatch.setattr(os, name, failing(getattr(os, name)))
    monkeypatch.setattr(pq, "write_table", failing(pq.write_table))
    try:
        store.write(result, target)
    except DiskFull:
        monkeypatch.undo()
        assert not list(tmp_path.glob(".result*"))
        if content(tmp_path) != before:
            assert seed_or_refusal(target) in (result.manifest["seed"], "refused")
    else:
        monkeypatch.undo()
        assert calls <= call
        assert store.read(target).manifest["seed"] == result.manifest["seed"]


def test_a_new_result_replaces_an_older_one_and_nothing_else(result, folder):
    (folder / "report.html").write_text("mine")
    with_journal = dict(result.tables) | {"journal": pd.DataFrame({"time": [0.5], "who": [3]})}
    store.write(store.Result({**result.manifest, "seed": 7}, with_journal), folder)
    assert store.read(folder).manifest["seed"] == 7
    assert "journal" not in store.read(folder).tables
    assert store.read(folder, ("journal",)).tables["journal"]["who"].tolist() == [3]
    result.write(folder)
    assert store.read(folder).manifest["seed"] == result.manifest["seed"]
    assert not (folder / "tables" / "journal.parquet").exists()
    assert (folder / "report.html").read_text() == "mine"


def test_folders_with_other_things_are_not_written_to(result, tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match="other things"):
        result.write(tmp_path)
    with pytest.raises(BadInput, match="a file"):
        result.write(tmp_path / "letter.txt")
    with pytest.raises(BadInput, match="a place where nothing may be written"):
        result.write(tmp_path / "letter.txt" / "inside")
    assert content(tmp_path) == {"letter.txt": b"dear"}


def test_a_folder_of_folders_is_made(result, tmp_path):
    result.write(tmp_path / "spring" / "2026" / "plan B")
    assert store.read(tmp_path / "spring" / "2026" / "plan B").base == "base"


def test_a_result_can_be_moved(folder, tmp_path):
    shutil.move(folder, tmp_path / "elsewhere")
    assert store.read(tmp_path / "elsewhere").base == "base"
