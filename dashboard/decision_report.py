"""A decision as one HTML page: the answer, why, one chart, what it rests on; the numbers of the market are folded."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard import decision_file, report
from dashboard.budget_view import BudgetView
from dashboard.decision_charts import BEST, TODAY
from dashboard.decision_file import Decided
from dashboard.decision_view import Row
from dashboard.figures import Known
from dashboard.look import Style
from dashboard.panels import Panel
from dashboard.price_view import PriceView
from dashboard.safe import plain
from dashboard.text import LANGUAGES, Words, words
from scenarios.places import write_file

WIDTH = 1000
"""Of the chart, pixels."""


def write(document: str | os.PathLike[str], file: str | os.PathLike[str], language: str = "en") -> None:
    """Write the ``document`` of `sixr optimise` or `sixr price` as an HTML page to ``file``, as dashboard.report.write.
    BadInput where it is no such document."""
    report.check_writable(file)
    page = rendered(decision_file.read(document), language)
    write_file(file, report.KIND, lambda out: out.write(page))


def rendered(one: Decided, language: str = "en") -> str:
    """The HTML page, with ``language`` shown first and the others a click away."""
    order = sorted(LANGUAGES, key=lambda code: code != language)
    pages: list[_Page] = [(_Budget if one.kind == "advice" else _Price)(one, words(code)) for code in order]
    return report.rendered("decision.html", pages[0].title, pages)


@dataclass(frozen=True)
class _Page:
    """What the template shows in one language."""

    of: Decided
    words: Words

    title = ""
    prefix = ""

    @property
    def view(self) -> BudgetView | PriceView:
        raise NotImplementedError

    @property
    def panel(self) -> Panel | None:
        raise NotImplementedError

    @property
    def rows(self) -> Sequence[Row]:
        raise NotImplementedError

    @property
    def known(self) -> Known:
        return self.view.known

    @property
    def image(self) -> str:
        assert self.panel is not None
        return report.image(self.panel, WIDTH)

    @property
    def reasons(self) -> list[str]:
        return [self.plain(text) for text in self.view.reasons()]

    @property
    def marks(self) -> list[tuple[Style, str]]:
        return [(style, self.words(f"{self.prefix}_{kind}")) for kind, style in (("today", TODAY), ("best", BEST))]

    @property
    def made(self) -> str:
        document = self.of.document
        created = plain(document["created"][:16]).replace("T", " ")
        return self.words("report.made", created=created, version=plain(document["sixr"]))

    @staticmethod
    def plain(text: str) -> str:
        """A sentence without the escapes of markdown."""
        return text.replace("\\", "").replace("\u2060", "")


class _Budget(_Page):
    title, prefix = "budget.title", "budget.plan"

    @cached_property
    def view(self) -> BudgetView:
        return BudgetView(self.of, self.words)

    @property
    def panel(self) -> Panel | None:
        return self.view.moved if self.view.moves else None

    @property
    def caption(self) -> str:
        return self.words("budget.moved_caption")

    @property
    def heading(self) -> str:
        return self.words("budget.channel_week", currency=self.view.currency)

    @property
    def heads(self) -> list[str]:
        return [self.words(f"budget.{name}") for name in ("today", "best", "good_from", "good_to", "returns", "bound")]

    @property
    def rows(self) -> Sequence[Row]:
        others = [(name, [*cells, "", ""], total) for name, cells, total in self.view.others()]
        return [*self.view.plan(), *others]


class _Price(_Page):
    title, prefix = "price.title", "price.mark"

    @cached_property
    def view(self) -> PriceView:
        return PriceView(self.of, self.words)

    @property
    def panel(self) -> Panel | None:
        return self.view.curve

    @property
    def caption(self) -> str:
        return self.words("price.curve_caption")

    @property
    def heading(self) -> str:
        return self.words("price.column_price")

    @property
    def heads(self) -> list[str]:
        return self.view.heads()

    @property
    def rows(self) -> Sequence[Row]:
        return self.view.rows()
