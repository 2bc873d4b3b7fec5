"""What is told of a sweep and of a price curve."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard import format, schemes
from dashboard.decision_report import saying
from dashboard.decision_report.document import Point, Price, Sweep
from dashboard.decision_report.shape import Cell, Chart, Column, Table, Told
from dashboard.text import Words

EDGE = 0.05
"""Share of worlds whose best price lies at an end of what was tried, from which on that is told."""
SHOWN = 8
"""Points in the table of a page, and bars of a chart."""


def sweep(of: Sweep, words: Words) -> Told:
    """A sweep in the language of ``words``."""
    best, measure = of.points[of.best.number], saying.measure_name(of.objective, words)
    against = best.against_today
    said = {"measure": measure, "setting": _setting(best, words), "gain": _gain(of, best, words)}
    points = [
        words("decision.between", lever=saying.lever_name(one.path, words), **_ends(one.low, one.high, words))
        for one in of.best_by_world
        if math.isfinite(one.low)
    ]
    points.append(words("decision.tried", count=len(of.points)))
    shown, tables = _table(of, words, _near(of)), [_table(of, words, range(len(of.points)))]
    return Told(
        words=words,
        question=words("decision.question.sweep", measure=measure),
        verdict=words(f"decision.sweep.{_outcome(against.mean, against.verdict)}", **said),
        sure=_sure(of, words),
        points=points,
        chart=_chart(of, words),
        table=shown,
        basis=saying.basis(of, _policies(of), words),
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=tables,
        appendix=_appendix(of, words, shown, tables),
    )


def price(of: Price, words: Words) -> Told:
    """A price curve in the language of ``words``."""
    best, about = of.points[of.best.number], of.price
    against, measure = best.against_today, saying.measure_name(of.objective, words)
    at = format.percent(about.best, words.language)
    tried = format.percent(_level(best), words.language)
    said = {"measure": measure, "best": at, "price": tried, "gain": _gain(of, best, words)}
    ends = {
        "low": format.percent(about.low, words.language),
        "high": format.percent(about.high, words.language),
    }
    points = [words("decision.price.between", **ends)] if math.isfinite(about.low) else []
    if about.share_at_an_end > EDGE:
        points.append(words("decision.price.edge", share=format.percent(about.share_at_an_end, words.language, 2)))
    watch = of.watch[of.best.number]
    if math.isfinite(watch.allowed) and _moves(best):
        volume, allowed = (format.percent(one, words.language) for one in (watch.volume, watch.allowed))
        points.append(words("decision.price.volume", price=tried, volume=volume, allowed=allowed))
    points = [*_best_way(of, words), *points]
    shown, tables = _prices(of, words, _near(of)), [_prices(of, words, range(len(of.points))), *_ways(of, words)]
    return Told(
        words=words,
        question=words("decision.question.price"),
        verdict=words(f"decision.price.{_outcome(against.mean, against.verdict)}", **said),
        sure=_sure(of, words),
        points=points,
        chart=_chart(of, words),
        table=shown,
        basis=saying.basis(of, ("price",), words),
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=tables,
        appendix=_appendix(of, words, shown, tables),
    )


def _moves(point: Point) -> bool:
    """Whether anything differs from today there."""
    one = point.against_today
    return any(value != 0.0 for value in (one.mean, one.low, one.high))


def _sure(of: Sweep, words: Words) -> str:
    """How sure the best point is; where today's is the best, how close the next one comes."""
    best = of.points[of.best.number]
    others = [point for point in of.points if _moves(point)]
    if best.against_today.mean > 0.0 or not others:
        return saying.sure(best.against_today, of.objective, words, of)
    near = max(others, key=lambda point: _order(point.against_today.mean))
    setting = _setting(near, words)
    if isinstance(of, Price):
        setting = words("decision.price.setting", price=format.percent(_level(near), words.language))
    first = words("decision.nearest", setting=setting, gain=_gain(of, near, words))
    return saying.joined((first, saying.sure(near.against_today, of.objective, words, of)), words)


def _outcome(mean: float, verdict: str) -> str:
    if not mean > 0.0:
        return "stay"
    return "better" if verdict == "better" else "open"


def _gain(of: Sweep, point: Point, words: Words) -> str:
    return saying.amount(point.against_today.mean, of.objective, words, of.currency, True)


def _setting(point: Point, words: Words) -> str:
    """Where the levers stand, in words."""
    parts = (
        words("decision.set", lever=saying.lever_name(path, words), value=format.compact(value, words.language, 4))
        for path, value in point.at.items()
    )
    return words("link.and").join(parts)


def _level(point: Point) -> float:
    (value,) = point.at.values()
    return value


def _ends(low: float, high: float, words: Words) -> dict[str, str]:
    return {"low": format.compact(low, words.language, 4), "high": format.compact(high, words.language, 4)}


def _policies(of: Sweep) -> list[str]:
    """The policies that the levers belong to."""
    paths = (path.split(".") for path in of.points[0].at)
    return [keys[1] for keys in paths if keys[0] == "policy" and len(keys) > 1]


