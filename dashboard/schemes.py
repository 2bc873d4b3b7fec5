"""What ways to price are called."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import format
from dashboard.price_question import FIELDS, SHARES
from dashboard.text import Words


def named(kind: str, values: Sequence[float], words: Words) -> str:
    """A scheme in a few words; ``values`` as the form says them, of which the last ones may be missing."""
    said = dict(zip(FIELDS[kind], values, strict=False))
    texts = {
        name: format.percent(value / 100.0, words.language, 4) if name in SHARES else f"{value:,.6g}"
        for name, value in said.items()
    }
    key = f"scheme.name_{kind}"
    return words(key if "until" in said or kind != "new_first" else f"{key}_lasting", **texts)


def called(kind: str, values: Sequence[float], words: Words) -> str:
    """A scheme of a document in a few words; ``values`` as decisions.schemes.Scheme has them."""
    pairs = zip(FIELDS[kind], values, strict=False)
    return named(kind, [float(value) * SHARES.get(name, 1.0) for name, value in pairs], words)
