"""The date_format that would read a column, found by trying."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import product

import numpy as np
from numpy.typing import NDArray

from calibration.reading.moments import moments

MOST_TRIED = 2000  # distinct texts
DAYS = [
    *(sign.join(parts) for sign in "/.-" for parts in product(("%d",), ("%m",), ("%Y", "%y"))),
    *(sign.join(parts) for sign in "/.-" for parts in product(("%m",), ("%d",), ("%Y", "%y"))),
    *("%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d/%b/%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d.%b.%Y"),
    *(
        "%Y-%d-%m",
        "%Y/%d/%m",
        "%d %m %Y",
        "%Y-%b-%d",
        "%Y %b %d",
        "%a, %d %b %Y",
        "%a %d %b %Y",
        "%d%m%Y",
        "%d年%m月%Y",
    ),
]
CLOCK = re.compile(
    r"(?P<between>, |[ T])(?P<hour>\d{1,2}):\d{2}(?P<second>:\d{2})?(?P<part>\.\d+)?(?P<noon> ?[AaPp][Mm])?"
    r"(?P<zone> ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?$"
)


def formats_for(texts: NDArray[np.object_]) -> list[str]:
    """The patterns that read the most of ``texts``, at least nine tenths; several where they read as many."""
    sample = [str(text) for text in texts[:: max(len(texts) // MOST_TRIED, 1)] if text]
    if not sample:
        return []
    some = sample[:: max(len(sample) // 5, 1)]
    possible = {day + clock for clock in {_clock(text)[1] for text in some} for day in DAYS if _fits(day, some)}
    tried = np.array(sample, object)
    ones = np.ones(len(tried), np.int64)
    read = {pattern: int((moments(tried, ones, pattern, None).reasons == "").sum()) for pattern in sorted(possible)}
    best = max(read.values(), default=0)
    if best < 0.9 * len(sample):
        return []
    return sorted((p for p in read if read[p] == best), key=lambda p: (p.find("%d") > p.find("%m"), len(p)))[:2]


def said(formats: list[str]) -> str:
    """The line to write."""
    return " or ".join(f"`date_format: '{pattern}'`" for pattern in formats)


def _clock(text: str) -> tuple[str, str]:
    """The day of a text, and the pattern of the time behind it; "" where there is none."""
    found = CLOCK.search(text)
    if found is None:
        return text, ""
    hour = "%I" if found["noon"] else "%H"
    noon = found["noon"][:-2] + "%p" if found["noon"] else ""
    zone = (" " if found["zone"][0] == " " else "") + "%z" if found["zone"] else ""
    clock = f"{hour}:%M" + (":%S" if found["second"] else "") + (".%f" if found["part"] else "") + noon + zone
    return text[: found.start()], found["between"] + clock


def _fits(pattern: str, texts: list[str]) -> bool:
    """Whether ``pattern`` reads the day of one of ``texts``."""
    for text in texts:
        try:
            datetime.strptime(_clock(text)[0], pattern)
        except ValueError:
            continue
        return True
    return False
