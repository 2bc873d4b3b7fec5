"""What is told of a trial before it is made, and once it has come."""

from __future__ import annotations

import math

from dashboard import format
from dashboard.decision_report import saying
from dashboard.decision_report.first_documents import Length, Pilot, Review
from dashboard.decision_report.shape import Cell, Column, Table, Told
from dashboard.decision_report.stated import Figure
from dashboard.safe import plain
from dashboard.text import Words

BIASED = 2.0
"""Standard errors from which on a bias is told."""
TRIFLE = 0.01
"""Of the standard error, a bias below which is not told; of the loss of going on, a worth below which is none."""
CHOICES = ("roll_out", "go_on", "stop")


def pilot(of: Pilot, words: Words) -> Told:
    """How large and how long a trial should be, in the language of ``words``."""
    table = _lengths(of, words)
    powers = [(words("work.days", days=one.days), _flat(one.own_power)) for one in of.lengths]
    return Told(
        words=words,
        question=words("decision.question.pilot", plan=_plan(of, words), who=_who(of, words)),
        verdict=_size(of, words),
        sure=_counted(of, words),
        points=_points(of, words),
        chart=saying.bars(
            words("work.power_of", share=_share(of.share, words)),
            words,
            powers,
            [format.chance(one.own_power, words.language) for one in of.lengths],
            "share",
        ),
        table=table,
        basis=[words("work.same_length"), *saying.basis(of, (), words)],
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=[table, _seen(of, words)],
        appendix=[_seen(of, words), *saying.behind(of, words)],
    )


def review(of: Review, words: Words) -> Told:
    """What a trial has shown, in the language of ``words``."""
    table = _choices(of, words)
    losses = {name: getattr(of.losses, name) for name in CHOICES}
    return Told(
        words=words,
        question=words("decision.question.review", plan=_plan(of, words)),
        verdict=words("work.stopped_for_harm" if of.harm else f"work.choose_{of.choice}", plan=_plan(of, words)),
        sure=_believed(of, words),
        points=_came(of, words),
        chart=saying.bars(
            words("work.expected_loss"),
            words,
            [(words(f"work.choice_{name}"), _flat(loss)) for name, loss in losses.items()],
            [_total(loss, of, words) for loss in losses.values()],
        ),
        table=table,
        basis=[words("work.periods", periods=format.compact(of.periods, words.language)), *saying.basis(of, (), words)],
        facts=saying.facts(of, words),
        made=saying.made(of, words),
        tables=[table, _arms(of, words)],
        appendix=[_arms(of, words), *saying.behind(of, words)],
    )


def _plan(of: Pilot | Review, words: Words) -> str:
    """What the plan is called."""
    return plain(words.pick(of.called_plan, of.plan), 60)


def _flat(value: float) -> Figure:
    return Figure(value=value, low=value, high=value)


def _who(of: Pilot, words: Words) -> str:
    name = plain(words.pick(of.called_group, of.on.region or of.on.segment), 40)
    if of.on.region:
        return words("work.on_region", name=name)
    share = _share(of.on.share, words)
    return words("work.on_segment", name=name, share=share) if of.on.segment else words("work.on_share", share=share)


def _share(share: float, words: Words) -> str:
    return format.percent(share, words.language)


def _each(value: float, of: Pilot | Review, words: Words) -> str:
    """By person, with its sign."""
    text = format.compact(value, words.language)
    if of.outcome == "contribution":
        text = words("work.money_each", amount=text, currency=of.currency)
    else:
        text = words("work.orders_each", amount=text)
    return format.signed(text)


def _total(value: float, of: Pilot | Review, words: Words) -> str:
    if of.outcome == "contribution":
        return saying.money(value, words, of.currency)
    return words("work.orders_each", amount=format.compact(value, words.language))


def _size(of: Pilot, words: Words) -> str:
    long = next((one for one in of.lengths if one.days == of.shortest), None)
    if long is not None:
        power = format.chance(long.own_power, words.language)
        return words("work.enough", who=_who(of, words), days=format.whole(long.days), power=power)
    best = max(of.lengths, key=lambda one: one.own_power)
    power = format.chance(best.own_power, words.language)
    return words("work.not_enough", who=_who(of, words), days=format.whole(best.days), power=power)


def _counted(of: Pilot, words: Words) -> str:
    last = of.lengths[-1]
    shares = {name: format.chance(getattr(last, name), words.language) for name in ("counted", "expected", "alarms")}
    return words("work.counted", people=format.whole(of.people), days=format.whole(last.days), **shares)


