"""A number of behaviour: its value, its unit, how sure we are of it, and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Literal

from pydantic import (
    BaseModel,
    GetCoreSchemaHandler,
    PrivateAttr,
    ValidationInfo,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios.fields import Model, Text
from scenarios.ground.packaged import of_mechanisms
from scenarios.tree.units import stated_unit
from scenarios.tree.wording import number_words

NORMAL = NormalDist()
_LOW, _HIGH = NORMAL.inv_cdf(0.05), NORMAL.inv_cdf(0.95)


class Parameter(Model):
    """A belief about one number.

    ``value`` is the median, ``interval`` the 5 % and 95 % points (None = held fixed in every world) and
    ``scale`` where the belief is a normal distribution, with its own width on either side of the median.
    """

    value: float
    unit: str
    interval: tuple[float, float] | None = None
    scale: Literal["log", "logit", "linear"] = "linear"
    label: Literal["identified", "bounded", "assumed"]
    source: Text
    _limits: tuple[float, float] = PrivateAttr(default=(-math.inf, math.inf))

    def quantile(self, u: float) -> float:
        """The number, in ``unit``, that is believed with probability ``u`` not to be exceeded.

        Without an interval this is ``value``. Otherwise .5 gives ``value``, and .05 and .95 the ends of the
        interval. Clipped to the range that the field allows. ValueError if ``u`` is no probability.
        """
        if not 0.0 <= u <= 1.0:
            raise ValueError(f"a probability from 0 to 1 is needed, not {u}")
        if self.interval is None or u == 0.5:
            return self.value
        z = normal(u)
        middle = _onto(self.scale, self.value)
        end = _onto(self.scale, self.interval[0] if z < 0 else self.interval[1])
        x = _back(self.scale, middle + (end - middle) * (z / (_LOW if z < 0 else _HIGH)))
        low, high = self._limits
        return min(max(x, low), high)

    @property
    def limits(self) -> tuple[float, float]:
        """Smallest and largest number that the field allows, both included."""
        return self._limits

    @property
    def spread(self) -> float:
        """Standard deviation of the belief on its ``scale``, the mean of its two sides; 0 where it is held fixed."""
        if self.interval is None:
            return 0.0
        low, high = (_onto(self.scale, end) for end in self.interval)
        return (high - low) / (_HIGH - _LOW)

    @property
    def low(self) -> float:
        """The 5 % point, or the value where that is held fixed."""
        return self.value if self.interval is None else self.interval[0]

    @property
    def high(self) -> float:
        """The 95 % point, or the value where that is held fixed."""
        return self.value if self.interval is None else self.interval[1]


def assumed(path: str) -> Parameter:
    """What is assumed of a mechanism's number where no file says otherwise (assumed.yaml of its folder), by path."""
    given: dict[str, Any] = next(said[path] for said in of_mechanisms("assumed.yaml") if path in said)
    return Parameter(**given | {"interval": given.get("interval") and tuple(given["interval"])}, label="assumed")


def normal(u: float) -> float:
    """The standard normal quantile of ``u``; finite at 0 and 1, too."""
    return NORMAL.inv_cdf(min(max(u, 2.0**-64), 1.0 - 2.0**-53))


def _onto(scale: str, x: float) -> float:
    if scale == "log":
        return math.log(x)
    return math.log(x) - math.log1p(-x) if scale == "logit" else x


def _back(scale: str, t: float) -> float:
    if scale == "linear":
        return t
    if scale == "log":
        return math.exp(min(t, 700.0))
    return 1.0 / (1.0 + math.exp(-t)) if t > -700.0 else 0.0


@dataclass(frozen=True)
class Belief:
    """What a field asks of its Parameter: the unit and the range of value and interval.

    ``measures``: amounts of the market are measured by it, so it cannot be stated in them itself.
    """

    unit: str
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None
    measures: bool = False

    @property
    def stated(self) -> str | None:
        """The unit in amounts of the market in which the number may be stated instead, if there is one."""
        return None if self.measures else stated_unit(self.unit)

    def range(self) -> tuple[float, float]:
        """Smallest and largest number allowed, both included."""
        low = -math.inf if self.ge is None else self.ge
        high = math.inf if self.le is None else self.le
        if self.gt is not None:
            low = math.nextafter(self.gt, math.inf)
        if self.lt is not None:
            high = math.nextafter(self.lt, -math.inf)
        return low, high

    def check(self, parameter: Parameter, info: ValidationInfo) -> Parameter:
        """``parameter`` with its unit in the schema's spelling; one error that lists every fault of it."""
        currency = (info.context or {}).get("currency")
        units = [self.unit] + ([currency] if self.unit == "currency" and currency else [])
        told = [self.stated] if self.stated else []
        faults = []
        if parameter.unit not in units:
            faults.append(("unit", f"unit {parameter.unit}", " or ".join([*units, *told]), ""))
        low, high = self.range()
        ends = {"value": (parameter.value,), "interval": parameter.interval or ()}
        for key, numbers in ends.items():
            faults += [(key, f"{x:g}", number_words(self), "") for x in numbers if not low <= x <= high]
        if not faults:
            faults += _interval_faults(parameter)
        if faults:
            raise PydanticCustomError("faults", "faults of a parameter", {"faults": faults})
        checked = parameter.model_copy(update={"unit": self.unit})
        checked._limits = (low, high)
        return checked

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self.check, handler(source))


def belief_of(info: FieldInfo) -> Belief | None:
    """What a field asks of its Parameter, if it is one."""
    return next((fact for fact in info.metadata if isinstance(fact, Belief)), None)


def unit_of(info: FieldInfo) -> str:
    """The unit of a field that is a number, or a belief about one; "" where none is stated."""
    belief, extra = belief_of(info), info.json_schema_extra
    return belief.unit if belief is not None else str(extra.get("unit", "")) if isinstance(extra, dict) else ""


def _interval_faults(parameter: Parameter) -> list[tuple[str, str, str, str]]:
    if parameter.interval is None:
        return []
    (low, high), value, scale = parameter.interval, parameter.value, parameter.scale
    if not (low <= value <= high and low < high):
        fix = "state the interval that goes with the value, or give a plain number to hold it fixed"
        return [
            (
                "interval",
                f"[{low:g}, {high:g}] for value {value:g}",
                "low <= value <= high and low < high",
                fix,
            )
        ]
    if scale == "log" and low <= 0:
        return [("scale", f"log for an interval from {low:g}", "log needs an interval above 0", "scale: linear")]
    if scale == "logit" and not (low > 0 and high < 1):
        found = f"logit for an interval from {low:g} to {high:g}"
        return [("scale", found, "logit needs an interval above 0 and below 1", "scale: linear")]
    return []


def parameters(model: BaseModel, prefix: str = "") -> Iterator[tuple[str, Parameter]]:
    """Every Parameter below ``model`` with its dotted path; items of a list go by their name."""
    for key in type(model).model_fields:
        yield from _found(getattr(model, key), f"{prefix}.{key}" if prefix else key)


def _found(value: Any, path: str) -> Iterator[tuple[str, Parameter]]:
    if isinstance(value, Parameter):
        yield path, value
    elif isinstance(value, tuple):
        for k, item in enumerate(value):
            yield from _found(item, f"{path}.{getattr(item, 'name', k)}")
    elif isinstance(value, BaseModel):
        yield from parameters(value, path)
