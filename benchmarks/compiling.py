"""Seconds until the first small run, with an empty and with a filled cache of compiled code."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.figures import Figure

PROBE = """
import time
start = time.perf_counter()
from scenarios.running.compiled import ready as compile_or_check
from scenarios.lowering.lower import lower
from scenarios.files.loading import load
from sim import engine
plan = lower(load("base", overrides=("people=100", "days=60")), 0)
ready = time.perf_counter()
compile_or_check()
engine.run(plan)
print(ready - start, time.perf_counter() - ready)
"""


def figures() -> Iterator[Figure]:
    """Compiling, reading what is compiled, and everything before."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SIXR_CACHE": folder}
        command = [sys.executable, "-c", PROBE]
        runs = [
            subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
            for _ in range(4)
        ]
    cold, warm = float(runs[0][1]), statistics.median(float(run[1]) for run in runs[1:])
    before = statistics.median(float(run[0]) for run in runs[1:])
    yield Figure("compile, cold", cold, f"{cold:.0f} s")
    yield Figure("compile, from cache", warm, f"{warm:.2f} s")
    yield Figure("import and lowering", before, f"{before:.2f} s")
