"""Customer ids as they were meant: without what cannot be seen, and those that differ in nothing but their writing."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from calibration.reading.texts import SPACES, matches, trimmed_all

EMPTY = (
    "",
    "NA",
    "N/A",
    "n/a",
    "NaN",
    "nan",
    "NULL",
    "null",
    "None",
    "none",
    "<NA>",
    "-",
    "--",
    "#REF!",
    "#N/A",
    "无",
    "空",
)
SPOILED = r"[0-9][.,][0-9]+E[+][0-9]+"
WAYS = {
    "case": "upper and lower case",
    "spaces": "spaces",
    "zeros": "leading zeros",
    ".0": "a .0 behind them",
    "width": "full-width and half-width characters",
    "unseen": "characters that cannot be seen",
}
ALWAYS = ("unseen", "width", ".0")  # merged without being told; case only in e-mail addresses


@dataclass
class Ids:
    """``values``: the id of each distinct text, "" where it is empty; ``spoiled``: those a spreadsheet cut.

    ``apostrophes``: those that began with the apostrophe by which a spreadsheet marks a text.
    ``cleaned``: how many texts held characters that cannot be seen, with an example. ``merged`` and ``alike``:
    by way of writing, how many ids became (or could become) others, with an example of two.
    """

    values: NDArray[np.object_]
    spoiled: NDArray[np.bool_]
    cleaned: int = 0
    cleaned_example: str = ""
    apostrophes: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    merged: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    alike: dict[str, tuple[int, str, str]] = field(default_factory=dict)


def ids(texts: NDArray[np.object_], merge: tuple[str, ...] = ()) -> Ids:
    """The ids that distinct ``texts`` stand for; ``merge``: of case, spaces and zeros, what is no difference."""
    values = trimmed_all(texts).copy()
    found = Ids(values, np.zeros(len(texts), bool))
    for k in np.flatnonzero(values != texts):
        if values[k] != str(texts[k]).strip(" ") and not str(texts[k]).isprintable():
            found.cleaned += 1
            found.cleaned_example = found.cleaned_example or str(texts[k])
    found.apostrophes = matches(values, "['\u2018\u2019].*[^'\u2018\u2019]")
    for k in np.flatnonzero(found.apostrophes):
        values[k] = values[k][1:].strip()
    values[np.isin(values, np.array(EMPTY, object))] = ""
    found.spoiled = matches(values, SPOILED)
    # Many ids have no double of any kind: then nothing below is needed.
    rough = [value.casefold() for value in values.tolist()]
    whole = "".join(rough)
    if not whole.isascii() or " " in whole or ".0" in whole or any(value[:1] == "0" for value in rough):
        rough = [_without_zeros(re.sub(r"\.0+$", "", SPACES.sub("", _narrow(value)))) for value in rough]
    distinct = {value for value in values if value}
    if len({key for value, key in zip(values, rough, strict=True) if value}) == len(distinct):
        return found
    by_rough: dict[str, set[str]] = defaultdict(set)
    for value, key in zip(values, rough, strict=True):
        if value:
            by_rough[key].add(value)
    stands: dict[str, str] = {}
    for group in by_rough.values():
        if len(group) > 1:
            stands |= _settle(sorted(group), merge, found)
    found.values = np.array([stands.get(value, value) for value in values], object)
    return found


def _settle(group: list[str], merge: tuple[str, ...], found: Ids) -> dict[str, str]:
    """Which of a group of like ids stands for which; counts what is merged and what is merely alike."""
    stands: dict[str, str] = {}
    for value in group:
        plain = _narrow(value)
        plain = re.sub(r"^(\d+)\.0+$", r"\1", plain)
        if "@" in plain or "case" in merge:
            plain = plain.casefold()
        if "spaces" in merge:
            plain = SPACES.sub("", plain)
        if "zeros" in merge:
            plain = _without_zeros(plain)
        stands[value] = plain
    by_key: dict[str, list[str]] = defaultdict(list)
    for value, key in stands.items():
        by_key[key].append(value)
    chosen = {value: _best(values) for values in by_key.values() for value in values}
    for values in by_key.values():
        best = chosen[values[0]]
        for value in values:
            if value != best:
                _count(found.merged, best, value)
    kept = sorted({*chosen.values()})
    for other in kept[1:]:
        _count(found.alike, kept[0], other)
    return chosen


def _best(values: list[str]) -> str:
    """The plainest writing of one id: shortest, then lower case."""
    return min(values, key=lambda value: (len(value), not value.isascii(), not value.islower(), value))


def _count(table: dict[str, tuple[int, str, str]], one: str, other: str) -> None:
    way = _difference(one, other)
    number, *example = table.get(way, (0, one, other))
    table[way] = (int(number) + 1, str(example[0]), str(example[1]))


def _difference(one: str, other: str) -> str:
    a, b = _narrow(one), _narrow(other)
    if a == b:
        return "width"
    if SPACES.sub("", a) == SPACES.sub("", b):
        return "spaces"
    if re.sub(r"\.0+$", "", a) == re.sub(r"\.0+$", "", b):
        return ".0"
    if a.casefold() != b.casefold() and SPACES.sub("", a + b).replace(".", "").isdigit():
        return "zeros"
    return "case"


def _without_zeros(text: str) -> str:
    """A number without its leading zeros; any other text as it is."""
    return re.sub(r"^0+(?=\d+$)", "", text)


def _narrow(text: str) -> str:
    """Full-width forms of Latin letters, digits and signs as plain ones."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" or c == "\u3000" else c for c in text)
