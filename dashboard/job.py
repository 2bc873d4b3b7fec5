"""A run in a process of its own: start it, ask how far it is, cancel it.

A job is a folder ``<runs>/jobs/<id>`` that holds what was asked (job.json), how far the run is
(progress.json, written by the run) and what it said (log.txt); its result goes to ``<runs>/<id>``, of a decision to
``<runs>/<id>.json``. The id alone finds it again, also after the page was reloaded or the server was started anew.

MOST_RUNNING jobs are going at a time; those behind them wait for their turn (dashboard.turn) in the order in which
they were asked for.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard import turn

MOST_RUNNING = 2
MOST_WAITING = 8
OWN = "own-plan.yaml"
GRACE = 3.0
"""Seconds between asking a run to end and ending it."""

_ID = re.compile(r"[0-9a-f]{32}")
_children: dict[str, subprocess.Popen[bytes]] = {}


class Busy(RuntimeError):
    """As many runs are waiting for their turn as are allowed to."""


@dataclass(frozen=True)
class Request:
    """A comparison to run: scenario names, the baseline first, and its sizes. ``market``: a market file, or the folder
    of a company; ``own``: a scenario file of the reader's own, as text, that is compared too.

    With ``programme`` the referral programme of the only scenario is looked into instead; ``changes``: PATH=VALUE.
    """

    scenarios: tuple[str, ...]
    people: int
    worlds: int
    days: int
    seed: int
    market: str | None = None
    own: str = ""
    programme: bool = False
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A decision to work out: ``words`` of the command, its name first. Its document goes to ``<runs>/<id>.json``."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """How a job stands. ``state``: waiting (as the ``place``-th), running, done, failed, cancelled or unknown.

    ``done`` of ``total`` worlds, parts included; ``left``: seconds still to go, None while that cannot be said.
    ``seconds`` and ``memory`` (bytes): what a long run expected to take, None otherwise. ``message``: what a failed run
    said, or one that has begun no world yet; ``passed``: seconds since its turn.
    """

    state: str
    done: float = 0
    total: int = 0
    left: float | None = None
    seconds: float | None = None
    memory: float | None = None
    message: str = ""
    place: int = 0
    passed: float = 0.0


def start(request: Request | Decision, runs: Path) -> str:
    """Start ``request``, or have it wait for its turn, and return the job's id. Raises Busy where MOST_WAITING jobs are
    waiting already; two clicks at once are counted one after the other."""
    job = secrets.token_hex(16)
    folder = _folder(job, runs)
    (runs / "jobs").mkdir(parents=True, exist_ok=True)
    with _alone(runs):
        if len([one for one in waiting(runs) if not _turn(one, runs)[0]]) >= MOST_WAITING:
            raise Busy(MOST_WAITING)
        folder.mkdir()
        if isinstance(request, Request) and request.own:
            (folder / OWN).write_text(request.own, encoding="utf-8")
        _begin(job, folder, command(request, runs / job, folder / "progress.json"), asdict(request))
    return job


def start_behind(job: str, then: Sequence[str], runs: Path) -> bool:
    """Start the job of this name, which runs the command ``then`` and lets all other jobs go first; what an ended one
    of that name has left is removed. Nothing happens where it is going or waiting. False where MOST_WAITING of its kind
    are waiting already. It is done when its progress file says so.
    """
    folder = _folder(job, runs)
    (runs / "jobs").mkdir(parents=True, exist_ok=True)
    with _alone(runs):
        if job in _living(runs):
            return True
        if len([one for one in waiting(runs) if _turn(one, runs)[0]]) >= MOST_WAITING:
            return False
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        progress = folder / "progress.json"
        _begin(job, folder, [*then, "--progress", str(progress), "--json"], {"behind": True})
    return True


def _begin(job: str, folder: Path, then: Sequence[str], about: Mapping[str, object]) -> None:
    """Start the process of a job, which waits for its turn and then runs ``then``; its record is written behind it."""
    with open(folder / "log.txt", "wb") as log:
        process = subprocess.Popen(
            turn.command(folder, MOST_RUNNING, then),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
    who = {"pid": process.pid, "born": _born(process.pid), "started": time.time()}
    _write(folder / "job.json", {**who, **about})
    _children[job] = process
    threading.Thread(target=process.wait, name=f"wait for {job}", daemon=True).start()  # no dead child stays listed


def command(request: Request | Decision, out: Path, progress: Path) -> list[str]:
    """The command line that runs ``request``; its own scenario file stands beside ``progress``."""
    if isinstance(request, Decision):
        places = ["--out", str(document(out)), "--progress", str(progress), "--json"]
        return [sys.executable, "-m", "sixr", *request.words, *places]
    own = [str(progress.with_name(OWN))] if request.own else []
    market = [_option(request.market), request.market] if request.market else []
    sizes = {
        "--customers": request.people,
        "--replications": request.worlds,
        "--days": request.days,
        "--seed": request.seed,
    }
    numbers = [text for option, number in sizes.items() for text in (option, str(number))]
    numbers += [text for change in request.changes for text in ("--set", change)]
    kind = ["referrals", "--crv", "0"] if request.programme else ["compare"]
    places = ["--out", str(out), "--progress", str(progress), "--json"]
    return [sys.executable, "-m", "sixr", *kind, *request.scenarios, *own, *market, *numbers, *places]


def document(out: Path) -> Path:
    """Where the document of a decision lies whose result would be in the folder ``out``."""
    return out.with_name(f"{out.name}.json")


def _option(market: str) -> str:
    """How a market is handed over: a company's is in its folder."""
    return "--company" if Path(market).is_dir() else "--market"


