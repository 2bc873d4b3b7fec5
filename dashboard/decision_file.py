"""A document of a decision, as `sixr optimise --out` and `sixr price --out` write it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.problems import BadInput, Problem, shown

MARK = "sixr_decision"
"""The first key of such a document."""
KINDS = ("advice", "price")
"""Of documents that are shown."""
MOST_BYTES = 20_000_000
NEEDED = (
    "kind",
    "created",
    "asked",
    "scenario",
    "fingerprint",
    "title",
    "currency",
    "worlds",
    "people",
    "days",
    "seed",
    "called",
    "numbers",
)


@dataclass(frozen=True)
class Decided:
    """A document: its name ("folder searched/own name"), when it was made, and what it says."""

    name: str
    created: str
    document: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.document["kind"])


def read(file: str | os.PathLike[str]) -> Decided:
    """The document in ``file``; BadInput where it is none of `sixr optimise` or `sixr price`."""
    found = opened(Path(file), Path(file).stem)
    if found is None or found.kind not in KINDS:
        allowed = "a document that `sixr optimise --out` or `sixr price --out` wrote"
        raise BadInput([Problem(shown(os.fspath(file), 200), 0, "", "no such document", allowed)])
    return found


def opened(file: Path, name: str) -> Decided | None:
    """The document in ``file`` under a ``name``; None where there is none."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return None
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(document, dict) or MARK not in document or any(key not in document for key in NEEDED):
        return None
    return Decided(name, str(document["created"]), document)
