"""The documents of the way of work."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from decisions.levers import far_of
from decisions.telling import head, plain, told

if TYPE_CHECKING:
    from decisions.first.diagnose import Diagnosis, Scored, Shown
    from decisions.first.focus import Focus
    from decisions.first.pilot import Pilot
    from decisions.first.review import Normal, Review
    from scenarios.market.people import Region, Segment
    from scenarios.scenario import Scenario


def diagnosis_json(scenario: Scenario, found: Diagnosis) -> dict[str, Any]:
    """The document of a diagnosis."""
    return plain(
        {
            **head(scenario),
            "weakest": found.weakest,
            "dimensions": [_dimension(one) for one in found.dimensions],
            "beyond": far_of(scenario),
        }
    )


def _dimension(one: Scored) -> dict[str, Any]:
    says = {question.name: dict(question.says) for question in one.dimension.questions}
    return {
        "name": one.dimension.name,
        "title": dict(one.dimension.title),
        "score": one.score,
        "low": one.low,
        "high": one.high,
        "weakest": one.weakest,
        "indicators": [_indicator(shown) for shown in one.indicators],
        "questions": [{"name": name, "says": says[name], "answer": answer} for name, answer in one.answers.items()],
    }


def _indicator(one: Shown) -> dict[str, Any]:
    norm = one.indicator
    stated = {"name": norm.name, "weak": norm.weak, "strong": norm.strong, "source": dict(norm.source)}
    return {**stated, "value": one.value, "low": one.low, "high": one.high, "score": one.score, "label": one.label}


def focus_json(scenario: Scenario, found: Focus) -> dict[str, Any]:
    """The document of what to begin with."""
    rows = [
        {
            "name": one.step.step,
            "front": one.step.front,
            "title": dict(one.step.title),
            "source": dict(one.step.source),
            "outcome": one.outcome,
            "judged": one.judged,
            "against_today": told(one.evidence),
            "clv": one.clv,
        }
        for one in found.tried
    ]
    judged = [found.plans[one.step.step] for one in found.tried if one.judged]
    return plain(
        {
            **head(scenario),
            "measure": found.measure,
            "steps": rows,
            "refused": [dict(step.title) for step in found.refused],
            "beyond": far_of(scenario, *judged),
        }
    )


def pilot_json(scenario: Scenario, plan: Scenario, found: Pilot) -> dict[str, Any]:
    """The document of a trial."""
    about = {name: value for name, value in asdict(found).items() if name != "stops"}
    stops = {"where_it_harms": found.stops[0], "where_it_helps": found.stops[1]}
    said = {**head(scenario), **_names(scenario, plan, found), **about}
    return plain({**said, "stops": stops, "beyond": far_of(scenario, plan)})


def review_json(scenario: Scenario, plan: Scenario, trial: Pilot, found: Review) -> dict[str, Any]:
    """The document of what a trial has shown."""
    about = asdict(found) | {"before": _belief(found.before), "after": _belief(found.after)}
    stated = {**_names(scenario, plan, trial), "outcome": trial.outcome, "length": trial.lengths[0].days}
    return plain({**head(scenario), **stated, **about, "beyond": far_of(scenario, plan)})


def _names(scenario: Scenario, plan: Scenario, trial: Pilot) -> dict[str, Any]:
    """What the plan is called, and the group on which it is tried."""
    market, name = scenario.market, trial.on.region or trial.on.segment
    groups: list[Segment | Region] = [*market.regions] if trial.on.region else [*market.segments]
    group = next((one for one in groups if one.name == name), None)
    title = group.title.model_dump() if group is not None and group.title is not None else {}
    return {"plan": plan.name, "called_plan": plan.title.model_dump(), "called_group": title}


def _belief(one: Normal) -> dict[str, float]:
    from decisions.first.pilot import Z

    low, high = one.mean - Z * one.sd, one.mean + Z * one.sd
    return {"mean": one.mean, "sd": one.sd, "low": low, "high": high, "p_better": one.positive}
