"""Reach and frequency against their closed forms: Poisson contacts, and their mixture over people."""

import numpy as np
import pytest

from sim.measures.media import WINDOW
from tests.worlds import figures, world

ALIKE = ("market.activity.light.weight=1", "market.activity.heavy.weight=1", "days=56")
SHOWN = 4000 / 20 * 1000 / 1e6 / 7 * WINDOW
"""Impressions per person in four weeks of 4,000 a week at a cost of 20 per thousand, of a million people."""


def found(measure, key="", **kwargs):
    from sim.measures import measure as measured

    table = measured(*world("days=56", *kwargs.get("overrides", ())))
    row = table[(table["measure"] == measure) & (table["key"] == key)]
    assert len(row) == 1
    return float(row["value"].iloc[0])


def test_alike_people_are_reached_as_poisson_says():
    fixed = ("market.channels.search.cost_per_thousand=20",)
    assert found("reach", "search", overrides=(*ALIKE, *fixed)) == pytest.approx(-np.expm1(-SHOWN), rel=1e-12)
    frequency = SHOWN / -np.expm1(-SHOWN)
    assert found("frequency", "search", overrides=(*ALIKE, *fixed)) == pytest.approx(frequency, rel=1e-12)


def test_unequal_people_are_reached_less_and_more_often():
    overrides = ("market.channels.search.cost_per_thousand=20",)
    unequal = found("reach", "search", overrides=overrides)
    alike = found("reach", "search", overrides=(*ALIKE, *overrides))
    light, heavy = (-np.expm1(-SHOWN * weight) for weight in (0.5, 1.5))
    assert min(light, heavy) < unequal < alike
    assert unequal == pytest.approx((light + heavy) / 2, abs=4.5 * 0.5 * (heavy - light) / np.sqrt(4000))


def test_audiences_overlap():
    """Two channels that nobody sees both of add up; two with the same audience reach less together than in sum."""
    table = figures(*world("days=56"))
    parts = [found("reach", key) for key in ("search", "social", "video")]
    assert max(parts) < table["reach"] < sum(parts)


def test_without_spend_nobody_is_reached():
    overrides = [f"policy.channel.weekly_spend.{name}=0" for name in ("search", "social", "video")]
    assert np.isnan(found("reach", overrides=overrides))
