"""The command that says where a notion of marketing is set, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sim.problems import shown
from sixr.options import Json, Lang
from sixr.spoken import language, speaks
from sixr.terminal import print_json, print_text, printing

if TYPE_CHECKING:
    from dashboard.text import Words
    from scenarios.notions import Found, Notion


@speaks
def find(
    word: Annotated[
        list[str] | None, typer.Argument(metavar="WORD...", help="English or Chinese; part of it will do.")
    ] = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Find a notion of marketing: what sets it, which plans use it, which measures show it. Without a word: all."""
    from sixr.api import find as found_by

    said = word or []
    found = found_by(*said)
    with printing():
        if as_json:
            from dataclasses import asdict

            print_json(asdict(found))
            return
        from dashboard.text import words

        print_text("\n".join(_lines(found, said, words(language(lang)))))


def _lines(found: Found, said: Sequence[str], words: Words) -> Iterator[str]:
    from dashboard import notion_view

    if not found.notions:
        yield words("find.none", said=shown(" ".join(said)))
        if found.close:
            yield words("find.close", names=", ".join(found.close))
    elif said:
        for one in found.notions:
            yield from _one(one, found, words)
    else:
        for front, each in notion_view.by_front().items():
            yield words(f"front.{front}")
            yield from (f"  {notion_view.called(one, words)}" for one in each)


def _one(one: Notion, found: Found, words: Words) -> Iterator[str]:
    from dashboard import notion_view
    from sixr.screen import drawn, grid

    yield f"{words(f'front.{one.front}')}: {notion_view.called(one, words)}"
    yield f"  {one.says[words.language]}"
    yield from (f"  {line}" for line in notion_view.lines(one, words))
    if one.keys:
        cells = grid(*(words(f"find.{name}") for name in ("path", "now", "unit")), left=True)
        for row in notion_view.rows(one, found, words):
            cells.add_row(*row)
        yield from drawn(cells)
    else:
        yield ""
