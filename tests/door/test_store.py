"""The result folder: whole or not at all, and no damage goes unseen."""

import json
import os
import random
import shutil

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scenarios.ground import parquet
from scenarios.ground.parquet import digest
from scenarios.ground.tables import REQUIRED
from scenarios.results import store
from scenarios.results.manifest import canonical
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
    assert back.scenarios == result.scenarios
    for name, table in result.tables.items():
        pd.testing.assert_frame_equal(back.tables[name], table)


def test_only_the_tables_asked_for_are_read(folder):
    assert list(store.read(folder, ("accounts",)).tables) == ["accounts"]
    assert store.read_manifest(folder)["kind"] == "compare"


def test_nothing_but_the_result_is_left_behind(folder):
    scenarios = ["scenarios/base.yaml", "scenarios/price_up.yaml"]
    tables = [f"tables/{name}.parquet" for name in sorted(REQUIRED)]
    assert sorted(content(folder)) == ["manifest.json", *scenarios, *tables]
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
        for _ in range(5):
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


@pytest.mark.parametrize("name", ["manifest.json", "tables/measures.parquet", "scenarios/base.yaml"])
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
    manifest["manifest_sha256"] = digest(canonical(manifest))
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize("name", ["../../secret", "scenarios/../../secret.yaml", "tables/spare.parquet"])
def test_a_manifest_that_names_other_files_is_refused(folder, name):
    def change(manifest):
        manifest["sha256"][name] = "0" * 64
        manifest["bytes"][name] = 1

    resealed(folder, change)
    with pytest.raises(BadInput, match="other files"):
        store.read(folder)


@pytest.mark.parametrize("sums", [{}, [1], "text", {"tables/daily.parquet": 7}])
def test_a_manifest_without_checksums_is_refused(folder, sums):
    resealed(folder, lambda manifest: manifest.update(sha256=sums))
    with pytest.raises(BadInput, match=r"sha256|contradicts itself"):
        store.read(folder)


def test_a_manifest_that_points_elsewhere_is_refused(folder):
    resealed(folder, lambda manifest: manifest.update(files={"base": "/etc/passwd"}))
    with pytest.raises(BadInput, match="contradicts itself"):
        store.read(folder)


def test_a_newer_format_is_refused(folder):
    resealed(folder, lambda manifest: manifest.update(format=2))
    with pytest.raises(BadInput, match="format 2"):
        store.read(folder)


def replaced(folder, name, table):
    file = folder / "tables" / f"{name}.parquet"
    pq.write_table(table, file, compression="zstd")

    def change(manifest):
        manifest["sha256"][f"tables/{name}.parquet"] = digest(file.read_bytes())
        manifest["bytes"][f"tables/{name}.parquet"] = file.stat().st_size

    resealed(folder, change)


def test_a_table_with_other_columns_is_refused(folder):
    replaced(folder, "accounts", pa.table({"scenario": ["base"], "amount": [1.0]}))
    with pytest.raises(BadInput, match="columns scenario, amount"):
        store.read(folder)


def test_a_table_with_text_for_numbers_is_refused(folder):
    replaced(folder, "accounts", pa.table({"scenario": ["base"], "account": ["media"], "value": ["a lot"]}))
    with pytest.raises(BadInput, match=r"accounts\.parquet"):
        store.read(folder)


def test_a_small_file_of_countless_rows_is_refused_unread(folder, monkeypatch):
    monkeypatch.setattr(parquet, "MOST_ROWS", 100)
    with pytest.raises(BadInput, match="500 rows"):
        store.read(folder, ("daily",))


class DiskFull(OSError):
    pass


def another(result):
    """A result that differs from ``result`` in every file."""
    tables = {name: pd.concat([table, table.tail(1)], ignore_index=True) for name, table in result.tables.items()}
    texts = {name: text + "days: 7\n" for name, text in result.scenarios.items()}
    return store.Result({**result.manifest, "seed": 7}, tables, texts)


def which(folder, results):
    """Which of ``results`` the folder holds, all of it; None where it is refused."""
    try:
        found = store.read(folder)
    except BadInput:
        return None
    (same,) = [one for one in results if one.manifest["seed"] == found.manifest["seed"]]
    assert found.scenarios == same.scenarios
    assert {name: len(t) for name, t in found.tables.items()} == {name: len(t) for name, t in same.tables.items()}
    return same


