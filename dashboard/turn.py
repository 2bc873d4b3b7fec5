"""A job's turn: its process waits until a place is free and nobody waits longer, then becomes the run itself.

A place is a locked file. The run inherits the lock with its process, so the system frees the place when the run ends,
however it ends. Waiting costs a look at a few small files five times a second. A job whose record says ``behind`` lets
all others go first, takes none of their places but one of its own, and leaves them the processors.

    python -m dashboard.turn FOLDER PLACES COMMAND...
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

BEAT = 0.2
"""Seconds between two looks."""
MILD = 15
"""How much a job that is behind others gives way to them, of 19 (see nice)."""
_MARK = "turn"
Turn = tuple[bool, float, str]
"""By what the waiting take their turns: those behind last, then who asked first."""


def command(folder: Path, places: int, then: Sequence[str]) -> list[str]:
    """The command line that waits for one of ``places`` places and then becomes the command ``then``."""
    return [sys.executable, "-m", "dashboard.turn", str(folder.absolute()), str(places), *then]


def begun(folder: Path) -> float | None:
    """When the job in ``folder`` had its turn, in seconds since the epoch; None where it waits."""
    try:
        return (folder / _MARK).stat().st_mtime
    except OSError:
        return None


def wait(folder: Path, places: int) -> None:
    """Return when it is the turn of the job in ``folder``; its place is held until this process ends."""
    while True:
        mine = _asked(folder)
        if mine is not None and _first(folder, mine):
            behind = mine[0]
            for name in ["place-behind"] if behind else [f"place-{number}" for number in range(places)]:
                place = os.open(folder.parent / name, os.O_RDWR | os.O_CREAT, 0o644)
                try:
                    fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    os.close(place)
                    continue
                os.set_inheritable(place, True)
                os.nice(MILD if behind else 0)
                (folder / _MARK).touch()
                return
        time.sleep(BEAT)


def _first(folder: Path, mine: Turn) -> bool:
    """Whether no job whose turn comes before ``mine`` waits still."""
    for other in folder.parent.iterdir():
        if other == folder or not other.is_dir() or begun(other) is not None:
            continue
        theirs = _asked(other)
        if theirs is not None and theirs < mine and _waits(other):
            return False
    return True


def _asked(folder: Path) -> Turn | None:
    """The turn of a job; None before its record is written, which is just after it starts."""
    try:
        about = json.loads((folder / "job.json").read_text(encoding="utf-8"))
        return bool(about.get("behind")), float(about["started"]), folder.name
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _waits(folder: Path) -> bool:
    """Whether the process of a job that has not had its turn is alive."""
    try:
        pid = int(json.loads((folder / "job.json").read_text(encoding="utf-8"))["pid"])
        return b"dashboard.turn" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False
    except (OSError, ValueError, KeyError, TypeError):
        return False


if __name__ == "__main__":
    wait(Path(sys.argv[1]), int(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])
