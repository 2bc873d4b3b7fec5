"""Writers that are killed, and two writers of one place: one whole result is there, and no draft is taken for one."""

import os
import pickle
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard import data
from scenarios.ground.places import DRAFT
from scenarios.results import store
from scenarios.results.store import Result
from sim.problems import BadInput
from tests.door.commands import ROOT

DRAW = random.Random(20260105)
WRITER = """
import itertools, os, pickle, sys
from scenarios.results import store
from scenarios.results.store import Result
result, place, first = pickle.loads(sys.stdin.buffer.read())
count = int(sys.argv[1])
for seed in itertools.islice(itertools.count(first), count or None):
    daily = result.tables["daily"].assign(value=float(seed))
    texts = {name: f"seed: {seed}\\n" for name in result.scenarios}
    tables = {**result.tables, "daily": daily}
    store.write(Result({**result.manifest, "seed": seed}, tables, texts), place)
    sys.stdout.write("w")
    sys.stdout.flush()
"""
"""Writes results one after another, each of one seed in manifest, table and scenarios."""
RUN = ["run", "verification/st2", "--customers", "50", "--replications", "1", "--threads", "1"]


def seed_of(place: Path) -> int:
    """The seed of the result in ``place``, the same in all its parts; BadInput where it is not whole."""
    found = store.read(place)
    seed = found.manifest["seed"]
    assert set(found.tables["daily"]["value"]) == {float(seed)}
    assert set(found.scenarios.values()) == {f"seed: {seed}\n"}
    return seed


def drafts(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if DRAFT.fullmatch(one.name)]


def writer(result: Result, place: Path, first: int, count: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdin is not None
    process.stdin.write(pickle.dumps((result, str(place), first)))
    process.stdin.close()
    return process


def listed(runs: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("SIXR_RUNS", str(runs))
    return [one.path.name for one in data.stored() if one.path.is_relative_to(runs)]


def kill_writers(result, tmp_path, monkeypatch, kills):
    """Each killed somewhere in its writing, half of them over an older result that has a letter of others beside it."""
    left = 0
    for kill in range(kills):
        place = tmp_path / f"place-{kill % 2}-{0 if kill % 2 else kill}"
        older = place.exists()
        if older:
            (place / "letter.txt").write_text("dear")
        process = writer(result, place, 1 + 1000 * kill, 0)
        process.stdout.read(1)
        time.sleep(DRAW.uniform(0.0, 0.08))
        process.kill()
        process.wait()
        process.stdout.close()
        seed_of(place)
        assert not older or (place / "letter.txt").read_text() == "dear"
        left += len(drafts(tmp_path))
        assert not any(DRAFT.fullmatch(name) for name in listed(tmp_path, monkeypatch))
    store.check_writable(tmp_path / "next")
    assert drafts(tmp_path) == []
    assert not (tmp_path / "next").exists()
    return left


def test_a_writer_that_is_killed_leaves_a_whole_result(result, tmp_path, monkeypatch):
    kill_writers(result, tmp_path, monkeypatch, 6)


@pytest.mark.slow
def test_sixty_writers_that_are_killed_leave_whole_results(result, tmp_path, monkeypatch):
    assert kill_writers(result, tmp_path, monkeypatch, 60) > 0


def write_in_pairs(result, tmp_path, pairs, rounds):
    """Two at the same place at the same time, while a third reads."""
    for pair in range(pairs):
        place = tmp_path / f"pair-{pair}"
        both = [writer(result, place, 1000 * side + 1, rounds) for side in (1, 2)]
        both[0].stdout.read(1)
        reads = 0
        while any(process.poll() is None for process in both):
            assert seed_of(place) // 1000 in (1, 2)
            reads += 1
        assert [process.wait() for process in both] == [0, 0]
        for process in both:
            process.stdout.close()
        assert seed_of(place) in (1000 + rounds, 2000 + rounds)
        assert reads > 0
    assert drafts(tmp_path) == []


def test_two_writers_of_one_place_leave_one_whole_result(result, tmp_path):
    write_in_pairs(result, tmp_path, 2, 8)


@pytest.mark.slow
def test_sixty_pairs_of_writers_leave_one_whole_result_each(result, tmp_path):
    write_in_pairs(result, tmp_path, 60, 4)


def command(place: Path, seed: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "sixr", *RUN, "--seed", str(seed), "--out", str(place)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)


@pytest.mark.slow
def test_sixty_commands_killed_at_any_moment_lose_nothing(tmp_path, monkeypatch):
    place = tmp_path / "result"
    began = time.monotonic()
    assert command(place, 1).wait() == 0
    long = time.monotonic() - began
    known = {1}
    for kill in range(60):
        with command(place, kill + 2) as process:
            known.add(kill + 2)
            time.sleep(DRAW.uniform(0.3 * long, 1.1 * long))
            process.send_signal(signal.SIGKILL if kill % 3 else signal.SIGTERM)
            process.stderr.read()
        # SIGTERM ends it at once before it has begun, and after it has ended.
        assert process.returncode in (0, -signal.SIGKILL, -signal.SIGTERM, 130)
        assert store.read(place).manifest["seed"] in known
        assert listed(tmp_path, monkeypatch) == ["result"]
    assert command(place, 1).wait() == 0
    assert [one.name for one in tmp_path.iterdir()] == ["result"]


@pytest.mark.slow
def test_sixty_pairs_of_commands_leave_one_whole_result(tmp_path, monkeypatch):
    for pair in range(60):
        place = tmp_path / f"pair-{pair}"
        both = [command(place, seed) for seed in (1, 2)]
        assert [(process.wait(), process.stderr.read()) for process in both] == [(0, b""), (0, b"")]
        for process in both:
            process.stderr.close()
        assert store.read(place).manifest["seed"] in (1, 2)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(f"pair-{pair}" for pair in range(60))


def test_a_draft_of_a_writer_that_lives_is_left_alone(result, tmp_path):
    with store.begun(tmp_path / "one") as one:
        result.write(tmp_path / "two")
        assert one.folder.is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["two"]


def test_what_others_call_like_a_draft_is_left_alone(result, tmp_path):
    kept = [".sixr-notes.tmp", ".sixr-0123456789abcdef.tmp.txt", "sixr-0123456789abcdef.tmp"]
    for name in kept:
        (tmp_path / name).write_text("mine")
    (tmp_path / ".sixr-0123456789abcdef.tmp").mkdir()
    result.write(tmp_path / "result")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*kept, "result"])


