"""Threads, processes and a cluster find the same bytes, and a worker that dies costs nothing but time."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path

import pytest
from small_market import figures, plans

from scenarios.running import experiment, workers
from scenarios.running.batch import evaluate
from scenarios.running.execute import TRIES, execute
from scenarios.running.where import where, working
from sim.problems import BadInput, Problem

HERE = Path(__file__).parent
WORLDS = 12
"""All worlds of small_market.plans()."""


@pytest.fixture(scope="module")
def expected():
    return figures(threads=2)


@pytest.fixture(scope="module")
def tables():
    return tables_of(experiment.run(plans(2), threads=1, incremental=True))


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=":0") as local:
        yield local


def tables_of(outcome):
    worlds = [world for worlds in outcome.worlds.values() for world in worlds.values()]
    return outcome.incremental, [
        getattr(world, name).to_csv() for world in worlds for name in ("measures", "daily", "curves", "accounts")
    ]


class KillsOne:
    """A callback that kills a process after the first answers, and notes how far the run was told to be."""

    def __init__(self, pids):
        self.pids, self.killed, self.told = pids, None, []

    def __call__(self, done, total, message):
        self.told.append(done)
        if done >= 1 and self.killed is None:
            self.killed = self.pids()[0]
            os.kill(self.killed, signal.SIGKILL)


@pytest.mark.slow
def test_processes_find_the_same_bytes_though_one_is_killed(expected, tables):
    with working(processes=2) as here:
        kills = KillsOne(lambda: sorted(here.workers._pool._processes))
        assert figures(on_progress=kills) == expected
        assert tables_of(experiment.run(plans(2), incremental=True)) == tables
        with pytest.raises(BadInput, match="profits"):
            evaluate(plans(1), ["profits"])
    assert kills.killed is not None
    assert kills.told == sorted(kills.told)
    assert kills.told[-1] == WORLDS


@pytest.mark.slow
def test_a_cluster_finds_the_same_bytes_though_one_is_killed(expected, tables, cluster, tmp_path):
    with working(cluster=cluster.scheduler_address) as here:
        kills = KillsOne(lambda: sorted(here.workers._client.run(os.getpid).values()))
        assert here.workers.count == 2
        assert figures(on_progress=kills) == expected
        assert tables_of(experiment.run(plans(2), incremental=True)) == tables
        with pytest.raises(BadInput, match="profits"):
            evaluate(plans(1), ["profits"])
        with pytest.raises(BadInput, match="--journal"):
            experiment.run(plans(1), journal=tmp_path)
    assert kills.killed is not None
    assert kills.told[-1] == WORLDS


def test_a_cluster_with_other_code_is_refused(cluster, monkeypatch):
    monkeypatch.setattr(workers, "code_version", lambda: f"{os.getpid():064x}")
    with pytest.raises(BadInput, match=r"tcp://.*another sixr, libraries or processor.*Fix: install"):
        workers.Cluster(cluster.scheduler_address)


LIVING = """
import os
from small_market import figures, plans
from scenarios.running.where import working
if __name__ == "__main__":
    with working(processes=1) as here:
        tell = lambda *said: print(*(here.workers._pool._processes if here.workers._pool else ()), flush=True)
        figures(plans(5000), on_progress=tell)
"""


def test_processes_end_with_the_one_that_began_them(tmp_path):
    script = tmp_path / "living.py"
    script.write_text(LIVING)
    path = os.pathsep.join((str(HERE.parents[1]), str(HERE)))
    living = subprocess.Popen(
        [sys.executable, script], env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    )
    pids = next(line.split() for line in living.stdout if line.strip())
    living.kill()
    living.communicate()
    until = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert pids


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9"])
def test_a_cluster_that_cannot_be_reached_is_refused(address, monkeypatch):
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    monkeypatch.setattr(workers, "SECONDS", 1)
    with pytest.raises(BadInput, match=r"--cluster .*nobody who answers within 1 s.*dask scheduler"):
        workers.Cluster(address)


@pytest.mark.parametrize("address", ["wrong", "tcp:/127", "tcp://:::", "nowhere://x:1"])
def test_what_is_no_address_is_refused_at_once(address):
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with pytest.raises(BadInput, match=r"--cluster .*no address.*dask scheduler"):
        workers.Cluster(address)


def test_a_worker_with_other_code_refuses_its_task():
    assert workers.apart(len, "abc", workers.code_version()) == 3
    with pytest.raises(BadInput, match="another sixr"):
        workers.apart(len, "abc", "0" * 64)


def test_processes_or_a_cluster_not_both():
    with pytest.raises(BadInput, match="both"), working(processes=2, cluster="tcp://127.0.0.1:9"):
        pass
    for count in (0, -1, 2000, 1.5):
        with pytest.raises(BadInput, match="1 to 1,024"), working(processes=count):
            pass
    assert where().workers is None


def test_what_was_refused_is_told_in_the_same_words_elsewhere():
    error = BadInput([Problem("a.yaml", 3, "market.size", "x", "a number"), Problem("b", 0, "", "y", "z")])
    kind, values = error.__reduce__()
    assert kind(*values).problems == error.problems


class Mortal:
    """Workers that die with what they were given each time that ``dies`` says so; they hold what they have answered."""

    count, near = 1, True

    def __init__(self, dies):
        self.dies, self.renewed, self.broken = iter(dies), 0, False

    def submit(self, work, task):
        if self.broken:
            raise BrokenExecutor
        future = Future()
        self.broken = next(self.dies, False)
        if self.broken:
            future.set_exception(BrokenExecutor())
        else:
            future.set_result(work(task))
        return future

    def renew(self):
        self.renewed += 1
        self.broken = False


@pytest.mark.parametrize("at_a_time", [1, 3, 10])
def test_tasks_of_dead_workers_are_given_to_others_once(at_a_time):
    mortal, seen = Mortal([False, True, False, False, True, True, False]), []
    answers = execute(range(8), lambda n: n * n, at_a_time, lambda n, task: seen.append(task), workers=mortal)
    assert answers == [n * n for n in range(8)]
    assert sorted(seen) == list(range(8))
    assert mortal.renewed >= 2


def test_workers_that_do_nothing_but_die_are_given_up():
    mortal = Mortal([True] * 100)
    with pytest.raises(RuntimeError, match="workers die"):
        execute(range(8), lambda n: n, 4, lambda n, task: None, workers=mortal)
    assert mortal.renewed == TRIES
