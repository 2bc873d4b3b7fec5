"""The JSON document of a decision, read and checked."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, Self

from pydantic import (
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from dashboard.decision_report.first_documents import Diagnosis, Focus, Pilot, Review
from dashboard.decision_report.stated import Count, Evidence, Figure, Head, Number, Stated
from scenarios.ground.places import reason
from sim.problems import BadInput, Problem, shown

MOST_BYTES = 20_000_000
MOST_TOLD = 5
"""Faults of a document that are named."""
ALLOWED = "the JSON document of a decision"
FIX = "sixr optimise --out FILE.json, also sweep, price, parts, shift or any other decision"


class Point(Stated):
    """Levers and what they bring against today."""

    at: dict[str, float]
    against_today: Evidence
    figures: dict[str, Figure]


class Span(Stated):
    """Where a lever is best in 90 % of the worlds."""

    path: str
    low: Number
    high: Number


class Best(Stated):
    """Which point is best."""

    number: Annotated[int, Field(ge=0)]


class Sweep(Head):
    """Points along one lever or two."""

    kind: Literal["sweep"]
    objective: str
    today: dict[str, Figure]
    points: Annotated[list[Point], Field(min_length=1)]
    best: Best
    best_by_world: list[Span]

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        levers = self.points[0].at.keys()
        if not 1 <= len(levers) <= 2 or any(point.at.keys() != levers for point in self.points):
            raise ValueError("points of one lever or two, the same at each")
        if self.best.number >= len(self.points):
            raise ValueError("best.number below the number of points")
        return self


class Range(Stated):
    """The best price, ratio to today's, and where it lies in 90 % of the worlds."""

    best: Number
    low: Number
    high: Number
    share_at_an_end: Number


class Watch(Stated):
    """Orders at a price over today's, and what they may fall to (ratios)."""

    level: float
    volume: Number
    allowed: Number


class Scheme(Stated):
    """Another way to price (decisions.schemes.Scheme) against today's."""

    kind: Literal["penetration", "skimming", "quantity", "new_first"]
    values: Annotated[list[float], Field(min_length=1, max_length=3)]
    against_today: Evidence
    figures: dict[str, Figure]


class Price(Sweep):
    """A price curve, and other ways to price."""

    kind: Literal["price"]  # type: ignore[assignment]
    price: Range
    watch: list[Watch]
    schemes: list[Scheme]

    @model_validator(mode="after")
    def _watched(self) -> Self:
        if len(self.watch) != len(self.points) or len(self.points[0].at) != 1:
            raise ValueError("one lever, and as many entries of watch as points")
        return self


class Part(Stated):
    """A part of a difference."""

    name: str
    mean: Number
    se: Number
    low: Number
    high: Number
    alone: Number


class Split(Stated):
    """A difference and its parts."""

    measure: str
    whole: Part
    levers: list[Part]
    steps: list[Part]
    together: list[Part]


class Parts(Head, Split):
    """What a plan is made of."""

    kind: Literal["parts"]
    plan: str
    levers: Annotated[list[Part], Field(min_length=1)]


class Moved(Stated):
    """Money moved, and the reward that costs as much."""

    moved: Number
    reward: Number
    rewards_cost: Number


class Shift(Parts):
    """The parts of a plan that moves money."""

    kind: Literal["shift"]  # type: ignore[assignment]
    shift: Moved


class Move(Stated):
    """A number of a plan today and at its best; ``returns``: what one more unit of money brings there."""

    name: str
    now: Number
    best: Number
    low: Number
    high: Number
    returns: Number
    bound: str


class Total(Stated):
    """The best split of another total."""

    total: Number
    figures: dict[str, Figure]


class Cost(Stated):
    """What a customer costs in a plan, by the way of counting; ``channel`` "": all."""

    plan: str
    channel: str
    kind: Literal["last_touch", "blended", "incremental", "marginal"]
    value: Number


class Advice(Head):
    """The best plan."""

    kind: Literal["advice"]
    objective: str
    verdict: Literal["move", "leave", "unsure"]
    gain: Evidence
    against_even_split: Evidence | None
    moves: Annotated[list[Move], Field(min_length=1)]
    total: Number
    spent: Number
    plans: dict[str, dict[str, Figure]]
    frontier: list[Total] | None
    costs: list[Cost] | None
    parts: Split | None


