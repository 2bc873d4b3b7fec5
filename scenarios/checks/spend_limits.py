"""Spend of a week within what can be bought of a channel."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scenarios.tree.reading import at, blamed, items, number
from scenarios.tree.source import Node
from sim.problems import Problem, shown

PATH = "policy.channel.limits"
CENT = 0.005
"""Currency by which an amount may miss a step."""


def spend_limits(root: Node) -> Iterator[Problem]:
    """Limits that allow nothing, and spend beyond them."""
    limits, days = at(root, PATH), number(root, "days")
    for name, one in limits.value.items() if limits is not None and isinstance(limits.value, dict) else ():
        if days is None or not isinstance(one.value, dict):
            continue
        least, most, step = number(one, "least") or 0.0, number(one, "most"), number(one, "step") or 0.0
        most = math.inf if most is None else most
        if least > most:
            found, node = f"at least {least:,.10g} and at most {most:,.10g}", one.get("most") or one
            yield Problem(node.file, node.line, f"{PATH}.{name}", found, "least not above most")
            continue
        for path, node, weekly in _weekly(root, name, days):
            fault = _beyond(weekly, least, most, step)
            if fault is not None:
                place = blamed(node, one)
                yield Problem(place.file, place.line, path, f"{weekly:,.10g} a week on {shown(name)}", *fault)


def _weekly(root: Node, name: str, days: float) -> Iterator[tuple[str, Node, float]]:
    """What is spent on a channel in a week: path, place, currency; the usual spend where no flight takes its place
    throughout the run."""
    flown = 0.0
    for k, flight in enumerate(items(root, "policy.channel.flights")):
        channel, begin, end = flight.get("channel"), number(flight, "from"), number(flight, "to")
        spent = number(flight, "weekly_spend")
        if channel is None or channel.value != name or begin is None or end is None or spent is None:
            continue
        flown += min(end, days) - begin
        yield f"policy.channel.flights.{k}.weekly_spend", flight, spent
    usual = at(root, f"policy.channel.weekly_spend.{name}")
    if usual is not None and flown < days:
        yield f"policy.channel.weekly_spend.{name}", usual, number(root, f"policy.channel.weekly_spend.{name}") or 0.0


def _beyond(weekly: float, least: float, most: float, step: float) -> tuple[str, str] | None:
    """What is allowed, and how to mend ``weekly``; None where it is."""
    if not least - CENT <= weekly <= most + CENT:
        near = least if weekly < least else most
        upper = f" to {most:,.10g}" if most < math.inf else " on"
        return f"from {least:,.10g}{upper} ({PATH})", f"write {near:,.10g}, or change the limits"
    if step > 0.0 and abs(weekly - round(weekly / step) * step) > CENT:
        lower = weekly // step * step
        fix = f"write {lower:,.10g} or {lower + step:,.10g}"
        return f"a multiple of {step:,.10g} ({PATH})", fix
    return None
