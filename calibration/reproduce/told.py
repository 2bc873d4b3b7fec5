"""What a comparison says, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from calibration.reproduce.distance import OUTSIDE
from calibration.reproduce.patterns import said
from scenarios.results.sentences import number

ENOUGH = 19
"""Worlds from which on their interval holds a further one in 90 of 100 cases."""


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
    if tree["worlds"] < ENOUGH:
        yield _few(tree["worlds"])
    yield f"{tree['passed']} of {tree['judged']} patterns come out."
    for one in tree["patterns"]:
        if not one["passed"]:
            of = f" · {one['of']}" if one["of"] else ""
            title = said()[one["name"]].title
            yield f"Does not come out: {title}{of}: {_measured(one)}. It rests on {', '.join(one['rests_on'])}."
    for one in tree["left_out"]:
        yield f"Left out: {said()[one['name']].title}: {one['why']}."


def _few(worlds: int) -> str:
    """What few worlds cannot tell (see calibration.reproduce.distance)."""
    if 1.0 / (worlds + 1) < OUTSIDE:
        return f"With {worlds} worlds ranges are narrower than 90 %; {ENOUGH} or more are needed for that."
    return (
        f"With {worlds} worlds ranges are narrower than 90 %, and courses and curves come out whatever they are;"
        f" {ENOUGH} or more worlds are needed."
    )


def _measured(one: Mapping[str, Any]) -> str:
    if one["kind"] == "level":
        ends = one["simulated"]
        share = one["unit"] == "share"
        real, low, high = (
            f"{value:.1%}" if share else number(value, 4) for value in (one["real"], ends["low"], ends["high"])
        )
        return f"{real}{'' if share else ' ' + one['unit']}, simulated {low} to {high}"
    if one["kind"] == "distribution":
        return f"likeness {one['distance']:.3f}, where halves of the real customers have {one['floor']:.3f}"
    return f"of the worlds and reality, {one['distance']:.1%} are as far from the others as reality, or further"
