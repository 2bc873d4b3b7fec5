"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault of an input: where it is, what was found, what is allowed, and how to mend it.

    ``file`` may be a file name or the name of an option; ``line`` counts from 1, 0 = no line; ``path`` is the
    dotted key inside the file. Texts are shortened to 80 characters and shown with control characters escaped.
    """

    file: str
    line: int
    path: str
    found: str
    allowed: str
    fix: str = ""

    def __str__(self) -> str:
        name = shown(self.file, 200) or '""'
        place = f"{name}:{self.line}" if self.line else name
        key = f" {shown(self.path)}" if self.path else ""
        fix = f" Fix: {self.fix}" if self.fix else ""
        return f"{place}:{key} — found {self.found}. Allowed: {self.allowed}.{fix}"


class BadInput(ValueError):
    """An input that cannot be used; ``problems`` lists every fault found (at most 50)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)[:50]
        super().__init__("\n".join(map(str, self.problems)))


def shown(value: object, most: int = 80) -> str:
    """``value`` as text of at most ``most`` characters, control characters escaped."""
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(value))
    return text if len(text) <= most else text[: most - 1] + "…"
