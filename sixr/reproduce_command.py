"""The command that compares a simulated year with the real one."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.problems import shown
from sixr.company_commands import company_of
from sixr.options import Company, Json, Profile, ProgressTo, Sample
from sixr.terminal import print_json, printing, stoppable


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
        typer.echo("\n".join(found.summary()))
        typer.echo("\n".join(found.lines()))
        if folder is not None and not halves:
            typer.echo(f"Kept beside the fit of {shown(folder, 200)}")
