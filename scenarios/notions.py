"""The notions of marketing that sixr answers, in the words of the trade: notions.yaml, and those of the folders
of mechanisms."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.fields import bare
from scenarios.parameter import Belief, Parameter
from sim.mechanisms import NAMES

if TYPE_CHECKING:
    from scenarios.scenario import Scenario

FRONTS = (
    *("product", "price", "places", "channel", "promotion", "relationship", "service", "referral"),
    *("organisation", "data", "firm", "market", "work"),
)
"""The fronts, in their order."""
CLOSE = 5
"""Names that are offered where nothing is called as somebody has said."""


@dataclass(frozen=True)
class Notion:
    """A notion of the trade: ``name`` and ``says`` in both languages, ``also`` what else it is called, ``keys`` the
    paths of a scenario file that set it, ``scenarios`` of the library, ``measures`` of sim.tables, ``commands`` of sixr
    and ``pages`` of the dashboard."""

    front: str
    name: Mapping[str, str]
    says: Mapping[str, str]
    also: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called."""
        return (*self.name.values(), *self.also)


@dataclass(frozen=True)
class Setting:
    """What stands at a path today: a number, switch, word or mapping of these, in ``unit`` ("" = none). ``value`` is
    None where nothing stands there, or a list whose items have values of their own."""

    value: Any
    unit: str


@dataclass(frozen=True)
class Found:
    """``notions`` that are called as was said; ``settings`` of their keys in base by path, money in ``currency``;
    ``close``: where there is no such notion, names that look alike."""

    notions: tuple[Notion, ...]
    settings: Mapping[str, Setting]
    currency: str
    close: tuple[str, ...] = ()


@cache
def notions() -> tuple[Notion, ...]:
    """All of them, by front: those of notions.yaml and of the folders of mechanisms, and what these add to others."""
    found: dict[str, Notion] = {}
    rows = _rows()
    for row in rows:
        if "front" in row:
            found[row["name"]["en"]] = Notion(**row)
    for row in rows:
        one = found.get(row["name"]["en"])
        if "front" not in row and one is not None:
            found[one.name["en"]] = replace(
                one,
                keys=(*one.keys, *row.get("keys", ())),
                scenarios=(*one.scenarios, *row.get("scenarios", ())),
                measures=(*row.get("measures", ()), *one.measures),
            )
    return tuple(sorted(found.values(), key=lambda one: FRONTS.index(one.front)))


def _rows() -> list[dict[str, Any]]:
    from ruamel.yaml import YAML

    load = YAML(typ="safe", pure=True).load
    folders = (files("sim.mechanisms").joinpath(name, "notions.yaml") for name in NAMES)
    places = (files("scenarios").joinpath("notions.yaml"), *(place for place in folders if place.is_file()))
    return [
        {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
        for place in places
        for row in load(place.read_text("utf-8"))
    ]


def called(words: Sequence[str]) -> tuple[Notion, ...]:
    """The notions whose names hold each of ``words``, in any case, or part of a word; else those whose sentence, keys,
    scenarios or measures do. Without words all of them."""
    wanted = [_folded(word) for word in words]
    for texts in (_names, _rest):
        found = tuple(one for one in notions() if all(word in texts(one) for word in wanted))
        if found:
            return found
    return ()


def close(words: Sequence[str]) -> tuple[str, ...]:
    """Names of notions that look like ``words``, at most CLOSE, the closest first."""
    names: dict[str, str] = {}
    for name in chain.from_iterable(one.names for one in notions()):
        for part in (name, *name.split()):
            names.setdefault(_folded(part), name)
    alike = chain.from_iterable(
        get_close_matches(_folded(said), names, n=CLOSE, cutoff=0.7) for said in (" ".join(words), *words)
    )
    return tuple(dict.fromkeys(names[one] for one in alike))[:CLOSE]


def find(words: Sequence[str]) -> Found:
    """The notions that are called as ``words`` say, with what stands at their keys in base; all without words."""
    from scenarios.files.loading import load

    found, today = called(words), load("base")
    paths = dict.fromkeys(chain.from_iterable(one.keys for one in found))
    return Found(found, {path: setting(path, today) for path in paths}, today.currency, () if found else close(words))


def setting(path: str, today: Scenario) -> Setting:
    """What stands at ``path``, which leaves out names of items of lists. KeyError where there is no such key."""
    from scenarios.scenario import Scenario

    info, value = FieldInfo.from_annotation(Scenario), today
    for key in path.split("."):
        name, info = _field(info, key)
        value = getattr(value, name) if isinstance(value, BaseModel) else None
    return Setting(_plain(value), value.unit if isinstance(value, Parameter) else _unit(info))


def _field(info: FieldInfo, key: str) -> tuple[str, FieldInfo]:
    """The field ``key`` of what ``info`` holds, or of the items of the list that it holds, and its name in Python."""
    kind = bare(info.annotation)
    while get_origin(kind) in (tuple, dict):
        kind = bare(next(one for one in reversed(get_args(kind)) if one is not Ellipsis))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if key == (field.alias or name):
                return name, field
    raise KeyError(key)


def _unit(info: FieldInfo) -> str:
    belief = next((fact for fact in info.metadata if isinstance(fact, Belief)), None)
    if belief is not None:
        return belief.unit
    if isinstance(info.json_schema_extra, dict):
        return str(info.json_schema_extra.get("unit", ""))
    inner = get_args(bare(info.annotation))
    return _unit(FieldInfo.from_annotation(inner[1])) if get_origin(bare(info.annotation)) is dict else ""


def _plain(value: Any) -> Any:
    if isinstance(value, Parameter):
        return value.value
    if isinstance(value, Mapping):
        each = {name: _plain(one) for name, one in value.items()}
        return each if each and None not in each.values() else None
    return value if isinstance(value, bool | int | float | str) and value != "" else None


def _names(one: Notion) -> str:
    return _lines(one.names)


def _rest(one: Notion) -> str:
    return _lines((*one.names, *one.says.values(), *one.keys, *one.scenarios, *one.measures, *one.commands))


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(map(_folded, texts))


def _folded(text: str) -> str:
    """``text`` as it is compared: any case, any width, letters and digits alone."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
