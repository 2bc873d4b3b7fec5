"""Every number and switch of a scenario, read off the schema: where it is, what it may be, in which unit."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.parameter import Belief, Parameter
from scenarios.scenario import Scenario

SAID_OF_A_RUN = (
    "schema", "name", "title", "note", "currency", "days", "people", "worlds", "seed", "verify", "market.correlations",
)  # fmt: skip
"""What belongs to a file, the length of a run or the words on it: no number of the market and no policy."""


@dataclass(frozen=True)
class Kind:
    """What a place of the tree may hold: a type, and for numbers the range (both ends allowed) and the unit."""

    type: Any
    low: float = -float("inf")
    high: float = float("inf")
    unit: str = ""
    least: int = 0  # items of a list
    most: int | None = None

    @property
    def is_parameter(self) -> bool:
        """Whether it is a belief about a number."""
        return self.type is Parameter

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or a belief about one."""
        return self.type in (Parameter, float, int)


@dataclass(frozen=True)
class Leaf:
    """One number, switch, word or list of a scenario; ``path`` as in PATH=VALUE."""

    path: str
    value: Any
    kind: Kind


def kind_of(field: FieldInfo | Any) -> Kind:
    """What a field, or an annotation, allows."""
    if isinstance(field, FieldInfo):
        return _kind(field.annotation, list(field.metadata), field.json_schema_extra)
    return _kind(field, [], None)


def _kind(annotation: Any, metadata: list[Any], extra: Any) -> Kind:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        for fact in more:
            if isinstance(fact, FieldInfo):
                metadata, extra = metadata + list(fact.metadata), extra or fact.json_schema_extra
            else:
                metadata = [*metadata, fact]
        return _kind(inner, metadata, extra)
    if origin in (Union, types.UnionType):
        [only] = [a for a in get_args(annotation) if a is not type(None)]
        return _kind(only, metadata, extra)
    beliefs = [fact for fact in metadata if isinstance(fact, Belief)]
    if beliefs:
        return Kind(annotation, *beliefs[0].range(), unit=beliefs[0].unit)
    facts: dict[str, Any] = {}
    for fact in metadata:
        match fact:
            case annotated_types.Ge(ge):
                facts["low"] = ge
            case annotated_types.Gt(gt):
                facts["low"] = _above(gt)
            case annotated_types.Le(le):
                facts["high"] = le
            case annotated_types.Lt(lt):
                facts["high"] = -_above(-lt)
            case annotated_types.MinLen(n):
                facts["least"] = n
            case annotated_types.MaxLen(n):
                facts["most"] = n
    unit = extra.get("unit", "") if isinstance(extra, dict) else ""
    if annotation is date:
        facts = {}
    return Kind(annotation, unit=unit, **facts)


def _above(x: float) -> float:
    return x + max(abs(x), 1.0) * 1e-6


def leaves(scenario: Scenario) -> list[Leaf]:
    """Everything of a scenario that a generated one may change, in the order of the tree."""
    return [leaf for leaf in _below(scenario, "") if not leaf.path.startswith(SAID_OF_A_RUN)]


def _below(model: BaseModel, path: str) -> Iterator[Leaf]:
    for name, field in type(model).model_fields.items():
        key = field.alias or name
        if key not in ("name", "title"):
            yield from _at(getattr(model, name), kind_of(field), f"{path}.{key}" if path else key)


def _at(value: Any, kind: Kind, path: str) -> Iterator[Leaf]:
    if isinstance(value, Parameter) or not isinstance(value, BaseModel | tuple | dict):
        yield Leaf(path, value, kind)
    elif isinstance(value, BaseModel):
        yield from _below(value, path)
    elif isinstance(value, dict):
        inner = kind_of(get_args(kind.type)[1])
        for key, item in value.items():
            yield from _at(item, inner, f"{path}.{key}")
    elif value and hasattr(value[0], "name"):
        for item in value:
            yield from _below(item, f"{path}.{item.name}")
    else:
        yield Leaf(path, value, kind)


def item_kind(kind: Kind) -> Kind:
    """What the items of a list may be."""
    return kind_of(get_args(kind.type)[0])


def is_choice(kind: Kind) -> bool:
    """Whether it is one word of several."""
    return get_origin(kind.type) is Literal or (isinstance(kind.type, type) and issubclass(kind.type, Enum))


def words(kind: Kind) -> tuple[Any, ...]:
    """The words of a choice."""
    return get_args(kind.type) if get_origin(kind.type) is Literal else tuple(word.value for word in kind.type)
