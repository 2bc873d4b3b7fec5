"""The kinds of fields that the market is made of."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from scenarios.fields import Model, Text
from scenarios.parameter import Belief, Parameter
from scenarios.tree.scalar import is_date


def _date(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not is_date(value):
        raise PydanticCustomError("no_date", "not a date")
    return date.fromisoformat(value)


def _title(value: object) -> object:
    if isinstance(value, str):
        return {"en": value, "zh": value}
    if isinstance(value, dict) and len(value) == 1 and set(value) <= {"en", "zh"}:
        only = next(iter(value.values()))
        return {"en": only, "zh": only}
    return value


class Title(Model):
    """A text for people, in both languages; a file may give one text for both."""

    en: Text
    zh: Text


Words = Annotated[Title, BeforeValidator(_title, json_schema_input_type=Title | str)]
Day = Annotated[date, BeforeValidator(_date), Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]

Share = Annotated[Parameter, Belief("share", ge=0, le=1)]
PerOrder = Annotated[Parameter, Belief("per order", ge=0, le=1)]
Rate = Annotated[Parameter, Belief("1/day", ge=0, le=100)]
Positive = Annotated[Parameter, Belief("1", gt=0, le=1e6)]
Weeks = Annotated[Parameter, Belief("weeks", gt=0, le=1e6)]
Money = Annotated[Parameter, Belief("currency", gt=0, le=1e9)]
Ratio = Annotated[Parameter, Belief("ratio", ge=0, le=1000)]
Multiple = Annotated[Parameter, Belief("ratio", gt=0, le=1000)]
Days = Annotated[Parameter, Belief("days", gt=0, le=20_000)]
Utility = Annotated[Parameter, Belief("utility", ge=-100, le=100)]
OddsRatio = Annotated[Parameter, Belief("ratio of odds", gt=0, le=1000)]
Correlate = Annotated[Parameter, Belief("correlation", ge=-1, le=1)]


def assumed(value: float, unit: str, source: str = "off") -> Any:
    """The default of a number that an item of a list may leave out."""
    return Parameter(value=value, unit=unit, label="assumed", source=source)
