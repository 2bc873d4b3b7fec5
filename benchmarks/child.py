"""A run of the dense market, or of another one, in a process of its own:
`python -m benchmarks.child PEOPLE DAYS THREADS [MARKET]`.

Prints CPU seconds, wall seconds, journal events and the peak memory of the process, bytes.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine
from sim.plan import Plan

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cost:
    """What a run took."""

    cpu: float
    wall: float
    events: float
    peak: float


def dense(people: int, days: int = 365, market: str = "dense") -> Plan:
    """A world of the dense market, which grows with its people; "everything" has every other lever on as well."""
    return lower(load(HERE / f"{market}.yaml", overrides=(f"people={people}", f"days={days}")), 0)


def run_apart(people: int, days: int = 365, threads: int = 1, market: str = "dense") -> Cost:
    """Run the dense market, or another one, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.child", str(people), str(days), str(threads), market]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=True)
    return Cost(*(float(word) for word in done.stdout.split()))


def peak() -> int:
    """The most memory that this process has had, bytes (Linux). What getrusage says begins with the parent's peak."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert found
    return 1024 * int(found[1])


def main() -> None:
    """Run and print."""
    people, days, threads = (int(word) for word in sys.argv[1:4])
    market = sys.argv[4] if len(sys.argv) > 4 else "dense"
    engine.run(dense(100, 60, market))  # compiled code is read from the cache
    plan = dense(people, days, market)
    wall, cpu = time.perf_counter(), time.process_time()
    ledger = engine.run(plan, threads=threads)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(cpu, wall, int(ledger.counts.sum()), peak())


if __name__ == "__main__":
    main()
