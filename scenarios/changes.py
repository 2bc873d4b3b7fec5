"""A scenario with some of its numbers changed, without reading its files again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from scenarios.parameter import Parameter
from scenarios.scenario import Scenario
from scenarios.tree.wording import did_you_mean, listed
from sim.problems import BadInput, Problem, shown


def changed(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """``scenario`` with ``values`` at dotted paths, such as "policy.price.level"; a belief is held fixed there.

    What a single field allows is checked, what several say together is not: that is for files. Items of lists go by
    their names, keys of mappings as they are called. BadInput where a path leads nowhere or a value is not allowed.
    """
    for path, value in values.items():
        scenario = _changed(scenario, path.split("."), value, path)
    return scenario


def value_at(scenario: Scenario, path: str) -> float:
    """The number at a path; of a belief its median. BadInput where there is none."""
    place: Any = scenario
    keys = path.split(".")
    while keys:
        place, keys = _below(place, keys, path)
    place = place.value if isinstance(place, Parameter) else place
    if isinstance(place, bool) or not isinstance(place, int | float):
        raise BadInput([Problem(path, 0, "", f"no number: {shown(place)}", "the path of a number")])
    return float(place)


def _changed(place: Any, keys: list[str], value: Any, path: str) -> Any:
    if not keys:
        if isinstance(place, Parameter):
            return place.model_copy(update={"value": float(value), "interval": None, "source": "set by a decision"})
        return value
    below, rest = _below(place, keys, path)
    used = ".".join(keys[: len(keys) - len(rest)])
    new = _changed(below, rest, value, path)
    if isinstance(place, tuple):
        return tuple(new if item is below else item for item in place)
    if isinstance(place, Mapping):
        return {**place, used: new}
    return _checked(place, _field(place, used), new, path)


def _below(place: Any, keys: list[str], path: str) -> tuple[Any, list[str]]:
    """What stands at the first of ``keys``, and the keys that are left; a name may hold dots."""
    names = _names(place)
    for count in range(1, len(keys) + 1):
        key = ".".join(keys[:count])
        if key in names:
            return names[key], keys[count:]
    allowed = f"one of: {listed(sorted(names))}" if names else "a shorter path"
    raise BadInput([Problem(path, 0, "", f"the unknown part {shown(keys[0])}", allowed, did_you_mean(keys[0], names))])


def _names(place: Any) -> dict[str, Any]:
    if isinstance(place, Parameter):
        return {}
    if isinstance(place, BaseModel):
        fields = type(place).model_fields
        return {field.alias or name: getattr(place, name) for name, field in fields.items()}
    if isinstance(place, Mapping):
        return dict(place)
    if isinstance(place, tuple):
        return {str(item.name): item for item in place if hasattr(item, "name")}
    return {}


def _field(model: BaseModel, alias: str) -> str:
    return next(name for name, field in type(model).model_fields.items() if (field.alias or name) == alias)


def _checked(model: BaseModel, name: str, new: Any, path: str) -> BaseModel:
    """``model`` with ``new`` in a field, if the field allows it."""
    try:
        found = type(model).model_validate({**dict(model), name: new})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadInput([Problem(path, 0, "", shown(new), str(first["msg"]))]) from error
    return model.model_copy(update={name: getattr(found, name)})
