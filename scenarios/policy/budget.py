"""A budget for paid media: what is to be spent in all, and how it is split."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.fields import Model, Name, Whole, quantity

DAYS = {"week": 7.0, "month": 365.0 / 12.0, "quarter": 365.0 / 4.0, "year": 365.0}
"""Days of a time for which an amount may be stated."""
EXACT = 1e-9
"""What shares may miss 1 by."""
Per = Literal["week", "month", "quarter", "year"]
Fault = tuple[str, str, str, str]
B = TypeVar("B", bound=Model)

Shares = dict[Name, Annotated[float, quantity("share of the total", ge=0, le=1)]]
Amounts = dict[Name, Annotated[float, quantity("currency", ge=0, le=1e14)]]


def _everything(value: Any) -> Any:
    return () if value == "all" else value


class Period(Model):
    """What is spent from the start of day ``from`` until the start of day ``to``: ``total`` by ``shares``, or
    ``amounts``, currency for the whole period."""

    from_: Whole = Field(alias="from", ge=0, le=20_000, json_schema_extra={"unit": "day"})
    to: Whole = quantity("day", ge=1, le=20_000)
    total: float = quantity("currency", 0.0, ge=0, le=1e14)
    shares: Shares = Field(default={})
    amounts: Amounts = Field(default={})

    @model_validator(mode="after")
    def _whole(self) -> Self:
        faults = [*_split(self)]
        if self.to <= self.from_:
            faults.append(("to", f"a period from day {self.from_} to day {self.to}", "an end after the beginning", ""))
        return _unless(self, faults)


class Move(Model):
    """The ``share`` of what is spent on the channels ``from`` (all: every other one), moved to the channel ``to``."""

    from_: Annotated[
        tuple[Name, ...],
        BeforeValidator(_everything, json_schema_input_type=Literal["all"] | tuple[Name, ...]),
    ] = Field(alias="from")
    share: float = quantity("share of the spend", gt=0, le=1)
    to: Name


class Budget(Model):
    """The whole of what is spent on media, in one of four forms; what it does not name is given nothing.

    ``total`` for each ``per``, split by ``shares``; ``amounts`` for each ``per``; ``periods``, outside of which nothing
    is spent; or ``move``, a part of what the file below spends. When the scenario is loaded it becomes
    ``weekly_spend`` and ``flights``, and replaces all of them (scenarios.files.budgets). A year has 365 days, a quarter
    and a month a fourth and a twelfth of it.
    """

    as_stated: ClassVar[bool] = True

    total: float = quantity("currency", 0.0, ge=0, le=1e14)
    per: Per | None = None
    shares: Shares = Field(default={})
    amounts: Amounts = Field(default={})
    periods: tuple[Period, ...] = Field(default=(), min_length=1, max_length=1000)
    move: Move | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        stated = self.model_fields_set
        form = stated & {"periods", "move"}
        if not form:
            faults = [*_split(self)]
            if self.per is None:
                faults.append(("", "no word for which time it is", f"per: {' | '.join(DAYS)}", "add `per:`"))
            return _unless(self, faults)
        if len(stated) > 1:
            found = " and ".join(sorted(stated))
            return _unless(self, [(min(form), found, f"{' or '.join(sorted(form))} alone", "leave the rest out")])
        return _unless(self, [*_overlapping(self.periods)])


def _split(one: Budget | Period) -> Iterator[Fault]:
    """Faults of a total with its shares, or of amounts."""
    stated = one.model_fields_set & {"total", "shares", "amounts"}
    if stated not in ({"total", "shares"}, {"amounts"}):
        found = " and ".join(sorted(stated)) or "nothing that is spent"
        yield "", found, "total and shares, or amounts", ""
    elif "shares" in stated and abs(math.fsum(one.shares.values()) - 1.0) > EXACT:
        found = f"shares that sum to {math.fsum(one.shares.values()):.10g}"
        yield "shares", found, "a sum of 1", "state amounts, where nothing is to sum up"


def _overlapping(periods: tuple[Period, ...]) -> Iterator[Fault]:
    for before, after in pairwise(sorted(periods, key=lambda one: one.from_)):
        if after.from_ < before.to:
            found = f"days {after.from_} to {after.to}, while another period runs from {before.from_} to {before.to}"
            yield "periods", found, "one period at a time", ""


def _unless(one: B, faults: list[Fault]) -> B:
    if faults:
        raise PydanticCustomError("faults", "faults of a budget", {"faults": faults})
    return one
