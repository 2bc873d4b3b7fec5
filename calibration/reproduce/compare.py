"""Every pattern of a real window beside the same of simulated worlds: distance, floor, pass or fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from calibration.likelihood import Array
from calibration.reproduce import patterns
from calibration.reproduce.distance import OUTSIDE, complement, envelope, interval, overlap, within
from calibration.reproduce.patterns import CURVES, DISTRIBUTIONS, HORIZONS, LEVELS, SERIES, Classes, said
from calibration.reproduce.window import DAYS, NO_CHANNEL, Window

SPLITS = 20
"""Halvings of the customers behind a floor."""
QUANTILES = np.round(np.arange(0.05, 0.96, 0.05), 2)
FEW = 30
"""Values of a distribution below which nothing is said of it."""
FEW_NEW = 30
"""New customers of a channel below which nothing is said of it."""
SEED = 20
Entry = dict[str, Any]


@dataclass
class Comparison:
    """A ``real`` window and simulated ``worlds`` of the same days from ``start`` on.

    ``pairs``: what distances are taken of. ``halves``: pairs of halves of the real customers, whose distance from each
    other is the floor. All of them are samples of one size.
    """

    real: Window
    worlds: list[Window]
    pairs: list[tuple[Window, Window]]
    halves: list[tuple[Window, Window]]
    start: np.datetime64
    currency: str
    left_out: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def of_all(cls, real: Window, worlds: list[Window], start: np.datetime64, currency: str) -> Comparison:
        """Of worlds that stand for all ``real`` customers: halves of theirs are compared with halves of these."""
        rng = np.random.default_rng(SEED)
        halves = [real.half(rng.random(len(real))) for _ in range(SPLITS)]
        parts = [world.half(rng.random(len(world)))[0] for world in worlds]
        pairs = [(halves[k % SPLITS][0], part) for k, part in enumerate(parts)]
        return cls(real, worlds, pairs, halves, start, currency)

    @classmethod
    def of_halves(
        cls, everybody: Window, pairs: list[tuple[Window, Window]], start: np.datetime64, currency: str
    ) -> Comparison:
        """Of ``pairs`` of a half of the real customers and a world that stands for it."""
        rng = np.random.default_rng(SEED)
        halves = [everybody.half(rng.random(len(everybody))) for _ in range(SPLITS)]
        real = replace(everybody, scale=0.5)
        return cls(real, [world for _, world in pairs], pairs, halves, start, currency)

    def patterns(self) -> list[Entry]:
        """The entries of all patterns that both show, in the order of ``patterns.yaml``."""
        return [entry for name in said() for entry in self._of(name)]

    def _of(self, name: str) -> Iterator[Entry]:
        if name in DISTRIBUTIONS:
            yield from self._distribution(name)
        elif name in SERIES:
            yield from self._series(name)
        elif name in LEVELS:
            yield from self._level(name)
        elif name in CURVES:
            yield from self._curve(name)
        elif name == "rfm":
            yield from self._rfm()

    def _distribution(self, name: str) -> Iterator[Entry]:
        values = DISTRIBUTIONS[name]
        real, worlds = values(self.real), [values(world) for world in self.worlds]
        simulated = any(len(one) for one in worlds)
        if not len(real) and not simulated:
            return
        if not simulated:
            self._without(name, "nothing of it is simulated under today's policy")
            return
        if min(len(real), *(len(one) for one in worlds)) < FEW:
            self._without(name, f"fewer than {FEW} values, real or simulated")
            return
        halves = [(values(one), values(other)) for one, other in self.halves]
        floor = float(np.mean([complement(one, other) for one, other in halves if len(one) and len(other)]))
        distances = [complement(values(mine), values(theirs)) for mine, theirs in self.pairs]
        at = [float(level) for level in QUANTILES]
        quantiles = np.array([np.quantile(one, QUANTILES) for one in worlds])
        yield self._entry(name, "distribution", at, np.quantile(real, QUANTILES), quantiles, distances, floor)

    def _rfm(self) -> Iterator[Entry]:
        classes = Classes.of(self.real)
        worlds = np.array([classes.shares(world) for world in self.worlds])
        halves = [(classes.shares(one), classes.shares(other)) for one, other in self.halves]
        floor = float(np.mean([overlap(one, other) for one, other in halves]))
        distances = [overlap(classes.shares(mine), classes.shares(theirs)) for mine, theirs in self.pairs]
        yield self._entry("rfm", "distribution", classes.names, classes.shares(self.real), worlds, distances, floor)

    def _series(self, name: str) -> Iterator[Entry]:
        values = SERIES[name]
        if name == "new_per_week" and not self._wins(self.real):
            self._without(name, "nobody new came")
            return
        weeks = [str(self.start + DAYS * k) for k in range(self.real.weeks)]
        yield self._whole(name, "series", weeks, values(self.real), np.array([values(one) for one in self.worlds]))
        if name == "new_per_week":
            for channel in self._channels():
                mine = patterns.new_per_week(self.real, channel)
                theirs = np.array([patterns.new_per_week(one, channel) for one in self.worlds])
                yield self._whole(name, "series", weeks, mine, theirs, channel)

    def _channels(self) -> list[str]:
        """The channels that won enough of the real new customers for something to be said."""
        names, counts = np.unique(self.real.channel[~self.real.known].astype(str), return_counts=True)
        there = {str(name) for world in self.worlds for name in np.unique(world.channel.astype(str))}
        enough = [str(name) for name, n in zip(names, counts, strict=True) if name != NO_CHANNEL and n >= FEW_NEW]
        for name in enough:
            if name not in there:
                self._without("new_per_week", f"the market has no channel {name}")
        return [name for name in enough if name in there]

    def _level(self, name: str) -> Iterator[Entry]:
        if name == "new_customers" and not self._wins(self.real):
            self._without(name, "nobody new came")
            return
        real, worlds = LEVELS[name](self.real), np.array([LEVELS[name](world) for world in self.worlds])
        if np.isnan(real) or np.isnan(worlds).any():
            if not np.isnan(real):
                self._without(name, "nothing of it is simulated under today's policy")
            return
        inside = 1.0 if within(real, worlds) else 0.0
        yield self._entry(name, "level", [], np.array(real), worlds, [inside], 1.0)

    def _curve(self, name: str) -> Iterator[Entry]:
        values = CURVES[name]
        real, worlds = values(self.real), np.array([values(world) for world in self.worlds])
        told = ~np.isnan(real) & ~np.isnan(worlds).any(axis=0)
        if not told.any():
            self._without(name, f"fewer than {patterns.FEWEST} customers seen for {HORIZONS[0]} weeks")
            return
        at = [weeks for weeks, one in zip(HORIZONS, told, strict=True) if one]
        yield self._whole(name, "curve", at, real[told], worlds[:, told])

    def _wins(self, window: Window) -> bool:
        return bool((~window.known).any())

    def _whole(self, name: str, kind: str, at: list[Any], real: Array, worlds: Array, of: str = "") -> Entry:
        """An entry judged by its furthest value."""
        return self._entry(name, kind, at, real, worlds, [envelope(real, worlds)], OUTSIDE, of)

    def _entry(
        self,
        name: str,
        kind: str,
        at: Sequence[Any],
        real: Array,
        worlds: Array,
        distances: Sequence[float],
        floor: float,
        of: str = "",
    ) -> Entry:
        pattern = said()[name]
        low, high = interval(worlds)
        ends = interval(np.array(distances))
        distance = float(np.median(distances))
        return {
            "name": name,
            "of": of,
            "kind": kind,
            "unit": self.currency if pattern.unit == "currency" else pattern.unit,
            "at": list(at),
            "real": _plain(real),
            "simulated": {"median": _plain(np.median(worlds, axis=0)), "low": _plain(low), "high": _plain(high)},
            "distance": round(distance, 4),
            "range": [round(float(end), 4) for end in ends],
            "floor": round(floor, 4),
            "tolerance": pattern.tolerance,
            "passed": bool(distance >= floor - pattern.tolerance),
            "rests_on": list(pattern.rests_on),
        }

    def _without(self, name: str, why: str) -> None:
        self.left_out.append({"name": name, "why": why})


def _plain(values: Array) -> Any:
    """Numbers with six significant digits."""
    return float(f"{values:.6g}") if np.ndim(values) == 0 else [float(f"{one:.6g}") for one in np.asarray(values)]
