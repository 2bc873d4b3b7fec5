"""A Dask cluster of two workers of this machine against two processes: `python -m benchmarks.cluster [ROUNDS]`.

Both run the same sweep in turn, warm, in one script; the figure is the ratio of their medians (bar: .9 or more).
"""

from __future__ import annotations

import statistics
import sys
import time
from contextlib import ExitStack
from contextvars import copy_context
from typing import Any

import numpy as np

from scenarios.changes import changed
from scenarios.files.loading import load
from scenarios.running.batch import evaluate
from scenarios.running.where import working
from scenarios.scenario import Scenario

WORKERS = 2
PRICES = np.linspace(0.7, 1.5, 13)
WORLDS, PEOPLE = 20, 20_000
MEASURES = ("profit", "clv", "cac", "customers", "orders")
BAR = 0.9


def seconds(plans: list[Scenario]) -> float:
    """Wall time of the sweep."""
    begun = time.perf_counter()
    evaluate(plans, MEASURES)
    return time.perf_counter() - begun


def measured(rounds: int) -> dict[str, list[float]]:
    """Seconds of the sweep in each round, by who ran it."""
    import distributed

    base = load("base", overrides=(f"people={PEOPLE}", f"worlds={WORLDS}"))
    plans = [changed(base, {"policy.price.level": float(price)}) for price in PRICES]
    local: Any = distributed.LocalCluster
    taken: dict[str, list[float]] = {"processes": [], "cluster": []}
    with local(WORKERS, threads_per_worker=1, dashboard_address=":0") as cluster, ExitStack() as stack:
        contexts = {name: copy_context() for name in taken}
        places: dict[str, Any] = {
            "processes": {"processes": WORKERS},
            "cluster": {"cluster": cluster.scheduler_address},
        }
        for name, context in contexts.items():
            own = ExitStack()
            context.run(own.enter_context, working(**places[name]))
            stack.callback(context.run, own.close)
            context.run(seconds, plans[:4])  # processes begin, code is loaded
        for _ in range(rounds):
            for name, context in contexts.items():
                taken[name].append(context.run(seconds, plans))
                print(f"{name}: {taken[name][-1]:.2f} s", flush=True)
    return taken


def main() -> None:
    """Measure and print."""
    taken = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
    own, dask = (statistics.median(taken[name]) for name in ("processes", "cluster"))
    verdict = "ok" if own / dask >= BAR else f"below {BAR}"
    print(f"processes {own:.2f} s, cluster {dask:.2f} s, ratio {own / dask:.2f} {verdict}")


if __name__ == "__main__":
    main()
