"""What the engine says in English, notes of runs, sources of numbers, refusals, in the language of the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from types import MappingProxyType

from dashboard.text import LANGUAGES, of_mechanisms, words
from scenarios.ground.packaged import packaged

LONGEST = 800
"""Characters of a text that is looked up; a longer one stands as it is."""
_AND = {"zh": "，且"}
"""What joins several parts of a sentence that English joins with "and"."""
CALLED = {"scenario", "other", "base", "channel", "counter"}
"""Places in which the name of a scenario, a channel or a desk stands."""
PARTS = {"company": ("decision_refusals", "company_refusals", "company_parts")}
"""Where the parts of texts are that parts.yaml does not have."""
_NOTHING: Mapping[str, str] = MappingProxyType({})
_PLACE = re.compile(r"\\\{(\w+)(!?)\\\}")


def told(text: str, language: str, called: Mapping[str, str] | None = None) -> str:
    """A note of a run in ``language``; as it stands where notes.yaml does not know it. ``called``: what scenarios and
    channels are called there, by name; others, such as the one that a note may begin with, keep their names."""
    known, names = _known("notes", language), called or {}
    if (found := known.whole(text, names)) is not None:
        return found
    for colon in islice(re.finditer(": ", text), 3):  # the name of a scenario may have colons itself
        if (found := known.whole(text[colon.end() :], names)) is not None:
            name = text[: colon.start()]
            return f"{names.get(name, name)}：{found}"
    return text


def source(text: str, language: str) -> str:
    """Where a number comes from, in ``language``; as it stands where neither sources.yaml nor company_parts.yaml knows
    it."""
    company = _known("company", language)
    return _known("sources", language).whole(text) or (company.parts or company).whole(text) or text


def refusal(text: str, language: str, called: Mapping[str, str] | None = None) -> str:
    """What is wrong with an input, line by line, in ``language``; a line stands as it is where refusals.yaml does not
    know it. ``called``: what desks are called there, by name."""
    return "\n".join(_known("refusals", language).whole(line, called or {}) or line for line in text.splitlines())


def company(text: str, language: str) -> str:
    """A sentence about a company, its tables, its fit, or what is wrong with them, in ``language``; as it stands where
    company.yaml does not know it. Spaces before it are kept."""
    bare = text.lstrip()
    found = _known("company", language).whole(bare)
    return text if found is None else text[: len(text) - len(bare)] + found


def of_company(text: str, language: str) -> str:
    """What stands in such a sentence, such as a reason; as it stands where company_parts.yaml does not know it."""
    return _known("company", language).part(text)


def part(text: str, language: str) -> str:
    """What stands in a note, such as a reason, in ``language``; as it stands where parts.yaml does not know it."""
    return _known("notes", language).part(text)


@dataclass(frozen=True)
class _Saying:
    """A text with places, and what it is in another language; what stands in the places ``again`` is said as well."""

    pattern: re.Pattern[str]
    said: str
    again: frozenset[str]


@dataclass(frozen=True)
class _Known:
    """The texts that are known in one language: those without places, those with, and parts of a sentence."""

    language: str
    exact: Mapping[str, str]
    sayings: Sequence[_Saying]
    parts: _Known | None = None

    def whole(self, text: str, called: Mapping[str, str] = _NOTHING) -> str | None:
        """``text`` said; None where it is not known. ``called``: what stands in the places CALLED for a name."""
        if len(text) > LONGEST:
            return None
        if text in self.exact:
            return self.exact[text]
        for one in self.sayings:
            found = one.pattern.fullmatch(text)
            if found is not None:
                values = found.groupdict()
                values |= {name: called.get(values[name], values[name]) for name in CALLED & values.keys()}
                return one.said.format_map(values | {name: self.part(values[name], called) for name in one.again})
        return None

    def part(self, text: str, called: Mapping[str, str] = _NOTHING) -> str:
        """What stands in a place said, or what several parts joined by "and" say; as it stands where not known."""
        parts = self.parts or self
        if (found := parts.whole(text, called)) is not None:
            return found
        for joint in re.finditer(" and ", text):
            if (found := parts.whole(text[: joint.start()], called)) is not None:
                return found + _AND[self.language] + self.part(text[joint.end() :], called)
        return called.get(text, text)


@cache
def _known(name: str, language: str) -> _Known:
    """The texts of ``name``.yaml in ``language``; none in English, in which they are."""
    wholes = _read(name) if language != next(iter(LANGUAGES)) else []
    apart = [*_patterns(), *(one for part in PARTS[name] for one in _read(part))] if name in PARTS else _read("parts")
    parts = _compiled([*wholes, *apart, *_bare(apart)], language) if wholes else None
    return _compiled(wholes, language, parts)


def _bare(entries: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """What is said of a column, without the column, as a refusal names it before."""
    of = "{column} "
    return [{key: text.removeprefix(of) for key, text in one.items()} for one in entries if one["en"].startswith(of)]


def _patterns() -> list[dict[str, str]]:
    """What the patterns are called in which a simulated year is compared with the real one, and their units."""
    each = [words(language).strings for language in LANGUAGES]
    return [
        dict(zip(LANGUAGES, (one[key] for one in each), strict=True)) for key in each[0] if key.startswith("pattern.")
    ]


def _read(name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = packaged("dashboard.text", f"{name}.yaml")
    return found + [dict(zip(LANGUAGES, texts, strict=True)) for one in of_mechanisms() for texts in one.get(name, ())]


def _compiled(entries: Sequence[Mapping[str, str]], language: str, parts: _Known | None = None) -> _Known:
    exact, sayings = {}, []
    for english, said in ((one["en"], one[language]) for one in entries):
        places = _PLACE.findall(re.escape(english))
        if places:
            pattern = re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(english)))
            sayings.append(_Saying(pattern, said, frozenset(name for name, again in places if again)))
        else:
            exact[english] = said
    return _Known(language, exact, sayings, parts)
