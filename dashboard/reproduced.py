"""A pattern of a simulated year beside the real one, in words and few figures: on the page and on the command line."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard import format
from dashboard.safe import plain
from dashboard.text import Words

HEADS = ("verdict", "real", "simulated", "range", "alike", "needed")
"""What the columns of ``row`` are, as strings of the Trust page are called."""
Pattern = Mapping[str, Any]
"""A pattern as calibration.reproduce.result describes it."""


def name(one: Pattern, words: Words) -> str:
    """What a pattern is called, with the channel that it is of."""
    called = words.known(f"pattern.{one['name']}", plain(str(one["name"]).replace("_", " ")))
    if not one["of"]:
        return called
    return words("pattern.of", pattern=called, of=words.known(f"origins.{one['of']}", plain(one["of"])))


def row(one: Pattern, words: Words, currency: str) -> list[str]:
    """Whether it comes out; real, simulated, range; how alike they are and what is needed."""
    alike, needed = one["distance"], one["floor"] - one["tolerance"]
    if one["kind"] == "distribution":
        digits = 3 if f"{alike:.3f}" != f"{needed:.3f}" else 4  # as many as the distances are kept with
        texts = [f"{alike:.{digits}f}", f"{needed:.{digits}f}"]
    elif one["kind"] == "level":
        texts = [words("trust.inside" if one["passed"] else "trust.outside"), words("trust.inside")]
    else:
        texts = [format.percent(share, words.language, 2) for share in (alike, needed)]
    mark = words("trust.passed" if one["passed"] else "trust.failed")
    return [mark, *figures(one, words, currency), *texts]


def figures(one: Pattern, words: Words, currency: str) -> list[str]:
    """Real, simulated and 90 % range of a pattern in one figure each: a level itself, the mean of a series, the
    median of a distribution, the last value of a curve."""
    real, ends = one["real"], one["simulated"]
    if one["kind"] == "level":
        found = [real, ends["median"], ends["low"], ends["high"]]
    elif one["kind"] == "series":
        found = [float(np.mean(real)), float(np.mean(ends["median"])), math.nan, math.nan]
    elif one["name"] == "rfm":
        found = [math.nan] * 4
    else:
        at = len(real) // 2 if one["kind"] == "distribution" else -1
        found = [real[at], ends["median"][at], ends["low"][at], ends["high"][at]]
    texts = [amount(one, value, words, currency) for value in found]
    span = format.MISSING if math.isnan(found[2]) else words("trust.span", low=texts[2], high=texts[3])
    return [texts[0], texts[1], span]


def amount(one: Pattern, value: float, words: Words, currency: str) -> str:
    """A ``value`` of the pattern without its unit."""
    unit = "currency" if one["unit"] == currency else str(one["unit"])
    return format.amount(float(value), unit, words)
