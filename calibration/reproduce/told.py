"""What a comparison says, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def sentences(tree: Mapping[str, Any]) -> list[str]:
    """The summary of a comparison (see calibration.reproduce.result)."""
    return list(_sentences(tree))


def _sentences(tree: Mapping[str, Any]) -> Iterator[str]:
    weeks, customers = tree["days"] // 7, tree["customers"]
    half = " of either half of the customers, compared with the other" if tree["mode"] == "halves" else ""
    yield (
        f"{tree['name']}: the {weeks} weeks after {tree['until']}, simulated in {tree['worlds']} worlds from a fit to"
        f" {tree['fitted_to']}{half}; {customers['real']:,} customers were known when they began."
    )
    if tree["closed"]:
        yield "Nobody new came any more, so that the customers known then are compared alone."
    if tree["midst"]:
        yield "The file begins in the midst of a trade, so that who is a new customer is not told."
    yield f"{tree['passed']} of {tree['judged']} patterns come out."
    for one in tree["patterns"]:
        if not one["passed"]:
            yield f"{_title(one)} does not: {_measured(one)}. It rests on {', '.join(one['rests_on'])}."
    for one in tree["left_out"]:
        yield f"{_words(one['name'])} is left out: {one['why']}."


def _measured(one: Mapping[str, Any]) -> str:
    if one["kind"] == "level":
        ends = one["simulated"]
        return f"{one['real']:,.4g} {one['unit']}, simulated {ends['low']:,.4g} to {ends['high']:,.4g}"
    if one["kind"] == "distribution":
        return f"likeness {one['distance']:.3f}, where halves of the real customers have {one['floor']:.3f}"
    return f"of the worlds and reality, {one['distance']:.1%} are as far from the others as reality, or further"


def _title(one: Mapping[str, Any]) -> str:
    return f"{_words(one['name'])} ({one['of']})" if one["of"] else _words(one["name"])


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
