"""Texts of a column of numbers as numbers: which sign parts decimals, which thousands, and what else stands there.

1,234.56 and 1.234,56 say by themselves how they are meant; 1,234 does not, and then the column decides. Where it
cannot, the file is refused with the line to write. Currency signs, codes, full-width digits, (12.30) and 2.65万 are
read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.reading.texts import matches
from calibration.table_keys import Format
from sim.problems import shown

MOST_MONEY = 1e12
CODES_OF = {
    "€": ("EUR",),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS"),
    "£": ("GBP", "EGP"),
    "¥": ("CNY", "JPY"),
    "元": ("CNY",),
    "円": ("JPY",),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₫": ("VND",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "₴": ("UAH",),
    "฿": ("THB",),
    "₱": ("PHP",),
    "R$": ("BRL",),
    "zł": ("PLN",),
    "kr.": ("DKK", "SEK", "NOK"),
    "kr": ("SEK", "NOK", "DKK"),
    "Kč": ("CZK",),
    "Fr.": ("CHF",),
    "RM": ("MYR",),
    "Rp": ("IDR",),
    "US$": ("USD",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "A$": ("AUD",),
    "C$": ("CAD",),
    "RMB": ("CNY",),
}
_SIGNS = "|".join(re.escape(sign) for sign in sorted(CODES_OF, key=len, reverse=True))
_MONEY = re.compile(rf"({_SIGNS}|[A-Z]{{3}}\b|(?<=[\d\s)])[A-Z]{{3}})|[\u20a0-\u20bf]", re.IGNORECASE)
_PLAIN = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
MYRIADS = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8}
_SCALED = re.compile(rf"(.*[0-9])\s*([{''.join(MYRIADS)}])[元圆圓]?")
_NUMBER = re.compile(r"[0-9][0-9.,' ]*[0-9]|[0-9]|[.,][0-9]+")


@dataclass
class Amounts:
    """``values`` of the distinct texts (NaN where none can be read), ``odd`` those that follow another convention
    than the column's (their value is the likely one), ``unsettled`` those that could mean two numbers.

    ``decimal``, ``thousands``: what was taken; ``money``: the sign or code beside each text, "" where none.
    """

    values: NDArray[np.float64]
    odd: NDArray[np.bool_]
    unsettled: NDArray[np.bool_]
    money: NDArray[np.object_]
    decimal: str = "."
    thousands: str = ""
    separated: int = 0
    example: str = ""
    scaled: int = 0  # cells in ten thousands or in hundreds of millions
    scaled_example: str = ""


def amounts(texts: NDArray[np.object_], counts: NDArray[np.int64], stated: Format) -> Amounts:
    """The numbers of distinct ``texts``, each of which stands in ``counts`` cells."""
    found = Amounts(
        np.full(len(texts), np.nan),
        np.zeros(len(texts), bool),
        np.zeros(len(texts), bool),
        np.full(len(texts), "", object),
    )
    plain = matches(texts, _PLAIN)
    endless = matches(texts, r"(?i)[+-]?inf(?:inity)?")
    found.values[endless] = np.inf
    bare = {int(k): _bare(str(texts[k])) for k in np.flatnonzero(~plain & ~endless)}
    cores = {k: (core, sign) for k, (core, sign, money) in bare.items() if core}
    for k, (_, _, money) in bare.items():
        found.money[k] = money
    # A point with three digits behind it may part thousands: then plain texts are no evidence either.
    telling: Counter[str] = Counter()
    pointed = plain & matches(texts, r".*\.[0-9].*")
    three = pointed & matches(texts, r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
    telling["."] = int(counts[pointed & ~three].sum())
    for k, (core, sign) in cores.items():
        if abs(sign) != 1:
            continue
        meant = _decimal(core)
        if meant in (".", ","):
            telling[meant] += int(counts[k])
    decimal = stated.decimal or (_other(stated.thousands) if stated.thousands in (".", ",") else None)
    if decimal is None and telling:
        most = max(telling, key=lambda sign: telling[sign])
        decimal = most if telling[most] else None
    settled = decimal is not None
    decimal = decimal or "."
    if (settled and decimal == ".") or (not settled and not three.any()):
        found.values[plain] = texts[plain].astype(float)
    else:
        cores |= {
            int(k): (str(texts[k]).lstrip("+-"), -1 if str(texts[k]).startswith("-") else 1)
            for k in np.flatnonzero(plain)
        }
    groups: Counter[str] = Counter()
    for k, (core, sign) in cores.items():
        if abs(sign) != 1:
            meant = _decimal(core)
            value, _ = _value(core, stated.decimal or (meant if meant in (".", ",") else "."), stated.thousands)
            found.odd[k] = value is None
            found.values[k] = np.nan if value is None else round(sign * value, 4)
            found.scaled += int(counts[k])
            found.scaled_example = found.scaled_example or str(texts[k])
            continue
        value, parted = _value(core, decimal, stated.thousands)
        if not settled and _decimal(core) == "?":
            found.unsettled[k] = True
        elif value is None:
            meant = _decimal(core)
            if meant in (".", ",") and stated.decimal is None:
                value, _ = _value(core, meant, None)
            found.odd[k] = True
        elif parted:
            groups[parted] += int(counts[k])
            found.separated += int(counts[k])
            found.example = found.example or str(texts[k])
        if value is not None:
            found.values[k] = sign * value
    found.decimal = decimal
    found.thousands = groups.most_common(1)[0][0] if groups else ""
    return found


def lenient(text: str) -> float:
    """The likely number of a text, for weighing what cannot be used; NaN where there is none."""
    core, sign, _ = _bare(text)
    if not core:
        return np.nan
    meant = _decimal(core)
    value, _ = _value(core, meant if meant in (".", ",") else ".", None)
    return sign * value if value is not None else np.nan


def choice(found: Amounts, texts: NDArray[np.object_], section: str = "orders") -> tuple[str, str]:
    """For numbers that could mean two: an example, and the two lines of which one is to be written."""
    text = str(texts[np.flatnonzero(found.unsettled)[0]])
    core = _bare(text)[0] or text
    sign = "," if "," in core else "."
    whole, part = (_value(core, end, None)[0] for end in (_other(sign), sign))
    return shown(text), (
        f"state `format: {{thousands: '{sign}'}}` under {section} where it means {whole:,.0f},"
        f" or `format: {{decimal: '{sign}'}}` where it means {part:.10g}"
    )


def _other(sign: str) -> str:
    return "," if sign == "." else "."


def _bare(text: str) -> tuple[str, float, str]:
    """Digits and separators of ``text``, what they are times (1 or -1, and more where they count ten thousands), and
    the currency beside them; ("", 1, "") where it is no number."""
    text = unicodedata.normalize("NFKC", text) if not text.isascii() else text
    text = text.replace("−", "-").replace("–", "-").replace("’", "'").replace("`", "'").replace("，", ",")
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff]", "", text).strip()
    text = text[2:-1] if text.startswith('="') and text.endswith('"') else text
    signs = _MONEY.findall(text)
    money = next((sign for sign in signs if sign), "")
    rest = _MONEY.sub(" ", text, count=1).strip()
    negative = False
    if rest.startswith("(") and rest.endswith(")"):
        negative, rest = True, rest[1:-1].strip()
        rest = rest if money else _MONEY.sub(" ", rest, count=1).strip()
    if rest[:1] in "+-" and rest:
        negative, rest = rest[0] == "-" or negative, rest[1:].strip()
    elif rest.endswith("-"):
        negative, rest = True, rest[:-1].strip()
    rest = re.sub(r"[\s\u00a0\u202f]+", " ", rest)
    scaled = _SCALED.fullmatch(rest)
    rest, by = (scaled[1].strip(), MYRIADS[scaled[2]]) if scaled else (rest, 1.0)
    if not _NUMBER.fullmatch(rest):
        if re.fullmatch(_PLAIN, rest):
            return rest, -by if negative else by, money
        return "", 1, ""
    return rest, -by if negative else by, money


def _decimal(core: str) -> str:
    """The decimal sign that ``core`` shows by itself: . or , or "" (none), or ? where it may be either."""
    signs = [c for c in core if c in ".,"]
    if not signs:
        return ""
    last = signs[-1]
    if len(set(signs)) == 2:
        return last if signs.count(last) == 1 else "?!"
    if len(signs) > 1:
        return _other(last)
    head, _, tail = core.replace(" ", "").replace("'", "").partition(last)
    if " " in core or "'" in core or len(tail) != 3 or len(head) > 3 or head in ("", "0"):
        return last
    return "?"


def _value(core: str, decimal: str, thousands: str | None) -> tuple[float | None, str]:
    """The number, and the sign that parts its thousands; None where ``core`` does not keep to the two."""
    whole, point, part = core.partition(decimal)
    if point and not part.isdigit() and part:
        scientific = re.fullmatch(_PLAIN, core) if decimal == "." else None
        return (float(core), "") if scientific else (None, "")
    if whole.isdigit() or not whole:
        return float(f"{whole or 0}.{part or 0}"), ""
    sign = next((c for c in whole if not c.isdigit()), "")
    allowed = {".", ",", " ", "'"} - {decimal} if thousands is None else {thousands}
    west = rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+"
    india = rf"\d{{1,2}}(?:{re.escape(sign)}\d{{2}})+{re.escape(sign)}\d{{3}}"
    if sign in allowed and (re.fullmatch(west, whole) or (sign == "," and re.fullmatch(india, whole))):
        return float(f"{whole.replace(sign, '')}.{part or 0}"), sign
    if re.fullmatch(_PLAIN, core) and decimal == ".":
        return float(core), ""
    return None, ""


def codes_of(sign: str) -> tuple[str, ...]:
    """The ISO 4217 codes that a sign beside an amount may stand for; empty where unknown."""
    by_fold = {key.casefold(): codes for key, codes in CODES_OF.items()}
    if sign.casefold() in by_fold:
        return by_fold[sign.casefold()]
    return (sign.upper(),) if re.fullmatch("[A-Za-z]{3}", sign) else ()