@pytest.mark.parametrize("older", [False, True])
def test_a_write_that_fails_leaves_no_trace(result, tmp_path, monkeypatch, older):
    """Whichever flush or rename fails: the folder is as it was or is refused, or holds the new result
    whole."""
    target, aside = tmp_path / "results" / "spring", tmp_path / "aside"
    target.parent.mkdir()
    if older:
        another(result).write(target)
        shutil.copytree(target, aside)
    outcomes = []
    for call in range(100):
        calls = 0

        def failing(real, call=call):
            def wrapped(*args, **kwargs):
                nonlocal calls
                calls += 1
                if calls == call + 1:
                    raise DiskFull(28, "No space left on device")
                return real(*args, **kwargs)

            return wrapped

        with monkeypatch.context() as broken:
            for name in ("fsync", "replace", "rename"):
                broken.setattr(os, name, failing(getattr(os, name)))
            broken.setattr(pq, "write_table", failing(pq.write_table))
            try:
                result.write(target)
                outcomes.append("done")
            except BadInput as refused:
                outcomes.append("failed" if "no space left on device" in str(refused) else str(refused))
        assert outcomes[-1] in ("done", "failed")
        assert not list(target.parent.glob(".*"))
        found = which(target, [result, another(result)])
        if outcomes[-1] == "done":
            assert found is result
            break
        assert target.exists() == older or found is result
        shutil.rmtree(target, ignore_errors=True)
        if older:
            shutil.copytree(aside, target)
    assert outcomes[-1] == "done"
    assert len(outcomes) > 10


def test_a_new_result_replaces_an_older_one_and_nothing_else(result, folder):
    (folder / "report.html").write_text("mine")
    with_journal = dict(result.tables) | {"journal": pd.DataFrame({"time": [0.5], "who": [3]})}
    store.write(store.Result({**result.manifest, "seed": 7}, with_journal, result.scenarios), folder)
    assert store.read(folder).manifest["seed"] == 7
    assert "journal" not in store.read(folder).tables
    assert store.read(folder, ("journal",)).tables["journal"]["who"].tolist() == [3]
    result.write(folder)
    assert store.read(folder).manifest["seed"] == result.manifest["seed"]
    assert not (folder / "tables" / "journal.parquet").exists()
    assert len(list((folder / "scenarios").iterdir())) == len(result.scenarios)
    assert (folder / "report.html").read_text() == "mine"


def test_folders_with_other_things_are_not_written_to(result, tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match="other things"):
        result.write(tmp_path)
    with pytest.raises(BadInput, match="a file"):
        result.write(tmp_path / "letter.txt")
    with pytest.raises(BadInput, match="a place below a file"):
        result.write(tmp_path / "letter.txt" / "inside")
    assert content(tmp_path) == {"letter.txt": b"dear"}


def test_a_folder_of_folders_is_made(result, tmp_path):
    result.write(tmp_path / "spring" / "2026" / "plan B")
    assert store.read(tmp_path / "spring" / "2026" / "plan B").base == "base"


def test_a_result_can_be_moved(folder, tmp_path):
    shutil.move(folder, tmp_path / "elsewhere")
    assert store.read(tmp_path / "elsewhere").base == "base"


def test_scenarios_with_hostile_names_get_harmless_files(result, tmp_path):
    names = ["../../x", "PLAN", "plan", "é", "e\u0301", "con", "a/b", ".", "", "x" * 300, "=1+1", "plan-2"]
    texts = {name: f"name: {k}\n" for k, name in enumerate(names)}
    store.write(store.Result(result.manifest, result.tables, texts), tmp_path / "result")
    files = list((tmp_path / "result" / "scenarios").iterdir())
    assert len({file.name.casefold() for file in files}) == len(names)
    written = json.loads((tmp_path / "result" / "manifest.json").read_text("utf-8"))["files"]
    assert {name: (tmp_path / "result" / file).read_text("utf-8") for name, file in written.items()} == texts
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
