"""The command line. Exit codes: 0 done, 1 failed, 2 bad input, 130 stopped by Ctrl-C or SIGTERM."""

from __future__ import annotations

import io
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from sim.problems import BadInput, Problem, shown
from sixr.company_commands import companies, company_of, customers
from sixr.decision_commands import optimise, parts, price, sensitivity, settle, shift, sweep
from sixr.explain_command import explain
from sixr.find_command import find
from sixr.first_commands import diagnose, focus, pilot, review
from sixr.options import (
    Changes,
    Company,
    Customers,
    Days,
    Json,
    Lang,
    Market,
    Profile,
    ProgressTo,
    Sample,
    Seed,
)
from sixr.reproduce_command import reproduce
from sixr.run_commands import compare, incremental, referrals, run
from sixr.runs_commands import kept, resume
from sixr.spoken import answer, language, speaks
from sixr.terminal import complain, print_json, printing, stoppable, unprintable
from sixr.working import WORDS

if TYPE_CHECKING:
    from calibration.backtest import Backtest
    from calibration.rolling import Rolling


class Door(TyperGroup):
    """All commands, with one way of saying that something went wrong."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Note what was said, before it is taken apart."""
        WORDS.set(tuple(args))
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; bad input and failures become one message on stderr and an exit code."""
        try:
            return super().invoke(ctx)
        except BadInput as error:
            complain(str(error))
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            complain("stopped")
            raise typer.Exit(130) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if type(error).__module__.startswith(("click", "typer")) or os.environ.get("SIXR_DEBUG") == "1":
                raise
            words = " ".join(str(error).split()) or type(error).__name__
            complain(f"sixr failed: {words} (SIXR_DEBUG=1 shows where)")
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=Door,
    name="sixr",
    help="A market laboratory: simulate a market person by person, and compare policies on CLV and CAC.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from scenarios.results.assemble import sixr_version

        typer.echo(f"sixr {sixr_version()}")
        raise typer.Exit()


@app.callback()
def door(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Nothing but --version is said before the name of a command."""


app.add_typer(companies)
app.add_typer(kept, name="runs")
app.command()(resume)
for running in (run, compare, incremental, referrals):
    app.command()(running)
app.command()(customers)
app.command()(reproduce)
app.command()(explain)
app.command()(find)
for decision in (sweep, price, parts, shift, optimise, sensitivity, settle, diagnose, focus, pilot, review):
    app.command()(decision)


@app.command()
def demo() -> None:
    """Fit, compare and report an example, into ./sixr-demo."""
    from sixr.demo import demonstrate

    demonstrate(Path("sixr-demo"))


@app.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario or market files, library names.")],
) -> None:
    """Say whether scenario files can be used; name every fault."""
    from scenarios.files import loading

    faulty = False
    for file in files:
        try:
            (good,) = loading.check([file])
        except BadInput as error:
            faulty = True
            complain(str(error))
        else:
            with printing():
                typer.echo(f"{shown(file, 200)}: ok")
                for warning in getattr(good, "warnings", ()):
                    typer.echo(f"  Note: {warning}")
    if faulty:
        raise typer.Exit(2)


@app.command()
@speaks
def backtest(
    sample: Sample = None,
    profile: Profile = None,
    company: Company = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last day whose orders are fitted to.")] = None,
    weeks: Annotated[
        int | None, typer.Option(metavar="W", help="Weeks that are predicted: 39; with --origins 13, 26, 39 and 52.")
    ] = None,
    origins: Annotated[
        int | None, typer.Option(metavar="N", help="Predict the total from N days, four weeks apart.")
    ] = None,
    as_json: Json = False,
    progress_to: ProgressTo = None,
    lang: Lang = "",
) -> None:
    """Fit to the past of a history, predict the rest, and compare."""
    from calibration.company.folder import opened
    from sixr import histories
    from sixr.progress import progress

    if origins is not None and until is not None:
        raise BadInput([Problem("--until, --origins", 0, "", "both", "one of the two")])
    found: Backtest | Rolling
    folder = None if sample is not None or profile is not None else company_of(company)
    if origins is None:
        mapped = profile if folder is None else opened(folder).profile
        found = histories.backtest(sample, profile=mapped, until=until, weeks=39 if weeks is None else weeks)
    else:
        horizons = None if weeks is None else (weeks,)
        with stoppable(), progress(progress_to) as on_progress:
            found = histories.rolling(
                sample, profile=profile, company=folder, origins=origins, weeks=horizons, on_progress=on_progress
            )
    answer(found, as_json, lang)


