"""What is shown of a result in one language; each part is made once, however often the page is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import streamlit as st

from dashboard import data, figures, panels, verdict
from dashboard.indicators import indicators
from dashboard.loop import Loop
from dashboard.panels import Panel
from dashboard.question import Question
from dashboard.safe import markdown
from dashboard.text import words
from dashboard.view import View

LONGEST_FAR = 400
"""Characters of a remark beside the answer."""
MOST = 48
"""Sheets that are kept; one of four policies takes about a megabyte."""


@dataclass(frozen=True)
class Sheet:
    """The parts of ``view``, with charts as plain data. Sessions share it, so nobody changes what it holds."""

    view: View

    @cached_property
    def verdicts(self) -> list[verdict.Verdict]:
        return verdict.verdicts(self.view, markdown)

    @cached_property
    def cautions(self) -> list[str]:
        return verdict.cautions(self.view, lambda text: markdown(text, LONGEST_FAR))

    def cards(self, percent: bool) -> list[figures.Card]:
        """The figures of each scenario, with differences in percent or not."""
        return self._percent_cards if percent else self._cards

    def differences(self, percent: bool) -> list[Panel]:
        """The charts of differences, in percent or not."""
        return self._percent_differences if percent else self._differences

    @cached_property
    def value(self) -> list[Panel | None]:
        return [panels.value_and_cost(self.view), panels.realised_and_residual(self.view)]

    @cached_property
    def stages(self) -> list[Panel]:
        return panels.stages(self.view)

    @cached_property
    def ages(self) -> list[Panel]:
        return panels.ages(self.view)

    @cached_property
    def booked(self) -> dict[str, list[figures.Booked]]:
        """The tables of the page by the name of their section."""
        names = ("acquisition", "origins", "existing", "served", "programme", "incentives", "accounts")
        return {name: getattr(figures, name)(self.view) for name in names}

    @cached_property
    def indicators(self) -> dict[str, list[figures.Booked]]:
        return indicators(self.view)

    @cached_property
    def known(self) -> figures.Known:
        return figures.known(self.view)

    @cached_property
    def loop(self) -> Loop:
        return Loop(self.view)

    @cached_property
    def question(self) -> Question:
        return data.question(self.view.result)

    @property
    def fills(self) -> bool:
        """Whether the columns that say what spend brings are to be added to the result: it lacks them, its scenarios
        differ in spend, and this sixr made it."""
        about, files = self.view.manifest, self.view.result.scenarios.values()
        lacks = about["kind"] == "compare" and not about.get("incremental") and not self.view.stale
        return lacks and self.view.spends_differ and all("\nmarket:" in text for text in files)

    @cached_property
    def _cards(self) -> list[figures.Card]:
        return figures.cards(self.view, False)

    @cached_property
    def _percent_cards(self) -> list[figures.Card]:
        return figures.cards(self.view, True)

    @cached_property
    def _differences(self) -> list[Panel]:
        return panels.differences(self.view, False)

    @cached_property
    def _percent_differences(self) -> list[Panel]:
        return panels.differences(self.view, True)


def opened(one: data.Stored, language: str) -> Sheet:
    """The sheet of a stored result. Raises BadInput or OSError where it cannot be read."""
    return _opened(one.name, str(one.path), data.version(one.path), language)


@st.cache_resource(max_entries=MOST, show_spinner=False)
def _opened(name: str, path: str, version: int, language: str) -> Sheet:
    return Sheet(View(name, data.load(Path(path)), words(language)))
