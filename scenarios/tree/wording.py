"""How faults of a scenario are put into words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from scenarios.tree.lookalike import difference, look
from sim.problems import shown

PRICE_RATIO = "ratio to today's price"
"""The unit of fields in which 1.1 is 10 % more than today."""


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """A suggestion: the allowed name closest to ``found``, or nothing if none is close."""
    names = {look(name): name for name in allowed if name != found}
    close = get_close_matches(look(found), names, n=1, cutoff=0.6)
    if not close:
        return ""
    odd = difference(found, names[close[0]]) if close[0] == look(found) else ""
    return f"did you mean {shown(names[close[0]])}?" + (f" {odd}" if odd else "")


def listed(names: Iterable[str], most: int = 30) -> str:
    """Names in a row, at most ``most`` of them."""
    every = [shown(name) for name in names]
    return ", ".join(every[:most]) + (f", … ({len(every) - most} more)" if len(every) > most else "")


def described(value: Any) -> str:
    """What a value of a file is, in words of the file."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return shown(value)
    if isinstance(value, str):
        return f'the text "{shown(value)}"'
    return "a mapping" if isinstance(value, dict) else f"a list of {len(value)}"


def kind_of(value: Any) -> str:
    """What a value is, without saying what it holds: it may be the first line of a file that nobody meant to show."""
    return "a text" if isinstance(value, str) else described(value)


def number_words(limits: object, kind: str = "a number") -> str:
    """A range in words; ``limits`` has ge, gt, le, lt where they apply."""
    ge, gt, le, lt = (getattr(limits, key, None) for key in ("ge", "gt", "le", "lt"))
    if ge is not None and le is not None:
        return f"{kind} from {_plain(ge)} to {_plain(le)}"
    pairs = (("of at least", ge), ("above", gt), ("of at most", le), ("below", lt))
    said = " and ".join(f"{words} {_plain(x)}" for words, x in pairs if x is not None)
    return f"{kind} {said}" if said else kind


def _plain(x: float) -> str:
    return f"{int(x):,}" if float(x).is_integer() else f"{x:g}"


def number_meant(text: str, unit: str = "") -> str:
    """A suggestion for a text that stands where a number is needed, in ``unit``. A per cent on a ratio to
    today's price may mean a change of it."""
    plain = text.strip().replace("_", "").replace(" ", "")
    if re.fullmatch(r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?", plain):
        return f"write {plain} without quotes"
    if re.fullmatch(r"[-+]?[0-9]*\.?[0-9]+%", plain):
        percent = float(plain[:-1])
        return f"write {percent / 100:.12g}" if unit != PRICE_RATIO else _price_meant(percent, plain[0] == "+")
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", plain):
        return f"this is a decimal comma; write {plain.replace(',', '.')}"
    return ""


def _price_meant(percent: float, signed: bool) -> str:
    """What to write for a per cent on the price: a change, or where it is large and has no sign, a level."""
    size = f"{abs(percent):.12g} %"
    if percent < 0:
        return f"for {size} less write {1 + percent / 100:.12g}" if percent > -100 else ""
    change = f"for {size} more write {1 + percent / 100:.12g}"
    return change if signed or percent < 50 else f"for {size} of today's price write {percent / 100:.12g}; {change}"


def truth_meant(text: str) -> str:
    """A suggestion for a text that stands where true or false is needed."""
    word = text.strip().casefold()
    return "write true" if word in ("yes", "on", "true") else "write false" if word in ("no", "off", "false") else ""


def day_meant(text: str) -> str:
    """A suggestion for a text that stands where a date is needed."""
    parts = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", text.strip())
    if parts is None:
        return "write it like 2026-04-03"
    first, second, year = int(parts[1]), int(parts[2]), parts[3]
    both = [f"{year}-{m:02}-{d:02}" for d, m in ((first, second), (second, first)) if 1 <= m <= 12 and 1 <= d <= 31]
    return f"write {' or '.join(dict.fromkeys(both))}" if both else "write it like 2026-04-03"
