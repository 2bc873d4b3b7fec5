"""The date_format that would read a column, found by trying."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import product

import numpy as np
from numpy.typing import NDArray

from calibration.reading.hours import in_24_hours
from calibration.reading.moments import moments

MOST_TRIED = 2000  # distinct texts
DAYS = [
    *(sign.join(parts) for sign in "/.-" for parts in product(("%d",), ("%m",), ("%Y", "%y"))),
    *(sign.join(parts) for sign in "/.-" for parts in product(("%m",), ("%d",), ("%Y", "%y"))),
    *(sign.join((year, "%m", "%d")) for sign in "/.-" for year in ("%y", "%Y")),
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
        "%y年%m月%d日",
        "%y%m%d",
    ),
]
CLOCK = re.compile(
    r"(?P<between>, |[ T])(?P<hour>\d{1,2}):\d{2}(?P<second>:\d{2})?(?P<part>\.\d+)?(?P<noon> ?[AaPp][Mm])?"
    r"(?P<zone> ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?$"
)


def formats_for(texts: NDArray[np.object_]) -> list[str]:
    """The patterns that read the most of ``texts``, at least nine tenths; several where they read as many."""
    found = _readings(_sample(texts))
    read = {pattern: int((~np.isnat(days)).sum()) for pattern, days in found.items()}
    best = max(read.values(), default=0)
    if best < 0.9 * len(_sample(texts)) or not best:
        return []
    good = [pattern for pattern in read if read[pattern] == best]
    # Where a year of two digits may stand first or last, it is where the days lie closer together.
    span = {pattern: float(np.ptp(found[pattern][~np.isnat(found[pattern])].astype(np.int64))) for pattern in good}
    near = min(good, key=lambda pattern: span[pattern])
    alike = [p for p in good if p.startswith("%y") == near.startswith("%y") or span[p] < 4 * span[near]]
    return sorted(alike, key=lambda p: (p.find("%d") > p.find("%m"), len(p)))[:2]


def mixture(
    texts: NDArray[np.object_], stated: str | None
) -> tuple[str, str, NDArray[np.bool_], NDArray[np.bool_]] | None:
    """Two patterns, alike but for day and month, and which of the ``texts`` only the one and only the other reads.

    ``stated``: the one of the two that is known (None: those are tried that read nine tenths together). None where
    one of the two reads all that the other does.
    """
    if stated is not None:
        pairs = [stated] if "%d" in stated and "%m" in stated else []
    else:
        sample = _sample(texts)
        found = _readings(sample)
        pairs = [p for p in found if p.find("%d") < p.find("%m") and exchanged(p) in found]
        pairs = [p for p in pairs if (~np.isnat(found[p]) | ~np.isnat(found[exchanged(p)])).mean() >= 0.9]
    for one in pairs:
        mine, other = (_days(texts, pattern) for pattern in (one, exchanged(one)))
        only_mine, only_other = ~np.isnat(mine) & np.isnat(other), np.isnat(mine) & ~np.isnat(other)
        if only_mine.any() and only_other.any():
            return one, exchanged(one), only_mine, only_other
    return None


def exchanged(pattern: str) -> str:
    """``pattern`` with day and month in each other's place."""
    return pattern.replace("%d", "%#").replace("%m", "%d").replace("%#", "%m")


def _sample(texts: NDArray[np.object_]) -> NDArray[np.object_]:
    some = in_24_hours(texts[:: max(len(texts) // MOST_TRIED, 1)], behind=False)
    return some[some != ""]


def _readings(texts: NDArray[np.object_]) -> dict[str, NDArray[np.datetime64]]:
    """The days that each pattern reads which fits some of ``texts``, NaT where it reads none."""
    some = [str(text) for text in texts[:: max(len(texts) // 5, 1)]]
    possible = {day + clock for clock in {_clock(text)[1] for text in some} for day in DAYS if _fits(day, some)}
    return {pattern: _days(texts, pattern) for pattern in sorted(possible)}


def _days(texts: NDArray[np.object_], pattern: str) -> NDArray[np.datetime64]:
    found = moments(texts, np.ones(len(texts), np.int64), pattern, None)
    return np.where(found.reasons == "", found.values, np.datetime64("NaT", "s"))


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
