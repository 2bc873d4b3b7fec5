"""The kinds of fields that the parts of a scenario are made of."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from sim.problems import JOINERS


class Model(BaseModel):
    """A part of the scenario: frozen, and strict about types and unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, populate_by_name=True)


def _printable(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise PydanticCustomError("unprintable", "blank or control characters")
    return text


def _readable(text: str) -> str:
    _printable("".join(c for c in text if c not in JOINERS))
    return text


def _place(text: str) -> str:
    return _printable(text) if text else text


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text = Annotated[str, AfterValidator(_readable), Field(min_length=1, max_length=1000)]
Place = Annotated[str, AfterValidator(_place), Field(max_length=4096)]
Name = Annotated[str, AfterValidator(_printable), Field(min_length=1, max_length=80)]
Label = Annotated[Name, Field(pattern=r"^[^.=]*$")]
Whole = Annotated[int, BeforeValidator(_whole)]


def bare(annotation: Any) -> Any:
    """The annotation without ``| None`` and Annotated."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return bare(next(a for a in get_args(annotation) if a is not NoneType))
    return FieldInfo.from_annotation(annotation).annotation if origin is Annotated else annotation


def quantity(unit: str, default: Any = ..., **limits: float) -> Any:
    """The field of a decision: a plain number in ``unit`` within ``limits`` (ge, gt, le, lt).

    ``default``: what holds where no file says otherwise, or a text such as "0.1 mean orders"; required without.
    """
    given: dict[str, Any] = {"default_factory": lambda: default} if isinstance(default, str) else {"default": default}
    return Field(**given, json_schema_extra={"unit": unit}, **limits)  # type: ignore[call-overload]
