"""Many distinct texts at once: which match a pattern, and each without what cannot be seen."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

UNSEEN = re.compile(r"[\x00-\x1f\x7f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
TOTALS = re.compile(  # what calls a row one of totals
    r"(((grand|sub|sum|overall|sous)[ -]?)?totals?( général| general)?|sums?|(gesamt|end|zwischen)?summe|"
    r"gesamt(betrag)?|insgesamt|somme|suma|totale( complessivo)?|totaal|итого|всего|合计|总计|小计|总额|總計|小計|合計|"
    r"합계|총계)\s*[:：]?",
    re.IGNORECASE,
)
SPACES = re.compile(r"[\s\u00a0]+")


PLAIN = "[ -<>-~]*"  # texts that need no trimming


def matches(texts: NDArray[np.object_] | pa.StringArray, pattern: str) -> NDArray[np.bool_]:
    """Which ``texts`` match ``pattern`` as a whole (RE2: \\d is 0 to 9)."""
    words = pa.array(texts, pa.string()) if isinstance(texts, np.ndarray) else texts
    found = pyarrow.compute.match_substring_regex(words, f"^(?:{pattern})$")
    return np.asarray(found.to_numpy(zero_copy_only=False), bool)


def trimmed_all(texts: NDArray[np.object_]) -> NDArray[np.object_]:
    """``trimmed`` of each; at once where none holds anything to trim. Their ends hold no plain spaces."""
    whole = "".join(texts.tolist())
    if whole.isascii() and whole.isprintable() and "=" not in whole:
        return texts
    return np.array([trimmed(str(text)) for text in texts], object)


def trimmed(text: str) -> str:
    """Without what cannot be seen anywhere, and without spaces at the ends; ="007" of a spreadsheet is 007."""
    if text.isascii() and text.isprintable() and text[:1] not in " =" and text[-1:] != " ":
        return text
    text = UNSEEN.sub(lambda found: " " if found.group() in "\t\n\r\x0b\x0c" else "", text)
    text = SPACES.sub(" ", text).strip()
    return text[2:-1].strip() if text.startswith('="') and text.endswith('"') and len(text) > 3 else text
