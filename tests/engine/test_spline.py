"""The splines of quantile tables against scipy's, to the bit, and against cubics, which they are."""

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from sim import quantiles, spline
from sim.core.ground.draws import CENTRE, CENTRE_PIECES, LOGIT_LIMIT
from sim.quantiles import LOG_PIECES, MARGIN

GRID = np.linspace(-LOGIT_LIMIT, LOGIT_LIMIT, LOG_PIECES + 1)
STEP = (1.0 - 2.0 * CENTRE) / CENTRE_PIECES
MIDDLE = CENTRE + STEP * np.arange(-MARGIN, CENTRE_PIECES + MARGIN + 1)


@pytest.mark.parametrize("x", [GRID, MIDDLE], ids=["grid", "middle"])
@pytest.mark.parametrize("seed", range(8))
def test_pieces_and_values_are_those_of_scipy_to_the_bit(x, seed):
    chance = np.random.default_rng(seed)
    y = np.cumsum(chance.normal(size=len(x))) * 10.0 ** chance.integers(-6, 6)
    own, known = spline.through(x, y), CubicSpline(x, y)
    assert own.c.tobytes() == np.asarray(known.c).tobytes()
    at = np.concatenate([x, chance.uniform(x[0], x[-1], 5000)])
    assert own(at).tobytes() == known(at).tobytes()


LAWS = [
    *((quantiles.gamma, (shape,)) for shape in (0.02, 0.1, 0.5533, 1.0, 3.744, 6.25, 50.0, 1e4)),
    *((quantiles.lognormal, (sd,)) for sd in (0.05, 0.5, 2.0)),
    *((quantiles.beta, pair) for pair in ((0.1, 3.0), (0.793, 2.426), (40.0, 2.0))),
    (quantiles.uniform, (2.0,)),
    (quantiles.pareto, (1.0, 1.7)),
]


@pytest.mark.parametrize(("law", "numbers"), LAWS, ids=[f"{law.__name__}{numbers}" for law, numbers in LAWS])
def test_the_tables_of_laws_are_those_that_scipy_makes_to_the_bit(law, numbers, monkeypatch):
    law = getattr(law, "__wrapped__", law)
    own = law(*numbers)
    monkeypatch.setattr(quantiles, "through", CubicSpline)
    assert own.tobytes() == law(*numbers).tobytes()


def test_a_cubic_is_its_own_spline():
    x = np.linspace(-1.0, 3.0, 9)
    cubic = np.polynomial.Polynomial([1.0, -2.0, 0.5, 0.25])
    at = np.linspace(-1.0, 3.0, 101)
    assert spline.through(x, cubic(x))(at) == pytest.approx(cubic(at), abs=1e-12)
