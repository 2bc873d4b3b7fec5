"""A result as one HTML page: everything is inside the file, both languages too; nothing is loaded.

Charts are drawn to SVG beforehand and stand in the page as images, so that no text of a user can
become part of the page's own code. The script that switches the language is the only one that the page's
content policy lets a browser run.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from vl_convert import vegalite_to_svg

from dashboard import charts, figures, panels, verdict
from dashboard.panels import Panel
from dashboard.text import LANGUAGES, Words, words
from dashboard.view import View
from scenarios.ground.places import Kind, check_file, write_file
from scenarios.results import store
from scenarios.results.store import Result

NARROW, WIDE = 340, 520
"""Widths in pixels of a chart that shares its row with two others, and with one other."""


def write(folder: str | os.PathLike[str], file: str | os.PathLike[str], language: str = "en") -> None:
    """Write the result in ``folder`` as an HTML page to ``file``; ``language`` is shown first.

    An older page is replaced at once or not at all, another file never. BadInput where the file cannot be written,
    which is looked at first, or the folder holds no result.
    """
    check_writable(file)
    page = document(Path(folder).name, store.read(folder), language)
    write_file(file, KIND, lambda out: out.write(page))


def check_writable(file: str | os.PathLike[str]) -> None:
    """BadInput unless a page may be written to ``file``."""
    check_file(file, KIND)


def document(name: str, result: Result, language: str = "en") -> str:
    """The HTML page of ``result``, with ``language`` shown first and the others a click away."""
    order = sorted(LANGUAGES, key=lambda code: code != language)
    return rendered("report.html", [_Page(View(name, result, words(code))) for code in order])


def rendered(template: str, pages: Sequence[object]) -> str:
    """The HTML page of a ``template``; ``pages``: the same in each language, with its ``words`` and its ``title``."""
    environment = Environment(
        loader=PackageLoader("dashboard", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = Markup(environment.get_template("report.js").render())
    seal = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    found = environment.get_template(template)
    return found.render(pages=pages, languages=LANGUAGES, script=script, seal=seal)


@dataclass(frozen=True)
class _Page:
    """What the template shows in one language."""

    view: View

    @property
    def words(self) -> Words:
        return self.view.words

    @property
    def title(self) -> str:
        return self.words("report.title")

    @property
    def facts(self) -> str:
        return self.words("result.facts", **self.view.facts())

    @property
    def made(self) -> str:
        facts = self.view.facts()
        return self.words("report.made", created=facts["created"], version=facts["version"])

    @cached_property
    def verdicts(self) -> list[verdict.Verdict]:
        return verdict.verdicts(self.view, str)

    @cached_property
    def cautions(self) -> list[str]:
        return verdict.cautions(self.view)

    @cached_property
    def cards(self) -> list[tuple[figures.Card, figures.Card]]:
        """Each scenario's figures with absolute differences, and with differences in percent."""
        return list(zip(figures.cards(self.view, False), figures.cards(self.view, True), strict=True))

    @property
    def acquisition(self) -> list[figures.Booked]:
        return figures.acquisition(self.view)

    @property
    def origins(self) -> list[figures.Booked]:
        return figures.origins(self.view)

    @property
    def served(self) -> list[figures.Booked]:
        return figures.served(self.view)

    @property
    def existing(self) -> list[figures.Booked]:
        return figures.existing(self.view)

    @property
    def programme(self) -> list[figures.Booked]:
        return figures.programme(self.view)

    @cached_property
    def incentives(self) -> list[figures.Booked]:
        return figures.incentives(self.view)

    @property
    def accounts(self) -> list[figures.Booked]:
        return figures.accounts(self.view)

    @cached_property
    def known(self) -> figures.Known:
        return figures.known(self.view)

    def varied(self) -> str:
        """How many numbers vary between worlds, in words."""
        known = self.known
        fixed = known.count - known.varied
        return self.words("known.varied", varied=known.varied, count=known.count, fixed=fixed)

    def drawn(self, name: str) -> list[dict[str, Any]]:
        """The charts of the section ``name`` as images, with their titles and descriptions."""
        found: list[Panel | None]
        match name:
            case "difference":
                found, width = [*panels.differences(self.view, False)], WIDE
            case "value":
                found, width = (
                    [panels.value_and_cost(self.view), panels.realised_and_residual(self.view)],
                    WIDE,
                )
            case "time":
                found, width = [*panels.stages(self.view)], NARROW
            case _:
                found, width = [*panels.ages(self.view)], NARROW
        return [
            {"title": panel.title, "note": panel.note, "alt": panel.alt, "image": image(panel, width)}
            for panel in found
            if panel is not None
        ]


def image(panel: Panel, width: int) -> str:
    """The chart as the address of an SVG image that holds the image itself."""
    drawing = vegalite_to_svg(charts.printed(panel.chart, width))
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def _is_page(path: Path) -> bool:
    """Whether the file at ``path`` is a page of this kind."""
    with path.open("rb") as stream:
        return MARK in stream.read(2000)


MARK = b'<meta name="generator" content="sixr">'
KIND = Kind("a file for the page", "name a new file, or a page written by sixr", 5_000_000, _is_page)
"""The place of a page."""
