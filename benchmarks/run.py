"""Speed and memory of what exists: `make benchmark` prints the table that the README quotes.

Times on shared machines are noisy, so every figure is the median of several runs and growth is a ratio of
runs interleaved in one process. CPU seconds where one thread works, wall seconds where two do.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

PROBE = """
import time
start = time.perf_counter()
from scenarios.lower import lower
from scenarios.scenario import load
from sim import engine
plan = lower(load("base", overrides=("people=100", "days=60")), 0)
ready = time.perf_counter()
engine.run(plan)
print(ready - start, time.perf_counter() - ready)
"""


def compile_times() -> list[tuple[str, str]]:
    """Seconds until the first small run, with an empty and with a filled cache of compiled code."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SIXR_CACHE": folder}
        command = [sys.executable, "-c", PROBE]
        runs = [
            subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
            for _ in range(4)
        ]
    cold, warm = float(runs[0][1]), statistics.median(float(r[1]) for r in runs[1:])
    imports = statistics.median(float(r[0]) for r in runs[1:])
    return [
        ("compile, cold", f"{cold:.1f} s"),
        ("compile, from cache", f"{warm:.2f} s"),
        ("import and lowering", f"{imports:.2f} s"),
    ]


def timed(action: Callable[[], object], repeats: int, clock: Callable[[], float]) -> float:
    """Median seconds of ``action`` by ``clock``."""
    times = []
    for _ in range(repeats):
        start = clock()
        action()
        times.append(clock() - start)
    return statistics.median(times)


def run_times(people: int, repeats: int) -> list[tuple[str, str]]:
    """A year of the base market: time per person and per journal event, threads, journal."""
    from scenarios.lower import lower
    from scenarios.scenario import load
    from sim import engine
    from sim.plan import bytes_per_person

    plan = lower(load("base", overrides=(f"people={people}", "days=365")), 0)
    ledger = engine.run(plan)
    events = int(ledger.counts.sum())
    del ledger
    one = timed(lambda: engine.run(plan), repeats, time.process_time)
    rows = [
        (f"{people:,} people x 365 days", f"{one:.2f} CPU s"),
        ("  journal events per person", f"{events / people:.2f}"),
        ("  per person and year", f"{one / people * 1e9:,.0f} ns"),
        ("  per journal event", f"{one / events * 1e9:,.0f} ns"),
        ("  memory per person", f"{bytes_per_person(plan)} bytes"),
    ]
    if people <= 1_000_000:
        wall_one = timed(lambda: engine.run(plan), repeats, time.perf_counter)
        wall_two = timed(lambda: engine.run(plan, threads=2), repeats, time.perf_counter)
        with_journal = timed(lambda: engine.run(plan, journal=True), repeats, time.process_time)
        rows += [
            ("  two threads, times faster", f"{wall_one / wall_two:.2f}"),
            ("  with the journal kept, times the time", f"{with_journal / one:.2f}"),
        ]
    return rows


def main() -> None:
    """Print the table; an argument names the largest number of people (default 10,000,000)."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    rows = compile_times()
    for people, repeats in ((100_000, 7), (1_000_000, 3), (10_000_000, 1)):
        if people <= largest:
            rows += run_times(people, repeats)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    rows.append(("peak memory of the process", f"{peak:.2f} GB"))
    for name, value in rows:
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
