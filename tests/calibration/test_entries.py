"""Entries of the market file: limits, ends in order, matrices that stay definite."""

import numpy as np
import pytest

from calibration.entries import definite, put


def entry(value, ends, limits=(1e-6, 1e6)):
    parameter = {"value": 1.0, "unit": "1", "interval": [0.5, 2.0], "scale": "log", "label": "assumed", "source": "x"}
    put(parameter, value, ends, limits, label="bounded", source="y")
    return parameter


@pytest.mark.parametrize(
    ("value", "ends", "written", "interval"),
    [
        (0.5, (0.25, 1.0), 0.5, [0.25, 1.0]),
        (0.5, None, 0.5, None),
        (0.5, (0.4999999999, 0.5000000001), 0.5, None),  # no width in six digits
        (0.01, (0.01, 0.16), 0.01, [0.01, 0.16]),
        (5e5, (1e4, 2.5e7), 5e5, [1e4, 1e6]),
        (3e6, (1e6, 9e6), 1e6, None),
        (1e-9, (1e-12, 1e-3), 1e-6, [1e-6, 1e-3]),
    ],
)
def test_an_interval_holds_its_value_within_the_limits(value, ends, written, interval):
    found = entry(value, ends)
    assert found["value"] == written
    assert found.get("interval") == interval
    assert found["label"] == "bounded"


def test_a_matrix_is_definite_as_it_is_written():
    rng = np.random.default_rng(1)
    for _ in range(300):
        spread = 10.0 ** -rng.uniform(0, 9)
        one = rng.normal(size=3)
        covariance = np.outer(one, one) + spread * np.diag(rng.uniform(size=3))
        se = np.sqrt(np.diag(covariance))
        matrix = np.array(definite(covariance / np.outer(se, se)))
        assert np.linalg.eigvalsh(matrix).min() > 1e-6
        assert (matrix == matrix.T).all()
        assert (np.diag(matrix) == 1.0).all()
        assert np.abs(matrix - covariance / np.outer(se, se)).max() < 5e-5


def test_a_matrix_that_is_definite_stays_as_it_is():
    matrix = np.array([[1.0, 0.97], [0.97, 1.0]])
    assert definite(matrix) == matrix.tolist()
