"""What is told of a diagnosis, and of the steps to begin with."""

from __future__ import annotations

import math

from dashboard import format, numbers
from dashboard.decision_report import saying
from dashboard.decision_report.first_documents import Diagnosis, Dimension, Focus, Indicator, Step
from dashboard.decision_report.shape import Cell, Column, Table, Told
from dashboard.decision_report.stated import Figure, Head
from dashboard.safe import plain
from dashboard.text import Words

NAMED = 2
"""Indicators, and steps, that are named in sentences."""
SHOWN = 8
"""Steps on a page."""
HALF = 0.5
"""Of the worlds in which a dimension is the lowest, from which on it is called the weakest."""


def diagnosis(of: Diagnosis, words: Words) -> Told:
    """Where a firm is weakest, in the language of ``words``."""
    scores = _scores(of, words)
    return Told(
        words=words,
        question=words("decision.question.diagnosis"),
        verdict=_weakest(of, words),
        sure=_how_weak(of, words),
        points=_why(of, words),
        chart=saying.bars(
            words("work.score"),
            words,
            [(_title(one, words), Figure(value=one.score, low=one.low, high=one.high)) for one in _known(of)],
            [format.compact(one.score, words.language, 2) for one in _known(of)],
            "score",
        ),
        table=scores,
        basis=[words("work.norms"), *saying.basis(of, (), words)],
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=[scores, _indicators(of, words), _answers(of, words)],
        appendix=[_indicators(of, words), _answers(of, words), *saying.behind(of, words)],
    )


def focus(of: Focus, words: Words) -> Told:
    """What to begin with, in the language of ``words``."""
    shown, every = (_steps(of, words, some) for some in (of.steps[:SHOWN], of.steps))
    sources = _sources(of, words)
    return Told(
        words=words,
        question=words("decision.question.focus"),
        verdict=_first(of, words),
        sure=saying.sure(begun(of).against_today, of.measure, words, of),
        points=_others(of, words),
        chart=saying.bars(
            words("decision.change", measure=saying.measure_name(of.measure, words)),
            words,
            [(_marked(one, words), _figure(one)) for one in of.steps[:SHOWN]],
            [_money(one.against_today.mean, of, words) for one in of.steps[:SHOWN]],
        ),
        table=shown,
        basis=[words("work.sizes"), *saying.basis(of, [begun(of).front], words)],
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=[every, sources],
        appendix=[*saying.longer(shown, [every]), sources, *saying.behind(of, words)],
    )


def _known(of: Diagnosis) -> list[Dimension]:
    return [one for one in of.dimensions if math.isfinite(one.score)]


def _title(one: Dimension, words: Words) -> str:
    return plain(words.pick(one.title, one.name), 60)


def _weakest(of: Diagnosis, words: Words) -> str:
    one = next((one for one in of.dimensions if one.name == of.weakest), None)
    if one is None:
        return words("work.nothing_known")
    key = "weakest" if one.weakest >= HALF else "weakest_open"
    return words(f"work.{key}", name=_title(one, words), score=format.compact(one.score, words.language, 2))


def _how_weak(of: Diagnosis, words: Words) -> str:
    one = next((one for one in of.dimensions if one.name == of.weakest), None)
    unknown = [_title(one, words) for one in of.dimensions if not math.isfinite(one.score)]
    found = []
    if one is not None:
        found.append(_lowest(one, of, words))
    if unknown:
        found.append(words("work.unknown", names=words("link.and").join(unknown)))
    return saying.joined(found, words)


def _lowest(weakest: Dimension, of: Diagnosis, words: Words) -> str:
    """In how many worlds the weakest dimension is the lowest, and where that is not half of them which ones are."""
    worlds = format.whole(of.worlds)
    if weakest.weakest >= HALF:
        return words("work.lowest", share=format.chance(weakest.weakest, words.language), worlds=worlds)
    ranked = sorted((one for one in _known(of) if one.weakest > 0.0), key=lambda one: -one.weakest)
    shares = [(_title(one, words), format.chance(one.weakest, words.language)) for one in ranked]
    names = [words("work.lowest_of", name=name, share=share) for name, share in shares]
    return words("work.lowest_open", names=words("link.list").join(names), worlds=worlds)


def _why(of: Diagnosis, words: Words) -> list[str]:
    """The lowest indicators and answers of the weakest dimension."""
    one = next((one for one in of.dimensions if one.name == of.weakest), None)
    if one is None:
        return []
    low = sorted((row for row in one.indicators if math.isfinite(row.score)), key=lambda row: row.score)[:NAMED]
    found = [_said(row, of, words) for row in low]
    asked = [row for row in one.questions if row.answer is not None and row.answer < 3]
    found += [
        words("work.answered", says=plain(words.pick(row.says, row.name), 200), answer=row.answer) for row in asked
    ]
    open_ones = sum(row.answer is None for dimension in of.dimensions for row in dimension.questions)
    return [*found, words("work.open_questions", count=format.whole(open_ones))] if open_ones else found


def _said(row: Indicator, of: Head, words: Words) -> str:
    weak, value, strong = (_value(row.name, number, of, words) for number in (row.weak, row.value, row.strong))
    score = format.compact(row.score, words.language, 2)
    return words("work.indicator", name=_name(row, words), value=value, weak=weak, strong=strong, score=score)


def _name(row: Indicator, words: Words) -> str:
    if "." in row.name:
        return plain(numbers.title(row.name, words.language), 80)
    return words.known(f"indicator.{row.name}", saying.measure_name(row.name, words))


def _value(name: str, value: float, of: Head, words: Words) -> str:
    if "." in name:
        return format.percent(value, words.language)
    return saying.amount(value, name, words, of.currency)


