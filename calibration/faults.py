"""What is wrong with a profile, collected while it is taken apart."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from scenarios.tree.source import Node
from sim.problems import BadInput, Problem, shown


def nearest(word: str, words: Iterable[str], cutoff: float = 0.5) -> str:
    """'did you mean ...?' for the one of ``words`` most like ``word``; empty when none is as like as ``cutoff``."""
    lower = {w.lower(): w for w in words}
    near = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=cutoff)
    return f"did you mean '{shown(lower[near[0]])}'?" if near else ""


class Faults:
    """The faults of one profile; each method returns what it could read all the same."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, node: Node | None, path: str, found: str, allowed: str, fix: str = "") -> None:
        self.problems.append(Problem(self.file, node.line if node else 0, path, found, allowed, fix))

    def mapping(
        self, node: Node | None, path: str, keys: tuple[str, ...], fixes: dict[str, str] | None = None
    ) -> dict[str, Node]:
        """The nodes under the ``keys`` of a mapping; ``fixes``: what to write in place of a key there is not."""
        if node is None or not isinstance(node.value, dict):
            found = "nothing" if node is None or node.value is None else shown(node.plain())
            self.add(node, path, found, f"a mapping of {', '.join(keys)}")
            return {}
        known: dict[str, Node] = {}
        for key, value in node.value.items():
            if key in keys:
                known[key] = value
            else:
                place = f"{path}.{key}" if path else key
                fix = (fixes or {}).get(key) or nearest(key, keys)
                self.add(value, place, "an unknown key", ", ".join(keys), fix)
        return known

    def text(self, node: Node | None, path: str, allowed: str = "text") -> str | None:
        value: Any = None if node is None else node.value
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)  # a column whose name is a number
        self.add(node, path, "nothing" if value is None else shown(value), allowed)
        return None

    def one_of(self, node: Node | None, path: str, words: tuple[str, ...]) -> str | None:
        """One of ``words``, None where the key is not stated."""
        if node is None:
            return None
        if node.value in words:
            return str(node.value)
        fix = nearest(str(node.value), words) if isinstance(node.value, str) else ""
        self.add(node, path, shown(node.plain()), " or ".join(words), fix)
        return None

    def texts(self, node: Node, path: str, allowed: str) -> tuple[str, ...]:
        """A list of texts, numbers or truth values (or one of them), as texts."""
        items = node.value if isinstance(node.value, tuple) else (node,)
        found = []
        for item in items:
            value = item.value
            if isinstance(value, bool):
                found.append(str(value).lower())
            elif isinstance(value, str | int | float):
                found.append(str(value))
            else:
                self.add(item, path, "nothing" if value is None else shown(item.plain()), allowed)
        return tuple(found)

    def currency(self, node: Node, path: str) -> str | None:
        code = self.text(node, path)
        if code is not None and not re.fullmatch("[A-Z]{3}", code):
            self.add(node, path, shown(code), "an ISO 4217 code such as EUR")
        return code

    def day(self, node: Node, path: str) -> date | None:
        text = self.text(node, path, "a day such as 2024-01-01")
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError:
            self.add(node, path, shown(text), "a day such as 2024-01-01")
            return None

    def raise_if_any(self) -> None:
        if self.problems:
            raise BadInput(self.problems)
