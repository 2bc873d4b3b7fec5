"""A budget that a file states, told as weekly spend and flights: it replaces all that the files below spend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from scenarios.files.budget_notices import BUDGET, Flown, a_week, gaps, other_total
from scenarios.files.faults import validated
from scenarios.files.stated import told_in
from scenarios.policy.budget import DAYS, Budget, Move, Period
from scenarios.policy.channel import ChannelPolicy
from scenarios.tree.layers import laid_over, replaced
from scenarios.tree.reading import at, number
from scenarios.tree.source import Node, planted
from scenarios.tree.wording import did_you_mean, listed
from sim.problems import Problem, shown

CHANNEL = "policy.channel"
BESIDE = ("weekly_spend", "flights")
WEEK = 7.0


class Laid(NamedTuple):
    """A layer without its budget, what is wrong with that, and what is to be noticed."""

    layer: Node
    problems: list[Problem]
    notices: tuple[str, ...]


def states(layer: Node) -> bool:
    """Whether a file states a budget."""
    return at(layer, BUDGET) is not None


def laid_out(under: Node, layer: Node, whole: Node, below: str) -> Laid:
    """``layer`` with weekly spend and flights in the place of its budget, where it states one that holds.

    ``under``: the tree of the files below, the last of which is called ``below``; ``whole``: that of all files, which
    tells what amounts of the market are in currency and how long the run is. A budget whose form is wrong stays, as
    the scenario is refused for it.
    """
    said, policy = at(layer, BUDGET), at(layer, CHANNEL)
    if said is None or policy is None:
        return Laid(layer, [], ())
    if said.value is None:
        return Laid(_without(layer), [Problem(said.file, said.line, BUDGET, "nothing", "a budget", "leave it out")], ())
    beside = [key for key in BESIDE if policy.get(key) is not None]
    if beside:
        found = f"a budget beside {' and '.join(beside)}"
        fix = f"leave {' and '.join(beside)} out; a budget is all that is spent"
        return Laid(_without(layer), [Problem(said.file, said.line, BUDGET, found, "one of them", fix)], ())
    tree = laid_over(under, layer, "")
    told = told_in(at(tree, CHANNEL) or policy, ChannelPolicy, whole)
    budget, faults = validated(Budget, told.get("budget") or said)
    if budget is None or faults:
        return Laid(layer, [], ())
    names = [one.name for one in (at(tree, "market.channels") or Node((), "", 0)).value if one.name is not None]
    problems = list(_unknown(budget, said, names))
    days = int(number(whole, "days") or 0)
    problems += list(_late(budget, said, days))
    if problems:
        return Laid(_without(layer), problems, ())
    before = _amounts(told.get("weekly_spend"), names), _flown(told.get("flights"))
    weekly, flights = _spent(budget, *before, names)
    spent = {"weekly_spend": weekly, "flights": [_row(one) for one in flights]}
    notices = [*gaps(budget, days)]
    if budget.move is None and days:
        money, now = at(whole, "currency"), a_week(weekly, flights, days)
        notices += other_total(now, a_week(*before, days), str(money.value) if money is not None else "", below)
    return Laid(_without(layer, planted(spent, said.file, said.line)), [], tuple(notices))


def _spent(
    budget: Budget, before: Mapping[str, float], flown: list[Flown], names: list[str]
) -> tuple[dict[str, float], list[Flown]]:
    """Weekly spend of every channel, and flights."""
    nothing = dict.fromkeys(names, 0.0)
    if budget.move is not None:
        return _moved(budget.move, {**nothing, **before}, flown)
    if budget.periods:
        return nothing, [one for period in budget.periods for one in _period(period)]
    weeks = DAYS[str(budget.per)] / WEEK
    return nothing | {name: amount / weeks for name, amount in _split(budget).items()}, []


def _split(one: Budget | Period) -> dict[str, float]:
    return one.amounts if "amounts" in one.model_fields_set else {k: s * one.total for k, s in one.shares.items()}


def _period(period: Period) -> Iterator[Flown]:
    weeks = (period.to - period.from_) / WEEK
    for name, amount in _split(period).items():
        if amount > 0.0:
            yield Flown(name, period.from_, period.to, amount / weeks)


def _moved(move: Move, weekly: dict[str, float], flown: list[Flown]) -> tuple[dict[str, float], list[Flown]]:
    """A share of what is spent on some channels, on every day, on another one."""
    giving = [name for name in move.from_ or weekly if name != move.to]
    kept = 1.0 - move.share

    def after(spend: Mapping[str, float]) -> dict[str, float]:
        given = sum(spend[name] for name in giving) * move.share
        return {**spend, **{name: spend[name] * kept for name in giving}, move.to: spend[move.to] + given}

    usual = after(weekly)
    edges = sorted({day for one in flown for day in (one.begin, one.end)})
    left = [one._replace(weekly=one.weekly * kept) if one.channel in giving else one for one in flown]
    left = [one for one in left if one.channel != move.to]
    for begin, end in pairwise(edges):
        on = {one.channel: one.weekly for one in flown if one.begin <= begin and end <= one.end}
        now = after({**weekly, **on})[move.to]
        if on and now != usual[move.to]:
            left.append(Flown(move.to, begin, end, now))
    return usual, left


def _unknown(budget: Budget, said: Node, names: list[str]) -> Iterator[Problem]:
    """Channels that the market does not have."""
    parts: list[tuple[str, Iterable[str]]] = [("shares", budget.shares), ("amounts", budget.amounts)]
    for k, period in enumerate(budget.periods):
        parts += [(f"periods.{k}.shares", period.shares), (f"periods.{k}.amounts", period.amounts)]
    if budget.move is not None:
        parts += [("move.from", budget.move.from_), ("move.to", (budget.move.to,))]
    for place, called in parts:
        for name in called:
            if name not in names:
                node = at(said, place) or said
                node = node.get(name) or node
                where = f"{BUDGET}.{place}" + ("" if place.startswith("move") else f".{name}")
                allowed = f"one of: {listed(names)}" if names else "none, as market.channels has none"
                found, fix = f"the unknown channel {shown(name)}", did_you_mean(name, names)
                if place == "move.to" and name == "referral":
                    fix = "what a referral programme costs follows from its rewards: state policy.referral"
                yield Problem(node.file, node.line, where, found, allowed, fix)
    if budget.move is not None and budget.move.to in budget.move.from_:
        node = at(said, "move.to") or said
        found = f"{shown(budget.move.to)}, from which is given, too"
        yield Problem(node.file, node.line, f"{BUDGET}.move.to", found, "a channel that is not among `from`")


def _late(budget: Budget, said: Node, days: int) -> Iterator[Problem]:
    for k, period in enumerate(budget.periods):
        if days and period.from_ >= days:
            node = at(said, f"periods.{k}.from") or said
            found = f"day {period.from_}, {period.from_ - days + 1} after the last day"
            yield Problem(node.file, node.line, f"{BUDGET}.periods.{k}.from", found, f"a day before {days} (days)")


def _row(one: Flown) -> dict[str, Any]:
    return {"channel": one.channel, "from": one.begin, "to": one.end, "weekly_spend": one.weekly}


def _amounts(node: Node | None, names: Iterable[str]) -> dict[str, float]:
    return {name: number(node, name) or 0.0 for name in names} if node is not None else {}


def _flown(node: Node | None) -> list[Flown]:
    """The flights of the files below; what is not well stated is refused elsewhere."""
    found = []
    for one in node.value if node is not None and isinstance(node.value, tuple) else ():
        channel = one.get("channel")
        begin, end, weekly = (number(one, key) for key in ("from", "to", "weekly_spend"))
        if channel is not None and begin is not None and end is not None and weekly is not None:
            found.append(Flown(str(channel.value), int(begin), int(end), weekly))
    return found


def _without(layer: Node, spent: Node | None = None) -> Node:
    """``layer`` without its budget, and with what it comes to."""
    channel = layer.value["policy"].value["channel"]
    left = {key: node for key, node in channel.value.items() if key != "budget"}
    return replaced(layer, CHANNEL, Node(left | (spent.value if spent is not None else {}), channel.file, channel.line))
