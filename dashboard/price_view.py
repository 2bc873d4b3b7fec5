"""What is shown of a price curve: the answer, what each price does, for whom."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard import charts, decision_charts, decision_view, format
from dashboard.decision_view import DecisionView, Row
from dashboard.look import STYLES, Line
from dashboard.panels import Panel
from dashboard.safe import plain
from scenarios.files.far import limits

PATH = "policy.price.level"
EFFECTS = ("clv", "cac", "won_by_invitation", "leaving_rate")
"""What a price also moves."""
EDGE = 0.05
"""Share of worlds whose best price lies at an end of what was tried, from which on that is told."""


@dataclass(frozen=True)
class PriceView(DecisionView):
    """The document of `sixr price`."""

    @cached_property
    def called(self) -> dict[str, str]:
        """What segments are called."""
        return self.titles("segments")

    @cached_property
    def points(self) -> Sequence[Mapping[str, Any]]:
        """The prices that were tried, the lowest first."""
        return sorted(self.document["points"], key=lambda one: float(one["at"][PATH]))

    @property
    def best(self) -> Mapping[str, Any]:
        """The tried price that is best on average."""
        found: Mapping[str, Any] = self.document["points"][self.document["best"]["number"]]
        return found

    @property
    def _against(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.best["against_today"]
        return found

    def head(self) -> str:
        """The answer in a few words."""
        if self._against["mean"] <= 0.0:
            return self.words("price.stay")
        key = "better" if self._against["verdict"] == "better" else "open"
        return self.words(f"price.{key}", best=self._price(self.document["price"]["best"]))

    def answer(self) -> str:
        """What the best price brings, and how sure that is, as markdown."""
        against, about = self._against, self.document["price"]
        ends = {"first": self._price(about["low"]), "last": self._price(about["high"])}
        if against["mean"] <= 0.0:
            return self.words("price.stay_what", **ends)
        low, high = decision_view.span(against["low"], against["high"], self.words, self.currency)
        return self.words(
            "price.answer" if against["low"] is not None else "price.answer_alone",
            price=self._price(self.best["at"][PATH]),
            objective=decision_view.objective(self.document["objective"], self.words),
            gain=format.signed(decision_view.money(against["mean"], self.words, self.currency)),
            low=low,
            high=high,
            chance=decision_view.chance(against["p_better"], self.words),
            **ends,
        )

    def reasons(self) -> list[str]:
        """What would settle it, and where belief decides, a sentence each."""
        found = []
        if self._against["mean"] > 0.0 and self._against["verdict"] not in ("better", "worse"):
            found.append(decision_view.settling(self._against, int(self.document["people"]), self.words))
        edge = float(self.document["price"]["share_at_an_end"])
        if edge > EDGE:
            found.append(self.words("price.edge", share=format.percent(edge, self.words.language, 2)))
        return found

    @cached_property
    def curve(self) -> Panel:
        """What is earned against the price, over today's."""
        least, most = limits("price")
        rows = pd.DataFrame(
            [
                {
                    "at": 100.0 * float(one["at"][PATH]),
                    "value": one["against_today"]["mean"],
                    "low": one["against_today"]["low"],
                    "high": one["against_today"]["high"],
                    "thin": math.nan,
                    "known": least <= float(one["at"][PATH]) <= most,
                }
                for one in self.points
            ]
        ).astype({"low": float, "high": float, "value": float})
        about = self.document["price"]
        at = 100.0 * float(about["best"])
        value = float(np.interp(at, rows["at"], rows["value"]))
        money = format.quantity(value, "currency", self.words, self.currency)
        ends = {"low": 100.0 * float(about["low"]), "high": 100.0 * float(about["high"])}
        marks = pd.DataFrame(
            [
                {
                    "kind": "today",
                    "at": 100.0,
                    "value": 0.0,
                    "low": math.nan,
                    "high": math.nan,
                    "text": self._said("today", 1.0, "0"),
                },
                {
                    "kind": "best",
                    "at": at,
                    "value": value,
                    "text": self._said("best", about["best"], format.signed(money)),
                    **ends,
                },
            ]
        )
        titles = self.words("price.axis"), ""
        chart = decision_charts.response(rows, marks, titles, self.words.language, _seen(rows))
        title = self.words(
            "price.curve_title", objective=decision_view.objective(self.document["objective"], self.words)
        )
        return Panel(title, self.currency, charts.resized(chart, 300), f"{title}. {'; '.join(marks['text'])}")

    @cached_property
    def volumes(self) -> tuple[Line, ...]:
        """Orders, and what they may fall to, as they are drawn."""
        styles = (("orders", STYLES[1]), ("allowed", STYLES[2]))
        return tuple(Line(name, self.words(f"price.{name}"), "", False, style) for name, style in styles)

    @cached_property
    def volume(self) -> Panel:
        """Orders against what they may fall to, both over today's."""
        rows = [
            {"scenario": line.label, "at": 100.0 * float(one["level"]), "value": one[key]}
            for line, key in zip(self.volumes, ("volume", "allowed"), strict=True)
            for one in self._watch
            if one[key] is not None and one[key] <= MOST
        ]
        return self._course(self.words("price.volume_title"), rows, self.volumes)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The segments, as they are drawn."""
        names, styles = list(self._watch[0]["by_segment"]), STYLES[1:]
        return tuple(
            Line(name, self.called.get(name, plain(name)), "", False, styles[k % len(styles)])
            for k, name in enumerate(names)
        )

    @cached_property
    def segments(self) -> Panel | None:
        """Orders of each segment over today's; None where there is one segment alone."""
        rows = [
            {"scenario": line.label, "at": 100.0 * float(one["level"]), "value": one["by_segment"][line.name]}
            for line in self.lines
            for one in self._watch
            if one["by_segment"][line.name] is not None
        ]
        return self._course(self.words("price.segments_title"), rows, self.lines) if len(self.lines) > 1 else None

    @cached_property
    def effects(self) -> list[Panel]:
        """What each price does to CLV, CAC, invitations and leaving."""
        return [self._effect(measure) for measure in EFFECTS]

    def heads(self) -> list[str]:
        """What stands above the columns of :meth:`rows`."""
        names = ("gain", "chance", "orders", "allowed")
        heads = [self.words(f"price.column_{name}", currency=self.currency) for name in names]
        return [*heads, *(self.words(f"price.effect_{name}") for name in EFFECTS)]

    def rows(self) -> list[Row]:
        """A row for each price, today's among them."""
        words, watch = self.words, {float(one["level"]): one for one in self._watch}
        whole = self._share(1.0)
        cells = ["0", format.MISSING, whole, whole, *self._figures(self.document["today"])]
        found: dict[float, Row] = {}
        for one in self.points:
            level, against = float(one["at"][PATH]), one["against_today"]
            gain = format.signed(format.compact(against["mean"], words.language))
            volumes = [self._share(watch[level][key]) for key in ("volume", "allowed")]
            texts = [gain, decision_view.chance(against["p_better"], words), *volumes, *self._figures(one["figures"])]
            found[level] = (self._price(level), texts, False)
        found[1.0] = (words("price.today", price=self._price(1.0)), cells, True)
        return [found[level] for level in sorted(found)]

    @property
    def _watch(self) -> Sequence[Mapping[str, Any]]:
        return sorted(self.document["watch"], key=lambda one: float(one["level"]))

    def _figures(self, figures: Mapping[str, Any]) -> list[str]:
        return [self._amount(figures[name]["value"]) for name in EFFECTS]

    def _amount(self, value: float | None) -> str:
        return format.MISSING if value is None else format.compact(value, self.words.language)

    def _effect(self, measure: str) -> Panel:
        figures = [(float(one["at"][PATH]), one["figures"][measure]) for one in self.points]
        rows = pd.DataFrame(
            [
                {"at": 100.0 * level, "value": figure["value"], "low": figure["low"], "high": figure["high"]}
                for level, figure in figures
                if figure["value"] is not None
            ]
        ).astype(float)
        rows["thin"], rows["known"] = math.nan, True
        now = self.document["today"][measure]["value"]
        marks = []
        if now is not None:
            text = self._said("today", 1.0, self._amount(now))
            marks.append({"kind": "today", "at": 100.0, "value": now, "low": math.nan, "high": math.nan, "text": text})
        if len(rows):
            at = 100.0 * float(self.document["price"]["best"])
            value = float(np.interp(at, rows["at"], rows["value"]))
            text = self._said("best", at / 100.0, self._amount(value))
            marks.append({"kind": "best", "at": at, "value": value, "low": math.nan, "high": math.nan, "text": text})
        drawn = pd.DataFrame(marks, columns=["kind", "at", "value", "low", "high", "text"])
        titles = self.words("price.axis"), ""
        chart = decision_charts.response(rows, drawn, titles, self.words.language, None)
        title = self.words(f"price.effect_{measure}")
        note = self.currency if measure in ("clv", "cac") else ""
        return Panel(title, note, chart, f"{title}. " + "; ".join(str(one["text"]) for one in marks))

    def _course(self, title: str, rows: Sequence[Mapping[str, Any]], lines: Sequence[Line]) -> Panel:
        drawn = pd.DataFrame(rows, columns=["scenario", "at", "value"]).astype({"at": float, "value": float})
        drawn["low"] = drawn["high"] = math.nan
        drawn["text"] = [
            self.words("price.point", name="", price=self._price(at / 100.0), value=self._share(value)).strip()
            for at, value in zip(drawn["at"], drawn["value"], strict=True)
        ]
        chart = charts.course(drawn, lines, self.words("price.axis"), self.words.language, "share")
        ends = "; ".join(f"{row.scenario}: {row.text}" for row in drawn.groupby("scenario").tail(1).itertuples())
        return Panel(title, "", chart, f"{title}. {ends}")

    def _said(self, kind: str, price: float, value: str) -> str:
        return self.words("price.point", name=self.words(f"price.mark_{kind}"), price=self._price(price), value=value)

    def _price(self, level: float) -> str:
        """A price in % of today's."""
        return format.percent(float(level), self.words.language)

    def _share(self, share: float | None) -> str:
        return format.MISSING if share is None else format.percent(share, self.words.language, 3 if share >= 1 else 2)


MOST = 4.0
"""Volumes over today's beyond which the chart of volumes does not go."""


def _seen(rows: pd.DataFrame) -> tuple[float, float] | None:
    """Ends of the chart of what is earned: those of the means, with as much room, as far as the ranges reach."""
    low, high = min(float(rows["value"].min()), 0.0), max(float(rows["value"].max()), 0.0)
    wide = max(high - low, 1e-9)
    least, most = float(rows["low"].min()), float(rows["high"].max())
    ends = (max(low - 0.4 * wide, least if math.isfinite(least) else low), min(high + 0.4 * wide, most))
    return (ends[0] - 0.05 * wide, max(ends[1], high) + 0.05 * wide) if math.isfinite(ends[1]) else None
