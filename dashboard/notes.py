"""What a run noted, which results hold in English, in the language of the reader."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML


def told(text: str, language: str) -> str:
    """A note of a run in ``language``; as it stands where notes.yaml does not know it. The name of the scenario that it
    may begin with is left."""
    if language == "en":
        return text
    for pattern, said in _templates()[language]:
        found = pattern.fullmatch(text)
        if found is not None:
            named = {name: value for name, value in found.groupdict().items() if name != "of"}
            return found["of"] + said.format_map(named)
    return text


@cache
def _templates() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """By language the notes as patterns, each with the sentence that says the same."""
    source = files("dashboard.text").joinpath("notes.yaml").read_text(encoding="utf-8")
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for note in YAML(typ="safe").load(source):
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(note["en"]))
        for language in note.keys() - {"en"}:
            found.setdefault(language, []).append((re.compile(rf"(?P<of>(?:[^:]+: )*?){pattern}"), note[language]))
    return found