def _scores(of: Diagnosis, words: Words) -> Table:
    columns = [
        Column(words("work.dimension")),
        Column(words("work.score"), "number"),
        Column(words("decision.low"), "number"),
        Column(words("decision.high"), "number"),
        Column(words("work.is_weakest"), "chance"),
        Column(words("work.figures"), "count"),
        Column(words("work.answers"), "count"),
    ]
    rows: list[list[Cell]] = [
        [
            _title(one, words),
            one.score,
            one.low,
            one.high,
            one.weakest if math.isfinite(one.score) else math.nan,
            float(sum(math.isfinite(row.score) for row in one.indicators)),
            float(sum(row.answer is not None for row in one.questions)),
        ]
        for one in of.dimensions
    ]
    strong = frozenset(k for k, one in enumerate(of.dimensions) if one.name == of.weakest)
    return Table(words("work.scores"), columns, rows, strong)


def _indicators(of: Diagnosis, words: Words) -> Table:
    heads = ("dimension", "figure", "value", "weak", "strong")
    columns = [Column(words(f"work.{name}")) for name in heads]
    columns += [Column(words("work.score"), "number"), Column(words("known.label")), Column(words("work.norm_source"))]
    rows: list[list[Cell]] = []
    for one in of.dimensions:
        for row in one.indicators:
            label = words(f"known.{row.label}") if row.label else words("work.simulated")
            values = [_value(row.name, number, of, words) for number in (row.value, row.weak, row.strong)]
            source = plain(words.pick(row.source, ""), 200)
            rows.append([_title(one, words), _name(row, words), *values, row.score, label, source])
    return Table(words("work.indicators"), columns, rows)


def _answers(of: Diagnosis, words: Words) -> Table:
    columns = [Column(words("work.dimension")), Column(words("work.question")), Column(words("work.answer"))]
    rows: list[list[Cell]] = [
        [
            _title(one, words),
            plain(words.pick(row.says, row.name), 200),
            words("work.not_known") if row.answer is None else str(row.answer),
        ]
        for one in of.dimensions
        for row in one.questions
    ]
    return Table(words("work.questions"), columns, rows)


def _figure(one: Step) -> Figure:
    return Figure(value=one.against_today.mean, low=one.against_today.low, high=one.against_today.high)


def _money(value: float, of: Focus, words: Words) -> str:
    return saying.amount(value, of.measure, words, of.currency, True)


def _named(one: Step, words: Words) -> str:
    return plain(words.pick(one.title, one.name), 60)


def _marked(one: Step, words: Words) -> str:
    """The step, and whether it was screened alone."""
    name = _named(one, words)
    return name if one.judged else words("work.screened", result=name)


def begun(of: Focus) -> Step:
    """The step to begin with: the largest of those that are surely better; else what seems best."""
    return next((one for one in of.steps if one.judged and one.outcome == "better"), of.steps[0])


def _first(of: Focus, words: Words) -> str:
    one = begun(of)
    key = "begin" if one.outcome == "better" else "none_sure"
    gain = _money(one.against_today.mean, of, words)
    return words(f"work.{key}", name=_named(one, words), gain=gain, measure=saying.measure_name(of.measure, words))


def _others(of: Focus, words: Words) -> list[str]:
    """The steps behind the first one, and what became of the rest."""
    first = begun(of)
    found: list[str] = []
    if first is not of.steps[0]:
        gain = _money(of.steps[0].against_today.mean, of, words)
        found.append(words("work.seems_more", name=_named(of.steps[0], words), gain=gain))
    for one in of.steps:
        if one is not first and one.judged and one.outcome == "better" and len(found) < NAMED:
            ends = saying.range_of(one.against_today.low, one.against_today.high, of.measure, words, of.currency)
            gain = _money(one.against_today.mean, of, words)
            found.append(words("work.then", name=_named(one, words), gain=gain, **ends))
    for outcome in ("open", "worse", "nothing"):
        names = [_named(one, words) for one in of.steps if one.outcome == outcome]
        if names:
            found.append(
                words(f"work.steps_{outcome}", count=format.whole(len(names)), names=words("link.list").join(names))
            )
    if of.refused:
        names = [plain(words.pick(title, ""), 60) for title in of.refused]
        found.append(words("work.steps_refused", names=words("link.list").join(names)))
    return found


def _steps(of: Focus, words: Words, some: list[Step]) -> Table:
    unit = saying.unit(of.measure)
    columns = [
        Column(words("work.step")),
        Column(words("work.front")),
        Column(words("decision.gain"), unit),
        Column(words("decision.low"), unit),
        Column(words("decision.high"), unit),
        Column(words("decision.chance"), "chance"),
        Column(words("work.clv"), "currency"),
        Column(words("work.result")),
        Column(words("work.worlds"), "count"),
    ]
    rows: list[list[Cell]] = []
    for one in some:
        sure = one.against_today
        result = words(f"work.result_{one.outcome}")
        figures = [sure.mean, sure.low, sure.high, sure.p_better, one.clv]
        told = result if one.judged else words("work.screened", result=result)
        rows.append([_named(one, words), words(f"front.{one.front}"), *figures, told, float(sure.worlds)])
    title = words("decision.change", measure=saying.measure_name(of.measure, words))
    if unit == "currency":
        title = words("decision.in_currency", measure=title, currency=of.currency)
    strong = (k for k, one in enumerate(some) if one is begun(of) and one.outcome == "better")
    return Table(title, columns, rows, frozenset(strong))


def _sources(of: Focus, words: Words) -> Table:
    columns = [Column(words("work.step")), Column(words("work.leans_on"))]
    rows: list[list[Cell]] = [[_named(one, words), plain(words.pick(one.source, ""), 200)] for one in of.steps]
    return Table(words("work.step_sources"), columns, rows)
