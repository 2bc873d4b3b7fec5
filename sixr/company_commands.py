"""Commands about a company: its folder, its fit, its customers."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from sim.problems import BadInput, Problem, shown
from sixr.options import Company, Folder, Json, Lang, Sample, Until
from sixr.spoken import answer, language, speaks, tell
from sixr.terminal import print_json, printing, stoppable

companies = typer.Typer(
    name="company",
    help="Your own company: from its tables to a market whose people are its customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def company_of(stated: str | None, market: str | None = None) -> str | None:
    """The folder of the company that a command is about: the ``stated`` one, or the one in which it is called."""
    if stated is not None or market is not None:
        return stated
    from calibration.company.folder import here

    folder = here()
    return None if folder is None else os.fspath(folder.path)


@companies.command()
@speaks
def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder to make.")],
    sources: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="FILE", help="A table: CSV, Parquet, Excel, SQLite, DuckDB, a URL; repeatable."),
    ] = None,
    sample: Sample = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Make the folder of a company: look at its files and write its profile."""
    from sixr.companies import Company as One

    one = One.new(folder, sample=sample, sources=sources or (), lang=language(lang))
    with printing():
        if as_json:
            print_json({"folder": os.fspath(one.folder), "profile": one.profile})
            return
        tell([f"Wrote {shown(os.path.join(folder, 'profile.yaml'), 200)}: look at it, then"], lang)
        typer.echo(f"  sixr company doctor {shown(folder, 200)}")
        typer.echo(f"  sixr company fit {shown(one.folder.name if folder == '.' else folder, 200)}")


@companies.command()
@speaks
def doctor(folder: Folder = None, as_json: Json = False, lang: Lang = "") -> None:
    """Say what the tables hold, what is odd in them and what is missing; nothing is written."""
    from sixr.companies import Company as One

    found = One(folder or ".").doctor()
    answer(found, as_json, lang)
    if not found.sound:
        raise typer.Exit(2)


@companies.command()
@speaks
def fit(
    folder: Folder = None,
    until: Until = None,
    sample: Sample = None,
    profile: Annotated[str | None, typer.Option(metavar="FILE", help="A profile without a company's folder.")] = None,
    today: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="With --profile or --sample: the policy that won these customers."),
    ] = None,
    out: Annotated[
        str | None, typer.Option(metavar="MARKET.yaml", help="With --profile or --sample: market file to write.")
    ] = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Fit the company's market to its tables; an older fit stays beside it (`sixr company undo`).

    Without a folder, `--profile FILE --out MARKET.yaml` writes the market alone.
    """
    if profile is None and sample is None:
        if today is not None or out is not None:
            option = "--today" if today is not None else "--out"
            allowed = "--profile FILE or --sample NAME with it; a company's own are in its folder"
            raise BadInput([Problem(option, 0, "", "a folder of a company", allowed)])
        _fit_folder(folder or ".", until, as_json, lang)
    elif folder is not None:
        option = "--profile" if profile is not None else "--sample"
        raise BadInput([Problem(option, 0, "", "with the folder of a company", "one of the two")])
    elif out is None:
        raise BadInput([Problem("--out", 0, "", "nothing", "a market file to write, e.g. --out market.yaml")])
    else:
        _fit_market(sample, profile, until, today, out, as_json, lang)


@companies.command()
@speaks
def undo(folder: Folder = None, as_json: Json = False, lang: Lang = "") -> None:
    """Use the fit before; nothing is removed."""
    from sixr.companies import Company as One

    done = One(folder or ".").undo()
    with printing():
        if as_json:
            print_json({"done": done})
        else:
            tell(done, lang)


@speaks
def customers(
    company: Company = None,
    weeks: Annotated[int, typer.Option(metavar="W", help="Weeks over which orders and value are expected.")] = 52,
    ids: Annotated[bool, typer.Option("--ids", help="Your own customer ids in the place of pseudonyms.")] = False,
    top: Annotated[int, typer.Option(metavar="N", min=0, help="Customers shown.")] = 10,
    out: Annotated[str | None, typer.Option(metavar="FILE", help="Write all of them: .csv or .parquet.")] = None,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """List the company's customers: who is still one, what each is worth, RFM and ABC."""
    from sixr.companies import Company as One

    found = One(company_of(company) or ".").customers(weeks=weeks, ids=ids)
    if out is not None:
        from calibration.company.listing import write

        write(found, out)
    with printing():
        if as_json:
            print_json(_plain(found.to_json()))
            return
        tell(found.summary(), lang)
        if top:
            from calibration.company.listing import lines
            from dashboard.notes import of_company

            typer.echo("\n".join(lines(found, top, lambda head: of_company(head, language(lang)))))
        if out is not None:
            tell([f"Wrote {shown(out, 200)}"], lang)


def _fit_folder(folder: str, until: str | None, as_json: bool, lang: str) -> None:
    from sixr.companies import Company as One

    with stoppable():
        found = One(folder).fit(until=until, on_step=lambda step: _doing(step, lang))
    answer(found, as_json, lang, f"Wrote {shown(os.fspath(found.place), 200)}")


def _fit_market(
    sample: str | None,
    profile: str | None,
    until: str | None,
    today: str | None,
    out: str,
    as_json: bool,
    lang: str,
) -> None:
    from sixr import histories

    replaced = os.path.exists(out)
    with stoppable(out):
        fitted = histories.fit(sample, profile=profile, until=until, today=today, out=out)
    answer(fitted, as_json, lang, f"{'Replaced' if replaced else 'Wrote'} {shown(out, 200)}")


def _doing(step: str, lang: str) -> None:
    """A step of a long piece of work, to who waits for it."""
    import sys

    from dashboard.notes import company

    if sys.stderr is not None and sys.stderr.isatty():
        typer.echo(f"{company(step, language(lang))} ...", err=True)


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    """``document`` with the days of its table as texts, and nothing in the place of what is not known."""
    from calibration.company.listing import plain

    return plain(document)
