"""Memory: the estimate holds, and what does not fit is refused at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scenarios import memory
from scenarios.scenario import load
from sim.problems import BadInput
from tests.worlds import world

PROBE = """
import sys
from pathlib import Path
from scenarios.experiment import run
from scenarios.memory import bytes_of
from scenarios.scenario import load

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
        (),
        ("market.start.customer=1",),
        ("market.start.customer=1", "market.choice.deal_effect=0.2", "market.recognise.unrecognised_optin=0.5"),
        ("market.referral.network.kind=block",),
    ],
)
def test_a_run_stays_below_its_estimate(everybody):
    world("people=100", "days=30")  # compiling takes memory of its own; from now on the code is in the cache
    done = subprocess.run([sys.executable, "-c", PROBE, *everybody], capture_output=True, text=True, check=True)
    used, estimated = map(int, done.stdout.split())
    assert 0.2 * estimated < used < estimated


def test_what_does_not_fit_is_refused_with_what_would(monkeypatch):
    monkeypatch.setattr(memory, "limit", lambda: 1_000_000_000)
    with pytest.raises(BadInput, match=r"base: people .*GB.*about [\d,]+ people"):
        memory.side_by_side([load("base", overrides=("people=200000000",))])
    small = load("base", overrides=("people=1000",))
    assert memory.side_by_side([small]) > 100
    with pytest.raises(BadInput, match="fewer people"):
        memory.side_by_side([load("base", overrides=("people=200000",))], engine="reference")


def test_the_limit_is_a_part_of_this_machine():
    assert 100_000_000 < memory.limit() < 100 * 2**40
