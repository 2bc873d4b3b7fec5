"""Commands that keep what they find on a shelf: which there were, which has not come to its end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from scenarios.ground.places import held
from scenarios.running.shelf import Shelf
from sim.problems import BadInput, Problem, shown

RUNNING, DONE, STOPPED = "running", "done", "stopped"
MOST_LETTERS = 60


@dataclass(frozen=True)
class Run:
    """A command: its ``words`` after "sixr", the ``folder`` that it was given in, when it was ``begun`` (seconds since
    1970), its ``state`` and the ``bytes`` of parts that it has used."""

    number: int
    name: str | None
    words: tuple[str, ...]
    folder: str
    begun: float
    state: str
    bytes: int


@contextmanager
def recorded(shelf: Shelf, words: Sequence[str]) -> Iterator[None]:
    """What is run meanwhile is the command ``words``; the same command given again is the same run.

    It is done where nothing is raised, unknown where it was refused, and else stopped, as it is where it is killed.
    """
    said, folder = json.dumps(list(words)), str(Path.cwd())
    with shelf.writing() as registry:
        same = "SELECT id FROM run WHERE words = ? AND folder = ? ORDER BY id DESC"
        number = next((n for (n,) in shelf.ask(same, said, folder) if not _alive(shelf, n)), None)
        if number is None:
            add = "INSERT INTO run (words, folder) VALUES (?, ?)"
            number = int(registry.execute(add, (said, folder)).lastrowid or 0)
        registry.execute("UPDATE run SET begun = ?, state = ? WHERE id = ?", (time.time(), RUNNING, number))
        mark = _mark(shelf, number)
        mark.touch(0o600)
    state = STOPPED
    try:
        with held(mark):
            shelf.run = number
            yield
            state = DONE
    except BadInput:
        shelf.run = None
        delete(shelf, number)
        raise
    finally:
        shelf.flush()
        shelf.run = None
        with shelf.writing() as registry:
            registry.execute("UPDATE run SET state = ? WHERE id = ?", (state, number))
        mark.unlink(missing_ok=True)


def runs(shelf: Shelf) -> list[Run]:
    """All runs, the latest last."""
    question = """SELECT run.id, name, words, folder, begun, state, COALESCE(SUM(bytes), 0) FROM run
        LEFT JOIN used ON run.id = run LEFT JOIN part ON part.id = part GROUP BY run.id ORDER BY begun, run.id"""
    found = []
    for number, name, words, folder, begun, state, size in shelf.ask(question):
        if state == RUNNING and not _alive(shelf, number):
            state = STOPPED
        found.append(Run(number, name, tuple(json.loads(words)), folder, begun, state, size))
    return found


def run_of(shelf: Shelf, said: str | None) -> Run:
    """The run of a number or a name; None: the latest that has not come to its end. BadInput where there is none."""
    known = runs(shelf)
    if said is None:
        unfinished = [run for run in known if run.state == STOPPED]
        if not unfinished:
            raise BadInput([Problem("resume", 0, "", "nothing that was stopped", "a run that was stopped", SEE)])
        return unfinished[-1]
    for run in known:
        if said in (run.name, str(run.number)):
            return run
    allowed = ", ".join(run.name or str(run.number) for run in known[-10:]) or "none: nothing was run here"
    raise BadInput([Problem("runs", 0, "", shown(said), allowed, SEE)])


SEE = "sixr runs list says which there are"


def named(shelf: Shelf, number: int, name: str) -> None:
    """Call a run ``name``, so that its parts are kept. BadInput where no run can be called so."""
    if not name.strip() or name.isdigit() or len(name) > MOST_LETTERS or not name.isprintable():
        allowed = f"a name of at most {MOST_LETTERS} letters, not a number alone"
        raise BadInput([Problem("runs name", 0, "", shown(name) or '""', allowed)])
    with shelf.writing() as registry:
        if shelf.ask("SELECT 1 FROM run WHERE name = ? AND id != ?", name, number):
            raise BadInput([Problem("runs name", 0, "", shown(name), "a name that no other run has")])
        registry.execute("UPDATE run SET name = ? WHERE id = ?", (name, number))


def delete(shelf: Shelf, number: int) -> None:
    """Forget a run, and drop the parts that no other has used."""
    with shelf.writing() as registry:
        own = "SELECT part FROM used GROUP BY part HAVING COUNT(*) = 1 AND MIN(run) = ?"
        registry.execute(f"DELETE FROM part WHERE id IN ({own})", (number,))
        registry.execute("DELETE FROM run WHERE id = ?", (number,))
    shelf.dropped(whole=True)


def _mark(shelf: Shelf, number: int) -> Path:
    """The file that a run holds as long as it lives."""
    return shelf.place / f"run-{number}"


def _alive(shelf: Shelf, number: int) -> bool:
    with suppress(OSError), held(_mark(shelf, number)):
        return False
    return _mark(shelf, number).exists()
