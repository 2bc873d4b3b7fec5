"""What pydantic finds wrong with a tree, told as problems of the file, the line and the key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from types import SimpleNamespace, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from scenarios.fields import bare
from scenarios.market import Title
from scenarios.parameter import Parameter, belief_of, unit_of
from scenarios.tree.reading import at
from scenarios.tree.source import Node, Refused
from scenarios.tree.units import stated_unit
from scenarios.tree.wording import (
    day_meant,
    described,
    did_you_mean,
    kind_of,
    listed,
    number_meant,
    number_words,
    truth_meant,
)
from sim.mechanisms import NAMES
from sim.problems import Problem, shown

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], root: Node, currency: str | None = None) -> tuple[M | None, list[Problem]]:
    """The ``model`` of the tree, or None and every fault that its fields have."""
    if not isinstance(root.value, dict):
        if isinstance(root.value, Refused):
            return None, []
        fix = "this looks like TOML; write `key: value`" if " = " in str(root.value) else ""
        return None, [Problem(root.file, root.line, "", kind_of(root.value), _expectation(_info(model)), fix)]
    try:
        return model.model_validate(root.plain(), context={"currency": currency}), []
    except ValidationError as error:
        return None, [p for e in error.errors(include_url=False) for p in _problems(e, root, model)]


def _problems(error: Any, root: Node, model: type[BaseModel]) -> Iterator[Problem]:
    kind, loc = error["type"], error["loc"]
    node, path = root, []
    below: Node | None = root
    for part in loc:
        below = node.value[part] if isinstance(part, int) and part < len(node.value) else node.get(str(part))
        path.append(str(part) if below is None or isinstance(part, str) else below.name or str(part))
        if below is None:
            break
        node = below
    if isinstance(node.value, Refused):
        return
    key, info = ".".join(path), _info(model, loc)
    if kind == "faults":
        for below_key, found, allowed, fix in error["ctx"]["faults"]:
            # A fault between several parts is shown where the last layer touched any of them.
            place = node if below_key in ("interval", "scale") else node.get(below_key) or node
            whole = f"{key}.{below_key}" if below_key else key
            yield Problem(place.file, place.line, whole, shown(found), allowed, fix)
    elif kind == "extra_forbidden":
        names = [name for name in _keys(_info(model, loc[:-1])) if (name, node.file) != ("extends", "--set")]
        allowed, shared = f"one of: {listed(names)}" if names else "nothing yet", _shared(path, root)
        if shared:
            found, fix = "what is the same for everybody", f"state it in {shared}, or leave it out"
            yield Problem(node.file, node.line, key, found, allowed, fix)
        else:
            yield Problem(node.file, node.line, key, "an unknown key", allowed, _meant(path, names, root))
    elif kind == "missing":
        fix = "" if isinstance(loc[-1], int) else f"add `{shown(loc[-1])}:`"
        yield Problem(node.file, node.line, key, "nothing: it is missing", _expectation(info), fix)
    elif below is not None or not isinstance(node.value, dict):
        value = node.plain()
        key = ".".join(path if below is not None else path[:-1])
        yield Problem(node.file, node.line, key, described(value), _expectation(info), _fix(value, info))


def _shared(path: Sequence[str], root: Node) -> str:
    """Of a key in a row of ``policy.groups``: the same of the whole policy, if there is one."""
    whole = ".".join(["policy", *path[3:]]) if list(path[:2]) == ["policy", "groups"] else ""
    return whole if whole and len(path) > 3 and at(root, whole) is not None else ""


def _meant(path: Sequence[str], names: Sequence[str], root: Node) -> str:
    """The key that was probably meant: a sibling, or one of the same name elsewhere in the tree."""
    here, by_mechanism = ".".join(path), [[name] for name in NAMES]
    alike = [place for place in root.paths() if place.split(".")[-1] == path[-1] and place != here]
    elsewhere = sorted(alike, key=lambda place: place.split(".")[1:2] in by_mechanism)  # those last
    return did_you_mean(path[-1], names) or (f"did you mean {shown(elsewhere[0])}?" if elsewhere else "")


def _info(model: Any, loc: Sequence[str | int] = ()) -> FieldInfo:
    """The field that the location leads to from ``model``."""
    info = FieldInfo.from_annotation(model)
    for part in loc:
        kind, parts = bare(info.annotation), get_args(bare(info.annotation))
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = {f.alias or name: f for name, f in kind.model_fields.items()}
            info = fields.get(str(part), FieldInfo.from_annotation(object))
        elif get_origin(kind) is tuple and isinstance(part, int):
            inner = parts[0] if parts[-1] is Ellipsis else parts[min(part, len(parts) - 1)]
            info = FieldInfo.from_annotation(inner)
        elif get_origin(kind) is dict:
            info = FieldInfo.from_annotation(parts[1])
    return info


def _limits(info: FieldInfo) -> SimpleNamespace:
    inner = get_args(info.annotation) if get_origin(info.annotation) in (Union, UnionType) else ()
    metadata = [*info.metadata, *(m for a in inner for m in FieldInfo.from_annotation(a).metadata)]
    names = ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern")
    return SimpleNamespace(**{n: getattr(m, n) for m in metadata for n in names if getattr(m, n, None) is not None})


def _keys(info: FieldInfo) -> list[str]:
    kind = bare(info.annotation)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return []
    extends = ["extends"] if "policy" in kind.model_fields else []
    return extends + [f.alias or name for name, f in kind.model_fields.items()]


def _expectation(info: FieldInfo) -> str:
    """What the field allows, in words."""
    kind, limits, unit = bare(info.annotation), _limits(info), unit_of(info)
    if kind is Parameter:
        return f"{number_words(belief_of(info))}, as a mapping {{value, unit: {unit or '…'}, label, source}}"
    if kind is Title:
        return "a text, or a mapping with the texts en and zh"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        keys = _keys(info)
        return f"a mapping with: {listed(keys)}" if keys else "an empty mapping, {}"
    if get_origin(kind) is Literal:
        return f"one of: {listed(map(str, get_args(kind)))}"
    if kind is date:
        return f"a date from {limits.ge} to {limits.le}"
    if kind is str and getattr(limits, "pattern", "") == "^[A-Z]{3}$":
        return "three capital letters, like EUR"
    if kind is str:
        most = getattr(limits, "max_length", None)
        lengths = f"of 1 to {most} printable characters" if most else ""
        return f"a text {lengths}" + (" without . and =" if hasattr(limits, "pattern") else "")
    if kind is int or kind is float:
        said = number_words(limits, "a whole number" if kind is int else "a number") + (f" ({unit})" if unit else "")
        stated = stated_unit(unit) if kind is float else None
        return said if stated is None else f"{said}, or a text like 0.1 {stated}"
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        counted = f" of {len(parts)} numbers" if parts[-1] is not Ellipsis else ""
        least = getattr(limits, "min_length", 0)
        if least and least == limits.max_length:
            return f"a list of {least} numbers"
        most = getattr(limits, "max_length", None)
        return f"a list{counted}" + (f" of {least} to {most}" if least else f" of at most {most}" if most else "")
    return {bool: "true or false", dict: "a mapping"}.get(get_origin(kind) or kind, "another value")


def _fix(value: Any, info: FieldInfo) -> str:
    """How a value of a wrong kind may be mended."""
    kind, unit = bare(info.annotation), unit_of(info)
    if belief_of(info) is not None and isinstance(value, int | float) and not isinstance(value, bool):
        return f'write {{value: {value:g}, unit: "{unit}", label: assumed, source: "…"}}'
    if kind is str and isinstance(value, int | float):
        return "put quotes around it"
    if not isinstance(value, str):
        return ""
    if get_origin(kind) is Literal:
        return did_you_mean(value, map(str, get_args(kind)))
    if kind is date:
        return day_meant(value)
    if kind is bool:
        return truth_meant(value)
    fix = number_meant(value, unit) if kind in (int, float, Parameter) else ""
    return "" if kind is int and "." in fix else fix
