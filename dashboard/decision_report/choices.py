"""What is told of the choice between two plans: what it hangs on, and whether it is settled."""

from __future__ import annotations

import math
from collections.abc import Sequence

from calibration.likelihood import NORMAL_95
from dashboard import format, numbers
from dashboard.decision_report import saying
from dashboard.decision_report.document import Expected, Hung, Look, Matters, Sensitivity, Settle
from dashboard.decision_report.shape import Cell, Chart, Column, Table, Told
from dashboard.decision_report.stated import Figure
from dashboard.safe import plain
from dashboard.text import Words

NAMED = 3
"""Numbers that are named in sentences."""
SHOWN = 8
"""Numbers on a page: those most worth knowing."""
TRIFLE = 0.001
"""A worth below this part of the difference, or of its standard deviation by belief, is told as none."""


def sensitivity(of: Sensitivity, words: Words) -> Told:
    """What a choice hangs on, in the language of ``words``."""
    said = _pair(of, words)
    shown, every = (_numbers(of, of, words, some) for some in (of.find_out_first[:SHOWN], of.find_out_first))
    tables = [every, *_groups(of, of, words)]
    return Told(
        words=words,
        question=words("decision.question.sensitivity", **said),
        verdict=_first(of, words),
        sure=_expected(of, words),
        points=_points(of, words),
        chart=_worths(of, words) if of.find_out_first else _difference(of, of.difference, words),
        table=shown,
        basis=saying.basis(of, (), words),
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=tables,
        appendix=[*saying.longer(shown, tables), *_screened(of, words), *saying.behind(of, words)],
    )


def settle(of: Settle, words: Words) -> Told:
    """Two plans compared until it is settled, in the language of ``words``."""
    said, looks = _pair(of, words), _looks(of, words)
    tables = [looks]
    if of.hangs_on is not None and of.hangs_on.find_out_first:
        tables.append(_numbers(of, of.hangs_on, words, of.hangs_on.find_out_first))
    gain = saying.amount(of.difference.mean, of.measure, words, of.currency, True)
    measure = saying.measure_name(of.measure, words)
    return Told(
        words=words,
        question=words("decision.question.settle", **said),
        verdict=words(f"decision.settle.{of.outcome}", gain=gain, measure=measure, **said),
        sure=_sure(of, words),
        points=_standing(of, words),
        chart=_along(of, words),
        table=looks,
        basis=saying.basis(of, (), words),
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=tables,
        appendix=[*saying.longer(looks, tables), *saying.behind(of, words)],
    )


def _pair(of: Sensitivity | Settle, words: Words) -> dict[str, str]:
    return {"plan": plain(of.plan, 60), "base": plain(words.pick(of.title, of.scenario), 60)}


def _name(one: Hung, words: Words) -> str:
    return plain(numbers.title(one.path, words.language), 80)


def _is_worth(one: Hung, of: Matters) -> bool:
    return one.worth.value > TRIFLE * max(abs(of.difference.difference), of.difference.belief)


def _money(value: float, of: Sensitivity | Settle, words: Words, sign: bool = False) -> str:
    return saying.amount(value, of.measure, words, of.currency, sign)


def _first(of: Sensitivity, words: Words) -> str:
    """What to find out first."""
    if not of.find_out_first:
        return words("decision.hangs.unseen")
    first = of.find_out_first[0]
    if not _is_worth(first, of):
        return words("decision.hangs.nothing")
    return words("decision.hangs.first", name=_name(first, words), worth=_money(first.worth.value, of, words))


def _expected(of: Sensitivity, words: Words) -> str:
    one = of.difference
    return words(
        "decision.hangs.expected",
        measure=saying.measure_name(of.measure, words),
        gain=_money(one.difference, of, words, True),
        chance=saying.chance(one.p_better, words),
        worlds=format.whole(of.worlds),
        **_pair(of, words),
    )


def _points(of: Sensitivity, words: Words) -> list[str]:
    found = [_turning(one, of, words) for one in of.find_out_first[:NAMED] if one.flips is not None]
    worth = [one for one in of.find_out_first[:1] if _is_worth(one, of)]
    for one in worth:
        study = words(f"decision.hangs.study_{one.study.of.split(' ')[0]}", size=format.whole(one.study.size))
        said = {"study": study, "name": _name(one, words), "worth": _money(one.study.worth, of, words)}
        found.append(words("decision.hangs.study", **said))
        found.append(words("decision.hangs.all", worth=_money(of.worth_knowing_all.value, of, words)))
    if math.isfinite(of.weakest_effect_seen) and of.weakest_effect_seen > 0.0:
        key = "weakest" if of.find_out_first else "weakest_of_all"
        found.append(words(f"decision.hangs.{key}", effect=_money(of.weakest_effect_seen, of, words)))
    if of.screening is None:
        missing = any(one.sobol is None for one in of.find_out_first)
        return [*found, words("decision.hangs.unscreened")] if missing else found
    idle, every = len(of.screening.idle), len(of.screening.numbers)
    return [*found, words("decision.hangs.screened", idle=format.whole(idle), every=format.whole(every))]


def _turning(one: Hung, of: Sensitivity | Settle, words: Words) -> str:
    """Where a number would flip the decision."""
    assert one.flips is not None
    unit = "" if one.unit == "share" else numbers.unit(one.unit, words.language, of.currency)
    flip, now = (format.compact(value, words.language) for value in (one.flips.value, one.value))
    return words(
        "decision.hangs.above" if one.flips.above else "decision.hangs.below",
        plan=plain(of.plan, 60),
        name=_name(one, words),
        value=f"{flip} {unit}".strip(),
        today=now,
        at=format.percent(one.flips.at, words.language, 2),
        low=_money(one.at_5_percent, of, words, True),
        high=_money(one.at_95_percent, of, words, True),
    )


