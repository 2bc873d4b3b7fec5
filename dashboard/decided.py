"""Documents of decisions among the runs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import company, data
from dashboard.decision_file import Decided, opened


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
    names = tuple(choice.name for choice in data.choices() if choice.name in data.MARKETS)
    return names[:1] if company.market() is not None else names


@st.cache_resource(max_entries=100, show_spinner=False)
def _stored(name: str, path: str, version: int) -> Decided | None:
    return opened(Path(path), name)
