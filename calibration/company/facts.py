"""What a fit of a company leaves for later questions: what it read, what it found, what it forecast."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from calibration.drift import Drift
from calibration.gamma_gamma import GammaGamma
from calibration.pareto_nbd import ParetoNBD
from calibration.reading.account import Reading
from sim.problems import BadInput, Problem, shown

FILE = "facts.json"
SCHEMA = 1


@dataclass(frozen=True)
class Facts:
    """``tree``: the document facts.json, plain data."""

    tree: Mapping[str, Any]

    @property
    def until(self) -> np.datetime64:
        """The last day of the history."""
        return np.datetime64(self.tree["until"])

    @property
    def currency(self) -> str:
        return str(self.tree["currency"])

    @property
    def model(self) -> ParetoNBD:
        """The rates of buying, by week."""
        return ParetoNBD(*(float(self.tree["pareto_nbd"][name]) for name in ("r", "alpha", "s", "beta")))

    @property
    def amounts(self) -> GammaGamma:
        """The amounts of orders."""
        return GammaGamma(*(float(self.tree["gamma_gamma"][name]) for name in ("p", "q", "gamma")))

    @property
    def drift(self) -> Drift:
        """How fast what customers did is forgotten."""
        life = self.tree["drift"]["half_life"]
        return Drift(np.inf if life is None else float(life), float(self.tree["drift"]["extra"]))

    def write(self, folder: Path) -> None:
        """Write the document into ``folder``."""
        text = json.dumps({"schema": SCHEMA, **self.tree}, ensure_ascii=False, indent=1, allow_nan=False)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")


def reading_facts(reading: Reading) -> dict[str, Any]:
    """How the orders were read, but for what stands in cells, which may tell who somebody is: rows = used + set aside,
    by reason, with the money of each (0 where none can be read, None where it is beyond all numbers)."""

    def finite(amount: float) -> float | None:
        return amount if math.isfinite(amount) else None

    kept = ("kind", "column", "reason", "rows")
    return {
        "file": reading.file,
        "rows": reading.rows,
        "used": reading.used,
        "money": {name: finite(reading.money[name]) for name in ("read", "set_aside")},
        "set_aside": [{name: one[name] for name in kept} | {"money": finite(one["money"])} for one in reading.aside],
    }


def facts_of(folder: Path) -> Facts:
    """The facts of the fit in ``folder``; BadInput where they cannot be read."""
    place = folder / FILE
    try:
        tree = json.loads(place.read_text(encoding="utf-8"))
        Facts(tree).model, Facts(tree).amounts, Facts(tree).drift, Facts(tree).until  # all that is needed
    except (OSError, ValueError, KeyError, TypeError) as error:
        found = f"unreadable ({shown(error, 60)})"
        fix = "run `sixr company fit` again"
        raise BadInput([Problem(f"fits/{folder.name}/{FILE}", 0, "", found, "the facts of a fit", fix)]) from None
    return Facts(tree)
