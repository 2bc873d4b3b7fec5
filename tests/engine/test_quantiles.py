"""Quantile tables against scipy, from one in a million million to all but that."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim import quantiles
from sim.core.ground.draws import quantile
from sim.plan import empty_world
from tests.engine.busy import lowered

TAIL = np.logspace(-12, -2, 200)
U = np.concatenate([TAIL, np.linspace(0.01, 0.99, 401), 1.0 - TAIL])


def evaluated(table, uniforms):
    """What the compiled lookup makes of a table."""
    world = empty_world(replace(lowered(), tables=np.stack([np.zeros_like(table), table])))
    return np.array([quantile(world.record[0], 1, u) for u in uniforms])


@pytest.mark.parametrize("shape", [0.1, 0.3, 0.5533, 1.0, 3.744, 6.25, 50.0, 1000.0])
def test_gamma(shape):
    expected = np.where(U < 0.5, stats.gamma(shape).ppf(U), stats.gamma(shape).isf(1.0 - U))
    seen = expected > 1e-300
    assert seen.sum() > 400
    found = evaluated(quantiles.gamma(shape), U)
    assert np.abs(found[seen] / expected[seen] - 1.0).max() < 1e-6


@pytest.mark.parametrize(("shape", "power"), [(0.6, 1.0), (4.5, 0.5), (200.0, 0.12), (0.4, 2.0)])
def test_generalised_gamma(shape, power):
    law = stats.gengamma(shape, power)
    expected = np.where(U < 0.5, law.ppf(U), law.isf(1.0 - U)) / law.mean()
    found = evaluated(quantiles.generalised_gamma(shape, power), U)
    assert np.abs(found / expected - 1.0).max() < 1e-6


@pytest.mark.parametrize("sd", [0.3, 0.5, 1.5])
def test_lognormal(sd):
    law = stats.lognorm(sd, scale=np.exp(-0.5 * sd * sd))
    assert law.mean() == pytest.approx(1.0)
    expected = np.where(U < 0.5, law.ppf(U), law.isf(1.0 - U))
    assert np.abs(evaluated(quantiles.lognormal(sd), U) / expected - 1.0).max() < 1e-6


@pytest.mark.parametrize("table", [quantiles.constant(2.5), quantiles.lognormal(0.0, 2.5)])
def test_a_law_without_spread_always_gives_its_value(table):
    assert evaluated(table, U) == pytest.approx(np.full(len(U), 2.5), rel=1e-15)


@pytest.mark.parametrize("law", [quantiles.gamma(0.1), quantiles.gamma(6.25), quantiles.lognormal(1.0)])
def test_quantiles_rise_and_stay_positive_out_to_the_last_uniform(law):
    outermost = np.concatenate([[2.0**-54, 2.0**-53], U, [1.0 - 2.0**-52, 1.0 - 2.0**-53]])
    found = evaluated(law, np.sort(outermost))
    assert (found > 0.0).all()
    assert (np.diff(found) >= 0.0).all()
    assert np.isfinite(found).all()
