"""What a comparison of a simulated market with real orders found, and the file that keeps it.

``reproduce.json`` beside a fit (``fits/0001/reproduce.json``), the same as ``sixr reproduce --json`` prints:

    name, currency
    mode        "year": fitted until a day, the time after it simulated; "halves": fitted to either half of the
                customers and compared with the other over the same time, half of the worlds each; ``real`` is then the
                mean of the halves
    until       the day (ISO) at whose end the simulated market begins with the customers known then
    fitted_to   the last day whose orders were fitted: ``until``, or with "halves" the end of the history
    days        days compared, from the day after ``until`` on
    worlds      worlds simulated
    customers   {"real": n, "simulated": n}: known at ``until``; simulated ones stand for the real ones
    closed      true: nobody new came any more by ``until``, and the customers known then are compared alone
    midst       true: the file begins in the midst of a trade and is compared from its first day on, so that who is a
                new customer is not told
    passed, judged      numbers of patterns
    patterns    list, in the order in which they are to be shown; each
        name        key of the pattern, such as "gap_days"
        of          what it is of where there are several of one name (a channel), else ""
        kind        "distribution" | "series" | "level" | "curve"
        unit        of the values of ``real`` and ``simulated``: days, weeks, orders, customers, share, the currency ...
        at          where the values are: levels of the quantiles (0.05 ...) of a distribution (cells of "rfm", such as
                    "1-3-2": first class of recency, third of frequency, second of money; of recency the first is the
                    latest, else the last has most), first days (ISO) of the weeks of a series, weeks of a curve; [] of
                    a level
        real        values, as many as ``at``; one number of a level
        simulated   {"median", "low", "high"}: over the worlds, of the same form as ``real``; low and high are the ends
                    of the 90 % interval of a further world
        distance    distribution: 1 - Kolmogorov-Smirnov distance of real from simulated, median over worlds (of
                    "rfm": 1 - total variation); series and curve: share of reality and the worlds that are as far out
                    at their furthest value as reality, or further; level: 1 within the interval, else 0
        range       [low, high] of the distance over worlds (90 %); the same number twice where it is one of all worlds
        floor       distribution: the same distance of one half of the real customers from the other, mean of splits;
                    series and curve: 0.1; level: 1
        tolerance   what a distance may be below the floor
        passed      distance >= floor - tolerance
        rests_on    paths of the market's parameters on which the pattern rests, such as "market.need.order_shape"
    left_out    [{"name", "why"}]: patterns that this history does not show, or too little of
    summary     sentences
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "reproduce.json"


@dataclass(frozen=True)
class Reproduction:
    """``tree``: the document as the module says."""

    tree: dict[str, Any]

    @property
    def patterns(self) -> list[dict[str, Any]]:
        """The patterns, each as the module says."""
        return list(self.tree["patterns"])

    def summary(self) -> list[str]:
        """What comes out and what does not, in sentences."""
        return list(self.tree["summary"])

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        return self.tree

    def write(self, folder: Path) -> None:
        """Write ``FILE`` into ``folder``; an older one is replaced."""
        text = json.dumps(self.tree, ensure_ascii=False, indent=1, allow_nan=False)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")