def _title(key: str, of: Sensitivity | Settle, words: Words) -> str:
    title = words(key, measure=saying.measure_name(of.measure, words))
    if saying.unit(of.measure) != "currency":
        return title
    return words("decision.in_currency", measure=title, currency=of.currency)


def _numbers(of: Sensitivity | Settle, matters: Matters, words: Words, some: Sequence[Hung]) -> Table:
    unit = saying.unit(of.measure)
    columns = [
        Column(words("known.number")),
        Column(words("decision.hangs.worth"), unit),
        Column(words("decision.hangs.share"), "share"),
        Column(words("decision.hangs.at_low"), unit),
        Column(words("decision.hangs.at_high"), unit),
        Column(words("decision.hangs.today"), "number"),
        Column(words("decision.hangs.flips"), "number"),
        Column(words("known.label")),
    ]
    rows: list[list[Cell]] = []
    for one in some:
        flip = one.flips.value if one.flips is not None else math.nan
        ends = (one.at_5_percent, one.at_95_percent)
        label = words(f"known.{one.label}")
        rows.append([_name(one, words), one.worth.value, one.share_of_belief, *ends, one.value, flip, label])
    return Table(_title("decision.hangs.title", of, words), columns, rows)


def _groups(of: Sensitivity, matters: Matters, words: Words) -> list[Table]:
    """What it is worth to know all numbers of a part of the market."""
    some = [one for one in matters.groups if len(one.paths) > 1]
    columns = [Column(words("known.part")), Column(words("decision.hangs.count"), "count")]
    columns.append(Column(words("decision.hangs.worth"), saying.unit(of.measure)))
    rows: list[list[Cell]] = [
        [numbers.part(one.paths[0], words.language), float(len(one.paths)), one.worth.value] for one in some
    ]
    return [Table(words("decision.hangs.groups"), columns, rows)] if some else []


def _screened(of: Sensitivity, words: Words) -> list[Table]:
    """Every number that was screened, that which moves the difference most first."""
    if of.screening is None:
        return []
    unit = saying.unit(of.measure)
    columns = [Column(words("known.number")), Column(words("decision.hangs.moves"), unit)]
    columns.append(Column(words("decision.hangs.spread"), unit))
    rows: list[list[Cell]] = [
        [plain(numbers.title(one.path, words.language), 80), one.mu_star, one.sigma] for one in of.screening.numbers
    ]
    return [Table(words("decision.hangs.screening"), columns, rows)]


def _worths(of: Sensitivity, words: Words) -> Chart:
    """What knowing each number is worth."""
    some = of.find_out_first[:SHOWN]
    rows = [(_name(one, words), one.worth) for one in some]
    labels = [_money(one.worth.value, of, words) for one in some]
    return saying.bars(_title("decision.hangs.worths", of, words), words, rows, labels)


def _difference(of: Sensitivity, one: Expected, words: Words) -> Chart:
    """The expected difference alone, where it hangs on no number."""
    around = NORMAL_95 * math.hypot(one.belief, one.error)
    figure = Figure(value=one.difference, low=one.difference - around, high=one.difference + around)
    rows = [(plain(of.plan, 60), figure)]
    return saying.bars(
        _title("decision.settle.change", of, words), words, rows, [_money(one.difference, of, words, True)]
    )


def _sure(of: Settle, words: Words) -> str:
    one = of.difference
    if of.outcome == "alike":
        return words("decision.settle.alike_in", worlds=format.whole(one.worlds))
    if math.isnan(one.low):
        return words("decision.few")
    ends = saying.range_of(one.low, one.high, of.measure, words, of.currency)
    chance = saying.chance(one.p_better, words)
    return words("decision.sure", chance=chance, worlds=format.whole(one.worlds), **ends)


def _standing(of: Settle, words: Words) -> list[str]:
    """What makes it unsure, what would settle it, and which numbers would turn it."""
    found = []
    if of.outcome != "alike":
        shares = {name: format.chance(value, words.language) for name, value in of.variance_by}
        found.append(words("decision.settle.by", **shares))
    more = of.difference.worlds_to_settle
    if of.outcome == "time" and more is not None and more > of.difference.worlds:
        found.append(words("decision.settle.more", worlds=format.whole(more)))
    if of.hangs_on is not None:
        turning = [one for one in of.hangs_on.find_out_first if one.flips is not None][:NAMED]
        found += [_turning(one, of, words) for one in turning]
        if not turning and of.outcome == "belief":
            found.append(words("decision.settle.none"))
    return found


def _looks(of: Settle, words: Words) -> Table:
    unit = saying.unit(of.measure)
    columns = [
        Column(words("decision.settle.worlds"), "count"),
        *(Column(words(f"decision.{name}"), unit) for name in ("gain", "low", "high")),
        Column(words("decision.chance"), "chance"),
        *(Column(words(f"decision.settle.by_{name}"), unit) for name in ("belief", "chance", "error")),
    ]
    rows: list[list[Cell]] = [
        [float(one.worlds), one.mean, one.low, one.high, one.p_better, one.belief, one.chance, one.se]
        for one in of.looks
    ]
    return Table(_title("decision.settle.looks", of, words), columns, rows, frozenset({len(of.looks) - 1}))


def _along(of: Settle, words: Words) -> Chart:
    """The difference at each look."""

    def named(one: Look) -> str:
        return words("decision.settle.look", worlds=format.whole(one.worlds))

    rows = [(named(one), Figure(value=one.mean, low=one.low, high=one.high)) for one in of.looks]
    labels = [_money(one.mean, of, words, True) for one in of.looks]
    return saying.bars(_title("decision.settle.change", of, words), words, rows, labels)
