"""Commands about what was run and kept: runs list, name, delete, gc; resume."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from sixr.company_commands import company_of
from sixr.options import Company, Json
from sixr.terminal import complain, print_json, printing
from sixr.working import GIGABYTE, opened, place

if TYPE_CHECKING:
    from scenarios.shelf import Shelf
    from scenarios.shelf_runs import Run

Named = Annotated[str, typer.Argument(metavar="RUN", help="Its number or name, as `sixr runs list` says them.")]

kept = typer.Typer(help="What was run here and is kept in .sixr.", no_args_is_help=True, add_completion=False)


@contextmanager
def _shelf(company: str | None, limit: float = 1.0) -> Iterator[Shelf]:
    with closing(opened(place(company_of(company)), limit)) as shelf:
        yield shelf


@kept.command("list")
def list_runs(company: Company = None, as_json: Json = False) -> None:
    """All runs that are kept here, the latest last."""
    from scenarios.shelf_runs import runs

    with _shelf(company) as shelf:
        known, size = runs(shelf), shelf.size()
    with printing():
        if as_json:
            print_json({"runs": [_document(run) for run in known], "bytes": size})
            return
        for run in known:
            begun = datetime.fromtimestamp(run.begun).strftime("%Y-%m-%d %H:%M")
            name = f" {run.name}" if run.name else ""
            typer.echo(f"{run.number}{name}  {run.state}  {begun}  {run.bytes / 1e6:,.2f} MB  {_said(run)}")
        typer.echo(f"{len(known)} runs, {size / 1e6:,.2f} MB in {shelf.place}")


@kept.command("name")
def name_run(run: Named, name: str, company: Company = None) -> None:
    """Give a run a name, and keep what it found."""
    from scenarios.shelf_runs import named, run_of

    with _shelf(company) as shelf:
        named(shelf, run_of(shelf, run).number, name)


@kept.command("delete")
def delete_run(run: Named, company: Company = None) -> None:
    """Forget a run, and what it alone has used."""
    from scenarios.shelf_runs import delete, run_of

    with _shelf(company) as shelf:
        delete(shelf, run_of(shelf, run).number)


@kept.command("gc")
def collect(
    limit: Annotated[float, typer.Option("--limit", metavar="GB", help="Most that may be left.")] = 1.0,
    company: Company = None,
) -> None:
    """Drop what is beyond the limit: what was used longest ago first, and nothing that a named run has used."""
    with _shelf(company, limit) as shelf:
        dropped, size = shelf.dropped(whole=True), shelf.size()
    with printing():
        typer.echo(f"Dropped {dropped} parts; {size / 1e6:,.2f} MB are left.")
        if size > limit * GIGABYTE:
            typer.echo("All of it belongs to named runs: `sixr runs delete` drops it.")


def resume(
    run: Annotated[
        str | None, typer.Argument(metavar="RUN", help="Number or name. Default: the last one that was stopped.")
    ] = None,
    company: Company = None,
) -> None:
    """Go on with a run that was stopped or killed: what it had found is not run again."""
    from scenarios.shelf_runs import run_of
    from sixr.cli import app

    with _shelf(company) as shelf:
        found = run_of(shelf, run)
    complain(_said(found))
    os.chdir(found.folder)
    code = app(list(found.words), standalone_mode=False)
    if code:
        raise typer.Exit(code)


def _said(run: Run) -> str:
    return shlex.join(("sixr", *run.words))


def _document(run: Run) -> dict[str, object]:
    return {**vars(run), "words": list(run.words)}
