"""The reduced market here and in other tools: first whether they agree in law, then how much faster this one is.

Each tool runs in a process of its own, in the environment that `make benchmark-peers` makes if there is one.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from benchmarks.peers.market import TOTALS, totals
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine
from sim.plan import Plan
from sim.vocabulary import MICRO, NEVER, Account, Event, Stage

ROOT = Path(__file__).parent.parent
DAYS = 365
DISAGREE = 4.5
"""Standard errors. With 40 runs here and 12 there no total of a right implementation lies beyond in 99.995 %."""
OURS, THEIRS = 40, 12
LEAST = 0.5
"""CPU seconds for which this implementation runs each time that it is timed."""


@dataclass(frozen=True)
class Peer:
    """Another implementation, how many people it is timed with, and how many times faster this one should be."""

    name: str
    people: int
    must: float | None
    aim: float | None


PEERS = (
    Peer("Mesa do", 10_000, 100, 250),
    Peer("Mesa shuffle_do", 10_000, None, None),
    Peer("Starsim", 100_000, 60, 150),
    Peer("SimPy", 10_000, 30, 80),
    Peer("AMBER", 100_000, 4, 10),
    Peer("NumPy lists", 100_000, None, None),
    Peer("NumPy event-skipping", 1_000_000, 1, 1.5),
)


def reduced(people: int, days: int, world: int) -> Plan:
    """A world of the reduced market."""
    scenario = load(Path(__file__).parent / "reduced.yaml", overrides=(f"people={people}", f"days={days}"))
    return lower(scenario, world)


def our_totals(plan: Plan) -> dict[str, float]:
    """The totals of a world here, by name."""
    ledger = engine.run(plan)
    events, money = ledger.counts.sum(axis=(0, 1)), ledger.sums.sum(axis=(0, 1)) / MICRO
    stages = ledger.flows.sum(axis=0)
    return totals(
        (ledger.people["reached_at"] < NEVER).sum(),
        stages[Stage.UNAWARE, Stage.RETAINED],
        events[Event.FIRST_ORDER],
        events[Event.FIRST_ORDER] + events[Event.ORDERED],
        money[Account.REVENUE] + money[Account.DISCOUNT],
        events[Event.DROPPED_OUT],
        events[Event.SHARED],
    )


Run = Callable[[int, int, int], tuple[dict[str, float], float]]
"""(people, days, seed) -> totals, CPU seconds."""


def interpreter() -> str:
    """The Python of the peers: SIXR_PEERS, else that of .venv-peers, else the one that runs this."""
    own = ROOT / ".venv-peers" / "bin" / "python"
    return os.environ.get("SIXR_PEERS") or (str(own) if own.exists() else sys.executable)


@contextmanager
def served(name: str) -> Iterator[Run | str]:
    """A peer, ready to run on one core; or the name of the package that is missing."""
    one = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    process = subprocess.Popen(
        [interpreter(), "-W", "ignore", "-m", "benchmarks.peers.serve", name],
        cwd=ROOT,
        env={**os.environ, **one},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    said, heard = process.stdin, process.stdout
    assert said is not None
    assert heard is not None

    def answer() -> dict[str, object]:
        while True:  # some packages print, too
            line = heard.readline()
            if not line:
                raise RuntimeError(f"{name} has stopped")
            if line.startswith("{"):
                found: dict[str, object] = json.loads(line)
                return found

    def run(people: int, days: int, seed: int) -> tuple[dict[str, float], float]:
        said.write(f"{people} {days} {seed}\n")
        said.flush()
        found = answer()
        return found["totals"], found["seconds"]  # type: ignore[return-value]

    try:
        first = answer()
        yield str(first["missing"]) if "missing" in first else run
    finally:
        said.close()
        process.wait()


def apart(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Standard errors between the means of two samples of the same law: float64 [total]; runs are rows."""
    n, m = len(ours), len(theirs)
    pooled = ((n - 1) * ours.var(axis=0, ddof=1) + (m - 1) * theirs.var(axis=0, ddof=1)) / (n + m - 2)
    return np.asarray((theirs.mean(axis=0) - ours.mean(axis=0)) / np.sqrt(pooled * (1 / n + 1 / m)))


def sample_of_ours(people: int) -> np.ndarray:
    """Totals of this implementation: float64 [run, total]."""
    return np.array([list(our_totals(reduced(people, DAYS, world)).values()) for world in range(OURS)])


def disagreement(run: Run, ours: np.ndarray, people: int) -> dict[str, float]:
    """Standard errors between a peer and this implementation, by total."""
    theirs = np.array([list(run(people, DAYS, seed)[0].values()) for seed in range(1, THEIRS + 1)])
    return dict(zip(TOTALS, apart(ours, theirs).tolist(), strict=True))


def ratio(run: Run, peer: Peer, rounds: int) -> tuple[float, float, float]:
    """CPU seconds of a peer and of this implementation, medians, and the median of the rounds' ratios.

    In each round a run of the peer stands between two of this one: a shared machine changes its speed within a minute.
    What takes less than LEAST is run again and again, as what runs alone for so short a time measures the waking up.
    """
    plan = reduced(peer.people, DAYS, 0)

    def own() -> float:
        start, runs = time.process_time(), 0
        while runs == 0 or time.process_time() - start < LEAST:
            engine.run(plan)
            runs += 1
        return (time.process_time() - start) / runs

    theirs, ours = [], []
    for seed in range(rounds):
        before = own()
        theirs.append(run(peer.people, DAYS, seed)[1])
        ours.append(0.5 * (before + own()))
    times = statistics.median(a / b for a, b in zip(theirs, ours, strict=True))
    return statistics.median(theirs), statistics.median(ours), times


def figures(rounds: int = 5, people: int = 10_000, tell: Callable[[str], None] = print) -> Iterator[Figure]:
    """Compare with every peer that is installed and agrees; ``tell`` hears of those that are left out."""
    ours = sample_of_ours(people)
    for peer in PEERS:
        with served(peer.name) as run:
            if isinstance(run, str):
                tell(f"{peer.name}: {run} is not installed (make benchmark-peers); left out")
                continue
            z = disagreement(run, ours, people)
            worst = max(z, key=lambda name: abs(z[name]))
            tell(f"{peer.name}: largest difference in law {z[worst]:+.1f} standard errors ({worst})")
            if abs(z[worst]) >= DISAGREE:
                tell(f"{peer.name}: disagrees, so it is not timed: {z}")
                continue
            theirs, own, times = ratio(run, peer, rounds)
            speed = peer.people * DAYS / 1e6
            tell(f"{peer.name}: {peer.people:,} people, {speed / theirs:.3g} M customer-days/s; here {speed / own:.3g}")
            yield Figure(f"against {peer.name}", times, f"{times:.3g} times", peer.must, peer.aim, larger=True)
