"""Own exp and log: right to a few units in the last place, the same bits compiled and in plain Python."""

import math

import numpy as np
import pytest

from sim.core.ground.arithmetic import exp, log

random = np.random.default_rng(1)
EXPONENTS = np.concatenate(
    [
        random.uniform(-708, 709, 10_000),
        random.uniform(-1, 1, 10_000),
        [0.0, -0.0, 1.0, -708.0, 709.0, 1e-300],
    ]
)
POSITIVE = np.concatenate(
    [
        np.exp(random.uniform(-700, 700, 10_000)),
        random.uniform(0.5, 2.0, 10_000),
        1.0 + random.uniform(-1, 1, 1_000) * 1e-9,
        [
            1.0,
            0.5,
            2.0,
            math.sqrt(2),
            np.nextafter(1.0, 0.0),
            np.nextafter(1.0, 2.0),
            2.0**-54,
            2.3e-308,
            1e308,
        ],
    ]
)


def test_exp_is_as_good_as_the_librarys():
    errors = [abs(exp(x) - math.exp(x)) / math.exp(x) for x in EXPONENTS]
    assert max(errors) < 4e-16


def test_log_is_as_good_as_the_librarys():
    errors = [abs(log(x) - math.log(x)) / abs(math.log(x)) for x in POSITIVE if x != 1.0]
    assert max(errors) < 4e-16
    assert log(1.0) == 0.0


@pytest.mark.parametrize(("function", "arguments"), [(exp, EXPONENTS), (log, POSITIVE)], ids=["exp", "log"])
def test_compiled_and_plain_give_the_same_bits(function, arguments):
    compiled = np.array([function(x) for x in arguments])
    plain = np.array([function.py_func(np.float64(x)) for x in arguments])
    assert compiled.tobytes() == plain.tobytes()


def test_beyond_the_range():
    assert exp(-708.1) == 0.0
    assert exp(1e9) == exp(709.0)
    assert log(0.0) == log(5e-324) == -709.0
