"""Commands that answer what to decide: sweep, price, parts, optimise, sensitivity, settle."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from scenarios.ground.places import Kind, check_file, write_file
from sim.problems import BadInput, Problem, shown
from sixr.company_commands import company_of
from sixr.options import RUN, WORKERS, Lang, Store, StoreLimit, taking
from sixr.spoken import language, speaks
from sixr.terminal import print_json, print_text, printing, stoppable
from sixr.working import at_work

MARK = '"sixr_decision"'
"""How a document begins, behind its brace."""
KIND = Kind(
    "a file for the document",
    "name a new file, or a document of a decision",
    1_000_000,
    lambda path: MARK.encode() in path.read_bytes()[:40],
)
OutFile = Annotated[str | None, typer.Option(metavar="FILE", help="Also write the JSON document to this file.")]
SHARED = {
    **RUN,
    **WORKERS,
    "store": (Store, True),
    "store_limit": (StoreLimit, 1.0),
    "out": (OutFile, None),
    "lang": (Lang, ""),
}
"""Options of every command here, with their defaults."""
PLACE = ("processes", "cluster", "store", "store_limit")
"""Those that say where worlds are run and kept."""

Scenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="Library name or file.")]
Base = Annotated[str, typer.Argument(metavar="BASE", help="Library name or file.")]
Objective = Annotated[
    str, typer.Option(metavar="MEASURE", help="What decides: profit, worth, profit_within_180, or any measure.")
]
Vary = Annotated[
    list[str] | None,
    typer.Option("--vary", metavar="PATH=LOW:HIGH:N", help="A lever, e.g. policy.price.level=0.7:1.3:13; repeatable."),
]
Plan = Annotated[str | None, typer.Option(metavar="FILE", help="Write the plan to a scenario file.")]
ByChannel = list[str] | None


def deciding(command: Callable[..., Any]) -> Callable[..., None]:
    """A command with the options of SHARED beside its own; it is given them as ``setting`` and returns a Decision."""

    @taking(command, "setting", SHARED)
    def shared(**given: Any) -> None:
        from sixr.progress import progress

        common = {name: given.pop(name) for name in SHARED}
        out = common["out"]
        if out is not None:
            check_file(out, KIND)
        company = None if common["market"] is not None else company_of(common["company"])
        placed = at_work(company, **{name: common[name] for name in PLACE})
        with stoppable(out), placed, progress(common["progress_to"]) as on_progress:
            found = command(
                **given,
                setting={
                    "market": common["market"],
                    "company": company,
                    "overrides": common["changes"] or (),
                    **{name: common[name] for name in ("customers", "days", "replications", "seed", "threads")},
                    "on_progress": on_progress,
                },
            )
            if out is not None:
                _write(found, out)
        with printing():
            if common["as_json"]:
                print_json(found.to_json())
                return
            lang = language(common["lang"])
            print_text("\n".join((*found.summary(lang), "", *found.lines(lang))))

    return speaks(shared)


def _write(found: Any, out: str) -> None:
    from scenarios.results.assemble import sixr_version

    made = {"sixr_decision": 1, "sixr": sixr_version(), "created": datetime.now(UTC).isoformat(timespec="seconds")}
    text = json.dumps({**made, **found.to_json()}, ensure_ascii=False, allow_nan=False, indent=1)
    write_file(out, KIND, lambda stream: stream.write(text + "\n"))


@deciding
def sweep(setting: dict[str, Any], scenario: Scenario, vary: Vary = None, objective: Objective = "profit") -> Any:
    """Profit, CLV and CAC along one lever or two: which point is best, and where it may lie."""
    import sixr

    return sixr.sweep(scenario, vary or (), objective=objective, **setting)


@deciding
def price(
    setting: dict[str, Any],
    scenario: Scenario = "base",
    low: Annotated[float, typer.Option("--from", metavar="RATIO", help="The lowest price, ratio to today's.")] = 0.7,
    high: Annotated[float, typer.Option("--to", metavar="RATIO", help="The highest price.")] = 1.5,
    points: Annotated[int, typer.Option(metavar="N", help="Prices tried.")] = 13,
    objective: Objective = "profit",
    scheme: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND=VALUES",
            help="Another way to price: penetration=0.8:365:4, skimming=1.2, quantity=100:0.1:50 (10 % off from 100"
            " pieces on, 50 in a mean order) or new_first=1.1:365; repeatable.",
        ),
    ] = None,
    rival: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Share of our change of price that the competitor follows.")
    ] = None,
) -> Any:
    """What it should cost: the best price, and the volume that a price may lose."""
    import sixr

    if not 0.0 < low < high or not 2 <= points <= 1001:
        raise BadInput(
            [Problem("--from, --to, --points", 0, "", f"{low}, {high}, {points}", "0 < from < to, 2 to 1,001")]
        )
    return sixr.price(
        scenario, low=low, high=high, points=points, objective=objective, schemes=scheme or (), rival=rival, **setting
    )


@deciding
def parts(
    setting: dict[str, Any],
    base: Base,
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The plan that changes several things.")],
    measure: Objective = "profit",
    by: Annotated[str, typer.Option(metavar="channel", help="Take media apart: each channel is a lever.")] = "",
) -> Any:
    """What a plan is made of: what each of its levers brings, and by which step of the journey."""
    import sixr

    return sixr.parts(base, plan, measure=measure, by=by, **setting)


@deciding
def shift(
    setting: dict[str, Any],
    scenario: Scenario = "base",
    share: Annotated[float, typer.Option(metavar="SHARE", help="Of the media spend, e.g. 0.2.")] = 0.2,
    to: Annotated[
        str, typer.Option(metavar="NAME", help="A channel, or referral: rewards that cost as much.")
    ] = "referral",
    channel: Annotated[
        ByChannel, typer.Option("--from", metavar="NAME", help="A channel to take it from; repeatable. Default: all.")
    ] = None,
    plan: Plan = None,
) -> Any:
    """Move a share of the media budget to a channel or to referral rewards, and say what each half of it does."""
    import sixr

    return sixr.shift(scenario, share=share, to=to, channels=channel or (), plan=plan, **setting)


@deciding
def sensitivity(
    setting: dict[str, Any],
    base: Base,
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The plan that is weighed against it.")],
    measure: Objective = "profit",
    size: Annotated[
        int, typer.Option(metavar="N", min=1, max=10**9, help="Answers or events of a study that might be made.")
    ] = 400,
    trajectories: Annotated[int, typer.Option(metavar="N", min=0, max=1000, help="Of Morris' screening; 0: none.")] = 4,
) -> Any:
    """What the choice hangs on: which number would flip it, and what knowing it is worth. 500 worlds by default."""
    import sixr

    return sixr.sensitivity(base, plan, measure=measure, size=size, trajectories=trajectories, **setting)


@deciding
def settle(
    setting: dict[str, Any],
    base: Base,
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The plan that is weighed against it.")],
    measure: Objective = "profit",
    seconds: Annotated[
        float, typer.Option(metavar="S", min=0.0, max=1e6, help="After about so long no more worlds are run.")
    ] = 60.0,
) -> Any:
    """Compare two plans in more and more worlds until it is settled, or say what stands in the way."""
    import sixr

    return sixr.settle(base, plan, measure=measure, seconds=seconds, **setting)


@deciding
def optimise(
    setting: dict[str, Any],
    scenario: Scenario = "base",
    total: Annotated[
        float | None, typer.Option(metavar="MONEY", help="Budget of the whole horizon. Default: what is spent today.")
    ] = None,
    exactly: Annotated[bool, typer.Option("--exactly", help="All of the total must be spent.")] = False,
    channel: Annotated[
        ByChannel, typer.Option(metavar="NAME", help="A channel to split among; repeatable. Default: all that spend.")
    ] = None,
    quarters: Annotated[
        int, typer.Option(metavar="N", help="Equal parts of the horizon, each with its own split.")
    ] = 1,
    least: Annotated[ByChannel, typer.Option(metavar="NAME=MONEY", help="The least a week of a channel.")] = None,
    most: Annotated[ByChannel, typer.Option(metavar="NAME=MONEY", help="The most a week of a channel.")] = None,
    step: Annotated[ByChannel, typer.Option(metavar="NAME=MONEY", help="In steps of so much a week.")] = None,
    vary: Vary = None,
    budget: Annotated[bool, typer.Option("--budget/--no-budget", help="Whether spend may move.")] = True,
    objective: Objective = "worth",
    goal: Annotated[str, typer.Option(metavar="NAME", help="mean, worst_tenth, or chance (of --amount).")] = "mean",
    amount: Annotated[float, typer.Option(metavar="MONEY", help="With --goal chance: to gain at least so much.")] = 0.0,
    runs: Annotated[int, typer.Option(metavar="N", help="Plans that are tried.")] = 30,
    frontier: Annotated[bool, typer.Option("--frontier", help="Also the best split of other totals.")] = False,
    plan: Plan = None,
    costs: Annotated[bool, typer.Option("--costs", help="Also what a customer costs, counted in four ways.")] = False,
    made_of: Annotated[bool, typer.Option("--parts", help="Also what each channel and lever brings.")] = False,
) -> Any:
    """Where the next unit of money goes: the best split of a budget, and other levers, judged in fresh worlds."""
    import sixr

    return sixr.optimise(
        scenario,
        total=total,
        exactly=exactly,
        channels=channel or (),
        split=budget,
        quarters=quarters,
        least=_amounts("--least", least),
        most=_amounts("--most", most),
        step=_amounts("--step", step),
        vary=vary or (),
        objective=objective,
        goal=goal,
        amount=amount,
        runs=runs,
        frontier=frontier,
        plan=plan,
        costs=costs,
        parts=made_of,
        **setting,
    )


def _amounts(option: str, texts: ByChannel) -> dict[str, float]:
    """Texts NAME=MONEY as amounts by name."""
    found = {}
    for text in texts or ():
        name, equals, said = (part.strip() for part in text.partition("="))
        try:
            found[name] = float(said)
        except ValueError:
            equals = ""
        if not equals or not name:
            raise BadInput([Problem(option, 0, "", shown(text), "NAME=MONEY", f"{option} search=2000")])
    return found