def _points(of: Pilot, words: Words) -> list[str]:
    last, found = of.lengths[-1], []
    days = format.whole(last.days)
    effects = {name: _each(getattr(last, name), of, words) for name in ("effect", "seen")}
    found.append(words("work.effect", days=days, **effects))
    if last.bias_se > 0.0 and abs(last.bias) > BIASED * last.bias_se:
        key = "bias_region" if of.on.region else "bias"
        found.append(words(f"work.{key}", bias=_each(last.bias, of, words), spill=_each(last.spill, of, words)))
    else:
        found.append(words("work.unbiased"))
    smallest = _smallest(last, of)
    if smallest is not None:
        found.append(words("work.smallest", share=_share(smallest, words), days=days))
    wrong = [one for one in of.lengths if one.wrong > one.own_power]
    if wrong:
        found.append(words("work.too_early", days=format.whole(wrong[-1].days)))
    chances = {
        name: format.chance(value, words.language) if math.isfinite(value) else format.MISSING
        for name, value in (("harms", of.stops.where_it_harms), ("helps", of.stops.where_it_helps))
    }
    key = "stop_rule" if of.harmful > 0.0 else "stop_rule_harmless"
    found.append(words(f"work.{key}", harmful=format.chance(of.harmful, words.language), **chances))
    return found


def _smallest(last: Length, of: Pilot) -> float | None:
    """The smallest share with enough power at the longest trial."""
    from decisions.first.pilot import ENOUGH

    return next((share for share, power in zip(of.shares, last.power, strict=True) if power >= ENOUGH), None)


def _lengths(of: Pilot, words: Words) -> Table:
    columns = [Column(words("work.length"), "count")]
    columns += [Column(_share(share, words), "chance") for share in of.shares]
    columns += [Column(words("work.wrong"), "chance")]
    rows: list[list[Cell]] = [[float(one.days), *one.power, one.wrong] for one in of.lengths]
    strong = frozenset(k for k, one in enumerate(of.lengths) if one.days == of.shortest)
    return Table(words("work.powers"), columns, rows, strong)


def _seen(of: Pilot, words: Words) -> Table:
    names = ("effect", "seen", "bias", "bias_se", "spill", "stop_bound")
    columns = [Column(words("work.length"), "count")]
    columns += [Column(words(f"work.column_{name}"), "number") for name in names]
    rows: list[list[Cell]] = [[float(one.days), *(getattr(one, name) for name in names)] for one in of.lengths]
    return Table(words(f"work.seen_{of.outcome}", currency=of.currency), columns, rows)


def _believed(of: Review, words: Words) -> str:
    ends = {name: _each(getattr(of.after, name), of, words) for name in ("mean", "low", "high")}
    chance = format.chance(of.after.p_better, words.language)
    return words("work.believed", chance=chance, days=format.whole(of.length), **ends)


def _came(of: Review, words: Words) -> list[str]:
    seen, error, before = (_each(value, of, words) for value in (of.seen, of.error, of.before.mean))
    chance = format.chance(of.before.p_better, words.language)
    found = [words("work.saw", seen=seen, error=error.lstrip("+"), before=before, chance=chance)]
    found.append(words("work.risks", **{name: _total(getattr(of.losses, name), of, words) for name in CHOICES}))
    worth = of.worth_going_on if of.worth_going_on > TRIFLE * of.losses.go_on else 0.0
    found.append(words("work.next_trial", worth=_total(worth, of, words)))
    if abs(of.bias) > TRIFLE * of.error:
        found.append(words("work.corrected", bias=_each(of.bias, of, words)))
    if of.simulated_sd:
        found.append(words("work.sd_simulated"))
    return found


def _choices(of: Review, words: Words) -> Table:
    kind = "currency" if of.outcome == "contribution" else "number"
    columns = [Column(words("work.choice")), Column(words("work.expected_loss"), kind)]  # type: ignore[arg-type]
    rows: list[list[Cell]] = [[words(f"work.choice_{name}"), getattr(of.losses, name)] for name in CHOICES]
    return Table(words("work.choices"), columns, rows, frozenset({CHOICES.index(of.choice)}))


def _arms(of: Review, words: Words) -> Table:
    columns = [Column(words("work.arm")), Column(words("work.people"), "count")]
    columns += [Column(words(f"work.{name}"), "number") for name in ("brought", "each")]
    rows: list[list[Cell]] = [
        [words(f"work.arm_{name}"), arm.people, arm.money, arm.money / arm.people]
        for name, arm in (("plan", of.arms.plan), ("today", of.arms.today))
    ]
    return Table(words("work.came"), columns, rows)
