"""What the documents of all decisions hold."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.safe import plain

Number = Annotated[float, BeforeValidator(lambda value: math.nan if value is None else value)]
"""A number; null where it is not defined."""
Count = Annotated[int, Field(ge=0, le=10**15)]


class Stated(BaseModel):
    """A part of a document; what a report does not need is passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Evidence(Stated):
    """How sure a difference is (decisions.evidence.Evidence)."""

    mean: Number
    low: Number
    high: Number
    p_better: Number
    p_expected: Number
    verdict: str
    worlds: Count
    worlds_to_settle: Count | None


class Figure(Stated):
    """A measure: its mean and 5 % and 95 % points over worlds."""

    value: Number
    low: Number
    high: Number


class Known(Stated):
    """A number of the market, with the 5 % and 95 % points of belief."""

    path: str
    value: Number
    low: Number
    high: Number
    unit: str
    label: Literal["identified", "bounded", "assumed"]
    source: str


class Head(Stated):
    """What every decision was made on."""

    scenario: str
    title: dict[str, str] = {}
    fingerprint: str
    seed: Count
    worlds: Annotated[int, Field(ge=1, le=10**9)]
    people: Count
    days: Annotated[int, Field(ge=1, le=10**6)]
    market_size: float
    currency: Annotated[str, AfterValidator(lambda text: plain(text, 12))]
    numbers: list[Known] = []
    beyond: list[str] = []
    sixr: str = ""
    created: str = ""
