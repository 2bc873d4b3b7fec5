"""Manifests of results that nobody ran."""

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.results.assemble import sixr_version


def manifest(names: Sequence[str], titles: Mapping[str, Mapping[str, str]], **entries: Any) -> dict[str, Any]:
    """That of a comparison of ``names``, the baseline first, which are called by ``titles``, else by their names;
    ``entries`` stand in the place of its own."""
    ran = [
        {
            "name": name,
            "title": dict(titles.get(name, {"en": name})),
            "note": dict(titles.get(name, {})),
            "fingerprint": "0" * 64,
            "base": name == names[0],
        }
        for name in names
    ]
    head = {
        "kind": "compare",
        "sixr": sixr_version(),
        "created": "2026-01-05T10:00:00+00:00",
        "scenarios": ran,
        "seed": 1,
        "people": 20_000,
        "days": 730,
        "worlds": 20,
        "start": "2026-01-05",
        "currency": "USD",
        "discount_rate": 0.1,
        "market_size": 1e6,
        "market": {"name": "base", "labels": {"identified": 2, "bounded": 1, "assumed": 3}},
        "engine": "compiled",
        "incremental": False,
        "warnings": [],
        "failures": [],
        "identities": "ok",
    }
    return head | entries
