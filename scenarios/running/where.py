"""Where worlds are run, and where what they bring is kept: said once, for all that is run meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    from scenarios.running.shelf import Shelf
    from scenarios.running.workers import Workers

MOST_PROCESSES = 1024


@dataclass(frozen=True)
class Where:
    """``workers``: None = threads of this process; ``shelf``: None = nothing is kept."""

    workers: Workers | None = None
    shelf: Shelf | None = None


_here: ContextVar[Where] = ContextVar("where", default=Where())  # noqa: B039 (frozen)


def where() -> Where:
    """Where worlds are run now."""
    return _here.get()


@contextmanager
def working(processes: int | None = None, cluster: str | None = None, shelf: Shelf | None = None) -> Iterator[Where]:
    """Worlds are run by ``processes`` of this machine, or the ``cluster`` at an address; None: as outside.

    BadInput where both are given, or the cluster cannot be used."""
    if processes is not None and cluster is not None:
        raise BadInput([Problem("--processes, --cluster", 0, "", "both", "one of the two")])
    if processes is not None and not (isinstance(processes, int) and 1 <= processes <= MOST_PROCESSES):
        allowed = f"a whole number from 1 to {MOST_PROCESSES:,}"
        raise BadInput([Problem("--processes", 0, "", shown(processes), allowed)])
    with closing(_workers(processes, cluster)) if processes or cluster else nullcontext(where().workers) as workers:
        token = _here.set(Where(workers, where().shelf if shelf is None else shelf))
        try:
            yield where()
        finally:
            _here.reset(token)


def _workers(processes: int | None, cluster: str | None) -> Workers:
    from scenarios.running.workers import Cluster, Processes

    return Cluster(cluster) if cluster is not None else Processes(processes or 1)
