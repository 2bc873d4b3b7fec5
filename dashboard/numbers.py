"""What the numbers of a market are called: in words instead of paths, in every language that is offered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dashboard.text import LANGUAGES, of_mechanisms
from scenarios.ground.packaged import packaged

LISTS = (
    *("segments", "segments.media", "regions", "regions.media", "places"),
    *("offers", "channels", "projects", "basket.categories", "service.desks", "service.causes", "service.feedback"),
)
"""Where paths go through the name of an item."""
_COLON = {"en": ": ", "zh": "："}
WHOLE = "market"
"""The part to which the numbers belong that stand in no other."""


def part(path: str, language: str) -> str:
    """What the numbers of the section of ``path`` are about, such as "Advertising"."""
    found = _said("parts", _keys(path)[0], language) or _said("parts", WHOLE, language)
    assert found is not None
    return found


def title(path: str, language: str, items: Mapping[tuple[str, str], str] | None = None) -> str:
    """What the number at ``path`` is, behind the name of its item if it has one: "search: Cost of a thousand
    impressions"; the path itself for a number without a title. ``items``: what items are called, by list and name."""
    keys = _keys(path)
    item = ""
    for depth in (1, 2):
        if ".".join(keys[:depth]) in LISTS and len(keys) > depth + 1:
            group, name = ".".join(keys[:depth]), keys.pop(depth)
            kind = "channels" if group.endswith(".media") else group
            item += f"{(items or {}).get((kind, name), name)}{_COLON[language]}"
    said = _said("titles", ".".join(keys), language)
    return f"{item}{said}" if said else path


def unit(name: str, language: str, currency: str) -> str:
    """A unit in the words of ``language``; the unit as it is written where it has none."""
    said = _said("units", name, language)
    return name if said is None else said.replace("{currency}", currency)


def _keys(path: str) -> list[str]:
    return path.removeprefix("market.").split(".")


def _said(kind: str, key: str, language: str) -> str | None:
    found = _texts()[kind].get(key)
    return None if found is None else found[list(LANGUAGES).index(language)]


@cache
def _texts() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found = {kind: dict(_flat(below)) for kind, below in packaged("dashboard.text", "numbers.yaml").items()}
    for one in of_mechanisms():
        for kind, below in one.get("numbers", {}).items():
            found[kind] |= {key: tuple(texts) for key, texts in below.items()}
    return found


def _flat(tree: Mapping[str, object], above: str = "") -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{above}{key}.")
        elif isinstance(value, list):
            found.append((f"{above}{key}", tuple(str(text) for text in value)))
    return found
