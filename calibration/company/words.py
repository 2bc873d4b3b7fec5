"""What columns and media are called in exports of shops and ledgers: words.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scenarios.ground.packaged import packaged


def of_tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Names of columns by table and column, the most telling first."""
    found: Mapping[str, Mapping[str, Sequence[str]]] = packaged("calibration.company", "words.yaml")["tables"]
    return found


def of_channels() -> Mapping[str, Sequence[str]]:
    """Names of media by the channel of base.yaml that they are like; the first that fits counts."""
    found: Mapping[str, Sequence[str]] = packaged("calibration.company", "words.yaml")["channels"]
    return found


def plain(name: str) -> str:
    """A column's name in small letters and single spaces: Created at (UTC), createdAt and created_at alike."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[^\w]+|_", " ", apart).lower().split())
