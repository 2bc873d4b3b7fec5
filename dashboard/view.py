"""A stored result as one language shows it: its scenarios, its numbers, the facts behind them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

from dashboard import format, notes
from dashboard.look import Line, lines
from dashboard.numbers import LISTS
from dashboard.safe import plain
from dashboard.text import Words
from scenarios.results.assemble import few_worlds, sixr_version
from scenarios.results.compare import ROUGH_BELOW
from scenarios.results.sentences import a_year
from scenarios.results.store import Result
from scenarios.warnings.beyond import END
from sim.tables import RATIOS


@dataclass(frozen=True)
class Cell:
    """One measure of one scenario: mean and 90 % range over worlds, and the same of its paired difference to
    the baseline; flows are those of a year. ``ahead`` of ``worlds`` worlds are better than the baseline; the
    measure has a value in ``defined`` worlds."""

    value: float
    value_low: float
    value_high: float
    difference: float
    low: float
    high: float
    ahead: int
    worlds: int
    defined: int


@dataclass(frozen=True)
class View:
    """``result`` in the language of ``words``; ``name`` is that of its folder."""

    name: str
    result: Result
    words: Words

    @property
    def manifest(self) -> Mapping[str, Any]:
        return self.result.manifest

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The scenarios, the baseline first. Their notes tell policies as they stand in files, and are left out where
        the run changed a policy."""
        found = lines(self.manifest["scenarios"], self.words)
        changed = any(str(text).startswith("policy.") for text in self.manifest.get("overrides", ()))
        return tuple(replace(line, note="") for line in found) if changed else found

    @property
    def base(self) -> Line:
        return self.lines[0]

    @property
    def others(self) -> tuple[Line, ...]:
        return self.lines[1:]

    @property
    def currency(self) -> str:
        return plain(self.manifest["currency"], 12)

    @property
    def horizon(self) -> str:
        return format.horizon(int(self.manifest["days"]), self.words)

    @property
    def worlds(self) -> int:
        return int(self.manifest["worlds"])

    @property
    def rough(self) -> bool:
        return self.worlds < ROUGH_BELOW

    @property
    def stale(self) -> bool:
        """Whether the result was made by another version of sixr than the one that shows it."""
        made, now = self.manifest.get("sixr"), sixr_version()
        return made != now and "unknown" not in (made, now)

    @property
    def _called(self) -> dict[str, str]:
        """What scenarios, channels and desks are called, by name."""
        called = {name: title for (group, name), title in self.items.items() if group in ("channels", "service.desks")}
        return called | {line.name: line.label for line in self.lines}

    @property
    def far(self) -> tuple[str, ...]:
        """What the run remarked of policies beyond what the market was fitted to, which is said with the answer."""
        remarks = [str(text) for text in self.manifest.get("warnings", ()) if str(text).endswith(END)]
        return tuple(plain(notes.told(text, self.words.language, self._called), 400) for text in remarks)

    @property
    def noted(self) -> tuple[str, ...]:
        """What else the run itself remarked; how few its worlds are is said with the answer."""
        changed = [self.words("known.with", change=text) for text in self.manifest.get("overrides", ())]
        said = few_worlds(self.worlds)
        warnings = self.manifest.get("warnings", ())
        remarks = [text for text in warnings if text not in said and not str(text).endswith(END)]
        told = [notes.told(str(text), self.words.language, self._called) for text in remarks]
        return tuple(plain(text, 400) for text in (*changed, *told))

    def a_year(self, measure: str) -> float:
        """What the sum of ``measure`` over the horizon is multiplied by to be that of a year; 1 for what is no flow."""
        return a_year(measure, int(self.manifest["days"]))

    def cell(self, line: Line, measure: str) -> Cell | None:
        """The measure of the whole scenario; None where it was not measured."""
        row = self._headlines.get((line.name, measure))
        if row is None:
            return None
        worlds, share = int(row["worlds"]), float(row["p_better"])
        ahead = round(share * worlds) if math.isfinite(share) else 0
        names, year = ("value", "value_low", "value_high", "difference", "low", "high"), self.a_year(measure)
        defined = self._defined[line.name, measure]
        return Cell(ahead=ahead, worlds=worlds, defined=defined, **{name: year * float(row[name]) for name in names})

    def best_in(self, measure: str, higher: bool) -> dict[str, int]:
        """In how many worlds each scenario is the best of all on ``measure``; a tie counts for the first."""
        table = self.result.tables["measures"]
        chosen = table[(table["measure"] == measure) & (table["by"] == "all")].dropna(subset=["value"])
        if chosen.empty:
            return {}
        wide = chosen.pivot(index="replication", columns="scenario", values="value")
        wide = wide[[line.name for line in self.lines if line.name in wide]].dropna()
        best = wide.idxmax(axis=1) if higher else wide.idxmin(axis=1)
        return {str(name): int(count) for name, count in best.value_counts().items()}

    def paired(self, line: Line, measure: str) -> tuple[int, float, float] | None:
        """Over the worlds in which baseline and ``line`` both have a value: how many, and the means of the two, which
        are those that the difference rests on. None where these are all worlds of both."""
        if line.base:
            return None
        table = self.result.tables["measures"]
        rows = table[(table["measure"] == measure) & (table["by"] == "all")]
        wide = rows.pivot(index="replication", columns="scenario", values="value")
        if not {line.name, self.base.name} <= set(wide.columns) or measure in RATIOS:
            return None
        pair = wide[[self.base.name, line.name]]
        both = pair.dropna()
        if len(both) == 0 or len(both) == pair.notna().sum().max():
            return None
        return len(both), float(both[self.base.name].mean()), float(both[line.name].mean())

    @property
    def took(self) -> str:
        """How long the headline took, and the columns that were worked out behind it; nothing where that is not known
        apart."""
        seconds = self.manifest.get("seconds", {})
        if not {"headline", "columns"} <= seconds.keys():
            return ""
        times = {name: format.took(float(seconds[name]), self.words) for name in ("headline", "columns")}
        return self.words("acquisition.took", **times)

    @cached_property
    def spends_differ(self) -> bool:
        """Whether the scenarios differ in what they spend on media, in all or on any channel."""
        table = self.result.tables["accounts"]
        spent = table[table["account"] == "media"].groupby("scenario")["value"].sum().round()
        if len({float(spent.get(line.name, 0.0)) for line in self.lines}) > 1:
            return True
        return any(self._plan(line) != self._plan(self.base) for line in self.others)

    def _plan(self, line: Line) -> tuple[object, object, object]:
        """What a scenario spends a week by channel, in flights, and on some regions, as its file says."""
        policy = self._part(line, "policy") or {}
        channel = policy.get("channel") or {}
        regions = [(row.get("regions"), row["channel"]) for row in policy.get("groups") or () if row.get("channel")]
        return channel.get("weekly_spend"), channel.get("flights"), regions

    def _part(self, line: Line, part: str) -> Any:
        """A part of the file of a scenario as it was run; reading the whole takes half a second."""
        text = "\n" + self.result.scenarios.get(line.name, "")
        begin = text.find(f"\n{part}:")
        found = re.match(r"\n.*(?:\n[ -].*)*", text[begin:]) if begin >= 0 else None
        return YAML(typ="safe").load(found[0]).get(part) if found else None

    @cached_property
    def items(self) -> Mapping[tuple[str, str], str]:
        """What the items of the market (segments, channels, desks) are called, by list and name."""
        return items(self._part(self.base, "market") or {}, self.words)

    def facts(self) -> dict[str, str]:
        """What holds for every figure: currency, horizon, discount rate, worlds and the rest."""
        manifest, market = self.manifest, self.manifest.get("market") or {}
        rate, name = float(manifest.get("discount_rate", math.nan)), market.get("name") or "base"
        return {
            "currency": self.currency,
            "horizon": self.horizon,
            "start": plain(manifest.get("start", ""), 20),
            "people": format.whole(float(manifest["people"])),
            "market_size": format.whole(float(manifest.get("market_size", math.nan))),
            "worlds": format.whole(self.worlds),
            "discount_rate": format.percent(rate, self.words.language),
            "market": self.words.known(f"result.market_{name}", plain(name, 40)),
            "seed": plain(manifest["seed"], 20),
            "version": plain(manifest.get("sixr", ""), 20),
            "created": plain(str(manifest.get("created", ""))[:16]).replace("T", " "),
        }

    @cached_property
    def _defined(self) -> Counter[tuple[str, str]]:
        table = self.result.tables["measures"]
        found = table[(table["by"] == "all") & table["value"].notna()]
        return Counter(zip(found["scenario"], found["measure"], strict=True))

    @cached_property
    def _headlines(self) -> dict[tuple[str, str], dict[str, Any]]:
        table = self.result.comparison
        kept: pd.DataFrame = table[table["by"] == "all"]
        rows: list[Any] = kept.to_dict("records")
        return {(row["scenario"], row["measure"]): row for row in rows}


def items(market: Mapping[str, Any], words: Words) -> dict[tuple[str, str], str]:
    """What the items of the tree of a market (segments, channels, desks) are called, by list and name."""
    found = {}
    for group in LISTS:
        at: Any = market
        for key in group.split("."):
            at = at.get(key, {}) if isinstance(at, Mapping) else {}
        for one in at if isinstance(at, list | tuple) else ():
            if isinstance(one, Mapping) and isinstance(one.get("title"), Mapping):
                found[group, str(one.get("name"))] = plain(words.pick(one["title"], str(one["name"])), 40)
    return found