def _near(of: Sweep) -> list[int]:
    """The best points, so many as a page has room for, in their order."""
    order = sorted(range(len(of.points)), key=lambda k: _order(of.points[k].against_today.mean), reverse=True)
    return sorted(order[:SHOWN])


def _order(mean: float) -> float:
    return -math.inf if math.isnan(mean) else mean


def _chart(of: Sweep, words: Words) -> Chart:
    title = _titled("decision.change", of, words)
    if len(of.points[0].at) == 1:
        (path,) = of.points[0].at
        chosen = sorted(range(len(of.points)), key=lambda k: _level(of.points[k]))
        axis, form = saying.lever_name(path, words), "curve"
    else:
        chosen, axis, form = _near(of), "", "bars"
    points = [of.points[k] for k in chosen]
    rows = [point.against_today for point in points]
    return Chart(
        form="curve" if form == "curve" else "bars",
        title=title,
        note=words("decision.note_curve" if form == "curve" else "decision.note_bars"),
        axis=axis,
        measure=title,
        names=[_setting(point, words) for point in points],
        at=[_level(point) for point in points] if form == "curve" else [],
        values=[one.mean for one in rows],
        lows=[one.low for one in rows],
        highs=[one.high for one in rows],
        labels=[_gain(of, point, words) for point in points],
        marks=(-1, chosen.index(of.best.number)),
    )


def _table(of: Sweep, words: Words, chosen: Sequence[int]) -> Table:
    unit = saying.unit(of.objective)
    columns = [
        *(Column(saying.lever_name(path, words), "number") for path in of.points[0].at),
        *(Column(words(f"decision.{name}"), unit) for name in ("gain", "low", "high")),
        Column(words("decision.chance"), "chance"),
    ]
    rows = []
    for k in chosen:
        one = of.points[k].against_today
        rows.append([*of.points[k].at.values(), one.mean, one.low, one.high, one.p_better])
    strong = frozenset(place for place, k in enumerate(chosen) if k == of.best.number)
    return Table(_titled("decision.points", of, words), columns, rows, strong)


def _prices(of: Price, words: Words, chosen: Sequence[int]) -> Table:
    unit = saying.unit(of.objective)
    columns = [
        Column(words("decision.price.column"), "share"),
        *(Column(words(f"decision.{name}"), unit) for name in ("gain", "low", "high")),
        Column(words("decision.chance"), "chance"),
        Column(words("decision.price.orders"), "share"),
        Column(words("decision.price.allowed"), "share"),
        *(Column(saying.measure_name(name, words), "currency") for name in ("clv", "cac")),
    ]
    rows = []
    for k in chosen:
        one, watch = of.points[k].against_today, of.watch[k]
        worth = (of.points[k].figures[name].value for name in ("clv", "cac"))
        rows.append([watch.level, one.mean, one.low, one.high, one.p_better, watch.volume, watch.allowed, *worth])
    strong = frozenset(place for place, k in enumerate(chosen) if k == of.best.number)
    return Table(_titled("decision.points", of, words), columns, rows, strong)


def _best_way(of: Price, words: Words) -> list[str]:
    """Which other way to price brings most, where any was asked for."""
    if not of.schemes:
        return []
    best = max(of.schemes, key=lambda one: _order(one.against_today.mean))
    against = best.against_today
    key = "scheme.best" if against.mean > 0.0 else "scheme.none"
    return [
        words(
            key if math.isfinite(against.low) else f"{key}_alone",
            name=schemes.called(best.kind, best.values, words),
            objective=saying.measure_name(of.objective, words),
            gain=saying.amount(against.mean, of.objective, words, of.currency, True),
            chance=saying.chance(against.p_better, words),
            **saying.range_of(against.low, against.high, of.objective, words, of.currency),
        )
    ]


def _ways(of: Price, words: Words) -> list[Table]:
    """Every other way to price."""
    unit = saying.unit(of.objective)
    columns = [
        Column(words("scheme.column")),
        *(Column(words(f"decision.{name}"), unit) for name in ("gain", "low", "high")),
        Column(words("decision.chance"), "chance"),
        Column(saying.measure_name("customers", words), "people"),
        *(Column(saying.measure_name(name, words), "currency") for name in ("clv", "cac")),
    ]
    rows: list[list[Cell]] = []
    for way in of.schemes:
        one, figures = way.against_today, (way.figures[name].value for name in ("customers", "clv", "cac"))
        name = schemes.called(way.kind, way.values, words)
        rows.append([name, one.mean, one.low, one.high, one.p_better, *figures])
    return [Table(words("scheme.heading"), columns, rows)] if rows else []


def _titled(key: str, of: Sweep, words: Words) -> str:
    measure = saying.measure_name(of.objective, words)
    title = words(key, measure=measure)
    if saying.unit(of.objective) != "currency":
        return title
    return words("decision.in_currency", measure=title, currency=of.currency)


def _appendix(of: Sweep, words: Words, shown: Table, tables: Sequence[Table]) -> list[Table]:
    plans = [(words("decision.today"), of.today)]
    plans += [(_setting(point, words), point.figures) for point in of.points]
    return [
        *saying.longer(shown, tables),
        saying.measured(plans, words, words("decision.figures")),
        *saying.behind(of, words),
    ]
