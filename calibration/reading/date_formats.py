"""The date_format that would read a column, found by trying."""

from __future__ import annotations

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
TIMES = ("", "%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%H:%M:%S.%f")
BETWEEN = (" ", "T", ", ")


def formats_for(texts: NDArray[np.object_]) -> list[str]:
    """The patterns that read the most of ``texts``, at least nine tenths; several where they read as many."""
    sample = [str(text) for text in texts[:: max(len(texts) // MOST_TRIED, 1)] if text]
    if not sample:
        return []
    possible = {pattern for text in sample[:: max(len(sample) // 5, 1)] for pattern in _of(text)}
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


def _of(text: str) -> list[str]:
    """The patterns that read one text."""
    found = []
    for day in DAYS:
        for time in TIMES:
            for between in BETWEEN if time else ("",):
                for zone in ("", "%z", " %z"):
                    pattern = day + between + time + zone
                    try:
                        datetime.strptime(text, pattern)
                    except ValueError:
                        continue
                    found.append(pattern)
    return found
