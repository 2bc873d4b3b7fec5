"""Where the work is done: on threads of this process (the compiled engine lets them run side by side)."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from scenarios.under_way import BEAT

Task = TypeVar("Task")
Answer = TypeVar("Answer")


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
) -> list[Answer]:
    """``work`` on every task, ``at_a_time`` of them side by side; the answers come in the order of ``tasks``.

    ``done(n, task)`` is called in the caller's thread after the n-th task to finish, and ``beat()`` every BEAT seconds
    while that thread waits. The first exception of ``work``, ``done`` or ``beat``, or Ctrl-C, cancels what has not
    begun and is raised at once; tasks that are running are not waited for.
    """
    answers: dict[int, Answer] = {}
    if at_a_time <= 1:
        for i, task in enumerate(tasks):
            answers[i] = work(task)
            done(len(answers), task)
        return [answers[i] for i in range(len(tasks))]
    pool = ThreadPoolExecutor(at_a_time, thread_name_prefix="world")
    try:
        waiting: dict[Future[Answer], int] = {pool.submit(work, task): i for i, task in enumerate(tasks)}
        while waiting:
            finished, _ = wait(waiting, BEAT, FIRST_COMPLETED)
            beat()
            for future in sorted(finished, key=waiting.__getitem__):
                i = waiting.pop(future)
                answers[i] = future.result()
                done(len(answers), tasks[i])
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    return [answers[i] for i in range(len(tasks))]
