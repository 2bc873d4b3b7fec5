"""Threads, processes and a cluster find the same bytes, and a worker that dies costs nothing but time."""

import os
import signal
import time
from concurrent.futures import BrokenExecutor, Future

import pytest
from small_market import figures, plans

import sixr
from scenarios import workers
from scenarios.execute import TRIES, execute
from scenarios.experiment import run
from scenarios.where import where, working
from sim.problems import BadInput, Problem


@pytest.fixture(scope="module")
def expected():
    return figures(threads=2)


@pytest.fixture(scope="module")
def two_processes():
    with working(processes=2) as here:
        figures(plans(2))  # they begin
        yield here.workers


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as local:
        yield local


class KillsOne:
    """A callback that kills a process after the first answers."""

    def __init__(self, pids):
        self.pids, self.killed, self.told = pids, None, []

    def __call__(self, done, total, message):
        self.told.append(done)
        if done >= 2 and self.killed is None:
            self.killed = self.pids()[0]
            os.kill(self.killed, signal.SIGKILL)


def test_threads_are_used_where_nobody_says_otherwise():
    assert where().workers is None
    with working(processes=3) as here:
        assert here.workers.count == 3
    assert where().workers is None


def test_processes_find_the_same_bytes_though_one_is_killed(expected, two_processes, monkeypatch):
    monkeypatch.setattr("scenarios.where._here.default", None, raising=False)
    kills = KillsOne(lambda: sorted(two_processes._pool._processes))
    with placed(two_processes):
        assert figures() == expected
        assert figures(on_progress=kills) == expected
    assert kills.killed is not None
    assert kills.told == sorted(kills.told)
    assert kills.told[-1] == 12
