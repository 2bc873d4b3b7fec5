"""What is told of the parts of a plan, and of money moved."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard import format
from dashboard.decision_report import saying
from dashboard.decision_report.document import Part, Parts, Shift, Split
from dashboard.decision_report.shape import Chart, Column, Table, Told
from dashboard.decision_report.stated import Figure
from dashboard.safe import plain
from dashboard.text import Words
from decisions.parts import OF_CHANNEL

SHOWN = 8
"""Parts on a page; the smallest of more are summed up."""


def parts(of: Parts, words: Words) -> Told:
    """The parts of a plan in the language of ``words``."""
    said = {"plan": plain(of.plan, 60), "base": plain(words.pick(of.title, of.scenario), 60)}
    question = words("decision.question.parts", **said)
    return _told(of, words, question, words(f"decision.parts.{_outcome(of)}", **said, **_whole(of, words)), [])


def shift(of: Shift, words: Words) -> Told:
    """Money moved, in the language of ``words``."""
    moved, horizon = saying.money(of.shift.moved, words, of.currency), format.horizon(of.days, words)
    first = words("decision.shift.moved", moved=moved, horizon=horizon)
    if math.isfinite(of.shift.reward):
        reward = saying.money(of.shift.reward, words, of.currency)
        first = words("decision.shift.rewards", moved=moved, horizon=horizon, reward=reward)
    verdict = words(f"decision.shift.{_outcome(of)}", moved=moved, **_whole(of, words))
    return _told(of, words, words("decision.question.shift"), verdict, [first])


def _told(of: Parts, words: Words, question: str, verdict: str, first: Sequence[str]) -> Told:
    whole = of.whole
    sure = words("decision.few")
    if math.isfinite(whole.low):
        ends = saying.range_of(whole.low, whole.high, of.measure, words, of.currency)
        error = saying.amount(whole.se, of.measure, words, of.currency)
        sure = words("decision.parts.sure", worlds=format.whole(of.worlds), error=error, **ends)
    points = [*first, *(_alone(of, one, words) for one in _costly(of))]
    largest = sorted(of.levers, key=lambda one: abs(one.mean), reverse=True)
    points += [_brings(of, one, words) for one in largest[:2]]
    points += [
        words("decision.parts.together", names=_name(one.name, words), gain=_gain(of, one.mean, words))
        for one in of.together
    ]
    title = words("decision.parts.title", measure=saying.measure_name(of.measure, words))
    if saying.unit(of.measure) == "currency":
        title = words("decision.in_currency", measure=title, currency=of.currency)
    short = _shortened(of.levers)
    shown, tables = _table(of, words, title, short, True), split(of, words)
    return Told(
        words=words,
        question=question,
        verdict=verdict,
        sure=sure,
        points=points,
        chart=_chart(of, words, title, short),
        table=shown,
        basis=saying.basis(of, [one.name for one in of.levers], words),
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=tables,
        appendix=[*saying.longer(shown, tables), *saying.behind(of, words)],
    )


def _outcome(of: Parts) -> str:
    """Whether nine of ten worlds agree about the sign."""
    if of.whole.low > 0.0:
        return "more"
    return "less" if of.whole.high < 0.0 else "open"


def _whole(of: Parts, words: Words) -> dict[str, str]:
    return {"measure": saying.measure_name(of.measure, words), "gain": _gain(of, of.whole.mean, words)}


def _gain(of: Parts, value: float, words: Words) -> str:
    return saying.amount(value, of.measure, words, of.currency, True)


def _costly(of: Parts) -> list[Part]:
    """Parts that alone would bring more of the whole than all of it."""
    whole = of.whole.mean
    return [one for one in of.levers if len(of.levers) > 1 and one.alone * whole > 0 and abs(one.alone) > abs(whole)]


def _alone(of: Parts, one: Part, words: Words) -> str:
    return words("decision.parts.alone", name=_name(one.name, words), gain=_gain(of, one.alone, words))


def _brings(of: Parts, one: Part, words: Words) -> str:
    ends = saying.range_of(one.low, one.high, of.measure, words, of.currency)
    return words("decision.parts.brings", name=_name(one.name, words), gain=_gain(of, one.mean, words), **ends)


def _name(name: str, words: Words) -> str:
    """A lever, a step of the journey, or two levers together, in words."""
    pair = name.split(" x ")
    if len(pair) == 2:
        return words("decision.parts.pair", first=_name(pair[0], words), second=_name(pair[1], words))
    if name.startswith(OF_CHANNEL):
        return saying.channel_name(name.removeprefix(OF_CHANNEL), words)
    if "." in name:
        return saying.lever_name(name, words)
    known = words.known(f"front.{name}", words.known(f"decision.step.{name}", ""))
    return known or saying.channel_name(name, words)


def _step(name: str, words: Words) -> str:
    return words.known(f"decision.step.{name}", plain(name))


def _shortened(some: Sequence[Part]) -> list[Part]:
    """The largest parts; what is left of more than a page has room for is their sum, without a range."""
    if len(some) <= SHOWN:
        return list(some)
    order = sorted(some, key=lambda one: abs(one.mean), reverse=True)
    rest = math.fsum(one.mean for one in order[SHOWN - 1 :])
    nothing = math.nan
    others = Part(name="others", mean=rest, se=nothing, low=nothing, high=nothing, alone=nothing)
    return [*order[: SHOWN - 1], others]


def _chart(of: Parts, words: Words, title: str, some: Sequence[Part]) -> Chart:
    rows = [(_name(one.name, words), Figure(value=one.mean, low=one.low, high=one.high)) for one in some]
    return saying.bars(title, words, rows, [_gain(of, one.mean, words) for one in some])


def split(of: Split, words: Words) -> list[Table]:
    """All parts by lever, and by step of the journey where that is known."""
    some = [("by_lever", of.levers, True), ("by_step", of.steps, False)]
    return [_table(of, words, words(f"decision.parts.{key}"), parts, levers) for key, parts, levers in some if parts]


def _table(of: Split, words: Words, title: str, some: Sequence[Part], levers: bool) -> Table:
    unit = saying.unit(of.measure)
    heads = ("mean", "low", "high", "error", *(("alone",) if levers else ()))
    columns = [Column(words("known.part")), *(Column(words(f"decision.{head}"), unit) for head in heads)]
    rows = []
    for one in (*some, of.whole):
        name = words("decision.parts.whole") if one is of.whole else (_name if levers else _step)(one.name, words)
        rows.append([name, one.mean, one.low, one.high, one.se, *((one.alone,) if levers else ())])
    return Table(title, columns, rows, frozenset({len(some)}))
