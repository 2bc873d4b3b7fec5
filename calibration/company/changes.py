"""What is other than in the fit before: parameters that moved, and what came beside what had been forecast."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from calibration.company.facts import Facts
from calibration.history import History
from calibration.likelihood import NORMAL_95
from calibration.summary import Histories, histories_of
from calibration.tracking import weekly_orders
from scenarios.files.loading import load_market
from scenarios.parameter import Parameter, parameters

MOST = 12  # parameters that are named


def changes(before: Path | None, now: Path, past: History, then: Facts | None, seen: Histories) -> list[str]:
    """Sentences; ``before`` and ``now`` are the folders of two fits, ``then`` the facts of the first, ``past`` and
    ``seen`` the history of the second. Nothing where there was no fit."""
    if before is None or then is None:
        return []
    found = [f"Compared with fit {before.name}:"]
    found += _moved(before, now)
    found += _came(past, then, seen)
    return found if len(found) > 1 else [f"Nothing has changed since fit {before.name}."]


def _moved(before: Path, now: Path) -> Iterator[str]:
    """Parameters that moved by more than a standard error of either fit, the furthest first."""
    old, new = ({path: one for path, one in parameters(load_market(at / "market.yaml"))} for at in (before, now))
    moved = []
    for path in old.keys() & new.keys():
        error = max(_error(old[path]), _error(new[path]))
        by = abs(_on(new[path], new[path].value) - _on(new[path], old[path].value))
        if old[path].value != new[path].value and by > error:
            moved.append((by / error if error > 0 else math.inf, path))
    for off, path in sorted(moved, reverse=True)[:MOST]:
        said = f", {off:.1f} standard errors" if math.isfinite(off) else ""
        yield f"{path}: {old[path].value:.4g} -> {new[path].value:.4g} {new[path].unit}{said}."
    if len(moved) > MOST:
        yield f"And {len(moved) - MOST} more parameters."


def _error(parameter: Parameter) -> float:
    """The standard error on the scale of the logarithm where the belief is on that, else as it is."""
    if parameter.interval is None:
        return 0.0
    low, high = (_on(parameter, end) for end in parameter.interval)
    return (high - low) / (2 * NORMAL_95)


def _on(parameter: Parameter, value: float) -> float:
    return math.log(max(value, 1e-300)) if parameter.scale == "log" else value


def _came(past: History, then: Facts, seen: Histories) -> Iterator[str]:
    """What the customers known then have ordered since, beside the forecast over as many whole weeks."""
    weeks = int((seen.until - then.until).astype(int)) // 7
    whole = max((int(one) for one in then.tree["forecast"] if int(one) <= weeks), default=0)
    if weeks < 0:
        yield f"This history ends on {seen.until}, before that of the fit before ({then.until})."
    if not whole:
        return
    known = histories_of(past.days, then.until, seen.currency)
    came = int(weekly_orders(past.days, known, 0, whole).sum())
    one = then.tree["forecast"][str(whole)]
    low, high = one["intervals"]["90"]
    inside = "inside" if low <= came <= high else "outside"
    yield (
        f"In the {whole} weeks after {then.until} the customers known then placed {came:,} orders; forecast"
        f" {one['middle']:,.0f} ({low:,.0f} to {high:,.0f}, 90 %): {inside}."
    )
