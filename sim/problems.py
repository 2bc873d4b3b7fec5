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

    def __reduce__(self) -> tuple[type[BadInput], tuple[tuple[Problem, ...]]]:
        """What another process makes it of."""
        return type(self), (self.problems,)


JOINERS = "\u200c\u200d"
"""Characters that cannot be seen and join their neighbours, or keep them apart: in an emoji of several, in Persian."""


def shown(value: object, most: int = 80) -> str:
    """``value`` as text of at most ``most`` characters, control characters escaped."""
    text = str(value)
    if not text.isprintable():
        joins = {k for k, c in enumerate(text) if c in JOINERS and _joins(text[max(k - 1, 0) : k + 2])}
        plain = (
            c if c.isprintable() or k in joins else c.encode("unicode_escape").decode() for k, c in enumerate(text)
        )
        text = "".join(plain)
    return text if len(text) <= most else text[: most - 1] + "…"


def _joins(around: str) -> bool:
    """Whether a joiner stands between two characters that are not plain letters, where it may be meant."""
    return len(around) == 3 and not around[0].isascii() and not around[2].isascii()
