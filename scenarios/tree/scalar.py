"""What an unquoted scalar of a file means, and which ones are refused because readers differ on them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sim.problems import shown

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+(\.[0-9]*)?")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NOTHING = ("", "~", "null", "Null", "NULL")
LONGEST = 60


def resolved(text: str) -> Any:
    """A whole number, a number, a truth value, None or the text itself, by the core schema of YAML 1.2."""
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= LONGEST else text
    if _NUMBER.fullmatch(text):
        return float(text)
    return None if text in _NOTHING else _WORDS.get(text, text)


def refusal(text: str) -> tuple[str, str, str] | None:
    """What was found, what is allowed and how to mend it, where ``text`` is refused."""
    if _LEADING_ZERO.fullmatch(text):
        plain = re.sub("^([-+]?)0+(?=[0-9])", r"\1", text)
        fix = f"write {shown(plain)}, or put quotes around it if it is text"
        return f"{shown(text)} with a leading zero", "numbers without one", fix
    if _ENDLESS.fullmatch(text):
        return text, "a finite number", ""
    if _NUMBER.fullmatch(text) and (len(text) > LONGEST or abs(float(text)) >= 1e30):
        return shown(text), f"a number below 1e30 in at most {LONGEST} characters", ""
    if _DATE.fullmatch(text) and not is_date(text):
        return text, "a date of the calendar", "there is no such day"
    return None


def is_date(text: str) -> bool:
    """Whether ``text`` is a day of the calendar as in 2026-01-05."""
    try:
        return _DATE.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False
