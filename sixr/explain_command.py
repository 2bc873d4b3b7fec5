"""The command that says what a plan does, lever by lever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from sixr.company_commands import company_of
from sixr.options import Changes, Company, Json, Lang, Market
from sixr.spoken import language, speaks
from sixr.terminal import print_json, print_text, printing, stoppable

if TYPE_CHECKING:
    from dashboard.text import Words
    from scenarios.results.explained import Explained, Said, Spell


@speaks
def explain(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Library name or file.")],
    over: Annotated[
        str | None, typer.Option(metavar="NAME", help="The plan it is held against. Default: today's policy below it.")
    ] = None,
    market: Market = None,
    company: Company = None,
    changes: Changes = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Say what a plan does: what its files change, what holds when and for whom, what does nothing or costs nothing."""
    from sixr.api import explain as explained

    with stoppable():
        found = explained(
            scenario, over=over, market=market, company=company_of(company, market), overrides=changes or ()
        )
    with printing():
        if as_json:
            from dataclasses import asdict

            print_json(asdict(found))
            return
        from dashboard.text import words

        print_text("\n".join(_lines(found, words(language(lang)))))


def _lines(found: Explained, words: Words) -> Iterator[str]:
    from dashboard.notes import told

    yield words("explain.head", name=found.name, base=found.base)
    if found.said:
        yield from _drawn(words, "said", ("lever", "now", "before", "where"), map(_said, found.said))
        if not all(one.holds for one in found.said):
            yield words("explain.overlaid")
    else:
        yield words("explain.nothing_said")
    if found.spells:
        rows = (_spell(one, found.called, words) for one in found.spells)
        yield from _drawn(words, "spells", ("lever", "who", "days", "now", "before"), rows)
    else:
        yield words("explain.no_spells", base=found.base)
    if found.rules:
        yield words("explain.rules")
        yield from (f"  {told(text, words.language)}" for text in found.rules)
    for part in ("unread", "one_sided"):
        notes = [told(text, words.language) for text in getattr(found, part)]
        yield words(f"explain.{part}" if notes else f"explain.no_{part}")
        yield from (f"  {note}" for note in notes)


def _drawn(words: Words, title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    from sixr.screen import drawn, grid

    yield words(f"explain.{title}")
    cells = grid(*(words(f"explain.column.{name}") for name in columns), left=True)
    for row in rows:
        cells.add_row(*row)
    yield from drawn(cells)


def _said(one: Said) -> tuple[str, ...]:
    where = f"{one.file}:{one.line}" if one.line else one.file
    return (one.path, one.value if one.holds else f"({one.value})", one.before or "–", where)


def _spell(one: Spell, called: Mapping[str, Mapping[str, str]], words: Words) -> tuple[str, ...]:
    def title(name: str) -> str:
        return words.pick(called.get(name, {}), name)

    lever, _, name = one.lever.partition("/")
    what = words(f"explain.{lever}", name=title(name)) if name else words(f"explain.lever.{lever}")
    who = "; ".join(", ".join(map(title, names)) for names in one.who.values()) or words("explain.everybody")
    value = f"{one.value:,.6g}" if one.until == one.value else f"{one.value:,.6g} → {one.until:,.6g}"
    return (what, who, f"{one.first}–{one.last}", value, f"{one.before:,.6g}")
