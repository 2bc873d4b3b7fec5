"""How far a run has come: a bar for people at a terminal, a file for the program that started it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.experiment import Progress

BEAT = 0.4
"""Seconds between two writings of the progress file."""


@contextmanager
def progress(file: str | None) -> Iterator[Progress]:
    """A callback (done, total, message) that draws a bar where stderr is a terminal and keeps ``file``, if
    any.

    ``file`` holds {"state", "done", "total", "message"}, state being "running", "done" or "failed"; it is
    renamed into place, so a reader never sees half of it.
    """
    with ExitStack() as stack:
        tell: list[Progress] = []
        if file is not None:
            stack.enter_context(termination_stops())
            tell.append(stack.enter_context(ProgressFile(Path(file))))
        if sys.stderr.isatty():
            tell.append(stack.enter_context(_bar()))

        def on_progress(done: int, total: int, message: str) -> None:
            for one in tell:
                one(done, total, message)

        yield on_progress


class ProgressFile:
    """The progress file, written every 0.4 s by a thread of its own and once more at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state: dict[str, object] = {"state": "running", "done": 0, "total": 0, "message": "starting"}
        self._stop = threading.Event()
        self._beat = threading.Thread(target=self._write_on, name="progress", daemon=True)

    def __call__(self, done: int, total: int, message: str) -> None:
        """Say that ``done`` of ``total`` worlds are done."""
        self.state = {"state": "running", "done": done, "total": total, "message": message}

    def __enter__(self) -> ProgressFile:
        self._write()
        self._beat.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._stop.set()
        self._beat.join()
        if kind is None:
            self.state |= {"state": "done", "message": "done"}
        else:
            message = "stopped" if issubclass(kind, KeyboardInterrupt) else str(error)
            self.state |= {"state": "failed", "message": message}
        self._write()

    def _write_on(self) -> None:
        while not self._stop.wait(BEAT):
            self._write()

    def _write(self) -> None:
        draft = self.path.with_name(f".{self.path.name}.tmp")
        draft.write_text(json.dumps(self.state), encoding="utf-8")
        os.replace(draft, self.path)


@contextmanager
def termination_stops() -> Iterator[None]:
    """Take SIGTERM for Ctrl-C, so that the run that is cancelled tidies up."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.fields[what]}", markup=False), BarColumn(), TaskProgressColumn()
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, what="starting")

        def show(done: int, total: int, message: str) -> None:
            bar.update(task, completed=done, total=total, what=message)

        yield show
