"""Days written with the name of a month: whether there is such a day."""

from __future__ import annotations

import calendar
import re
import unicodedata
from functools import cache

LANGUAGES = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
_NAME = r"(?P<name>[^\W\d_]{3,})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?"
_WEEKDAY = r"(?:[^\W\d_]{2,}\.?,?\s+)?"
_FORMS = [
    re.compile(_WEEKDAY + form + r"(?!\w)", re.IGNORECASE)
    for form in (
        rf"{_DAY}[\s./-]*(?:de\s+)?{_NAME}(?:[\s.,/-]*(?:de\s+)?(?P<year>\d{{4}}|\d{{2}}))?",
        rf"{_NAME}[\s-]+{_DAY}(?:,?\s+(?P<year>\d{{4}}))?",
        rf"(?P<year>\d{{4}})[\s/-]{_NAME}[\s/-]{_DAY}",
    )
]


def no_such_day(text: str) -> bool:
    """Whether ``text`` begins with a day that the month of that name does not have, such as 31 Feb 2024."""
    for form in _FORMS:
        found = form.match(text.strip())
        month = _month(found["name"]) if found else 0
        if found and month:
            year = int(found["year"] or 2000)  # a leap year, where none is written
            year = year + 2000 if year < 100 else year
            return not 1 <= int(found["day"]) <= calendar.monthrange(max(year, 1), month)[1]
    return False


@cache
def _month(name: str) -> int:
    """The number of the month that ``name`` or its beginning stands for, 0 where it is none or several."""
    months = {
        number
        for names in LANGUAGES
        for number, one in enumerate(_plain(names).split(), 1)
        if one.startswith(_plain(name))
    }
    return months.pop() if len(months) == 1 else 0


def _plain(text: str) -> str:
    """Lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
