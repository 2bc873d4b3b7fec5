"""Numbers as a reader of one language expects them: few digits, a unit, a sign that can be seen."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.text import Words

MISSING = "—"
_INFINITE = {"en": ("infinite", "minus infinity"), "zh": ("无穷大", "负无穷大")}
_STEPS = {
    "en": ((1e9, 1e9, "\u00a0B"), (1e6, 1e6, "\u00a0M"), (1e4, 1e3, "\u00a0k")),
    "zh": ((1e8, 1e8, "\u00a0亿"), (1e4, 1e4, "\u00a0万")),
}
"""From which size on a number is divided by what, and the name of that power of ten."""
_PERCENT = {"en": "\u00a0%", "zh": "%"}
SURE, FEWEST = 0.995, 0.005
"""Beyond these a chance is said to be more or less than that."""


def compact(value: float, language: str, digits: int = 3) -> str:
    """Significant digits with a power of ten in words: ``1.24 M``, ``124 万``; ``—`` for no number."""
    if not math.isfinite(value):
        return endless(value, language)
    size = abs(value)
    for smallest, step, name in _STEPS[language]:
        if _rounded(size) >= smallest:
            return _signed_minus(_digits(value / step, digits)) + name
    return _signed_minus(_digits(value, digits))


def endless(value: float, language: str) -> str:
    """A number that is not finite: ``infinite``, ``无穷大``; ``—`` for no number."""
    return MISSING if math.isnan(value) else _INFINITE[language][0 if value > 0 else 1]


def whole(value: float) -> str:
    """A whole number with thousands separators: ``20,000``."""
    return _signed_minus(f"{value:,.0f}") if math.isfinite(value) else MISSING


def percent(value: float, language: str, digits: int = 3) -> str:
    """A share as a percentage: ``12.3 %``, in Chinese ``12.3%``."""
    if not math.isfinite(value):
        return endless(value, language)
    text = _digits(100 * value, digits)
    number = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{_signed_minus(number)}{_PERCENT[language]}"


def chance(share: float, language: str) -> str:
    """A probability, "98 %"; near its ends more or less than that."""
    if share > SURE:
        return f"> {percent(0.99, language, 2)}"
    return f"< {percent(0.01, language, 1)}" if share < FEWEST else percent(share, language, 2)


def signed(text: str) -> str:
    """``text`` of a difference with its plus sign."""
    return text if text[:1] in ("−", MISSING) or _is_zero(text) else f"+{text}"


def quantity(value: float, unit: str, words: Words, currency: str = "", digits: int | None = None) -> str:
    """``value`` with its unit (as in sim.tables): ``USD 1.24 M``, ``124 万 USD``, ``118 days``."""
    if not math.isfinite(value):
        return endless(value, words.language)
    number = amount(value, unit, words, digits)
    if unit == "currency":
        minus, size = ("−", number[1:]) if number.startswith("−") else ("", number)
        first, second = (size, currency) if words.language == "zh" else (currency, size)
        return f"{minus}{first}\u00a0{second}"
    if unit in ("days", "hours"):
        return f"{number}\u00a0{words(f'unit.{unit}')}"
    return number


def amount(value: float, unit: str, words: Words, digits: int | None = None) -> str:
    """``value`` without the name of its unit, for places where a heading or an axis states it."""
    digits = _usual(value, unit) if digits is None else digits
    if unit == "share":
        return percent(value, words.language, digits)
    if unit == "days" and math.isfinite(value):
        return whole(value) if abs(value) >= 10 else _signed_minus(_digits(value, digits))
    return compact(value, words.language, digits)


def digits_beside(difference: float, value: float, unit: str) -> int:
    """Significant digits of a ``difference`` shown beside the ``value`` that it belongs to: as usual, but no decimals
    below the tenth of the last digit of ``value``. Beside 10.8, 0.0296 is 0.03."""
    usual = _usual(difference, unit)
    if not (math.isfinite(difference) and math.isfinite(value) and difference and value):
        return usual
    finest = min(_power(value) - _usual(value, unit), 0)
    return min(usual, max(1, _power(difference) - finest + 1))


def apart(differences: Sequence[float], value: float, unit: str, words: Words) -> list[str]:
    """Differences beside the ``value`` that they belong to, with their signs."""
    digits = [digits_beside(one, value, unit) for one in differences]
    return [signed(amount(one, unit, words, few)) for one, few in zip(differences, digits, strict=True)]


def _usual(value: float, unit: str) -> int:
    """Significant digits with which a number is shown."""
    return 2 if unit in ("share", "days") or (unit == "ratio" and abs(value) < 1) else 3


def _power(value: float) -> int:
    return math.floor(math.log10(abs(value)))


def horizon(days: int, words: Words) -> str:
    """A number of days as a reader would say it: ``2 years``, ``90 days``."""
    if days % 365 == 0:
        years = days // 365
        text = words("unit.year" if years == 1 else "unit.years")
        return f"{years} {text}"
    return f"{whole(days)} {words('unit.day' if days == 1 else 'unit.days')}"


def duration(seconds: float, words: Words) -> str:
    """A time to wait: ``40 s``, ``3 min``, ``2 h``."""
    if seconds < 90:
        return words("job.seconds", n=max(1, round(seconds)))
    if seconds < 90 * 60:
        return words("job.minutes", n=round(seconds / 60))
    return words("job.hours", n=round(seconds / 3600))


def took(seconds: float, words: Words) -> str:
    """A time that has passed: ``2.1 s``, ``40 s``, ``3 min``."""
    return words("job.seconds", n=f"{seconds:.1f}") if seconds < 9.95 else duration(seconds, words)


def axis(language: str, unit: str = "") -> str:
    """A Vega expression that labels an axis in the same way as ``compact``."""
    if unit in ("share", "percent"):
        return f"replace(format(datum.value * 100, ',.3~r'), '-', '−') + '{_PERCENT[language]}'"
    large = "".join(
        f"abs(datum.value) >= {smallest:.0f} ? format(datum.value / {step:.0f}, ',.4~r') + '{name}' : "
        for smallest, step, name in _STEPS[language]
    )
    return f"replace({large}format(datum.value, ',.4~r'), '-', '−')"


def _rounded(size: float) -> float:
    return float(f"{size:.3g}") if size else 0.0


def _digits(value: float, digits: int = 3) -> str:
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits}g}")
    places = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    return f"{rounded:,.{places}f}"


def _signed_minus(text: str) -> str:
    return text.replace("-", "−")


def _is_zero(text: str) -> bool:
    return not any(c in "123456789" for c in text)