class Expected(Stated):
    """The expected difference of two plans, its error, and how far it varies by belief."""

    difference: Number
    error: Number
    belief: Number
    p_better: Number


class Flips(Stated):
    """Where a number turns a decision, and at which point of its belief; whether the plan is better above it."""

    value: Number
    at: Number
    above: bool


class Study(Stated):
    """A study that might be made of a number, and what it is worth."""

    of: Literal["answers", "events", "as much as is believed"]
    size: Count
    worth: Number


class Hung(Stated):
    """A number on which a choice hangs (decisions.sensitivity.matters.Number)."""

    path: str
    value: Number
    unit: str
    label: Literal["identified", "bounded", "assumed"]
    worth: Figure
    share_of_belief: Number
    at_5_percent: Number
    at_95_percent: Number
    flips: Flips | None
    study: Study
    sobol: dict[str, Number] | None


class Group(Stated):
    """Numbers of one part of the market, and what knowing all of them is worth."""

    paths: Annotated[list[str], Field(min_length=1)]
    worth: Figure


class Moving(Stated):
    """How far a number moves the difference (Morris' mu* and sigma)."""

    path: str
    mu_star: Number
    sigma: Number


class Screened(Stated):
    """What a screening has found."""

    numbers: list[Moving]
    idle: list[str]


class Matters(Stated):
    """What a choice hangs on."""

    measure: str
    difference: Expected
    worth_knowing_all: Figure
    find_out_first: list[Hung]
    groups: list[Group]
    weakest_effect_seen: Number
    screening: Screened | None


class Sensitivity(Head, Matters):
    """What the choice between two plans hangs on."""

    kind: Literal["sensitivity"]
    plan: str


class Look(Evidence):
    """The evidence at one look, with the standard deviations by belief and chance, and the error of the mean."""

    belief: Number
    chance: Number
    se: Number


class Variances(Stated):
    """Shares of what makes a difference uncertain."""

    belief: Number
    chance: Number
    simulation: Number


class Settle(Head):
    """Two plans compared until it is settled which is better."""

    kind: Literal["settle"]
    plan: str
    measure: str
    outcome: Literal["better", "worse", "alike", "belief", "chance", "time"]
    difference: Evidence
    variance_by: Variances
    looks: Annotated[list[Look], Field(min_length=1)]
    hangs_on: Matters | None


Document = Sweep | Price | Parts | Shift | Advice | Sensitivity | Settle | Diagnosis | Focus | Pilot | Review
KINDS: TypeAdapter[Document] = TypeAdapter(Annotated[Document, Field(discriminator="kind")])


def opened(file: str | os.PathLike[str]) -> Document:
    """The document in ``file``. BadInput where there is none."""
    name = shown(os.fspath(file), 200)
    try:
        size = Path(file).stat().st_size
        if size > MOST_BYTES:
            refuse(name, f"{size:,} bytes")
        text = Path(file).read_text(encoding="utf-8")
    except OSError as error:
        refuse(name, reason(error))
    except ValueError:
        refuse(name, "no text in UTF-8")
    try:
        stated = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        refuse(name, "a text that is not JSON")
    return read(stated, name)


def read(stated: Any, name: str = "document") -> Document:
    """``stated`` as a document. BadInput that names what is missing or cannot be; ``name``: of where it stands."""
    if not isinstance(stated, dict):
        refuse(name, f"a JSON {type(stated).__name__}")
    try:
        return KINDS.validate_python(stated)
    except ValidationError as error:
        problems = []
        for one in error.errors(include_url=False, include_input=False)[:MOST_TOLD]:
            where = ".".join(str(part) for part in one["loc"][1:])
            problems.append(Problem(name, 0, shown(where), shown(one["msg"], 200), ALLOWED, FIX))
        raise BadInput(problems) from None


def refuse(name: str, found: str) -> NoReturn:
    """The message about what is no document."""
    raise BadInput([Problem(name, 0, "", found, ALLOWED, FIX)])


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)
