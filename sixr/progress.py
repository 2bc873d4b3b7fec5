"""How far a run has come: a bar for people at a terminal, a file for the program that started it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from scenarios.ground.places import Kind, told

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from scenarios.running.effort import Effort

KIND = Kind("a file in a folder that exists", "", 0, option="--progress")
BEAT = 0.4
"""Seconds between two writings of the progress file."""


class Display(Protocol):
    """What shows how far a run is."""

    def __call__(self, done: float, total: int, message: str) -> None:
        """Show that ``done`` of ``total`` worlds are done, parts included, and which was the last."""

    def expect(self, effort: Effort) -> None:
        """Show what the run will take."""


class Displays:
    """Several displays as one: the bar where stderr is a terminal, the progress file where one is asked for."""

    def __init__(self, displays: Sequence[Display]) -> None:
        self.displays = displays

    def __call__(self, done: float, total: int, message: str) -> None:
        """Tell all displays."""
        for display in self.displays:
            display(done, total, message)

    @property
    def on_effort(self) -> Callable[[Effort], None] | None:
        """Tells all displays what the run will take; None where nobody looks, so that nobody finds out."""
        return self._expect if self.displays else None

    def _expect(self, effort: Effort) -> None:
        for display in self.displays:
            display.expect(effort)


@contextmanager
def progress(file: str | None) -> Iterator[Displays]:
    """A callback (done, total, message) that draws a bar where stderr is a terminal and keeps ``file``, if
    any; its ``on_effort`` says beforehand what the run will take.

    ``file`` holds {"state", "done", "total", "message"}, state being "running", "done" or "failed", and of a long run
    "seconds" and "memory" (bytes), as expected; it is renamed into place, so a reader never sees half of it.
    """
    with ExitStack() as stack:
        displays: list[Display] = []
        if file is not None:
            stack.enter_context(termination_stops())
            displays.append(stack.enter_context(ProgressFile(Path(file))))
        if sys.stderr.isatty():
            displays.append(stack.enter_context(_bar()))
        yield Displays(displays)


def in_words(effort: Effort) -> str:
    """What a run will take: "About 4 minutes, 2.1 GB of memory." """
    seconds = effort.seconds
    if seconds < 90:
        time = f"{10 * max(1, round(seconds / 10))} seconds"
    elif seconds < 90 * 60:
        time = f"{round(seconds / 60)} minutes"
    else:
        time = f"{round(seconds / 3600)} hours"
    journal = f", {effort.disk / 1e9:.1f} GB of journal on the disk" if effort.disk else ""
    return f"About {time}, {effort.memory / 1e9:.1f} GB of memory{journal}."


class ProgressFile:
    """The progress file, written every 0.4 s by a thread of its own and once more at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.expected: dict[str, object] = {}
        self.state: dict[str, object] = {"state": "running", "done": 0, "total": 0, "message": "starting"}
        self._stop = threading.Event()
        self._beat = threading.Thread(target=self._write_on, name="progress", daemon=True)

    def __call__(self, done: float, total: int, message: str) -> None:
        """Say that ``done`` of ``total`` worlds are done."""
        self.state = {"state": "running", "done": done, "total": total, "message": message, **self.expected}

    def expect(self, effort: Effort) -> None:
        """Say what the run will take."""
        self.expected = {"seconds": effort.seconds, "memory": effort.memory}
        self.state |= self.expected

    def __enter__(self) -> ProgressFile:
        with told(self.path, KIND):
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
        with suppress(OSError):  # how far it came is not worth the run
            self._write()

    def _write_on(self) -> None:
        while not self._stop.wait(BEAT):
            with suppress(OSError):
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


class _Bar:
    """A bar on the terminal, with what the run will take above it."""

    def __init__(self, bar: Bar, task: TaskID) -> None:
        self.bar, self.task = bar, task

    def __call__(self, done: float, total: int, message: str) -> None:
        self.bar.update(self.task, completed=done, total=total, what=message)

    def expect(self, effort: Effort) -> None:
        self.bar.console.print(in_words(effort), highlight=False)


@contextmanager
def _bar() -> Iterator[Display]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.fields[what]}", markup=False), BarColumn(), TaskProgressColumn()
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar, bar.add_task("", total=None, what="starting"))
