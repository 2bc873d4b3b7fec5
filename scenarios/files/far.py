"""How far from what was observed a lever may be before an answer is the shape of the formula: beyond.yaml."""

from __future__ import annotations

from scenarios.ground.packaged import packaged


def limits(lever: str) -> tuple[float, float]:
    """The range of a lever of beyond.yaml within which nothing is said."""
    entry = packaged("scenarios.files", "beyond.yaml")[lever]
    return float(entry.get("least", 0.0)), float(entry["most"])
