"""A notion of marketing as it is shown, on the page and on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from dashboard import numbers
from dashboard.screens import PAGES
from dashboard.text import LANGUAGES, Words
from scenarios.files.finding import read_file
from scenarios.notions import FRONTS, Found, Notion, notions


def by_front() -> dict[str, list[Notion]]:
    """All notions, by front."""
    return {front: [one for one in notions() if one.front == front] for front in FRONTS}


def called(one: Notion, words: Words) -> str:
    """Its name, with that in the other language."""
    other = next(one.name[language] for language in LANGUAGES if language != words.language)
    return words("find.titled", name=one.name[words.language], title=other)


def rows(one: Notion, found: Found, words: Words) -> list[tuple[str, str, str]]:
    """Path, what stands there today, and its unit, of each of its keys."""
    each = ((path, found.settings[path]) for path in one.keys)
    return [
        (path, _value(at.value, words), numbers.unit(at.unit, words.language, found.currency) if at.unit else "")
        for path, at in each
    ]


def lines(one: Notion, words: Words) -> Iterator[str]:
    """What else it is called, and which scenarios, measures, commands and pages have to do with it."""
    found = {
        "also": one.also,
        "scenarios": [words("find.titled", name=name, title=words.pick(_title(name), name)) for name in one.scenarios],
        "measures": [words(f"indicator.{name}") for name in one.measures],
        "commands": [f"sixr {name}" for name in one.commands],
        "pages": [words(name) for file, _, name, _ in PAGES if file in one.pages],
    }
    joint = {"en": "; ", "zh": "；"}[words.language]
    yield from (words(f"find.{key}", names=joint.join(names)) for key, names in found.items() if names)


@cache
def _title(scenario: str) -> Mapping[str, str]:
    node, _ = read_file(scenario)
    title = None if node is None else node.get("title")
    found: Mapping[str, str] = {} if title is None else title.plain()
    return found


def _value(value: Any, words: Words) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return words("find.on" if value else "find.off")
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_value(each, words)}" for name, each in value.items())
    return value if isinstance(value, str) else f"{value:,.4g}"
