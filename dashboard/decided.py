"""Documents of decisions among the runs, as `sixr optimise --out` and `sixr price --out` write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import company, data
from scenarios.scenario import TODAYS

MARK = "sixr_decision"
"""The first key of such a document."""
MOST_BYTES = 20_000_000
NEEDED = (
    "kind",
    "created",
    "asked",
    "scenario",
    "title",
    "currency",
    "worlds",
    "people",
    "days",
    "seed",
    "called",
    "parameters",
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


def stored(kind: str) -> list[Decided]:
    """The newest documents of a ``kind`` (advice, price), newest first."""
    found = []
    for folder in data.folders():
        for file in folder.glob("*.json"):
            one = _stored(f"{folder.resolve().name}/{file.stem}", str(file), file.stat().st_mtime_ns)
            found += [one] if one is not None and one.kind == kind else []
    return sorted(found, key=lambda one: one.created, reverse=True)[: data.MOST_LISTED]


def todays() -> tuple[str, ...]:
    """The policies of today about which can be decided: of the library's markets, or the company's."""
    names = tuple(choice.name for choice in data.choices() if choice.name in TODAYS)
    return names[:1] if company.market() is not None else names


@st.cache_resource(max_entries=100, show_spinner=False)
def _stored(name: str, path: str, version: int) -> Decided | None:
    file = Path(path)
    try:
        if file.stat().st_size > MOST_BYTES:
            return None
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(document, dict) or MARK not in document or any(key not in document for key in NEEDED):
        return None
    return Decided(name, str(document["created"]), document)
