"""What decisions run is kept beside the reader's work, listed, named, resumed and dropped."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import ROOT, sixr

from tests.worlds import noted_worlds

SWEEP = ["sweep", "base", "--vary", "policy.price.level=0.9:1.1:3"]
SMALL = ["--customers", "300", "--days", "30", "--replications", "3", "--json"]


@pytest.fixture
def worlds_run(monkeypatch):
    return noted_worlds(monkeypatch)


def test_the_same_command_again_runs_nothing(worlds_run):
    first = sixr(*SWEEP, *SMALL)
    assert first[0] == 0, first
    assert len(worlds_run) == 12
    assert sixr(*SWEEP, *SMALL) == first
    assert len(worlds_run) == 12
    assert sixr(*SWEEP, *SMALL, "--no-store") == first
    assert len(worlds_run) == 24
    (run,) = json.loads(sixr("runs", "list", "--json")[1])["runs"]
    assert (run["number"], run["state"], run["words"]) == (1, "done", [*SWEEP, *SMALL])


@pytest.mark.parametrize(
    "words",
    [
        ["price", "base", "--points", "3"],
        ["parts", "base", "price_up_10"],
        pytest.param(["optimise", "base", "--runs", "6", "--frontier"], marks=pytest.mark.slow),
    ],
    ids=lambda words: words[0],
)
def test_every_decision_again_runs_nothing(worlds_run, words):
    first, ran = sixr(*words, *SMALL), len(worlds_run)
    assert first[0] == 0, first
    assert ran > 0
    assert sixr(*words, *SMALL) == first
    assert len(worlds_run) == ran


def test_a_longer_sweep_runs_what_is_new_alone(worlds_run):
    sixr(*SWEEP, *SMALL)
    code, _, said = sixr(*SWEEP[:-1], "policy.price.level=0.9:1.1:5", *SMALL)
    assert code == 0, said
    assert len(worlds_run) == 12 + 2 * 3
    code, _, said = sixr(*SWEEP, *SMALL, "--set", "policy.price.level=1.01")
    assert code == 0, said
    assert len(worlds_run) == 12 + 2 * 3 + 3  # today's plan alone is another one


def test_runs_are_named_and_what_they_used_is_kept(worlds_run):
    sixr(*SWEEP, *SMALL)
    sixr("price", "--points", "2", *SMALL)
    assert sixr("runs", "name", "1", "first sweep")[0] == 0
    code, text, _ = sixr("runs", "gc", "--limit", "1e-9")
    assert code == 0
    assert "named runs" in text
    count = len(worlds_run)
    sixr(*SWEEP, *SMALL)
    assert len(worlds_run) == count
    assert sixr("runs", "delete", "first sweep")[0] == 0
    assert "MB in" in sixr("runs", "list")[1]
    sixr(*SWEEP, *SMALL)
    assert len(worlds_run) == count + 12


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["resume"], "nothing that was stopped"),
        (["resume", "xyz"], "xyz"),
        (["runs", "name", "4", "a"], "nothing was run here"),
        (["runs", "delete", "4"], "sixr runs list"),
        (["runs", "gc", "--limit", "-1"], "GB above 0"),
        ([*SWEEP, *SMALL, "--store-limit", "0"], "--store-limit"),
        ([*SWEEP, *SMALL, "--processes", "0"], "--processes"),
        ([*SWEEP, *SMALL, "--processes", "2", "--cluster", "tcp://127.0.0.1:9"], "one of the two"),
    ],
)
def test_what_cannot_be_is_refused(words, named):
    code, _, said = sixr(*words)
    assert code == 2
    assert named in said
    assert json.loads(sixr("runs", "list", "--json")[1])["runs"] == []


def test_where_nothing_can_be_kept_that_is_said(monkeypatch, tmp_path):
    usual = sixr(*SWEEP, *SMALL)
    (tmp_path / "file").touch()
    monkeypatch.setenv("SIXR_STORE", str(tmp_path / "file"))
    code, text, said = sixr(*SWEEP, *SMALL)
    assert (code, text) == usual[:2]
    assert said.startswith("Note: nothing is kept of this run:")
    assert "--no-store" in said


def child(store, *words):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SIXR_STORE": str(store)}
    command = [sys.executable, "-m", "sixr", *words]
    return subprocess.Popen(command, cwd=store, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def killed_when_kept(process, store: Path, parts: int):
    """Wait until so many parts are kept, and kill; whether it was killed."""
    until = time.monotonic() + 120
    while process.poll() is None and len(list((store / ".sixr" / "parts").glob("*.parquet"))) < parts:
        assert time.monotonic() < until
        time.sleep(0.02)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("kills", [1, pytest.param(20, marks=pytest.mark.slow)])
def test_a_killed_sweep_is_resumed_to_the_same_answer(tmp_path, monkeypatch, kills):
    """A part is written every second, and a kill takes some two seconds of work on one core."""
    words = [*SWEEP[:-1], "policy.price.level=0.8:1.2:9", "--customers", "6000", "--replications", str(8 * kills)]
    words += ["--threads", "1", "--json"]
    assert killed_when_kept(child(tmp_path, *words), tmp_path, 1)
    for kill in range(2, kills + 1):
        assert killed_when_kept(child(tmp_path, "resume"), tmp_path, kill)
    monkeypatch.setenv("SIXR_STORE", str(tmp_path))
    monkeypatch.chdir(ROOT)  # and back in the end
    code, text, said = sixr("resume")
    assert code == 0, said
    assert json.loads(text) == json.loads(sixr(*words, "--no-store")[1])
    assert [run["state"] for run in json.loads(sixr("runs", "list", "--json")[1])["runs"]] == ["done"]
