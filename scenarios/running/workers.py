"""Workers outside this process: processes of this machine, or the machines of a Dask cluster.

Both are given a function of a module and an argument, and answer with a future; before anything is run it is made sure
that they have the code that this process has, so that they find the same bytes.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, TypeVar

from scenarios.ground.code_version import code_version
from sim.problems import BadInput, Problem, shown

Task = TypeVar("Task")
Answer = TypeVar("Answer")

SECONDS = 10
"""How long a cluster is waited for."""
BEGIN = "`dask scheduler` on one machine, and `dask worker tcp://HOST:8786` on each that is to work"
SOURCE = "install sixr[cluster] of the same version, with the same lock, on every machine of one kind"


class Workers(Protocol):
    """Who runs tasks. ``count``: how many at a time; ``near``: whether they share this machine's disk."""

    count: int
    near: bool

    def submit(self, work: Callable[[Task], Answer], task: Task) -> Future[Answer]:
        """Have ``work`` done on ``task``. BrokenExecutor, here or from the future, where workers have died."""

    def renew(self) -> None:
        """Replace workers that have died."""

    def close(self) -> None:
        """Let them go."""

    def ahead(self, fit: int) -> int:
        """How many tasks to hand out at a time, where ``fit`` of them fit into this machine's memory."""


class Processes:
    """``count`` processes of this machine, begun when they are needed; they end with this one, or when it lets them go,
    at whatever they are."""

    near = True

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._leash: Connection | None = None

    def submit(self, work: Callable[[Task], Answer], task: Task) -> Future[Answer]:
        """See Workers."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            held, self._leash = context.Pipe(duplex=False)
            self._pool = ProcessPoolExecutor(self.count, context, _begin, (held,))
        return self._pool.submit(apart, work, task, code_version())

    def renew(self) -> None:
        """See Workers."""
        reader = getattr(getattr(self._pool, "_call_queue", None), "_reader", None)
        if reader is not None:  # else handing a task to a dead process may never end (CPython gh-94777)
            with suppress(OSError):
                reader.close()
        self.close()

    def ahead(self, fit: int) -> int:
        """See Workers."""
        return fit if fit < self.count else 2 * self.count

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None and self._leash is not None:
            self._leash.close()
            self._pool.shutdown(cancel_futures=True)
        self._pool = self._leash = None


class Cluster:
    """The workers of the Dask scheduler at ``address``. BadInput where it cannot be reached, has no workers, or these
    have other code. A worker that dies is replaced by the scheduler, which gives its tasks to others."""

    near = False

    def __init__(self, address: str) -> None:
        try:
            import distributed
            from distributed.comm.addressing import get_address_host_port
        except ImportError:
            raise _refused(address, "no Dask here", "the extra cluster", "pip install 'sixr[cluster]'") from None
        for name in ("distributed", "distributed.client", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is told once, by us
        try:
            get_address_host_port(address)  # a client that has nobody to call leaves a word of its own
        except ValueError:
            raise _refused(address, "no address", "the address of a Dask scheduler", BEGIN) from None
        try:
            client: Any = distributed.Client
            self._client = client(address, timeout=SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            found = f"nobody who answers within {SECONDS} s ({shown(type(error).__name__)})"
            raise _refused(address, found, "the address of a Dask scheduler", BEGIN) from None
        try:
            self.count = self._checked(address)
        except BaseException:
            self.close()
            raise
        self._pool: Executor = self._client.get_executor(pure=False)

    def _checked(self, address: str) -> int:
        """How many tasks the workers run at a time."""
        try:
            self._client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError:
            raise _refused(address, "a scheduler without workers", "one that has some", BEGIN) from None
        try:
            versions = self._client.run(code_version)
        except Exception as error:
            found = f"workers that cannot load sixr ({shown(error)})"
            raise _refused(address, found, "workers that have sixr", SOURCE) from None
        for worker, version in sorted(versions.items()):
            if version != code_version():
                raise _other(shown(worker), version)
        return sum(self._client.nthreads().values())

    def submit(self, work: Callable[[Task], Answer], task: Task) -> Future[Answer]:
        """See Workers."""
        return self._pool.submit(apart, work, task, code_version())

    def renew(self) -> None:
        """The scheduler does it."""

    def ahead(self, fit: int) -> int:
        """As many as its workers may take soon: the memory is theirs."""
        return 16 * max(self.count, 1)

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close(timeout=SECONDS)


def apart(work: Callable[[Task], Answer], task: Task, version: str) -> Answer:
    """``work`` on ``task`` in another process. BadInput where its code is not of ``version``."""
    if code_version() != version:
        raise _other("a worker", code_version())
    return work(task)


def _begin(leash: Connection) -> None:
    """A process begins: Ctrl-C is heard by the one that began it, with which it ends, or when the ``leash`` is cut."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(leash,), daemon=True).start()


def _end_with_parent(leash: Connection) -> None:
    wait([leash])  # its other end is closed, by the parent or by its death
    os._exit(0)


def _other(who: str, version: str) -> BadInput:
    allowed = f"the code of this process, {code_version()[:12]}"
    return BadInput(
        [Problem("--cluster", 0, who, f"another sixr, libraries or processor, {version[:12]}", allowed, SOURCE)]
    )


def _refused(address: str, found: str, allowed: str, fix: str) -> BadInput:
    return BadInput([Problem(f"--cluster {shown(address)}", 0, "", found, allowed, fix)])


__all__ = ["BrokenExecutor", "Cluster", "Processes", "Workers", "apart"]
