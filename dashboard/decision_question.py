"""What the questions of the pages about decisions share: how numbers stand in an address, and objectives."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from dashboard.question import LIMITS, Remark

OBJECTIVES = ("worth", "profit", "within")
"""All that is earned and spent with what is expected later, within the horizon, within so many days."""
WITHIN = "profit_within_"
SIZES = tuple(LIMITS)


def real(
    name: str, address: Mapping[str, str], usual: float, ends: tuple[float, float], remarks: list[Remark]
) -> float:
    """The number ``name`` of an address, ``usual`` where there is none; one outside ``ends`` is remarked."""
    if name not in address:
        return usual
    found = amount(address[name])
    if found is not None and ends[0] <= found <= ends[1]:
        return found
    least, most = (f"{end:,.10g}" for end in ends)
    remarks.append(
        Remark("amount", {"part": name, "found": address[name], "least": least, "most": most, "used": f"{usual:g}"})
    )
    return usual


def one_of(name: str, address: Mapping[str, str], allowed: Collection[str], usual: str, remarks: list[Remark]) -> str:
    """The word ``name`` of an address, ``usual`` where there is none; one that is not ``allowed`` is remarked."""
    found = address.get(name, usual)
    if found in allowed:
        return found
    remarks.append(Remark("choice", {"part": name, "found": found, "allowed": tuple(allowed)}))
    return usual


def objective_in(address: Mapping[str, str], usual: str, remarks: list[Remark]) -> str:
    """The objective of an address: worth, profit, or profit_within_ and a number of days."""
    found = address.get("objective", usual)
    days = found.removeprefix(WITHIN)
    if found in OBJECTIVES[:2] or (found.startswith(WITHIN) and days.isdigit() and 0 < int(days) <= LIMITS["days"][1]):
        return found
    remarks.append(
        Remark("choice", {"part": "objective", "found": found, "allowed": (*OBJECTIVES[:2], f"{WITHIN}180")})
    )
    return usual


def amounts(
    name: str, address: Mapping[str, str], allowed: Collection[str], remarks: list[Remark]
) -> tuple[tuple[str, float], ...]:
    """Amounts by name, "search:500,video:0", of an address, in the order of ``allowed``; others are remarked."""
    found: dict[str, float] = {}
    for part in filter(None, address.get(name, "").split(",")):
        key, _, text = part.rpartition(":")
        value = amount(text)
        if key in allowed and value is not None and value >= 0.0:
            found[key] = value
        else:
            remarks.append(Remark("limit", {"part": name, "found": part, "allowed": tuple(allowed)}))
    return tuple((key, found[key]) for key in allowed if key in found)


def amount(text: str) -> float | None:
    """The finite number that ``text`` says, None where it says none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def written(pairs: Collection[tuple[str, float]]) -> str:
    """Amounts by name as they stand in an address."""
    return ",".join(f"{name}:{value:.9g}" for name, value in pairs)


def sizes(question: object) -> list[str]:
    """The sizes of a question as options of a command."""
    options = ("--customers", "--replications", "--days", "--seed")
    return [
        text for name, option in zip(SIZES, options, strict=True) for text in (option, str(getattr(question, name)))
    ]
