"""How work is handed out: to threads of this process (the compiled engine lets them run side by side), or to workers
elsewhere."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    ALL_COMPLETED,
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Future,
    ThreadPoolExecutor,
    wait,
)
from typing import TYPE_CHECKING, TypeVar

from scenarios.running.progress import BEAT

if TYPE_CHECKING:
    from scenarios.running.workers import Workers

Task = TypeVar("Task")
Answer = TypeVar("Answer")

TRIES = 3
"""How often workers may die one after another before that is given up."""


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def split(threads: int, tasks: int) -> tuple[int, int]:
    """(tasks at a time, threads inside each task): across tasks first, what is left over goes into the
    tasks."""
    at_a_time = max(1, min(threads, tasks))
    return at_a_time, max(1, threads // at_a_time)


def execute(
    tasks: Sequence[Task],
    work: Callable[[Task], Answer],
    at_a_time: int,
    done: Callable[[int, Task], None],
    beat: Callable[[], None] = lambda: None,
    *,
    keep: Callable[[Task, Answer], None] = lambda task, answer: None,
    workers: Workers | None = None,
) -> list[Answer]:
    """``work`` on every task, ``at_a_time`` of them side by side; the answers come in the order of ``tasks``.

    ``keep(task, answer)`` and then ``done(n, task)`` are called in the caller's thread after the n-th task to finish,
    and ``beat()`` every BEAT seconds while that thread waits. The first exception of ``work`` or of these, or Ctrl-C,
    cancels what has not begun and is raised at once; tasks that are running are not waited for. ``workers``: who does
    the work in the place of threads; ``work`` and tasks must be such as can be sent. The tasks of workers that die are
    given to others; RuntimeError where workers die TRIES times and nothing is done in between.
    """
    answers: dict[int, Answer] = {}

    def finished(i: int, answer: Answer) -> None:
        answers[i] = answer
        keep(tasks[i], answer)
        done(len(answers), tasks[i])

    if workers is None and at_a_time <= 1:
        for i, task in enumerate(tasks):
            finished(i, work(task))
    elif workers is None:
        pool = ThreadPoolExecutor(at_a_time, thread_name_prefix="world")
        try:
            waiting = {pool.submit(work, task): i for i, task in enumerate(tasks)}
            while waiting:
                for i, future in _some(waiting, beat):
                    finished(i, future.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
    else:
        _apart(tasks, work, at_a_time, finished, beat, workers)
    return [answers[i] for i in range(len(tasks))]


def _apart(
    tasks: Sequence[Task],
    work: Callable[[Task], Answer],
    at_a_time: int,
    finished: Callable[[int, Answer], None],
    beat: Callable[[], None],
    workers: Workers,
) -> None:
    """Have every task done by ``workers``."""
    todo, deaths = deque(range(len(tasks))), 0
    waiting: dict[Future[Answer], int] = {}

    def taken(whole: bool) -> tuple[int, list[int]]:
        """How many answers have come, and what was lost with its worker."""
        count, lost = 0, []
        for i, future in _some(waiting, beat, whole):
            try:
                answer = future.result()
            except BrokenExecutor:
                lost.append(i)
            except CancelledError:
                raise RuntimeError("the cluster has given up what it was asked for: is it still there?") from None
            else:
                finished(i, answer)
                count += 1
        return count, lost

    try:
        while todo or waiting:
            broken = False
            while todo and len(waiting) < at_a_time and not broken:
                try:
                    waiting[workers.submit(work, tasks[todo[0]])] = todo[0]
                    todo.popleft()
                except BrokenExecutor:
                    broken = True
            count, lost = taken(broken)
            if lost and not broken:  # the rest of the pool is lost with it, but for what had ended before
                more, rest = taken(True)
                count, lost = count + more, lost + rest
            if lost or broken:
                todo.extendleft(sorted(lost, reverse=True))
                deaths = 0 if count else deaths + 1
                if deaths > TRIES:
                    raise RuntimeError("workers die, and get nothing done in between: is memory short?")
                workers.renew()
    except BaseException:
        for future in waiting:
            future.cancel()
        raise


def _some(
    waiting: dict[Future[Answer], int], beat: Callable[[], None], whole: bool = False
) -> Iterator[tuple[int, Future[Answer]]]:
    """Those of ``waiting`` that have ended, taken from it, in the order of their tasks; ``whole``: all, once they
    have."""
    ended, _ = wait(waiting, None if whole else BEAT, ALL_COMPLETED if whole else FIRST_COMPLETED)
    beat()
    for future in sorted(ended, key=waiting.__getitem__):
        yield waiting.pop(future), future