def poll(job: str, runs: Path) -> Status:
    """How ``job`` stands; ``unknown`` where there is no such job."""
    about = _about(job, runs)
    if about is None:
        return Status("unknown")
    folder = _folder(job, runs)
    if _alive(job, about):
        begun = turn.begun(folder)
        if begun is None:
            ahead = [one for one in waiting(runs) if one != job]
            return Status("waiting", place=1 + sum(_turn(one, runs) < _turn(job, runs) for one in ahead))
        done, total, seconds, memory = _progress(folder)
        passed = time.time() - begun
        left = passed * (total - done) / done if 0 < done <= total else None
        message = "" if total else _said(folder / "log.txt")
        return Status("running", done, total, left, seconds, memory, message, passed=passed)
    out = runs / job
    if (out / "manifest.json").is_file() or document(out).is_file() or (_turn(job, runs)[0] and _said_done(folder)):
        return Status("done")
    if (folder / "cancelled").exists():
        return Status("cancelled")
    return Status("failed", message=_said(folder / "log.txt"))


def cancel(job: str, runs: Path) -> None:
    """End ``job`` and everything it started. Nothing happens where it has ended already."""
    about = _about(job, runs)
    if about is None or not _alive(job, about):
        return
    (_folder(job, runs) / "cancelled").touch()
    _signal(int(about["pid"]), signal.SIGTERM)
    until = time.monotonic() + GRACE
    while time.monotonic() < until and _alive(job, about):
        time.sleep(0.05)
    if _alive(job, about):
        _signal(int(about["pid"]), signal.SIGKILL)


def running(runs: Path) -> list[str]:
    """The jobs that are going."""
    return [job for job in _living(runs) if turn.begun(_folder(job, runs)) is not None]


def waiting(runs: Path) -> list[str]:
    """The jobs that wait for their turn."""
    return [job for job in _living(runs) if turn.begun(_folder(job, runs)) is None]


def known(job: str, runs: Path) -> bool:
    """Whether there is such a job."""
    return _about(job, runs) is not None


def _living(runs: Path) -> list[str]:
    found = [folder.name for folder in (runs / "jobs").glob("*") if _ID.fullmatch(folder.name)]
    abouts = [(job, _about(job, runs)) for job in found]
    return [job for job, about in abouts if about is not None and _alive(job, about)]


def _turn(job: str, runs: Path) -> turn.Turn:
    """By what a job that waits takes its turn."""
    about = _about(job, runs) or {}
    return bool(about.get("behind")), float(about.get("started", 0.0)), job


@contextlib.contextmanager
def _alone(runs: Path) -> Iterator[None]:
    """Hold the lock under which jobs are counted and started, in this process and in others."""
    with open(runs / "jobs" / "lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder(job: str, runs: Path) -> Path:
    return runs / "jobs" / job


def _about(job: str, runs: Path) -> dict[str, float] | None:
    if not _ID.fullmatch(job):
        return None
    try:
        about = json.loads((_folder(job, runs) / "job.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return about if isinstance(about, dict) and {"pid", "born", "started"} <= about.keys() else None


def _progress(folder: Path) -> tuple[float, int, float | None, float | None]:
    """Worlds done and worlds in all, and of a long run the seconds and bytes that it expected to take; (0, 0, None,
    None) as long as the run has not said anything."""
    try:
        said = json.loads((folder / "progress.json").read_text(encoding="utf-8"))
        expected = (float(said["seconds"]), float(said["memory"])) if "seconds" in said else (None, None)
        return float(said["done"]), int(said["total"]), *expected
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0, None, None


def _said_done(folder: Path) -> bool:
    """Whether the run said itself that it is done."""
    try:
        return bool(json.loads((folder / "progress.json").read_text(encoding="utf-8"))["state"] == "done")
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _said(log: Path) -> str:
    """The message of a run that failed; of an unforeseen error only the last line, not its traceback."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")[-20_000:].strip()
    except OSError:
        return ""
    return text.splitlines()[-1] if "Traceback (most recent call last)" in text else text[-2_000:]


def _alive(job: str, about: dict[str, float]) -> bool:
    child = _children.get(job)
    if child is not None:
        return child.poll() is None
    pid = int(about["pid"])
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return _born(pid) == about["born"]


def _born(pid: int) -> float:
    """When a process was started, in ticks since the machine was, so that a reused number is not mistaken for
    it; 0 where the system does not tell, -1 for a process that has ended but is still listed."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return -1.0 if fields[0] == "Z" else float(fields[19])


def _signal(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, what)


def _write(file: Path, content: dict[str, object]) -> None:
    draft = file.with_suffix(".tmp")
    draft.write_text(json.dumps(content), encoding="utf-8")
    os.replace(draft, file)