@pytest.mark.parametrize("cannot", ["exchange", "carried"])
def test_where_folders_cannot_be_exchanged_files_are(result, tmp_path, monkeypatch, cannot):
    result.write(tmp_path / "result")
    (tmp_path / "result" / "letter.txt").write_text("dear")
    monkeypatch.setattr(store, cannot, lambda *given: False)
    store.write(Result({**result.manifest, "seed": 7}, result.tables, result.scenarios), tmp_path / "result")
    assert store.read(tmp_path / "result").manifest["seed"] == 7
    assert (tmp_path / "result" / "letter.txt").read_text() == "dear"
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_the_folder_in_which_one_stands_stays_the_same(result, tmp_path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for seed in (1, 2):
        store.write(Result({**result.manifest, "seed": seed}, result.tables, result.scenarios), ".")
        assert store.read(".").manifest["seed"] == seed
        assert os.path.samefile(os.getcwd(), here)
        assert sorted(path.name for path in here.iterdir()) == ["manifest.json", "scenarios", "tables"]
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_everything_of_others_in_a_result_stays(result, tmp_path):
    place = tmp_path / "result"
    result.write(place)
    (place / "notes" / "deep").mkdir(parents=True)
    (place / "notes" / "deep" / "a.txt").write_text("mine")
    (place / "notes" / "empty").mkdir()
    (place / "tables" / "extra.csv").write_text("a,b")
    (place / "to nowhere").symlink_to("nowhere")
    place.chmod(0o750)
    for seed in (7, 8):
        store.write(Result({**result.manifest, "seed": seed}, result.tables, result.scenarios), place)
        assert store.read(place).manifest["seed"] == seed
        assert (place / "notes" / "deep" / "a.txt").read_text() == "mine"
        assert (place / "notes" / "empty").is_dir()
        assert (place / "tables" / "extra.csv").read_text() == "a,b"
        assert os.readlink(place / "to nowhere") == "nowhere"
        assert place.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("name", ["scenarios/base.yaml", "tables/daily.parquet", "manifest.json"])
def test_a_result_that_was_changed_by_others_is_not_written_over(result, tmp_path, name):
    result.write(tmp_path / "result")
    file = tmp_path / "result" / name
    file.write_bytes(file.read_bytes() + b"\n#")
    before = file.read_bytes()
    with pytest.raises(BadInput, match="not as"):
        result.write(tmp_path / "result")
    assert file.read_bytes() == before


def test_a_file_of_others_with_the_name_of_one_of_ours_is_not_written_over(result, tmp_path):
    result.write(tmp_path / "result")
    (tmp_path / "result" / "tables" / "journal.parquet").write_text("mine")
    with pytest.raises(BadInput, match=r"journal\.parquet is not as sixr wrote it"):
        result.write(tmp_path / "result")
    assert (tmp_path / "result" / "tables" / "journal.parquet").read_text() == "mine"


@pytest.mark.parametrize("content", ['{"name": "web app"}', '{"format": 1, "kind": "run"}', "[]", "", "{", "\xff"])
def test_a_manifest_of_others_is_not_written_over(result, tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(BadInput, match=r"manifest\.json"):
        result.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]
    assert (tmp_path / "manifest.json").read_text() == content
