"""Every number of a verification scenario at the ends of its range: an answer or a reason, no failure, no warning.

Ends at which a number may not lie are stood for by a billionth. The small worlds are run, the closed forms are those of
the full size.
"""

import warnings

import numpy as np
import pytest

from scenarios.files.finding import library
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.verify import expectations, unmet
from scenarios.warnings.warnings import warnings_of
from sim import engine
from sim.measures import measure
from sim.problems import BadInput
from tests.properties.leaves import leaves

LEAST = 1e-9
FEW = [
    ("gw10", "market.referral"),
    ("rd", "market.referral.a"),
    ("bg1", "market.need.coin"),
    ("erlang", "market.need.o"),
]
"""Numbers at whose ends closed forms once failed; all others are slow."""
RARELY = {"wait_within", "ended_by_generation"}
"""Quantities of which single values are withheld: so few wait so long, or generations that may come too late."""


def placed(model, keys, value):
    """``model`` with another value at the end of ``keys``; nothing else of it is checked again."""
    key, rest = keys[0], keys[1:]
    if isinstance(model, tuple):
        return tuple(placed(item, rest, value) if item.name == key else item for item in model)
    if isinstance(model, dict):
        return {**model, key: placed(model[key], rest, value) if rest else value}
    field = next(name for name, facts in type(model).model_fields.items() if (facts.alias or name) == key)
    return model.model_copy(update={field: placed(getattr(model, field), rest, value) if rest else value})


def ends(scenario, part):
    """(path, keys, value at an end of its range) of all numbers that have one, whose path begins with ``part``."""
    for leaf in leaves(scenario):
        if not leaf.kind.is_number or leaf.value is None or not leaf.path.startswith(part):
            continue
        for end in {leaf.kind.low, leaf.kind.high}:
            if np.isfinite(end):
                bound = LEAST if 0.0 < end < LEAST else end
                fixed = {"value": bound, "interval": None}
                value = leaf.value.model_copy(update=fixed) if leaf.kind.is_parameter else type(leaf.value)(bound)
                yield f"{leaf.path}={bound:g}", leaf.path.split("."), value


def refused(name, said):
    """Whether a file with this number would be refused, as it does not go with others."""
    try:
        load(f"verification/{name}", overrides=[said])
    except BadInput:
        return True
    return False


VERIFIED = [name.removeprefix("verification/") for name in library() if name.startswith("verification/")]


EACH = [pytest.param(name, "", marks=pytest.mark.slow) for name in VERIFIED]


@pytest.mark.parametrize(("name", "part"), [*FEW, *EACH])
def test_closed_forms_at_the_ends_of_all_numbers(name, part):
    scenario = load(f"verification/{name}")
    with warnings.catch_warnings(action="error"):
        for said, keys, value in ends(scenario, part):
            changed = placed(scenario, keys, value)
            try:
                warnings_of(changed)
                found = expectations(changed)
            except Exception as error:
                if not refused(name, said):
                    pytest.fail(f"{said}: {error!r}")
                continue
            for wish in found:
                withheld = unmet(changed, wish["quantity"]) or wish["quantity"] in RARELY
                assert withheld or np.isfinite(wish["expected"]).all(), (said, wish)


@pytest.mark.parametrize(("name", "part"), [("gw10", "market.referral"), ("at2", "market.channels"), *EACH])
def test_small_worlds_at_the_ends_of_all_numbers(name, part):
    scenario = load(f"verification/{name}").model_copy(update={"people": 30, "days": 8, "worlds": 1})
    with warnings.catch_warnings(action="error"):
        for said, keys, value in ends(scenario, part):
            try:
                plan = lower(placed(scenario, keys, value), 0)
                measure(plan, engine.run(plan, journal=True))
            except BadInput:
                continue  # beyond all measure, and said so
            except Exception as error:
                if not refused(name, said):
                    pytest.fail(f"{said}: {error!r}")
