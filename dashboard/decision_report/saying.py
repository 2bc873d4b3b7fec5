"""What reports of all kinds of decisions say alike: money, chances, names of levers and measures, what it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import pandas as pd

from dashboard import figures, format, notes, numbers
from dashboard.decision_report.shape import Cell, Chart, Column, Kind, Table
from dashboard.decision_report.stated import Evidence, Figure, Head, Known
from dashboard.safe import plain
from dashboard.text import Words
from scenarios.results.sentences import name_of
from scenarios.running.batch import WITHIN
from sim.tables import MEASURES

SECTIONS = {
    "price": ("choice",),
    "promotion": ("choice", "stock"),
    "channel": ("channels", "awareness"),
    "relationship": ("retain", "loyalty"),
    "referral": ("referral",),
    "service": ("service", "satisfaction"),
    "winback": ("lapse",),
    "product": ("satisfaction",),
}
"""The sections of a market through which a policy works."""
BEYOND, LONGEST = 2, 240
"""Notes of what lies beyond the data that a page has room for, and the most characters of one."""
LABELS = ("identified", "bounded", "assumed")


def money(value: float, words: Words, currency: str) -> str:
    """An amount with its currency."""
    return format.quantity(value, "currency", words, plain(currency, 12))


def amount(value: float, measure: str, words: Words, currency: str, sign: bool = False) -> str:
    """``value`` of a measure with its unit, and its sign where it is a difference."""
    text = format.quantity(value, unit(measure), words, plain(currency, 12))
    return format.signed(text) if sign else text


def unit(measure: str) -> Kind:
    """The unit of a measure, or of what it is a part of."""
    found = MEASURES.get(measure.split("/")[0])
    name = found.unit if found is not None else "currency"
    return name if name in ("currency", "share", "ratio", "people", "days", "hours") else "number"  # type: ignore[return-value]


def chance(share: float, words: Words) -> str:
    """A probability, "98 %"; near its ends more or less than that."""
    return format.chance(share, words.language)


def measure_name(measure: str, words: Words) -> str:
    """A measure in words."""
    if measure.startswith(WITHIN) and measure.removeprefix(WITHIN).isdigit():
        return words("decision.measure.within", days=measure.removeprefix(WITHIN))
    base, _, group = measure.partition("/")
    said = words.known(f"decision.measure.{base}", words.known(f"measure.{base}", plain(name_of(base))))
    return f"{said} ({plain(group)})" if group else said


def lever_name(path: str, words: Words) -> str:
    """A lever in words; its path where it has none."""
    known = words.known(f"decision.lever.{path.replace('.', '_')}", "")
    if known:
        return known
    section, _, channel = path.removeprefix("policy.channel.").partition(".")
    if section == "weekly_spend" and channel:
        return words("decision.lever.spend", channel=channel_name(channel, words))
    return plain(path)


def channel_name(name: str, words: Words) -> str:
    """A channel, or a channel in a part of the horizon ("search 2"), in words."""
    channel, _, part = name.rpartition(" ")
    if channel and part.isdigit():
        return words("decision.in_part", channel=words.known(f"origins.{channel}", plain(channel, 40)), part=part)
    return words.known(f"origins.{name}", plain(name, 40))


def range_of(low: float, high: float, measure: str, words: Words, currency: str) -> dict[str, str]:
    """The ends of a range of differences, as values of a sentence."""
    return {key: amount(end, measure, words, currency, True) for key, end in (("low", low), ("high", high))}


def sure(evidence: Evidence, measure: str, words: Words, head: Head) -> str:
    """How sure a difference is, and what would settle it where it is open."""
    if math.isnan(evidence.low) or math.isnan(evidence.p_better):
        return words("decision.few")
    ends = range_of(evidence.low, evidence.high, measure, words, head.currency)
    worlds = format.whole(evidence.worlds)
    found = words("decision.sure", chance=chance(evidence.p_better, words), worlds=worlds, **ends)
    if evidence.verdict in ("better", "worse"):
        return found
    return joined((found, settling(evidence, head, words)), words)


def settling(evidence: Evidence, head: Head, words: Words) -> str:
    """What would settle an open answer."""
    if evidence.verdict == "few":
        return words("decision.few")
    if evidence.verdict == "noise" and evidence.worlds_to_settle is not None:
        numbers = {"people": format.whole(head.people), "worlds": format.whole(evidence.worlds_to_settle)}
        return words("decision.noise", **numbers)
    return words("decision.belief")


def joined(sentences: Sequence[str], words: Words) -> str:
    """Sentences behind each other."""
    return ("" if words.language == "zh" else " ").join(sentences)


def facts(head: Head, words: Words) -> str:
    """What was run, in one line."""
    numbers = {name: format.whole(getattr(head, name)) for name in ("people", "worlds", "seed")}
    said = {
        "scenario": plain(words.pick(head.title, head.scenario), 60),
        "size": format.compact(head.market_size, words.language),
        "horizon": format.horizon(head.days, words),
        "fingerprint": plain(head.fingerprint[:12]),
    }
    return words("decision.facts", **said, **numbers)


def made(head: Head, words: Words) -> str:
    """When it was made and with which sixr, as far as the document says."""
    if not head.sixr:
        return words("decision.unmade")
    return words("decision.made", created=plain(head.created[:16]).replace("T", " "), version=plain(head.sixr, 40))


def basis(head: Head, policies: Sequence[str], words: Words) -> list[str]:
    """What lies beyond the data, and how far to trust the numbers: those through which ``policies`` work first."""
    found = [plain(text, LONGEST) for text in beyond(head, words)]
    if len(found) > BEYOND:
        found = [*found[:BEYOND], words("decision.beyond_more", count=len(found) - BEYOND)]
    if not head.numbers:
        return [*found, words("decision.no_numbers"), words("known.spread")]
    wanted = {section for policy in policies for section in SECTIONS.get(policy, ())}
    near = [one for one in head.numbers if one.path.removeprefix("market.").split(".")[0] in wanted]
    if near:
        names = dict.fromkeys(numbers.part(one.path, words.language) for one in near)
        found.append(words("decision.near", sections=words("link.and").join(names), **_counts(near)))
    found.append(words("decision.all", **_counts(head.numbers)))
    return [*found, words("known.spread")]


def beyond(head: Head, words: Words) -> list[str]:
    """What of the plans lies beyond the data."""
    return [plain(notes.told(text, words.language), 1000) for text in head.beyond]


def _counts(some: Sequence[Known]) -> dict[str, str]:
    counts = {label: format.whole(sum(one.label == label for one in some)) for label in LABELS}
    varied = sum(not math.isnan(one.low) for one in some)
    return {"count": format.whole(len(some)), "varied": format.whole(varied), **counts}


def bars(
    title: str,
    words: Words,
    rows: Sequence[tuple[str, Figure]],
    labels: Sequence[str],
    unit: Literal["", "share", "score"] = "",
) -> Chart:
    """A bar with its range for each of ``rows``, a name and a figure; ``labels``: what stands beside them."""
    return Chart(
        form="bars",
        title=title,
        note=words("decision.note_bars"),
        axis="",
        measure=title,
        names=[name for name, _ in rows],
        at=[],
        values=[one.value for _, one in rows],
        lows=[one.low for _, one in rows],
        highs=[one.high for _, one in rows],
        labels=labels,
        unit=unit,
    )


def longer(shown: Table, tables: Sequence[Table]) -> list[Table]:
    """Those of ``tables`` that do not stand on the page as a whole."""
    return [one for one in tables if one.rows != shown.rows]


def behind(head: Head, words: Words) -> list[Table]:
    """What lies beyond the data, in full, and all numbers of the market with their labels and sources."""
    texts, title = beyond(head, words), words("decision.beyond")
    first = [Table(title, [Column(title)], [[text] for text in texts])] if texts else []
    return first + (_known(head, words) if head.numbers else [])


def _known(head: Head, words: Words) -> list[Table]:
    """Each number of the market."""
    rows = figures.known_of(pd.DataFrame([one.model_dump() for one in head.numbers]), words, head.currency, {}).rows
    by_path = {plain(one.path): one for one in head.numbers}
    columns = [
        Column(words("known.part")),
        Column(words("known.number")),
        Column(words("known.path")),
        Column(words("known.value"), "number"),
        Column(words("decision.low"), "number"),
        Column(words("decision.high"), "number"),
        Column(words("known.unit")),
        Column(words("known.label")),
        Column(words("known.source")),
    ]
    found: list[list[Cell]] = []
    for row in rows.to_dict("records"):
        one = by_path[row["path"]]
        texts = (row["unit"], row["label_text"], row["source"])
        found.append([row["part"], row["title"], row["path"], one.value, one.low, one.high, *texts])
    return [Table(words("known.heading"), columns, found)]


def measured(plans: Sequence[tuple[str, dict[str, Figure]]], words: Words, title: str) -> Table:
    """Measures of plans, a row for each plan and measure, with the 5 % and 95 % points over worlds."""
    heads = (words("decision.plan"), words("known.number"))
    ends = [Column(words(f"decision.{key}"), "number") for key in ("mean", "low", "high")]
    rows: list[list[Cell]] = [
        [name, measure_name(measure, words), one.value, one.low, one.high]
        for name, some in plans
        for measure, one in some.items()
    ]
    return Table(title, [*map(Column, heads), *ends], rows)
