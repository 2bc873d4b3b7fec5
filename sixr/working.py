"""Where worlds are run and what is kept of them: processes, clusters, the folder .sixr."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    from scenarios.running.shelf import Shelf

    File = str | os.PathLike[str]

GIGABYTE = 1_000_000_000
WORDS: ContextVar[tuple[str, ...]] = ContextVar("words", default=())
"""What was said after "sixr", as the door notes it."""


@contextmanager
def working(
    *,
    processes: int | None = None,
    cluster: str | None = None,
    store: File | None = None,
    store_limit: float = 1.0,
) -> Iterator[None]:
    """All that is run meanwhile is run by ``processes`` of this machine, or on the Dask ``cluster`` at an address such
    as "tcp://host:8786"; None of both: threads of this process. The figures are the same to the last bit.

    ``store``: a folder in which, below .sixr, is kept what the worlds of decisions bring, so that none of them is run
    twice; ``store_limit``: GB that this may take. A script that uses ``processes`` does so below
    ``if __name__ == "__main__":``. BadInput where a cluster cannot be reached or has other code, or the folder cannot
    be written to.
    """
    from scenarios.running.where import working as placed

    with ExitStack() as stack:
        shelf = None if store is None else stack.enter_context(closing(opened(Path(store), store_limit)))
        stack.enter_context(placed(processes, cluster, shelf))
        yield


def opened(folder: Path, limit: float = 1.0) -> Shelf:
    """The shelf in ``folder``, of at most ``limit`` GB. BadInput where it cannot be."""
    import sqlite3

    from scenarios.running.shelf import FOLDER, Shelf

    if not 0.0 < limit <= 1e6:
        raise BadInput([Problem("--store-limit", 0, "", shown(limit), "GB above 0")])
    try:
        return Shelf(folder / FOLDER, int(limit * GIGABYTE))
    except (OSError, sqlite3.Error) as error:
        found = shown(getattr(error, "strerror", None) or error).lower()
        fix = "name another folder in SIXR_STORE, or go without: --no-store"
        problem = Problem(shown(folder / FOLDER, 200), 0, "", found, "a folder that can be written to", fix)
        raise BadInput([problem]) from None


def place(company: File | None) -> Path:
    """The folder whose .sixr commands use: SIXR_STORE, else that of the company, else the current one."""
    return Path(os.environ.get("SIXR_STORE") or company or ".").absolute()


@contextmanager
def at_work(
    company: File | None,
    *,
    processes: int | None,
    cluster: str | None,
    store: bool,
    store_limit: float,
) -> Iterator[None]:
    """The command WORDS is run as its options say, and can be resumed. Where nothing can be kept, that is said."""
    from scenarios.running.shelf_runs import recorded
    from scenarios.running.where import working as placed
    from sixr.terminal import complain

    with ExitStack() as stack:
        shelf = None
        if store:
            try:
                shelf = stack.enter_context(closing(opened(place(company), store_limit)))
            except BadInput as error:
                if error.problems[0].file == "--store-limit":
                    raise
                complain(f"Note: nothing is kept of this run: {error}")
        stack.enter_context(placed(processes, cluster, shelf))
        if shelf is not None:
            stack.enter_context(recorded(shelf, WORDS.get()))
        try:
            yield
        except KeyboardInterrupt:
            if shelf is not None:
                complain("what was found is kept; `sixr resume` goes on from there")
            raise
