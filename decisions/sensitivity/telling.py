"""What is said of what a decision hangs on, and of two plans compared until it is settled."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from decisions.levers import far_of
from decisions.telling import head, plain, told

if TYPE_CHECKING:
    from decisions.sensitivity.matters import Matters, Number
    from decisions.settle import Settled
    from scenarios.scenario import Scenario


def sensitivity_json(scenario: Scenario, plan: Scenario, found: Matters) -> dict[str, Any]:
    """The document of what a decision hangs on."""
    beyond = far_of(scenario, plan)
    return plain({**head(scenario), "plan": plan.name, "worlds": found.worlds, **matters_json(found), "beyond": beyond})


def matters_json(found: Matters) -> dict[str, Any]:
    """What the difference hangs on, the number most worth knowing first."""
    return {
        "measure": found.measure,
        "difference": {
            **{name: getattr(found, name) for name in ("difference", "error", "belief", "noise", "p_better")},
            "explained": found.belief**2 / (found.belief**2 + found.noise**2) if found.noise > 0.0 else None,
        },
        "worth_knowing_all": _range(found.worth, found.low, found.high),
        "find_out_first": [_number_json(one, found) for one in found.numbers],
        "groups": [
            {"name": one.name, "paths": list(one.paths), "worth": _range(one.worth, one.low, one.high)}
            for one in found.groups
        ],
        "weakest_effect_seen": found.seen,
        "screening": _screened(found),
    }


def _range(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def _number_json(one: Number, found: Matters) -> dict[str, Any]:
    parameter = one.parameter
    sobol = None
    if found.indices is not None:
        k = [found.surrogate.names[number] for number in found.surrogate.chosen].index(one.path)
        sobol = {name: float(values[k]) for name, values in vars(found.indices).items()}
    return {
        "path": one.path,
        "value": parameter.value,
        "interval": list(parameter.interval or ()),
        "unit": parameter.unit,
        "label": parameter.label,
        "source": parameter.source,
        "worth": _range(one.worth, one.low, one.high),
        "share_of_belief": one.share,
        "at_5_percent": one.at_low,
        "at_95_percent": one.at_high,
        "flips": None if one.flip is None else asdict(one.flip),
        "study": {**asdict(one.study), "worth": one.study_worth},
        "sobol": sobol,
    }


def _screened(found: Matters) -> dict[str, Any] | None:
    one = found.screened
    if one is None:
        return None
    order = np.argsort(-one.size)
    return {
        "trajectories": one.trajectories,
        "numbers": [{"path": one.names[k], "mu_star": one.size[k], "sigma": one.spread[k]} for k in order],
        "idle": list(one.idle),
    }


def settle_json(scenario: Scenario, plan: Scenario, found: Settled) -> dict[str, Any]:
    """The document of two plans compared until it is settled."""
    return plain(
        {
            **head(scenario),
            "plan": plan.name,
            "worlds": found.evidence.worlds,
            "measure": found.measure,
            "outcome": found.outcome,
            "difference": told(found.evidence),
            "variance_by": found.variances,
            "looks": [told(look) for look in found.looks],
            "seconds": found.seconds,
            "hangs_on": None if found.matters is None else matters_json(found.matters),
            "beyond": far_of(scenario, plan),
        }
    )
