"""What a run noted, which results hold in English, in the language of the reader."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML


def told(text: str, language: str) -> str:
    """A note of a run in ``language``; as it stands where notes.yaml does not know it. The name of the scenario that it
    may begin with is left. What stands in it for a {name} is said in the language where it is words of notes.yaml."""
    if language == "en":
        return text
    for pattern, said in _templates()[language]:
        found = pattern.fullmatch(text)
        if found is not None:
            parts, words = found.groupdict(), _words()[language]
            named = {name: words.get(value, value) for name, value in parts.items() if name != "of"}
            return found["of"] + said.format_map(named)
    return text


@cache
def _words() -> dict[str, dict[str, str]]:
    """By language what texts of notes.yaml without a {name} are called."""
    found: dict[str, dict[str, str]] = {}
    for note in _notes():
        for language in note.keys() - {"en"}:
            found.setdefault(language, {})[note["en"]] = note[language]
    return found


@cache
def _notes() -> list[dict[str, str]]:
    """The entries of notes.yaml."""
    source = files("dashboard.text").joinpath("notes.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, str]] = YAML(typ="safe").load(source)
    return entries


@cache
def _templates() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """By language the notes as patterns, each with the sentence that says the same."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for note in _notes():
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(note["en"]))
        for language in note.keys() - {"en"}:
            found.setdefault(language, []).append((re.compile(rf"(?P<of>(?:[^:]+: )*?){pattern}"), note[language]))
    return found