@app.command()
def synth(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Library name or file.")],
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder to write the tables to.")],
    market: Market = None,
    company: Company = None,
    changes: Changes = None,
    customers: Customers = None,
    days: Days = None,
    seed: Seed = None,
    begin: Annotated[int, typer.Option(metavar="DAY", help="Cut off what is older than this day of the run.")] = 0,
    gaps: Annotated[bool, typer.Option("--gaps", help="A week of orders is missing.")] = False,
    refunds: Annotated[float, typer.Option(metavar="SHARE", help="Orders refunded by a negative row.")] = 0.0,
    guests: Annotated[float, typer.Option(metavar="SHARE", help="Orders without a customer's id.")] = 0.0,
    duplicates: Annotated[float, typer.Option(metavar="SHARE", help="Orders that stand twice.")] = 0.0,
    incremental: Annotated[
        bool, typer.Option("--incremental", help="The truth says what each channel brings: a run more for each.")
    ] = False,
    form: Annotated[
        str, typer.Option("--format", metavar="NAME", help="company, or: pymc-marketing, meridian, robyn, clvtools.")
    ] = "company",
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet in the place of CSV.")] = False,
    as_json: Json = False,
) -> None:
    """Make a company of known truth: one world as the tables a firm would have."""
    from sixr import api

    with stoppable(out):
        made = api.synth(
            scenario,
            out,
            market=market,
            company=company_of(company, market),
            overrides=changes or (),
            customers=customers,
            days=days,
            seed=seed,
            begin=begin,
            gaps=gaps,
            refunds=refunds,
            guests=guests,
            duplicates=duplicates,
            incremental=incremental,
            form=form,
            parquet=parquet,
        )
    with printing():
        if as_json:
            print_json(made.to_json())
            return
        for name, table in made.tables.items():
            typer.echo(f"{name}: {len(table):,} rows")
        typer.echo(f"Wrote {shown(out, 200)}")


@app.command()
def report(
    what: Annotated[
        str, typer.Argument(metavar="RESULT", help="Folder of a result, or the document of a decision, by --out.")
    ],
    out: Annotated[
        str, typer.Option(metavar="FILE", help=".html; of a decision also .xlsx or .pptx. An older one is replaced.")
    ],
    lang: Lang = "",
) -> None:
    """Write a result as an HTML page, or a decision as one page, a workbook or a slide."""
    from sixr.reports import write

    with stoppable(out):
        write(what, out, language(lang))
    with printing():
        typer.echo(f"Wrote {shown(out, 200)}")


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(metavar="P", min=1, max=65535, help="Port on this machine.")] = 8501,
    company: Company = None,
) -> None:
    """Serve the dashboard to this machine; Ctrl-C ends it."""
    from calibration.company.folder import opened
    from sixr.server import serve

    stated = company_of(company)
    raise typer.Exit(serve(port, None if stated is None else str(opened(stated).path)))


def main() -> None:
    """The command `sixr`. SIGTERM ends it as Ctrl-C does; what a terminal cannot show does not end it."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by who started it
            setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w")))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except SystemExit as end:
        _end(end.code if isinstance(end.code, int) else 1)
    except OSError as error:  # a help text, say, for which there is no room
        complain(str(unprintable(error)))
        sys.exit(2)


def _end(code: int) -> None:
    """End with ``code`` once all that was printed is out; 2 where it does not get out."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody listens: nothing to say at the end either
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        complain(str(unprintable(error)))
        code = 2
    if code == 130:  # worlds that are still running in threads are not waited for
        os._exit(code)
    sys.exit(code)
