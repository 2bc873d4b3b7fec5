"""What is said of decisions: objectives, chances, money, what would settle an open answer, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import figures, format, notes
from dashboard.decision_file import Decided
from dashboard.decision_question import WITHIN
from dashboard.figures import Known
from dashboard.safe import markdown, plain
from dashboard.text import Words

Row = tuple[str, list[str], bool]
"""A row of a table: its name, its texts, whether it is a sum (dashboard.sections.table)."""


@dataclass(frozen=True)
class DecisionView:
    """The document ``of`` in the language of ``words``."""

    of: Decided
    words: Words

    @property
    def document(self) -> Mapping[str, Any]:
        return self.of.document

    @property
    def currency(self) -> str:
        return plain(self.document["currency"], 12)

    def titles(self, of: str) -> dict[str, str]:
        """What channels or segments are called, as plain text."""
        called = self.document["called"][of]
        return {str(name): plain(self.words.pick(title, str(name)), 30) for name, title in called.items()}

    @cached_property
    def known(self) -> Known:
        """The numbers of the market with their labels."""
        rows = pd.DataFrame(self.document["numbers"]).astype({"value": float, "low": float, "high": float})
        items = {(of, name): title for of in self.document["called"] for name, title in self.titles(of).items()}
        return figures.known_of(rows, self.words, self.currency, items)

    def head(self) -> str:
        """The answer in a few words."""
        raise NotImplementedError

    def answer(self) -> str:
        """The answer as a sentence, as markdown."""
        raise NotImplementedError

    def reasons(self) -> list[str]:
        """Why, as markdown."""
        raise NotImplementedError

    def facts(self) -> str:
        """What every figure stands for, in one line."""
        document, words = self.document, self.words
        numbers = {name: format.whole(document[name]) for name in ("people", "worlds", "seed")}
        size, horizon = format.compact(document["market_size"], words.language), format.horizon(document["days"], words)
        return words("decide.facts", currency=self.currency, horizon=horizon, market_size=size, **numbers)

    def beyond(self) -> list[str]:
        """What of it lies beyond what the market knows, in the language of the page."""
        called = self.titles("channels")
        return [plain(notes.told(str(text), self.words.language, called), 600) for text in self.document["beyond"]]


def objective(measure: str, words: Words) -> str:
    """What decides, in words."""
    if measure.startswith(WITHIN):
        return words("decide.name_within", days=format.whole(int(measure.removeprefix(WITHIN))))
    return words(f"decide.name_{measure}")


def chance(share: float | None, words: Words) -> str:
    """A probability in words, "98 %"; near its ends more or less than that."""
    if share is None:
        return format.MISSING
    return format.chance(share, words.language)


def span(low: float | None, high: float | None, words: Words, currency: str) -> tuple[str, str]:
    """The ends of a range of money, with their signs."""
    ends = (format.MISSING if end is None else money(end, words, currency) for end in (low, high))
    first, last = (format.signed(end) for end in ends)
    return first, last


def money(value: float | None, words: Words, currency: str) -> str:
    """An amount with its currency, as markdown; what is not defined as such."""
    return format.MISSING if value is None else format.quantity(value, "currency", words, markdown(currency, 12))


def settling(evidence: Mapping[str, Any], people: int, words: Words) -> str:
    """What would settle an open answer."""
    if evidence["verdict"] == "few":
        return words("decide.few")
    worlds = evidence["worlds_to_settle"]
    if evidence["verdict"] == "noise" and worlds is not None:
        return words("decide.noise", people=format.whole(people), worlds=format.whole(worlds))
    return words("decide.belief")
