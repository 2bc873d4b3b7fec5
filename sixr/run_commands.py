"""The commands that simulate scenarios: run, compare, referrals, and incremental, which goes on with a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.problems import BadInput, Problem, shown
from sixr.company_commands import company_of
from sixr.options import RUN, WORKERS, Engine, Incremental, Journal, Json, Out, ProgressTo, Threads, taking
from sixr.run_options import Look, RunOptions
from sixr.terminal import complain, print_json, printing, stoppable
from sixr.working import working

if TYPE_CHECKING:
    from scenarios.results.store import Result

SHARED = {**RUN, "engine": (Engine, "compiled"), "out": (Out, None)}
"""Options of every command here that runs scenarios."""
WORLDS = {**WORKERS, "incremental": (Incremental, False), "journal": (Journal, False)}
"""Those besides of run and compare."""
Scenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="Library name or file.")]


def simulating(*besides: str) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """A command with the options of SHARED, and those of WORLDS that are named, beside its own; it is given them as
    ``options`` of :func:`sixr.run` and returns a result, which is printed."""

    def made(command: Callable[..., Any]) -> Callable[..., None]:
        @taking(command, "options", SHARED | {name: WORLDS[name] for name in besides})
        def shared(**given: Any) -> None:
            from sixr.progress import progress

            options = {name: given.pop(name) for name in (*SHARED, *besides)}
            out, as_json, told = options["out"], options.pop("as_json"), options.pop("progress_to")
            if options.get("journal") and out is None:
                raise BadInput([Problem("--journal", 0, "", "no --out", "--journal together with --out DIR")])
            placed = working(processes=options.pop("processes", None), cluster=options.pop("cluster", None))
            options["overrides"] = options.pop("changes") or ()
            with stoppable(out), placed, progress(told) as on_progress:
                options["company"] = company_of(options["company"], options["market"])
                options |= {"on_progress": on_progress, "on_effort": on_progress.on_effort}
                result = command(**given, options=options)
            _present(result, as_json, out)

        return shared

    return made


@simulating(*WORLDS)
def run(options: RunOptions, scenario: Scenario) -> Any:
    """Simulate one scenario in all its worlds."""
    from sixr import api

    return api.run(scenario, **options)


@simulating(*WORLDS)
def compare(
    options: RunOptions,
    base: Annotated[str, typer.Argument(metavar="BASE", help="The scenario that the others are compared with.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="Library names or files.")],
) -> Any:
    """Simulate scenarios in the same worlds: which wins, how sure?"""
    from sixr import api

    return api.compare(base, *others, **options)


@simulating()
def referrals(
    options: Look,
    scenario: Scenario,
    crv: Annotated[
        int, typer.Option(metavar="N", help="Customers per world whose referral value is found; a run each.")
    ] = 10,
) -> Any:
    """Look into a referral programme: whom does it bring, who would have come anyway?"""
    from sixr import api

    return api.referrals(scenario, crv=crv, **options)


def incremental(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder written by --out of run or compare.")],
    threads: Threads = None,
    as_json: Json = False,
    progress_to: ProgressTo = None,
) -> None:
    """Add to a result what its spend brings, and the next 5 %: incremental and marginal CAC."""
    from sixr import api
    from sixr.progress import progress

    with stoppable(folder), progress(progress_to) as on_progress:
        result = api.incremental(folder, threads=threads, on_progress=on_progress, on_effort=on_progress.on_effort)
    _present(result, as_json, folder)


def _present(result: Result, as_json: bool, out: str | None) -> None:
    """Print a result; exit 1 where worlds failed, for the figures are then those of the others."""
    with printing():
        if as_json:
            print_json(result.to_json())
        else:
            from sixr import screen
            from sixr.referral_screen import show_referrals

            show = {"run": screen.show_run, "compare": screen.show_comparison, "referrals": show_referrals}
            show[result.manifest["kind"]](result)
            if out is not None:
                typer.echo(f"Wrote {shown(out, 200)}")
    if result.manifest["failures"]:
        if as_json:
            from scenarios.results.sentences import counted

            complain(f"{counted(len(result.manifest['failures']), 'world')} failed, see failures")
        raise typer.Exit(1)
