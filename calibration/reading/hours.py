"""Hours that are counted from noon, as those of 24: 下午 03:20 and 03:20 PM are 15:20."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

HALVES = {  # of a day: hours of the second one are those after noon
    **dict.fromkeys(("上午", "凌晨", "早上", "清晨", "午前", "오전", "a"), 0),
    **dict.fromkeys(("下午", "晚上", "中午", "傍晚", "午後", "오후", "p"), 12),
}
_BEFORE = re.compile(rf"\s*({'|'.join(name for name in HALVES if len(name) > 1)})\s*(\d{{1,2}})(?=\s*[:：时時点])")
_BEHIND = re.compile(r"(?<=\D)(\d{1,2})(:\d{2}(?::\d{2})?)\s*([ap])\.?m\.?$", re.IGNORECASE)


def in_24_hours(texts: NDArray[np.object_], behind: bool) -> NDArray[np.object_]:
    """Texts in which 下午 03:20 is 15:20 and, ``behind`` it, 03:20 PM too."""
    whole = "".join(texts.tolist())
    if behind and ("m" in whole or "M" in whole):
        texts = np.array([_BEHIND.sub(_hour_behind, str(text)) for text in texts], object)
    if whole.isascii() or not any(name in whole for name in HALVES if len(name) > 1):
        return texts
    return np.array([_BEFORE.sub(_hour_before, str(text)) for text in texts], object)


def _hour_before(found: re.Match[str]) -> str:
    if found[1] in ("晚上", "傍晚") and int(found[2]) == 12:
        return found[0]  # midnight, of which day?
    return f" {_hour(found[1], found[2])}"


def _hour_behind(found: re.Match[str]) -> str:
    return f"{_hour(found[3].lower(), found[1])}{found[2]}"


def _hour(half: str, hour: str) -> str:
    """The hour of 24; 12 in the first half is the beginning of the day, what is beyond 12 stays, as does 11 at noon."""
    number, later = int(hour), HALVES[half]
    if number > 12 or (half == "中午" and number in (11, 12)):
        return hour
    return f"{number % 12 + later:02d}"
