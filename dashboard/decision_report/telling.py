"""A document in the words of one language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.decision_report import budgets, choices, curves, firsts, plans, trials
from dashboard.decision_report.document import Document
from dashboard.decision_report.shape import Told
from dashboard.text import Words

BY_KIND: dict[str, Callable[[Any, Words], Told]] = {
    "sweep": curves.sweep,
    "price": curves.price,
    "parts": plans.parts,
    "shift": plans.shift,
    "advice": budgets.advice,
    "sensitivity": choices.sensitivity,
    "settle": choices.settle,
    "diagnosis": firsts.diagnosis,
    "focus": firsts.focus,
    "pilot": trials.pilot,
    "review": trials.review,
}


def told(document: Document, words: Words) -> Told:
    """What a report of ``document`` says in the language of ``words``."""
    return BY_KIND[document.kind](document, words)
