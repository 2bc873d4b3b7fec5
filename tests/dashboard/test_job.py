"""A run in a process of its own: progress, result, failure, cancelling, coming back to it."""

import json
import os
import sys
import threading
import time
from pathlib import Path

import pytest

from dashboard import job, turn

REQUEST = job.Request(("base", "price_up_10"), people=500, worlds=2, days=30, seed=1)

RUNS = {
    "done": (
        "import pathlib, sys; out = pathlib.Path(sys.argv[1]); out.mkdir(); (out / 'manifest.json').write_text('{}')"
    ),
    "failed": "import sys; sys.exit('days: found 0. Allowed: 1 to 20000.')",
    "broken": "raise RuntimeError('the disk is full')",
    "slow": (
        "import json, pathlib, sys, time; "
        "pathlib.Path(sys.argv[2]).write_text(json.dumps({'done': 1, 'total': 4})); time.sleep(60)"
    ),
    "long": (
        "import json, pathlib, sys, time; said = {'done': 0, 'total': 4, 'seconds': 250.0, 'memory': 2e9}; "
        "pathlib.Path(sys.argv[2]).write_text(json.dumps(said)); time.sleep(60)"
    ),
    "deaf": "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
}


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Start one of RUNS in place of a real run."""
    jobs = []

    def start(kind: str) -> str:
        def command(request: job.Request, out: Path, progress: Path) -> list[str]:
            return [sys.executable, "-c", RUNS[kind], str(out), str(progress)]

        monkeypatch.setattr(job, "command", command)
        jobs.append(job.start(REQUEST, tmp_path))
        return jobs[-1]

    yield start
    for name in jobs:
        job.cancel(name, tmp_path)


def until(name: str, runs: Path, state: str, seconds: float = 20) -> job.Status:
    end = time.monotonic() + seconds
    while (status := job.poll(name, runs)).state != state and time.monotonic() < end:
        time.sleep(0.02)
    assert status.state == state
    return status


def test_a_run_ends_with_its_result(started, tmp_path):
    name = started("done")
    assert len(name) == 32
    until(name, tmp_path, "done")


def test_a_failed_run_says_what_it_said(started, tmp_path):
    status = until(started("failed"), tmp_path, "failed")
    assert status.message == "days: found 0. Allowed: 1 to 20000."


def test_of_an_unforeseen_error_no_traceback_is_shown(started, tmp_path):
    status = until(started("broken"), tmp_path, "failed")
    assert status.message == "RuntimeError: the disk is full"


def test_progress_and_time_left_are_told(started, tmp_path):
    name = started("slow")
    end = time.monotonic() + 20
    while not (status := job.poll(name, tmp_path)).total and time.monotonic() < end:
        time.sleep(0.02)
    assert (status.done, status.total) == (1, 4)
    assert status.left is not None
    assert status.left > 0
    assert (status.seconds, status.memory) == (None, None)


def test_what_a_long_run_takes_is_told_before_its_first_world_is_done(started, tmp_path):
    name = started("long")
    end = time.monotonic() + 20
    while not (status := job.poll(name, tmp_path)).total and time.monotonic() < end:
        time.sleep(0.02)
    assert (status.done, status.left) == (0, None)
    assert (status.seconds, status.memory) == (250.0, 2e9)


def test_another_server_finds_the_run_again_and_can_cancel_it(started, tmp_path, monkeypatch):
    name = started("slow")
    until(name, tmp_path, "running")
    child = job._children.pop(name)
    assert job.poll(name, tmp_path).state == "running"
    job.cancel(name, tmp_path)
    child.wait(10)
    assert job.poll(name, tmp_path).state == "cancelled"


@pytest.mark.parametrize("kind", ["slow", "deaf"])
def test_cancelling_ends_the_process(started, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(job, "GRACE", 0.5)
    name = started(kind)
    time.sleep(0.3)
    job.cancel(name, tmp_path)
    until(name, tmp_path, "cancelled", seconds=5)


def test_a_process_that_reused_the_number_is_left_alone(started, tmp_path):
    name = started("slow")
    child = job._children.pop(name)
    file = tmp_path / "jobs" / name / "job.json"
    about = json.loads(file.read_text())
    file.write_text(json.dumps(about | {"born": about["born"] - 1}))
    assert job.poll(name, tmp_path).state == "failed"
    job.cancel(name, tmp_path)
    assert child.poll() is None
    file.write_text(json.dumps(about))
    job._children[name] = child


def test_runs_beyond_those_allowed_at_a_time_wait_for_their_turn_in_order(started, tmp_path):
    names = [started("slow") for _ in range(job.MOST_RUNNING + 2)]
    for name in names[: job.MOST_RUNNING]:
        until(name, tmp_path, "running")
    assert [job.poll(name, tmp_path) for name in names[job.MOST_RUNNING :]] == [
        job.Status("waiting", place=1),
        job.Status("waiting", place=2),
    ]
    job.cancel(names[0], tmp_path)
    until(names[-2], tmp_path, "running")
    assert job.poll(names[-1], tmp_path) == job.Status("waiting", place=1)
    assert len(job.running(tmp_path)) == job.MOST_RUNNING
    job.cancel(names[-2], tmp_path)
    until(names[-1], tmp_path, "running")


def test_a_run_that_is_killed_frees_its_place_and_one_that_waits_is_cancelled(started, tmp_path):
    names = [started("slow") for _ in range(job.MOST_RUNNING + 2)]
    until(names[0], tmp_path, "running")
    job.cancel(names[-2], tmp_path)
    until(names[-2], tmp_path, "cancelled")
    job._children[names[0]].kill()
    until(names[-1], tmp_path, "running")


def test_clicks_at_once_start_and_queue_no_more_than_allowed(started, tmp_path, monkeypatch):
    monkeypatch.setattr(job, "MOST_WAITING", 2)
    outcomes = []

    def click() -> None:
        try:
            outcomes.append(started("slow"))
        except job.Busy:
            outcomes.append("")

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    begun = [name for name in outcomes if name]
    assert 2 <= len(begun) <= job.MOST_RUNNING + 2
    for _ in range(20):
        assert len(job.running(tmp_path)) <= job.MOST_RUNNING
        assert len(job.waiting(tmp_path)) <= 4
        time.sleep(0.05)


@pytest.fixture
def behind(tmp_path):
    """Start one of RUNS behind all others; its program is given no result to write, but where to say how far it is."""
    names = []

    def start(number: int, program: str) -> str:
        names.append(f"{number:032x}")
        assert job.start_behind(names[-1], [sys.executable, "-c", program, "out"], tmp_path)
        return names[-1]

    yield start
    for name in names:
        job.cancel(name, tmp_path)


SLEEPS = "import time; time.sleep(60)"
SAYS_DONE = 'import pathlib, sys; pathlib.Path(sys.argv[3]).write_text(\'{"state": "done"}\')'


def test_a_job_behind_takes_no_place_of_a_run_and_gives_way_to_it(started, behind, tmp_path):
    first, second = (behind(number, SLEEPS) for number in (1, 2))
    until(first, tmp_path, "running")
    assert job.poll(second, tmp_path) == job.Status("waiting", place=1)
    for name in [started("slow") for _ in range(job.MOST_RUNNING)]:
        until(name, tmp_path, "running")  # neither of the two keeps it waiting
    pid = json.loads((tmp_path / "jobs" / first / "job.json").read_text())["pid"]
    assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)


def test_a_job_behind_begins_when_no_run_waits(started, behind, tmp_path):
    runs = [started("slow") for _ in range(job.MOST_RUNNING + 1)]
    for name in runs[: job.MOST_RUNNING]:
        until(name, tmp_path, "running")
    last = behind(1, SLEEPS)
    time.sleep(4 * turn.BEAT)
    assert job.poll(last, tmp_path) == job.Status("waiting", place=2)
    job.cancel(runs[0], tmp_path)
    until(last, tmp_path, "running")


def test_a_job_behind_is_done_when_it_says_so_and_is_not_started_twice(behind, tmp_path, monkeypatch):
    name = behind(1, SLEEPS)
    until(name, tmp_path, "running")
    about = (tmp_path / "jobs" / name / "job.json").read_text()
    behind(1, SAYS_DONE)
    assert (tmp_path / "jobs" / name / "job.json").read_text() == about
    job.cancel(name, tmp_path)
    assert job.poll(name, tmp_path).state == "cancelled"
    behind(1, SAYS_DONE)
    until(name, tmp_path, "done")


def test_jobs_behind_leave_the_queue_of_runs_alone(started, behind, tmp_path, monkeypatch):
    monkeypatch.setattr(job, "MOST_WAITING", 1)
    until(behind(1, SLEEPS), tmp_path, "running")
    behind(2, SLEEPS)
    assert not job.start_behind(f"{3:032x}", [sys.executable, "-c", SLEEPS], tmp_path)
    for _ in range(job.MOST_RUNNING):
        until(started("slow"), tmp_path, "running")
    assert job.poll(started("slow"), tmp_path) == job.Status("waiting", place=1)


def test_an_ended_run_does_not_stay_listed(started, tmp_path):
    name = started("failed")
    pid = job._children[name].pid
    end = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:  # nobody asks how it stands
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("name", ["", "..", "../../etc", "0" * 31, "0" * 32, "A" * 32, "/" + "0" * 31])
def test_a_name_that_is_no_job_is_unknown(tmp_path, name):
    assert job.poll(name, tmp_path) == job.Status("unknown")
    job.cancel(name, tmp_path)


def test_the_command_is_that_of_the_command_line(tmp_path):
    command = job.command(REQUEST, tmp_path / "out", tmp_path / "progress")
    assert command[:4] == [sys.executable, "-m", "sixr", "compare"]
    assert command[4:6] == list(REQUEST.scenarios)
    assert command[command.index("--customers") + 1] == "500"
    assert all(isinstance(part, str) for part in command)
    assert os.fspath(tmp_path / "out") in command


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_run_that_ended_does_not_stay_listed_when_nobody_asks(started, tmp_path):
    name = started("failed")
    pid = json.loads((tmp_path / "jobs" / name / "job.json").read_text())["pid"]
    end = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()
