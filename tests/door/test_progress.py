"""What people at a terminal, and the program that started the run, are told of it."""

import json
import sys

import pytest

from scenarios import running
from scenarios.running.effort import Effort
from sixr.progress import in_words, progress


@pytest.mark.parametrize(
    ("effort", "words"),
    [
        (Effort(21.0, 0.35e9), "About 20 seconds, 0.3 GB of memory."),
        (Effort(89.0, 1e9), "About 90 seconds, 1.0 GB of memory."),
        (Effort(250.0, 2.12e9), "About 4 minutes, 2.1 GB of memory."),
        (Effort(7000.0, 12e9, 3.04e9), "About 2 hours, 12.0 GB of memory, 3.0 GB of journal on the disk."),
    ],
)
def test_what_a_run_takes_in_words(effort, words):
    assert in_words(effort) == words


def test_nobody_finds_out_what_nobody_reads(tmp_path):
    with progress(None) as nobody:
        assert nobody.on_effort is None
    with progress(str(tmp_path / "progress.json")) as somebody:
        assert somebody.on_effort is not None


def test_it_stands_above_the_bar(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress(None) as told:
        told.on_effort(Effort(250.0, 2.12e9))
        told(1, 4, "base, world 1 of 4")
    assert "About 4 minutes, 2.1 GB of memory.\n" in capsys.readouterr().err


def test_it_names_the_world_that_has_come_furthest_until_one_is_done(monkeypatch):
    monkeypatch.setattr(running.progress, "BEAT", 0.0)
    said = []
    run = running.progress.UnderWay(2, lambda done, total, message: said.append((done, message)), alone=True)
    run.part("base, world 1 of 2", 0.85)
    run.part("base, world 2 of 2", 0.25)
    run.done(1, "base, world 1 of 2")
    first = "base, world 1 of 2"
    assert said == [(0, "starting"), (0.85, first), (1.1, first), (1.25, first)]


def test_the_file_keeps_it_while_worlds_are_done(tmp_path):
    file = tmp_path / "progress.json"
    with progress(str(file)) as told:
        told(0, 4, "starting")
        told.on_effort(Effort(250.0, 2e9))
        told(1, 4, "base, world 1 of 4")
    found = json.loads(file.read_text())
    assert (found["done"], found["total"], found["seconds"], found["memory"]) == (1, 4, 250.0, 2e9)
