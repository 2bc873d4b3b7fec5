"""A number of behaviour: its value, its unit, how sure we are of it, and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import (
    BaseModel,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PrivateAttr,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios.fields import Model, Text
from scenarios.wording import number_words

if TYPE_CHECKING:
    from scenarios.market import Market
    from scenarios.scenario import Scenario

_NORMAL = NormalDist()
_LOW, _HIGH = _NORMAL.inv_cdf(0.05), _NORMAL.inv_cdf(0.95)


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
        z = _normal(u)
        middle = _onto(self.scale, self.value)
        end = _onto(self.scale, self.interval[0] if z < 0 else self.interval[1])
        x = _back(self.scale, middle + (end - middle) * (z / (_LOW if z < 0 else _HIGH)))
        low, high = self._limits
        return min(max(x, low), high)

    @property
    def low(self) -> float:
        """The 5 % point, or the value where that is held fixed."""
        return self.value if self.interval is None else self.interval[0]

    @property
    def high(self) -> float:
        """The 95 % point, or the value where that is held fixed."""
        return self.value if self.interval is None else self.interval[1]


def _normal(u: float) -> float:
    return _NORMAL.inv_cdf(min(max(u, 2.0**-64), 1.0 - 2.0**-53))


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
    """What a field asks of its Parameter: the unit and the range of value and interval."""

    unit: str
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None

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
        faults = []
        if parameter.unit not in units:
            faults.append(("unit", f"unit {parameter.unit}", " or ".join(units), ""))
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

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        names = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
        plain = {names[k]: getattr(self, k) for k in names if getattr(self, k) is not None}
        return {"anyOf": [handler(schema), {"type": "number", **plain}], "unit": self.unit}


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


class Places(NamedTuple):
    """Where the Parameters of a model stand: all of them, the uncertain ones, and the paths of what holds these."""

    known: tuple[tuple[str, Parameter], ...]
    uncertain: dict[str, Parameter]
    above: frozenset[str]


def places(scenario: Scenario) -> Places:
    """The places of a scenario's Parameters; looked up once for all of its worlds."""
    return _places(_Itself(scenario))


class _Itself:
    """A model that equals nothing but itself, where models are compared field by field."""

    def __init__(self, model: BaseModel) -> None:
        self.model = model

    def __hash__(self) -> int:
        return id(self.model)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.model is other.model


@lru_cache(maxsize=16)
def _places(one: _Itself) -> Places:
    known = tuple(parameters(one.model))
    uncertain = {path: parameter for path, parameter in known if parameter.interval is not None}
    above: set[str] = set()
    for path in uncertain:
        while "." in path:
            path = path.rpartition(".")[0]
            above.add(path)
    return Places(known, uncertain, frozenset(above))


def in_world(scenario: Scenario, uniforms: Mapping[str, float]) -> Scenario:
    """``scenario`` as it is in one world: every uncertain Parameter at its quantile and held fixed there.

    ``uniforms`` holds one independent uniform number for each path of an uncertain Parameter and each path
    of a correlated block, even where that one is held fixed: so the others of the block stay the same in a
    scenario that fixes it (KeyError if one is missing). Blocks are tied by a Gaussian copula. Shares of
    segments are scaled to sum to 1 again.
    """
    _, uncertain, above = places(scenario)
    tied = {path: uniforms[path] for path in uncertain} | _tied(scenario.market, uniforms, set(uncertain))
    known = {path: _fixed(p, p.quantile(tied[path])) for path, p in uncertain.items()}
    market: Market = _replaced(scenario.market, "market", known, above)
    if any(path.startswith("market.segments.") and path.endswith(".share") for path in known):
        total = math.fsum(segment.share.value for segment in market.segments)
        segments = tuple(
            s.model_copy(update={"share": _fixed(s.share, s.share.value / total)}) for s in market.segments
        )
        market = market.model_copy(update={"segments": segments})
    return scenario.model_copy(update={"market": market})


def _fixed(parameter: Parameter, value: float) -> Parameter:
    return parameter.model_copy(update={"value": value, "interval": None})


def _tied(market: Market, uniforms: Mapping[str, float], uncertain: set[str]) -> dict[str, float]:
    tied: dict[str, float] = {}
    for block in market.correlations:
        import numpy as np

        paths = [f"market.{path}" for path in block.parameters]
        z = [_normal(uniforms[path]) for path in paths]
        together = np.linalg.cholesky(np.array(block.matrix)) @ np.array(z)
        tied |= {path: _NORMAL.cdf(float(x)) for path, x in zip(paths, together, strict=True) if path in uncertain}
    return tied


def _replaced(model: Any, path: str, known: Mapping[str, Parameter], above: frozenset[str]) -> Any:
    """``model``, which stands at ``path``, with the ``known`` Parameters; ``above``: paths of what holds any."""
    if path in known:
        return known[path]
    if path not in above:
        return model
    if isinstance(model, tuple):
        names = [f"{path}.{getattr(item, 'name', k)}" for k, item in enumerate(model)]
        return tuple(_replaced(item, name, known, above) for item, name in zip(model, names, strict=True))
    below = {key: f"{path}.{key}" for key in type(model).model_fields}
    changed = {
        key: _replaced(getattr(model, key), name, known, above)
        for key, name in below.items()
        if name in known or name in above
    }
    return model.model_copy(update=changed)
