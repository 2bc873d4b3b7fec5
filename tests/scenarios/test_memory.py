"""Memory: the estimate holds, and what does not fit is refused at once."""

import subprocess
import sys
from pathlib import Path

import pytest

import sixr
from scenarios.files.loading import load
from scenarios.running import effort, memory
from sim.problems import BadInput
from tests.worlds import world

PROBE = """
import sys
from pathlib import Path
from scenarios.running.experiment import run
from scenarios.running.memory import bytes_of
from scenarios.files.loading import load

def height():  # of this process alone; ru_maxrss would count that of the process it was started from
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024

run([load("base", overrides=("people=2000", "days=60", "worlds=1"))], threads=1)
before = height()
big = load("base", overrides=("people=400000", "days=365", "worlds=1", *sys.argv[1:]))
run([big], threads=1)
print(height() - before, bytes_of(big))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the height of memory is read from Linux's /proc")
@pytest.mark.parametrize(
    "everybody",
    [
        pytest.param((), marks=pytest.mark.slow),
        pytest.param(("market.start.customer=1",), marks=pytest.mark.slow),
        ("market.start.customer=1", "market.choice.deal_effect=0.2", "market.recognise.unrecognised_optin=0.5"),
        ("market.referral.network.kind=block",),
        ("market.referral.network.kind=small_world", "market.referral.contacts=40"),
    ],
)
def test_a_run_stays_below_its_estimate(everybody):
    world("people=100", "days=30")  # compiling takes memory of its own; from now on the code is in the cache
    done = subprocess.run([sys.executable, "-c", PROBE, *everybody], capture_output=True, text=True, check=True)
    used, estimated = map(int, done.stdout.split())
    assert 0.5 * estimated < used < estimated


WHOLE = """
import sys
from pathlib import Path
import sixr
from scenarios.running.effort import effort

name, *overrides = sys.argv[1:]
one = sixr.load(name, overrides=overrides)
expected = effort([one], {one.name: one.worlds}, threads=2, journal="memory")
result = sixr.run(one, threads=2, journal=True)
lines = Path("/proc/self/status").read_text().splitlines()
height = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024
print(height, expected.memory, len(result.tables["journal"]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the height of memory is read from Linux's /proc")
@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        pytest.param("base", ("people=100000", "worlds=3"), marks=pytest.mark.slow),
        ("full", ("people=60000", "worlds=3", "market.size=200000")),
    ],
)
def test_what_is_told_beforehand_is_what_the_whole_process_takes(name, sizes):
    """Workers side by side, tables, letters, tickets and a journal in memory."""
    everybody = ("market.start.customer=1", "days=365")
    done = subprocess.run([sys.executable, "-c", WHOLE, name, *sizes, *everybody], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    used, told, lines = map(float, done.stdout.split())
    assert lines > 1_000_000
    assert 0.5 * told < used < 2 * told


def test_what_does_not_fit_is_refused_with_what_would(monkeypatch):
    monkeypatch.setattr(memory, "limit", lambda: 1_000_000_000)
    with pytest.raises(BadInput, match=r"base: people .*GB.*about [\d,]+ people"):
        memory.side_by_side([load("base", overrides=("people=200000000",))])
    with pytest.raises(BadInput, match="fewer people"):  # one run would fit, three together do not
        sixr.referrals("referral_two_sided", customers=2_000_000, replications=1)
    small = load("base", overrides=("people=1000",))
    assert memory.side_by_side([small]) > 50
    with pytest.raises(BadInput, match="fewer people"):
        memory.side_by_side([load("base", overrides=("people=200000",))], engine="reference")


def test_a_journal_that_does_not_fit_into_memory_is_refused_before_the_run(monkeypatch):
    """Where it is written to the disk, the same run is none too many."""
    monkeypatch.setattr(effort, "SHORT", 0)
    monkeypatch.setattr(effort, "limit", lambda: 600_000_000)
    size = {"customers": 2_000, "days": 365, "replications": 2, "overrides": ("market.start.customer=1",)}
    begun: list[int] = []
    told = sixr.run("base", **size, journal=True, on_progress=lambda *said: begun.append(1))
    assert begun
    assert len(told.tables["journal"]) > 10_000
    monkeypatch.setattr(effort, "limit", lambda: effort.PROCESS + 1_000_000)
    begun.clear()
    with pytest.raises(BadInput, match=r"journal: .* GB with its journal in memory.*out=FOLDER"):
        sixr.run("base", **size, journal=True, on_progress=lambda *said: begun.append(1))
    assert begun == []


def test_the_limit_is_a_part_of_this_machine():
    assert 100_000_000 < memory.limit() < 100 * 2**40
