"""The strings of the page and the report, in every language that is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

from sim.mechanisms import NAMES

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "zh": "中文"})


@dataclass(frozen=True)
class Words:
    """The strings of one language, addressed as ``words("job.left", time="3 min")``."""

    language: str
    strings: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The string at ``key`` with its ``{places}`` filled; raises KeyError where no such string exists."""
        return self.strings[key].format_map(values)

    def known(self, key: str, otherwise: str) -> str:
        """The string at ``key``, or ``otherwise`` where there is none."""
        return self.strings.get(key, otherwise)

    def pick(self, title: Mapping[str, str], name: str) -> str:
        """The text of a ``{en, zh}`` mapping in this language; else in any language, else ``name``."""
        return title.get(self.language) or next((text for text in title.values() if text), name)


def guess(locale: str | None) -> str:
    """The language to begin with, from a browser's locale such as ``zh-CN``."""
    return "zh" if (locale or "").lower().startswith("zh") else "en"


@cache
def words(language: str) -> Words:
    """The strings of ``language``, one of LANGUAGES; a percent sign stays on the line of its number."""
    source = files(__package__).joinpath(f"{language}.yaml").read_text(encoding="utf-8")
    tree = YAML(typ="safe", pure=True).load(source)
    place = list(LANGUAGES).index(language)
    own = {key: text for one in of_mechanisms() for key, text in _strings(one, place)}
    return Words(language, MappingProxyType(dict(_flat(tree)) | own))


@cache
def of_mechanisms() -> tuple[Mapping[str, Any], ...]:
    """What the folders of mechanisms call things (their words.yaml). Texts are [English, Chinese].

    ``strings``: by the key of the page's strings; ``measures``: the name of each, the third text what it is in Chinese
    (in English it says so itself); ``numbers``: as in numbers.yaml, with the whole path as key;
    ``sources``, ``notes``: as in sources.yaml and notes.yaml.
    """
    places = (files("sim.mechanisms").joinpath(name, "words.yaml") for name in NAMES)
    load = YAML(typ="safe", pure=True).load
    return tuple(load(place.read_text(encoding="utf-8")) for place in places if place.is_file())


def _strings(folder: Mapping[str, Any], place: int) -> Iterator[tuple[str, str]]:
    """The strings of a folder by the keys of the page, in the language at a ``place``."""
    yield from ((key, texts[place]) for key, texts in folder.get("strings", {}).items())
    for name, texts in folder.get("measures", {}).items():
        yield f"indicator.{name}", texts[place]
        if place and len(texts) > len(LANGUAGES):
            yield f"indicator_is.{name}", texts[-1]


def _flat(tree: Mapping[str, object], above: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        path = f"{above}{key}"
        if isinstance(value, Mapping):
            found += _flat(value, f"{path}.")
        else:
            found.append((path, str(value).replace(" %", "\u00a0%")))
    return found
