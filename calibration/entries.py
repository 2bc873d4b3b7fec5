"""Estimates as entries of the market file, such that the market is accepted: limits, order of ends, correlations."""

from __future__ import annotations

from typing import Any

import numpy as np

from calibration.identified import label
from calibration.likelihood import Array, Estimate

DIGITS = 6  # significant digits of the numbers written
LEAST_EIGENVALUE = 1e-5  # of a matrix of correlations as it is written
Limits = tuple[float, float]


def rounded(value: float) -> float:
    """``value`` with ``DIGITS`` significant digits."""
    return float(f"{value:.{DIGITS}g}")


def plain(values: Any) -> Any:
    """``values`` with every number rounded to ``DIGITS`` significant digits, log-likelihoods to 0.01."""
    if isinstance(values, dict):
        return {k: round(v, 2) if k == "log_likelihood" else plain(v) for k, v in values.items()}
    if isinstance(values, list):
        return [plain(v) for v in values]
    return rounded(values) if isinstance(values, float) else values


def put(parameter: dict[str, Any], value: float, ends: Limits | None, limits: Limits, **said: str) -> None:
    """Put ``value`` and the interval ``ends`` in the place of an assumption, with its ``label`` and ``source``.

    Ends are cut to ``limits``; an interval that does not hold the value, or has no width, is left out, and the
    number is then the same in every world. The unit stays.
    """
    value = rounded(min(max(value, limits[0]), limits[1]))
    parameter |= {"value": value, **said}
    low, high = (rounded(min(max(end, limits[0]), limits[1])) for end in ends or (value, value))
    if low <= value <= high and low < high:
        parameter |= {"interval": [low, high], "scale": "log"}
    else:
        parameter.pop("interval", None)


def learn(parameter: dict[str, Any], estimate: Estimate, symbol: str, limits: Limits, source: str, doubt: str) -> None:
    """Put an estimate in the place of an assumption; ``doubt``: what in the history speaks against it, or nothing."""
    value = float(estimate.values[estimate.names.index(symbol)])
    said = f"{source}; not identified by this history" if symbol in estimate.open else source
    said = f"{said}; {doubt}" if doubt else said
    found = label(estimate, symbol, bool(doubt))
    put(parameter, value, estimate.interval(symbol), limits, label=found, source=said)


def scale_awareness(market: dict[str, Any], factor: float, said: str) -> None:
    """Multiply the organic rate and every channel's peak rate; ``said``: where they are from now."""
    for parameter in (market["awareness"]["organic_rate"], *(c["peak_rate"] for c in market["channels"])):
        parameter["value"] = rounded(parameter["value"] * factor)
        if "interval" in parameter:
            parameter["interval"] = [rounded(end * factor) for end in parameter["interval"]]
        parameter |= {"label": "bounded", "source": said}


def correlated(section: str, names: tuple[str, ...], estimate: Estimate) -> dict[str, Any]:
    """A block of correlations of the logarithms, positive definite as it is written."""
    return {"parameters": [f"{section}.{name}" for name in names], "matrix": definite(estimate.correlation)}


def definite(matrix: Array) -> list[list[float]]:
    """``matrix`` of correlations with 6 decimals, drawn towards independence as far as it needs to be definite."""
    matrix = (matrix + matrix.T) / 2
    shrunk = np.round(matrix, 6)
    least = float(np.linalg.eigvalsh(shrunk).min())
    if least < LEAST_EIGENVALUE:
        share = (2 * LEAST_EIGENVALUE - least) / (1 - least)
        shrunk = np.round((1 - share) * matrix + share * np.eye(len(matrix)), 6)
    return [[float(value) for value in row] for row in shrunk]
