"""Levers of a decision: a number of a scenario, by its path, with the range in which it may be set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.changes import changed, value_at
from scenarios.scenario import Scenario
from scenarios.warnings.beyond import beyond
from scenarios.warnings.one_sided import one_sided
from sim.problems import BadInput, Problem, shown

POINTS = 13
"""Points of a sweep where nobody says how many."""
MOST_POINTS = 1001


@dataclass(frozen=True)
class Lever:
    """The number at ``path``, from ``low`` to ``high``, in steps of ``step`` (0 = any)."""

    path: str
    low: float
    high: float
    step: float = 0.0

    def grid(self, points: int) -> np.ndarray:
        """So many values from ``low`` to ``high``, on the steps, float64 [point]."""
        return self.onto(np.linspace(self.low, self.high, points))

    def onto(self, values: np.ndarray) -> np.ndarray:
        """``values`` within the range, on the nearest steps from ``low`` up."""
        clipped = np.clip(values, self.low, self.high)
        if self.step <= 0.0:
            return clipped
        steps = np.minimum(
            np.round((clipped - self.low) / self.step), np.floor((self.high - self.low) / self.step + 1e-9)
        )
        return np.asarray(self.low + steps * self.step)


def varied(text: str) -> tuple[Lever, np.ndarray]:
    """The lever of "PATH=LOW:HIGH[:POINTS]" and its values; of "PATH=A,B,C" these. BadInput where it is neither."""
    path, equals, said = (part.strip() for part in text.partition("="))
    try:
        if not (equals and path and said):
            raise ValueError
        if ":" in said:
            low, high, *count = said.split(":")
            points = int(count[0]) if count else POINTS
            lever = Lever(path, float(low), float(high))
            if len(count) > 1 or not 2 <= points <= MOST_POINTS or not lever.low < lever.high:
                raise ValueError
            return lever, lever.grid(points)
        values = np.array(sorted(float(part) for part in said.split(",")))
    except ValueError:
        allowed = "PATH=LOW:HIGH:POINTS with LOW below HIGH, or PATH=A,B,C"
        raise BadInput([Problem("--vary", 0, "", shown(text), allowed, "policy.price.level=0.8:1.2:9")]) from None
    return Lever(path, float(values[0]), float(values[-1])), values


def plan_of(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """``scenario`` with its levers at ``values``, named by these."""
    names = ", ".join(f"{path.rpartition('.')[2]} {value:.6g}" for path, value in values.items())
    return changed(scenario, values).model_copy(update={"name": names[:80] or scenario.name})


def today(scenario: Scenario, levers: Sequence[Lever]) -> dict[str, float]:
    """Where the levers stand. BadInput where a path leads to no number."""
    return {lever.path: value_at(scenario, lever.path) for lever in levers}


def far_of(scenario: Scenario, *plans: Scenario) -> tuple[str, ...]:
    """What of the policies of ``scenario`` and ``plans`` lies beyond what their market knows, and what plans have for
    nothing or pay in vain against it: each in one sentence, said once."""
    far = [text for one in (scenario, *plans) for text in beyond(one)]
    return tuple(dict.fromkeys((*far, *(text for one in plans for text in one_sided(scenario, one)))))
