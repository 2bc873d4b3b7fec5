"""What is shown of the best plan for a budget: the answer, its numbers, its charts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard import charts, decision_charts, decision_view, format
from dashboard.budget_question import LEVERS
from dashboard.decision_view import DecisionView, Row
from dashboard.look import STYLES
from dashboard.panels import Panel
from dashboard.safe import markdown, plain
from decisions.evidence import SURE
from scenarios.files.far import limits

FRONTIER = ("customers", "clv", "cac")
"""What is drawn along the totals beside the gain."""
TOTALS = ("profit", "worth", "customers", "clv", "cac", "clv_to_cac")
COUNTED = ("last_touch", "blended", "incremental", "marginal")
"""Ways of counting what a customer costs."""
NEAR = 1e-9
"""Of an end of what was seen: how far beyond it a point still lies on it."""
ROOM = 0.15
"""Of the height of response curves, above and below their means; ranges may reach further."""
SHOWN = 0.005
"""Share of the total from which on money that is not spent is told."""


@dataclass(frozen=True)
class BudgetView(DecisionView):
    """The document of `sixr optimise`."""

    @cached_property
    def called(self) -> dict[str, str]:
        """What channels are called."""
        return self.titles("channels")

    @property
    def gain(self) -> Mapping[str, Any]:
        """Of the best plan over today's, as decisions.telling.told gives it."""
        found: Mapping[str, Any] = self.document["gain"]
        return found

    @property
    def moves(self) -> Sequence[Mapping[str, Any]]:
        """The numbers of the plan that are spend."""
        return [one for one in self.document["moves"] if not str(one["name"]).startswith("policy.")]

    @property
    def levers(self) -> Sequence[Mapping[str, Any]]:
        """The other ones."""
        return [one for one in self.document["moves"] if str(one["name"]).startswith("policy.")]

    def head(self) -> str:
        """The answer in a few words."""
        return self.words(f"budget.{self.document['verdict']}")

    def answer(self) -> str:
        """What the best plan brings, and how sure that is, as markdown."""
        low, high = decision_view.span(self.gain["low"], self.gain["high"], self.words, self.currency)
        key = "gain" if self.gain["low"] is not None else "gain_alone"
        return self.words(
            f"budget.{key}",
            objective=decision_view.objective(self.document["objective"], self.words),
            gain=format.signed(decision_view.money(self.gain["mean"], self.words, self.currency)),
            low=low,
            high=high,
            chance=decision_view.chance(self.gain["p_better"], self.words),
            worlds=format.whole(self.gain["worlds"]),
        )

    def reasons(self) -> list[str]:
        """What would settle it, what is not spent, what the next unit brings and what binds: a sentence each, as
        markdown."""
        words, found = self.words, []
        even = self.document["against_even_split"]
        if self.document["verdict"] == "unsure":
            found.append(decision_view.settling(self.gain, int(self.document["people"]), words))
        elif self.document["verdict"] == "leave":
            found.append(words("budget.leave_what"))
        elif self.gain["p_better"] is not None and self.gain["p_better"] < SURE:
            found.append(words("budget.expected", chance=decision_view.chance(self.gain["p_expected"], words)))
        if self.document["verdict"] == "move" and even is not None and even != self.gain:
            gain = format.signed(decision_view.money(even["mean"], words, self.currency))
            found.append(words("budget.even", gain=gain, chance=decision_view.chance(even["p_better"], words)))
        left = float(self.document["total"]) - float(self.document["spent"])
        if self.document["total"] and left > SHOWN * self.document["total"]:
            total = decision_view.money(self.document["total"], words, self.currency)
            share = format.percent(left / float(self.document["total"]), words.language, 2)
            key = "not_spent" if self.document["verdict"] == "move" else "unspent"
            found.append(words(f"budget.{key}", total=total, share=share))
        if self.document["verdict"] == "leave":
            return found
        free = [one["returns"] for one in self.moves if one["returns"] is not None and not one["bound"]]
        if free:
            ends = [format.compact(end, words.language, 2) for end in (min(free), max(free))]
            key = "next" if ends[0] == ends[1] else "next_between"
            found.append(words(f"budget.{key}", low=ends[0], high=ends[1]))
        for one in self.moves:
            if one["bound"] and one["returns"] is not None:
                said = {"name": markdown(self.name(str(one["name"]))), "bound": words(f"budget.bound_{one['bound']}")}
                found.append(words("budget.binds", returns=format.compact(one["returns"], words.language, 2), **said))
        return found

    def name(self, text: str) -> str:
        """A number of the plan, or a part of it, in words: a channel with its part of the horizon, or a lever."""
        for name, (path, *_) in LEVERS.items():
            if text == path:
                return self.words(f"budget.lever_{name}")
        if text in self.called:
            return self.called[text]
        channel, _, part = text.rpartition(" ")
        if channel in self.called and part.isdigit():
            return self.words("budget.in_part", channel=self.called[channel], part=part)
        return plain(text)

    @cached_property
    def moved(self) -> Panel:
        """From today to the best plan."""
        rows = []
        for one in self.moves:
            texts = {key: self._amount(one[key]) for key in ("now", "best", "low", "high")}
            text = self.words("budget.move_text", name=self.name(str(one["name"])), **texts)
            rows.append({"name": self.name(str(one["name"])), "text": text, **{key: one[key] for key in texts}})
        title = self.words("budget.week_axis", currency=self.currency)
        chart = decision_charts.moves(pd.DataFrame(rows), title, self.words.language)
        heading = self.words("budget.moved_title")
        return Panel(heading, "", chart, f"{heading}. " + "; ".join(str(row["text"]) for row in rows))

    def plan(self) -> list[Row]:
        """A row for each channel and part: today, best, plans as good, the next unit, what binds."""
        rows: list[Row] = []
        for one in self.moves:
            cells = [self._amount(one[key]) for key in ("now", "best", "low", "high")]
            returns = format.MISSING if one["returns"] is None else format.compact(one["returns"], self.words.language)
            bound = self.words(f"budget.bound_{one['bound']}") if one["bound"] else format.MISSING
            rows.append((self.name(str(one["name"])), [*cells, returns, bound], False))
        return rows

    def others(self) -> list[Row]:
        """A row for each other lever."""
        rows: list[Row] = []
        scales = {path: scale for path, scale, *_ in LEVERS.values()}
        for one in self.levers:
            scale = scales.get(str(one["name"]), 1.0)
            cells = [format.compact(one[key] / scale, self.words.language) for key in ("now", "best", "low", "high")]
            rows.append((self.name(str(one["name"])), cells, False))
        return rows

    @cached_property
    def responses(self) -> list[Panel]:
        """How what is earned responds to each channel and lever."""
        curves = self.document["curves"]
        spends = [one for one in curves if one["name"] in self.called]
        ends = _ends([value for one in spends for key in ("gross", "net") for value in one[key]])
        found = [self._response(one, self.words("budget.week"), ends, 1.0) for one in spends]
        scales = {path: scale for path, scale, *_ in LEVERS.values()}
        return found + [
            self._response(one, "", None, scales.get(str(one["name"]), 1.0)) for one in curves if one not in spends
        ]

    @property
    def seen(self) -> str:
        """What the dashes of the response curves mean here."""
        most = f"{limits('spend')[1]:g}"
        return self.words("budget.dashed_history") if self.document["seen"] else self.words("budget.dashed", most=most)

    @cached_property
    def along(self) -> list[Panel]:
        """What comes of other totals, each split as well as it can be."""
        points, plans = self.document["frontier"] or [], self.document["plans"]
        name = decision_view.objective(self.document["objective"], self.words)
        gains = [(float(one["total"]), one["gain"]) for one in points]
        ends = {"today": 0.0, "best": float(self.gain["mean"])}
        found = [self._along(self.words("budget.gain_title", objective=name), self.currency, gains, ends)]
        for measure in FRONTIER:
            figures = [(float(one["total"]), one["figures"][measure]) for one in points]
            ends = {kind: plans[kind][measure]["value"] for kind in decision_charts.KINDS}
            unit = "" if measure == "customers" else self.currency
            found.append(self._along(self._title(measure), unit, figures, ends))
        return [panel for panel in found if panel is not None]

    def totals(self) -> list[Row]:
        """A row for each total."""
        return [
            (self._amount(one["total"]), [self._figure(one["figures"], name) for name in TOTALS], False)
            for one in self.document["frontier"] or []
        ]

    def totals_heads(self) -> list[str]:
        return [self._title(name) for name in TOTALS]

    def compared(self) -> list[Row]:
        """Today's plan beside the best one, and the plans between which it stands."""
        plans = self.document["plans"]
        return [
            (self.words(f"budget.plan_{name}"), [self._figure(plans[key], one) for one in TOTALS], False)
            for name, key in (("today", "today"), ("even", "even split"), ("best", "best"))
            if key in plans
        ]

    def costs(self) -> list[Row]:
        """What a customer costs: all and by channel, today and in the best plan, counted in each way."""
        found = {(one["channel"], one["kind"], one["plan"]): one for one in self.document["costs"] or []}
        channels = list(dict.fromkeys(channel for channel, _, _ in found))
        rows: list[Row] = []
        for channel in sorted(channels, key=lambda one: one != ""):
            cells = []
            for kind in COUNTED:
                pair = [found.get((channel, kind, plan), {}).get("value") for plan in ("today", "best")]
                texts = [self._amount(value) for value in pair]
                cells.append(
                    format.MISSING if pair == [None, None] else self.words("budget.pair", now=texts[0], best=texts[1])
                )
            rows.append((self.called.get(channel, plain(channel)) or self.words("budget.all"), cells, not channel))
        return rows

    @cached_property
    def made_of(self) -> Panel | None:
        """What each channel and lever brings of the whole; None where that was not worked out or nothing moved."""
        parts = (self.document["parts"] or {}).get("levers")
        if not parts:
            return None
        rows = []
        for one in parts:
            label = format.signed(self._amount(one["mean"]))
            name = self.name(str(one["name"]))
            ends = f"{self._amount(one['low'])} … {self._amount(one['high'])}"
            ranged = {key: math.nan if one[key] is None else one[key] for key in ("low", "high")}
            rows.append(
                {"name": name, "value": one["mean"], "label": label, "text": f"{name}: {label} ({ends})", **ranged}
            )
        heading = self.words("budget.parts_title")
        chart = charts.bars(pd.DataFrame(rows), self.words.language, STYLES[1].colour)
        return Panel(heading, self.currency, chart, f"{heading}. " + "; ".join(str(row["text"]) for row in rows))

    def _response(self, curve: Mapping[str, Any], unit: str, ends: tuple[float, float] | None, scale: float) -> Panel:
        at, net = np.array(curve["at"], float) / scale, np.array(curve["net"], float)
        spends = curve["name"] in self.called
        low, high = self._known(curve) if spends else (-math.inf, math.inf)
        rows = pd.DataFrame(
            {
                "at": at,
                "value": net,
                "low": curve["low"],
                "high": curve["high"],
                "thin": curve["gross"] if spends else math.nan,
                "known": (at >= low * (1.0 - NEAR)) & (at <= high * (1.0 + NEAR)),
            }
        ).astype({"thin": float})
        marks = []
        for kind, key in (("today", "now"), ("best", "best")):
            place = min(max(curve[key] / scale, float(at[0])), float(at[-1]))
            value = float(np.interp(place, at, net))
            label = self.words(f"budget.plan_{kind}")
            text = self.words(
                "budget.point", name=label, at=self._amount(curve[key] / scale), value=self._amount(value)
            )
            marks.append({"kind": kind, "at": place, "value": value, "low": math.nan, "high": math.nan, "text": text})
        title = self.name(str(curve["name"]))
        axis = self.words("budget.week_axis", currency=self.currency) if spends else title
        chart = decision_charts.response(rows, pd.DataFrame(marks), (axis, ""), self.words.language, ends)
        return Panel(title, unit, chart, f"{title}. " + "; ".join(str(one["text"]) for one in marks))

    def _known(self, curve: Mapping[str, Any]) -> tuple[float, float]:
        """Between which spend a week something like it was seen."""
        seen = (self.document["seen"] or {}).get(curve["name"])
        if self.document["seen"]:
            return (float(seen[0]), float(seen[1])) if seen else (0.0, 0.0)
        return 0.0, limits("spend")[1] * float(curve["now"])

    def _along(
        self,
        title: str,
        unit: str,
        figures: Sequence[tuple[float, Mapping[str, Any]]],
        plans: Mapping[str, float | None],
    ) -> Panel | None:
        """A chart of ``figures`` by total with the values of ``plans``; None where too few have a value."""
        rows = [
            {"at": total, "known": True, "thin": math.nan, **_numbers(figure)}
            for total, figure in figures
            if figure["value"] is not None
        ]
        if len(rows) < 2:
            return None
        marks = []
        for kind, at in (("today", self._today), ("best", float(self.document["spent"]))):
            value = plans[kind]
            if value is not None:
                label = self.words(f"budget.plan_{kind}")
                text = self.words("budget.point", name=label, at=self._amount(at), value=self._amount(value))
                marks.append({"kind": kind, "at": at, "value": value, "low": math.nan, "high": math.nan, "text": text})
        axis = self.words("budget.total_axis", currency=self.currency)
        drawn = pd.DataFrame(rows).astype({"value": float})
        chart = decision_charts.response(drawn, pd.DataFrame(marks), (axis, ""), self.words.language, None)
        return Panel(title, unit, chart, f"{title}. " + "; ".join(str(one["text"]) for one in marks))

    @property
    def _today(self) -> float:
        """What is spent today over the horizon, in the channels of the split."""
        weeks = float(self.document["days"]) / 7.0
        parts = max(int(self.document["asked"]["quarters"]), 1)
        return weeks * sum(float(one["now"]) for one in self.moves) / parts

    def _figure(self, figures: Mapping[str, Any], measure: str) -> str:
        return self._amount(figures[measure]["value"])

    def _title(self, measure: str) -> str:
        return self.words(f"budget.measure_{measure}")

    def _amount(self, value: float | None) -> str:
        return format.MISSING if value is None else format.compact(float(value), self.words.language)


def _numbers(figure: Mapping[str, Any]) -> dict[str, float]:
    return {key: math.nan if figure[key] is None else float(figure[key]) for key in ("value", "low", "high")}


def _ends(values: Sequence[float | None]) -> tuple[float, float] | None:
    """Common ends of charts side by side, with some room."""
    found = [float(value) for value in values if value is not None]
    if not found:
        return None
    low, high = min(*found, 0.0), max(*found, 0.0)
    room = ROOM * (high - low) or 1.0
    return low - room, high + room
