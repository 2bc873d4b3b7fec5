"""Commands of the way of work: diagnose, focus, pilot, review."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sim.problems import BadInput, Problem, shown
from sixr.decision_commands import Base, Objective, deciding

Today = Annotated[
    str | None, typer.Argument(metavar="SCENARIO", help="Today's policy. Default: that of the company, else full.")
]
Plan = Annotated[str, typer.Argument(metavar="PLAN", help="The plan that is tried.")]
On = Annotated[
    str,
    typer.Option(
        "--on", metavar="WHO", help="share=0.5 of all at random, region=NAME, segment=NAME or segment=NAME:0.3."
    ),
]
Outcome = Annotated[str, typer.Option(metavar="NAME", help="Of a person: contribution or orders.")]


@deciding
def diagnose(
    setting: dict[str, Any],
    scenario: Today = None,
    answers: Annotated[str | None, typer.Option(metavar="FILE", help="Answers, as --questions writes them.")] = None,
    answer: Annotated[
        list[str] | None, typer.Option(metavar="NAME=1..5", help="One answer, e.g. product.value=3; repeatable.")
    ] = None,
    questions: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="First write the questions to this file; nothing is answered yet."),
    ] = None,
) -> Any:
    """Where are we weakest? Eight dimensions, by figures of today's policy and by answers to a questionnaire."""
    import sixr
    from decisions.first.answers import answered, write_template
    from sixr.spoken import language

    if questions is not None:
        write_template(questions, language(""))
    said: dict[str, Any] = answered(answers) if answers is not None else {}
    for text in answer or ():
        name, equals, number = (part.strip() for part in text.partition("="))
        if not equals:
            raise BadInput([Problem("--answer", 0, "", shown(text), "NAME=1..5", "--answer product.value=3")])
        said[name] = int(number) if number.isdecimal() else number
    return sixr.diagnose(scenario, answers=said, **setting)


@deciding
def focus(
    setting: dict[str, Any],
    scenario: Today = None,
    objective: Objective = "worth",
    seconds: Annotated[
        float, typer.Option(metavar="S", min=0.0, max=1e6, help="After about so long no more worlds are run.")
    ] = 60.0,
) -> Any:
    """What do we begin with? A feasible step of each lever, ranked by what it is worth in this market."""
    import sixr

    return sixr.focus(scenario, objective=objective, seconds=seconds, **setting)


@deciding
def pilot(
    setting: dict[str, Any],
    base: Base,
    plan: Plan,
    on: On = "share=0.5",
    length: Annotated[
        list[int] | None, typer.Option(metavar="DAYS", help="A length that is tried; repeatable. Default: 28 to 364.")
    ] = None,
    outcome: Outcome = "contribution",
) -> Any:
    """How do we try it first? Size, length and power of a trial, what crosses over, when to stop."""
    import sixr

    return sixr.pilot(base, plan, on=on, lengths=length or (), outcome=outcome, **setting)


@deciding
def review(
    setting: dict[str, Any],
    base: Base,
    plan: Plan,
    length: Annotated[int, typer.Option(metavar="DAYS", help="How long the trial was.")],
    came: Annotated[
        str | None, typer.Argument(metavar="FILE", help="CSV of the trial: arm (plan, today), people, money, sd.")
    ] = None,
    arm: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=PEOPLE:MONEY[:SD]", help="An arm in place of the file; both are needed."),
    ] = None,
    on: On = "share=0.5",
    outcome: Outcome = "contribution",
) -> Any:
    """What has the trial shown? Roll out, stop or go on, with the probability and the expected loss of each."""
    import sixr

    if (came is None) == (not arm):
        found = "neither" if came is None else "both"
        raise BadInput([Problem("FILE, --arm", 0, "", found, "a CSV file, or --arm plan=... and --arm today=...")])
    arms: Any = came if came is not None else dict(_arm(text) for text in arm or ())
    return sixr.review(base, plan, arms, length=length, on=on, outcome=outcome, **setting)


def _arm(text: str) -> tuple[str, list[float]]:
    name, _, said = (part.strip() for part in text.partition("="))
    try:
        return name, [float(part) for part in said.split(":")]
    except ValueError:
        allowed = "NAME=PEOPLE:MONEY[:SD]"
        raise BadInput([Problem("--arm", 0, "", shown(text), allowed, "--arm plan=50000:120000:9.5")]) from None
