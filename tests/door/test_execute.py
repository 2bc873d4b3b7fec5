"""Where the work is done: order, threads, failures."""

import threading
import time

import pytest

from scenarios.running.execute import execute, split


@pytest.mark.parametrize("at_a_time", [1, 2, 5])
def test_answers_come_in_the_order_of_tasks(at_a_time):
    last_may_go = threading.Event()

    def work(task):
        if task == 0 and at_a_time > 1:
            assert last_may_go.wait(10)
        last_may_go.set()
        return task * task

    seen = []
    assert execute(range(8), work, at_a_time, lambda n, task: seen.append(n)) == [n * n for n in range(8)]
    assert seen == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("at_a_time", [1, 3])
def test_first_exception_ends_all(at_a_time):
    begun = []

    def work(task):
        begun.append(task)
        if task == 1:
            raise ValueError("no such market")
        time.sleep(0.005)  # or all may be done before the exception is seen

    with pytest.raises(ValueError, match="no such market"):
        execute(range(1000), work, at_a_time, lambda n, task: None)
    assert len(begun) < 1000


def test_stopping_in_the_callback_ends_all():
    def stop(n, task):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        execute(range(100), lambda task: task, 2, stop)


def test_threads_go_across_worlds_first():
    assert split(threads=8, tasks=1) == (1, 8)
    assert split(threads=8, tasks=3) == (3, 2)
    assert split(threads=2, tasks=40) == (2, 1)
    assert split(threads=1, tasks=40) == (1, 1)
