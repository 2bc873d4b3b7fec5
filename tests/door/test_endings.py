"""How a command ends that fails or is stopped, and what its progress file says."""

import json
import signal
import subprocess
import sys
import threading
import time

import pytest
from literal_worlds import world

from scenarios.results import store
from scenarios.running import experiment
from tests.door.commands import ROOT, SMALL, sixr


def test_failed_worlds_are_told_and_exit_1(monkeypatch, tmp_path):
    def simulate(scenario, replication, *rest):
        if replication == 1:
            raise FloatingPointError("overflow")
        return world(scenario, replication)

    monkeypatch.setattr(experiment, "simulate", simulate)
    code, out, _ = sixr("run", "base", *SMALL, "--out", tmp_path / "result")
    assert code == 1
    assert "1 world failed" in out
    assert "overflow" in out
    (failure,) = store.read(tmp_path / "result").manifest["failures"]
    assert failure == {"scenario": "base", "replication": 1, "message": "FloatingPointError: overflow"}


def test_a_failure_is_one_line(monkeypatch):
    def simulate(*args):
        raise MemoryError("no room\nfor 10 people")

    monkeypatch.setattr(experiment, "simulate", simulate)
    code, out, err = sixr("run", "base", *SMALL)
    assert code == 1
    assert out == ""
    assert err.startswith("sixr failed: ")
    assert err.count("\n") == 1


def test_ctrl_c_is_one_line(monkeypatch, tmp_path):
    def simulate(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(experiment, "simulate", simulate)
    code, out, err = sixr("run", "base", *SMALL, "--progress", tmp_path / "progress.json")
    assert (code, out, err) == (130, "", "stopped; nothing written\n")
    assert json.loads((tmp_path / "progress.json").read_text())["state"] == "failed"


def test_progress_file_says_how_far_it_is(monkeypatch, tmp_path):
    file = tmp_path / "progress.json"
    seen = []
    written = threading.Event()

    def simulate(scenario, replication, *rest):
        if replication == 2:
            for _ in range(100):
                seen.append(json.loads(file.read_text()))
                if seen[-1]["done"] == 2 or written.wait(0.05):
                    break
        return world(scenario, replication)

    monkeypatch.setattr(experiment, "simulate", simulate)
    assert sixr("run", "base", *SMALL, "--threads", 1, "--progress", file)[0] == 0
    assert seen[-1] == {"state": "running", "done": 2, "total": 3, "message": "base, world 2 of 3"}
    assert json.loads(file.read_text()) == {"state": "done", "done": 3, "total": 3, "message": "done"}
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]


def test_progress_file_says_why_it_failed(tmp_path):
    file = tmp_path / "progress.json"
    assert sixr("run", "bass", "--progress", file)[0] == 2
    said = json.loads(file.read_text())
    assert said["state"] == "failed"
    assert "bass" in said["message"]


def hears_ctrl_c() -> None:
    """Tests started in the background may have been told to ignore Ctrl-C, and what they start inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("what", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_run_that_is_stopped_ends_at_once_and_leaves_nothing(tmp_path, what):
    progress, out = tmp_path / "progress.json", tmp_path / "result"
    words = [
        "run",
        "base",
        "--replications",
        "10000",
        "--out",
        str(out),
        "--progress",
        str(progress),
        "--json",
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "sixr", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        preexec_fn=hears_ctrl_c,
    ) as process:
        for _ in range(1800):
            time.sleep(0.1)
            if progress.exists() and json.loads(progress.read_text())["done"] > 0:
                break
        process.send_signal(what)
        try:
            printed, said = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, printed, said) == (130, b"", b"stopped; nothing written\n")
    assert json.loads(progress.read_text())["state"] == "failed"
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]
