"""The command that compares a simulated year with the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.problems import shown
from sixr.company_commands import company_of
from sixr.options import Company, Json, Lang, Profile, ProgressTo, Sample
from sixr.spoken import language, speaks, tell
from sixr.terminal import print_json, printing, stoppable

if TYPE_CHECKING:
    from calibration.reproduce.result import Reproduction


@speaks
def reproduce(
    company: Company = None,
    sample: Sample = None,
    profile: Profile = None,
    worlds: Annotated[int, typer.Option(metavar="N", help="Worlds simulated.")] = 20,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day at whose end they begin. Default: a year before the end.")
    ] = None,
    halves: Annotated[
        bool, typer.Option("--halves", help="Fit to half of the customers, compare with the other half.")
    ] = False,
    as_json: Json = False,
    progress_to: ProgressTo = None,
    lang: Lang = "",
) -> None:
    """Simulate the last year from a fit that ends before it: does it come out as it was?"""
    from sixr import histories
    from sixr.progress import progress

    folder = company if sample is not None or profile is not None else company_of(company)
    with stoppable(), progress(progress_to) as on_progress:
        found = histories.reproduce(
            sample,
            profile=profile,
            company=folder,
            worlds=worlds,
            until=until,
            halves=halves,
            on_progress=on_progress,
        )
    with printing():
        if as_json:
            print_json(found.to_json())
            return
        tell(found.summary(), lang)
        _table(found, lang)
        if folder is not None and not halves:
            tell([f"Kept beside the fit of {shown(folder, 200)}"], lang)


def _table(found: Reproduction, lang: str) -> None:
    """The patterns as on the Trust page of the dashboard."""
    from dashboard.reproduced import HEADS, name, row
    from dashboard.text import words
    from sixr.screen import grid, screen

    said = words(language(lang))
    table = grid(*(said(f"trust.{head}") for head in ("pattern", *HEADS)))
    table.columns[0].justify = table.columns[1].justify = "left"
    for one in found.patterns:
        table.add_row(name(one, said), *row(one, said, found.tree["currency"]))
    screen().print(table)
