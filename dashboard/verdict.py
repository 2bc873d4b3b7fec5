"""The answer in sentences: which policy wins, by how much, how sure; careful where nothing is settled."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from dashboard import format
from dashboard.headline import DECIDING, Headline
from dashboard.look import Line
from dashboard.view import Cell, View
from scenarios.results.assemble import sixr_version
from scenarios.results.compare import FEWEST

Escape = Callable[[object], str]


@dataclass(frozen=True)
class Verdict:
    """What one measure says; ``winner`` is ahead for sure, None where nothing is settled."""

    topic: str
    head: str
    text: str
    winner: Line | None


def verdicts(view: View, escape: Escape) -> list[Verdict]:
    """The verdict on each deciding measure, empty where one scenario alone was run.

    ``escape`` makes the labels of scenarios harmless for the place where the texts are shown.
    """
    return [_verdict(view, headline, escape) for headline in DECIDING] if view.others else []


def cautions(view: View, escape: Escape = str) -> list[str]:
    """What a reader has to keep in mind: policies beyond what is known, two measures with two winners, too few worlds,
    an old result."""
    words, found = view.words, [escape(text) for text in view.far]
    winners = {verdict.winner.name for verdict in verdicts(view, str) if verdict.winner is not None}
    if not view.others:
        found.append(words("verdict.single"))
    if len(winners) > 1:
        found.append(words("verdict.apart"))
    if view.rough:
        found.append(words("verdict.rough", worlds=view.worlds))
    if view.stale:
        found.append(words("result.stale", made=view.facts()["version"], now=sixr_version()))
    return found


def _verdict(view: View, headline: Headline, escape: Escape) -> Verdict:
    words = view.words
    topic = words(f"verdict.{headline.measure}")
    best = _best(view, headline)
    if best is None:
        return Verdict(topic, words("verdict.unmeasured.head"), words("verdict.unmeasured.text"), None)
    line, cell = best
    outcome = _outcome(headline, cell)
    key, values = f"verdict.{headline.measure}_{outcome}", _values(view, headline, line, cell, escape)
    text = words(f"{key}.text", **values)
    if outcome in ("clear", "open") and len(view.others) > 1:
        best_in = view.best_in(headline.measure, headline.higher).get(line.name, 0)
        among = words("verdict.best_of", count=len(view.lines), best=best_in, worlds=cell.worlds)
        text += ("" if words.language == "zh" else " ") + among
    winner = {"clear": line, "base": view.base}.get(outcome)
    return Verdict(topic, words(f"{key}.head", **values), text, winner)


def _best(view: View, headline: Headline) -> tuple[Line, Cell] | None:
    """The policy with the best mean difference to the baseline."""
    found = [(line, cell) for line in view.others if (cell := view.cell(line, headline.measure)) is not None]
    found = [(line, cell) for line, cell in found if math.isfinite(cell.difference)]
    return max(found, key=lambda pair: headline.sign * pair[1].difference, default=None)


def _outcome(headline: Headline, cell: Cell) -> str:
    """equal: the same in every world; few: too few worlds to tell; clear: ahead of the baseline in the whole
    90 % range; open: ahead on average only; base_open: behind on average only; base: behind in the whole range.
    """
    if cell.difference == 0 and not (cell.low < 0 or cell.high > 0):
        return "equal"
    if cell.worlds < FEWEST:
        return "few"
    sign = headline.sign
    low, high = sorted((sign * cell.low, sign * cell.high))
    if not math.isfinite(low):
        low, high = -math.inf, math.inf
    if sign * cell.difference > 0:
        return "clear" if low > 0 else "open"
    return "base" if high < 0 else "base_open"


def _values(view: View, headline: Headline, line: Line, cell: Cell, escape: Escape) -> dict[str, object]:
    """What is filled into the sentences."""

    def shown(value: float) -> str:
        return format.quantity(value, headline.unit, view.words, view.currency)

    base = view.cell(view.base, headline.measure)
    return {
        "winner": escape(line.label),
        "base": escape(view.base.label),
        "difference": shown(cell.difference),
        "low": format.signed(shown(cell.low)),
        "high": format.signed(shown(cell.high)),
        "value": shown(cell.value),
        "base_value": shown(base.value if base else math.nan),
        "ahead": cell.ahead,
        "worlds": cell.worlds,
        "fewest": FEWEST,
    }
