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
from sixr.options import Company, Json, Lang
from sixr.spoken import language, speaks
from sixr.terminal import complain, print_json, print_text, printing
from sixr.working import GIGABYTE, opened, place

if TYPE_CHECKING:
    from scenarios.running.shelf import Shelf
    from scenarios.running.shelf_runs import Run

Named = Annotated[str, typer.Argument(metavar="RUN", help="Its number or name, as `sixr runs list` says them.")]

kept = typer.Typer(help="What was run here and is kept in .sixr.", no_args_is_help=True, add_completion=False)


@contextmanager
def _shelf(company: str | None, limit: float = 1.0) -> Iterator[Shelf]:
    with closing(opened(place(company_of(company)), limit)) as shelf:
        yield shelf


@kept.command("list")
@speaks
def list_runs(company: Company = None, as_json: Json = False, lang: Lang = "") -> None:
    """All runs that are kept here, the latest last."""
    from dashboard.text import words
    from scenarios.running.shelf_runs import runs

    with _shelf(company) as shelf:
        known, size = runs(shelf), shelf.size()
    with printing():
        if as_json:
            print_json({"runs": [_document(run) for run in known], "bytes": size})
            return
        said = words(language(lang))
        for run in known:
            begun = datetime.fromtimestamp(run.begun).strftime("%Y-%m-%d %H:%M")
            name = f" {run.name}" if run.name else ""
            state, taken = said(f"runs.{run.state}"), f"{run.bytes / 1e6:,.2f} MB"
            print_text(f"{run.number}{name}  {state}  {begun}  {taken}  {_said(run)}")
        print_text(said("runs.total", count=len(known), size=f"{size / 1e6:,.2f} MB", place=shelf.place))


@kept.command("name")
@speaks
def name_run(run: Named, name: str, company: Company = None, lang: Lang = "") -> None:
    """Give a run a name, and keep what it found."""
    from scenarios.running.shelf_runs import named, run_of

    with _shelf(company) as shelf:
        named(shelf, run_of(shelf, run).number, name)


@kept.command("delete")
@speaks
def delete_run(run: Named, company: Company = None, lang: Lang = "") -> None:
    """Forget a run, and what it alone has used."""
    from scenarios.running.shelf_runs import delete, run_of

    with _shelf(company) as shelf:
        delete(shelf, run_of(shelf, run).number)


@kept.command("gc")
@speaks
def collect(
    limit: Annotated[float, typer.Option("--limit", metavar="GB", help="Most that may be left.")] = 1.0,
    company: Company = None,
    lang: Lang = "",
) -> None:
    """Drop what is beyond the limit: what was used longest ago first, and nothing that a named run has used."""
    from dashboard.text import words

    with _shelf(company, limit) as shelf:
        dropped, size = shelf.dropped(whole=True), shelf.size()
    with printing():
        said = words(language(lang))
        print_text(said("runs.dropped", count=dropped, size=f"{size / 1e6:,.2f} MB"))
        if size > limit * GIGABYTE:
            print_text(said("runs.all_named"))


@speaks
def resume(
    context: typer.Context,
    run: Annotated[
        str | None, typer.Argument(metavar="RUN", help="Number or name. Default: the last one that was stopped.")
    ] = None,
    company: Company = None,
    lang: Lang = "",
) -> None:
    """Go on with a run that was stopped or killed: what it had found is not run again."""
    from scenarios.running.shelf_runs import run_of

    with _shelf(company) as shelf:
        found = run_of(shelf, run)
    complain(_said(found))
    os.chdir(found.folder)
    code = context.find_root().command.main(list(found.words), standalone_mode=False)
    if code:
        raise typer.Exit(code)


def _said(run: Run) -> str:
    return shlex.join(("sixr", *run.words))


def _document(run: Run) -> dict[str, object]:
    return {**vars(run), "words": list(run.words)}
