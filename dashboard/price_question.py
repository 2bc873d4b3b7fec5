"""The question of the Price page: whose price, from where to where, in how many steps, to what end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.company import in_library
from dashboard.decision_question import SIZES, objective_in, one_of, real, sizes
from dashboard.question import Remark, number

ENDS = (1.0, 1000.0)
"""The lowest and the highest price, % of today's."""
POINTS = (5, 41)
KEYS = ("scenario", "low", "high", "points", "objective", *SIZES)
"""The parts of an address that say a question of this page."""


@dataclass(frozen=True)
class PriceQuestion:
    """``low``, ``high``: prices in % of today's, between which so many ``points`` are tried."""

    scenario: str
    low: float
    high: float
    points: int
    objective: str
    people: int
    worlds: int
    days: int
    seed: int

    @property
    def words(self) -> tuple[str, ...]:
        """The command that answers it, without the market."""
        ends = ["--from", f"{self.low / 100.0:.12g}", "--to", f"{self.high / 100.0:.12g}", "--points", str(self.points)]
        return ("price", self.scenario, *ends, "--objective", self.objective, *sizes(self))


def read(
    address: Mapping[str, str], scenarios: Sequence[str], default: PriceQuestion
) -> tuple[PriceQuestion, tuple[Remark, ...]]:
    """The question in the ``address`` of the page, and what of it cannot be asked."""
    remarks: list[Remark] = []
    scenario = one_of("scenario", address, scenarios, default.scenario, remarks)
    low, high = (real(name, address, getattr(default, name), ENDS, remarks) for name in ("low", "high"))
    points = int(real("points", address, default.points, POINTS, remarks))
    objective = objective_in(address, default.objective, remarks)
    numbers = {name: number(name, address, int(getattr(default, name)), remarks) for name in SIZES}
    return PriceQuestion(scenario, low, high, points, objective, **numbers), tuple(remarks)


def address(question: PriceQuestion) -> dict[str, str]:
    """How ``question`` is written in the address of the page."""
    found = {name: f"{getattr(question, name):.9g}" for name in ("low", "high", "points")}
    numbers = {name: str(getattr(question, name)) for name in SIZES}
    return {"scenario": question.scenario, **found, "objective": question.objective, **numbers}


def differences(one: PriceQuestion, other: PriceQuestion) -> tuple[str, ...]:
    """The parts in which two questions differ: names of fields."""
    return tuple(name for name in one.__dataclass_fields__ if getattr(one, name) != getattr(other, name))


def answered(document: Mapping[str, Any]) -> PriceQuestion:
    """What a document of `sixr price` answers. Raises KeyError, TypeError or ValueError where the page cannot ask
    that."""
    asked = document["asked"]
    if asked["overrides"] or document["kind"] != "price":
        raise ValueError(document["kind"])
    low, high = (round(100.0 * float(asked[name]), 9) for name in ("low", "high"))
    scenario, objective = in_library(str(asked["scenario"])), str(asked["objective"])
    numbers = {name: int(document[name]) for name in SIZES}
    return PriceQuestion(scenario, low, high, int(asked["points"]), objective, **numbers)
