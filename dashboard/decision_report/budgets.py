"""What is told of the best plan for a budget."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard import format
from dashboard.decision_report import plans, saying
from dashboard.decision_report.document import Advice, Cost, Move
from dashboard.decision_report.shape import Cell, Chart, Column, Table, Told
from dashboard.decision_report.stated import Figure
from dashboard.safe import plain
from dashboard.text import Words
from decisions.evidence import SURE

LEFT = 0.005
"""Share of the total that is left unspent, from which on that is told."""
SHOWN = 8
"""Moves on a page: the largest ones."""
PLANS = {"today": "today", "even split": "even", "first advice": "first", "best": "best"}


def advice(of: Advice, words: Words) -> Told:
    """The best plan in the language of ``words``."""
    measure = saying.measure_name(of.objective, words)
    gain = saying.amount(of.gain.mean, of.objective, words, of.currency, True)
    shown = _shown(of)
    short = _table(of, words, shown)
    tables = [_table(of, words, of.moves)]
    tables += [_frontier(of, words)] if of.frontier else []
    tables += [_costs(of, of.costs, words)] if of.costs else []
    tables += plans.split(of.parts, words) if of.parts is not None else []
    every = [(_plan(name, words), figures) for name, figures in of.plans.items()]
    measured = saying.measured(every, words, words("decision.advice.plans"))
    return Told(
        words=words,
        question=words("decision.question.advice"),
        verdict=words(f"decision.advice.{of.verdict}", measure=measure, gain=gain),
        sure=saying.sure(of.gain, of.objective, words, of),
        points=_points(of, words),
        chart=_chart(of, words, shown),
        table=short,
        basis=saying.basis(of, _policies(of), words),
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=tables,
        appendix=[*saying.longer(short, tables), measured, *saying.behind(of, words)],
    )


def _points(of: Advice, words: Words) -> list[str]:
    found = []
    if of.verdict == "move" and of.gain.p_better < SURE:
        found.append(words("decision.advice.expected", chance=saying.chance(of.gain.p_expected, words)))
    if of.verdict == "move" and of.against_even_split is not None and of.against_even_split != of.gain:
        even = of.against_even_split
        gain = saying.amount(even.mean, of.objective, words, of.currency, True)
        found.append(words("decision.advice.against_even", gain=gain, chance=saying.chance(even.p_better, words)))
    left = of.total - of.spent
    if of.total > 0.0 and left > LEFT * of.total:
        total, share = saying.money(of.total, words, of.currency), format.percent(left / of.total, words.language, 2)
        key = "not_spent" if of.verdict == "move" else "unspent"
        found.append(words(f"decision.advice.{key}", total=total, share=share))
    if of.verdict == "leave":
        return [words("decision.advice.leave_what"), *found]
    free = [one.returns for one in of.moves if math.isfinite(one.returns) and not one.bound]
    if free:
        low, high = (format.compact(one, words.language, 2) for one in (min(free), max(free)))
        key = "next" if low == high else "next_between"
        found.append(words(f"decision.advice.{key}", low=low, high=high))
    for one in of.moves:
        if one.bound in ("least", "most") and math.isfinite(one.returns):
            said = {"name": _name(one, words), "bound": words(f"decision.advice.{one.bound}")}
            found.append(words("decision.advice.binds", returns=format.compact(one.returns, words.language, 2), **said))
    return found[: SHOWN - 2]


def _shown(of: Advice) -> list[Move]:
    """The moves that a page has room for, in their order."""
    order = sorted(of.moves, key=lambda one: abs(one.best - one.now), reverse=True)[:SHOWN]
    return [one for one in of.moves if one in order]


def _is_lever(one: Move) -> bool:
    return "." in one.name


def _name(one: Move, words: Words) -> str:
    return saying.lever_name(one.name, words) if _is_lever(one) else saying.channel_name(one.name, words)


def _policies(of: Advice) -> list[str]:
    return [one.name.split(".")[1] if _is_lever(one) else "channel" for one in of.moves]


def _plan(name: str, words: Words) -> str:
    return words(f"decision.advice.plan_{PLANS[name]}") if name in PLANS else plain(name)


def _title(of: Advice, words: Words) -> str:
    return words("decision.advice.title", currency=of.currency)


def _chart(of: Advice, words: Words, shown: Sequence[Move]) -> Chart:
    """Spend of channels; other levers, which have other units, where nothing else moves."""
    drawn = [one for one in shown if not _is_lever(one)] or list(shown)
    return Chart(
        form="moves",
        title=_title(of, words) if not _is_lever(drawn[0]) else words("decision.advice.levers"),
        note=words("decision.note_moves"),
        axis="",
        measure=words("decision.advice.axis", currency=of.currency) if not _is_lever(drawn[0]) else "",
        names=[_name(one, words) for one in drawn],
        at=[],
        values=[one.now for one in drawn],
        best=[one.best for one in drawn],
        lows=[one.low for one in drawn],
        highs=[one.high for one in drawn],
        labels=[format.compact(one.best, words.language) for one in drawn],
    )


def _table(of: Advice, words: Words, shown: Sequence[Move]) -> Table:
    heads = ("today", "best", "good_from", "good_to", "returns")
    columns = [
        Column(words("decision.advice.what")),
        *(Column(words(f"decision.advice.{head}"), "number") for head in heads),
        Column(words("decision.advice.bound")),
    ]
    rows: list[list[Cell]] = []
    for one in shown:
        bound = words(f"decision.advice.{one.bound}") if one.bound in ("least", "most") else format.MISSING
        rows.append([_name(one, words), one.now, one.best, one.low, one.high, one.returns, bound])
    return Table(_title(of, words), columns, rows)


def _frontier(of: Advice, words: Words) -> Table:
    points = of.frontier or []
    measures = list(points[0].figures)
    columns = [Column(words("decision.advice.total"), "currency")]
    columns += [Column(saying.measure_name(one, words), "number") for one in measures]
    nothing = Figure(value=math.nan, low=math.nan, high=math.nan)
    rows: list[list[Cell]] = [
        [one.total, *(one.figures.get(name, nothing).value for name in measures)] for one in points
    ]
    return Table(words("decision.advice.totals", currency=of.currency), columns, rows)


def _costs(of: Advice, costs: Sequence[Cost], words: Words) -> Table:
    """What a customer costs by each way of counting, today and in the best plan."""
    heads = (words("decision.advice.what"), words("decision.advice.counted"))
    columns = [
        *map(Column, heads),
        *(Column(words(f"decision.advice.{plan}"), "currency") for plan in ("today", "best")),
    ]
    values = {(one.channel, one.kind, one.plan): one.value for one in costs}
    rows: list[list[Cell]] = []
    for channel, kind in dict.fromkeys((one.channel, one.kind) for one in costs):
        name = saying.channel_name(channel, words) if channel else words("budget.all")
        both = (values.get((channel, kind, plan), math.nan) for plan in ("today", "best"))
        rows.append([name, words(f"budget.counted_{kind}"), *both])
    return Table(words("budget.costs_heading"), columns, rows)
