"""The documents of what to do first: a diagnosis, focus, a trial, what it has shown."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dashboard.decision_report.stated import Evidence, Head, Number, Stated


class Indicator(Stated):
    """A figure of a firm, what it scores, and the norms between which it does."""

    name: str
    weak: float
    strong: float
    source: dict[str, str]
    value: Number
    low: Number
    high: Number
    score: Number
    label: Literal["", "identified", "bounded", "assumed"]


class Asked(Stated):
    """A question of a diagnosis and its answer; null: unknown."""

    name: str
    says: dict[str, str]
    answer: Annotated[int, Field(ge=1, le=5)] | None


class Dimension(Stated):
    """A dimension of a firm, scored."""

    name: str
    title: dict[str, str]
    score: Number
    low: Number
    high: Number
    weakest: Number
    indicators: list[Indicator]
    questions: list[Asked]


class Diagnosis(Head):
    """Where a firm is weakest."""

    kind: Literal["diagnosis"]
    weakest: str
    dimensions: Annotated[list[Dimension], Field(min_length=1)]

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.weakest not in ("", *(one.name for one in self.dimensions)):
            raise ValueError("weakest: one of the dimensions")
        return self


class Step(Stated):
    """A feasible step against today."""

    name: str
    front: str
    title: dict[str, str]
    source: dict[str, str]
    outcome: Literal["better", "worse", "nothing", "open"]
    judged: bool
    against_today: Evidence
    clv: Number


class Focus(Head):
    """What to begin with."""

    kind: Literal["focus"]
    measure: str
    steps: Annotated[list[Step], Field(min_length=1)]
    refused: list[dict[str, str]]


class On(Stated):
    """Who gets the plan of a trial."""

    share: float
    segment: str
    region: str


class Length(Stated):
    """A trial of so many days (decisions.first.pilot.Length)."""

    days: Annotated[int, Field(ge=1)]
    seen: Number
    spill: Number
    effect: Number
    bias: Number
    bias_se: Number
    power: list[Number]
    own_power: Number
    wrong: Number
    counted: Number
    expected: Number
    alarms: Number
    stop_bound: Number


class Stops(Stated):
    """How often a trial is stopped for harm."""

    where_it_harms: Number
    where_it_helps: Number


class Trial(Head):
    """Which plan is tried, on whom, and by what it is judged."""

    plan: str
    called_plan: dict[str, str]
    called_group: dict[str, str]
    outcome: Literal["contribution", "orders"]


class Pilot(Trial):
    """A trial of a plan on some people."""

    kind: Literal["pilot"]
    on: On
    share: float
    shares: Annotated[list[float], Field(min_length=1)]
    lengths: Annotated[list[Length], Field(min_length=1)]
    shortest: int | None
    stops: Stops
    harmful: Number

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if any(len(one.power) != len(self.shares) for one in self.lengths):
            raise ValueError("as many values of power as shares")
        return self


class Belief(Stated):
    """A normal belief with its 95 % interval."""

    mean: Number
    sd: Number
    low: Number
    high: Number
    p_better: Number


class Arm(Stated):
    """What came of an arm."""

    people: float
    money: float
    sd: Number


class Arms(Stated):
    """Both."""

    plan: Arm
    today: Arm


class Losses(Stated):
    """The expected loss of each choice."""

    roll_out: Number
    stop: Number
    go_on: Number


class Review(Trial):
    """What a trial has shown."""

    kind: Literal["review"]
    length: Annotated[int, Field(ge=1)]
    arms: Arms
    seen: Number
    error: Number
    before: Belief
    after: Belief
    bias: Number
    choice: Literal["roll_out", "stop", "go_on"]
    losses: Losses
    periods: Number
    worth_going_on: Number
    harm: bool
    simulated_sd: bool
