"""When a number may be called identified."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.identified import label
from calibration.likelihood import BOUND, Estimate, estimated
from calibration.priors import Prior, prior


def estimate(se: float, prior_sd: float | None = None, left: tuple[str, ...] = ()) -> Estimate:
    one, sds = np.array([1.0]), None if prior_sd is None else np.array([prior_sd])
    return Estimate("M", ("a",), one, np.array([[se**2]]), -1.0, 10, left, 1, 1, one, sds)


TWO_DECADES = np.log(100) / (2 * 1.6448536)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (estimate(0.1), "identified"),
        (estimate(0.99 * TWO_DECADES), "identified"),
        (estimate(1.01 * TWO_DECADES), "bounded"),
        (estimate(0.1, left=("a",)), "bounded"),
        (estimate(0.3, prior_sd=1.0), "identified"),  # beliefs hold 9 % of the precision
        (estimate(0.35, prior_sd=1.0), "bounded"),
        (estimate(0.1, prior_sd=1.0, left=("a",)), "bounded"),
        (estimate(0.85, prior_sd=1.0), "assumed"),
        (estimate(0.85, prior_sd=1.0, left=("a",)), "assumed"),
    ],
)
def test_the_rule(found, said):
    assert label(found, "a") == said
    assert label(found, "a", doubted=True) == ("bounded" if said == "identified" else said)


WEAK = Prior(np.eye(2), np.array([0.0, 1.0]), np.array([1.0, 2.0]))


def likelihood(curvature, middle):
    """Normal in the logarithms: log-likelihood -(c . (logs - m)^2) / 2; curvature 0 is a flat direction."""
    c, m = np.array(curvature), np.array(middle)
    return lambda values: (-0.5 * float(c @ (np.log(values) - m) ** 2), -c * (np.log(values) - m))


def of(curvature, middle, belief=WEAK):
    return estimated("M", ("a", "b"), likelihood(curvature, middle), ((1.0, 1.0), (3.0, 0.2)), 100, belief)


def test_beliefs_stay_out_where_the_likelihood_says_all():
    found = of([100.0, 25.0], [0.3, -0.2])
    assert found.settled
    assert found.prior_sds is None
    assert np.log(found.values) == pytest.approx([0.3, -0.2], abs=1e-4)
    assert found.standard_errors == pytest.approx([0.1, 0.2], rel=1e-4)


def test_a_flat_direction_is_held_by_the_beliefs():
    found = of([100.0, 0.0], [0.3, 0.0])
    assert found.open == ("b",)
    assert np.log(found.values) == pytest.approx([0.3 * 100 / 101, 1.0], abs=1e-3)
    assert found.standard_errors == pytest.approx([101**-0.5, 2.0], rel=1e-3)
    assert (label(found, "a"), label(found, "b")) == ("identified", "assumed")


def test_a_maximum_on_the_bound_is_not_identified():
    found = of([100.0, 100.0], [0.3, 50.0])
    assert found.open == ("b",)
    assert np.log(found.likeliest[1]) == pytest.approx(BOUND)
    assert label(found, "b") != "identified"


def test_an_interval_of_more_than_two_decades_is_not_identified():
    found = of([100.0, 0.3], [0.3, 0.0])  # curved enough to have an error of 1.8
    assert found.open == ("b",)
    assert label(found, "b") != "identified"


def test_a_maximum_that_a_bound_nearly_reaches_is_not_identified():
    def saturating(values):  # of b: a low hump at 0 beside a plateau for large ones, as for customers who are alike
        a, b = np.log(values)
        hump = np.exp(-(b**2) / 4)
        plateau = 1 / (1 + np.exp(-4 * (b - 4)))
        value = -50 * (a - b) ** 2 + 5 * hump + 4 * plateau
        slope = 100 * (a - b)
        return value, np.array([-slope, slope - 2.5 * b * hump + 16 * plateau * (1 - plateau)])

    found = estimated("M", ("a", "b"), saturating, ((1.0, 1.0),), 100, WEAK)
    assert np.log(found.likeliest) == pytest.approx([0.0, 0.0], abs=1e-3)
    assert found.open == ("a", "b")  # a goes along with b


def test_beliefs_are_what_the_file_says():
    believed = prior("pareto_nbd", ("r", "alpha", "s", "beta"))
    value, gradient = believed.log_density(np.log(believed.middle))
    assert value == pytest.approx(0.0)
    assert gradient == pytest.approx(np.zeros(4))
    r, alpha, s, beta = believed.middle
    assert (r, r / alpha, s, s / beta) == pytest.approx((0.5533, 0.0523, 0.45, 0.03))
    assert believed.log_sds == pytest.approx([1.5, np.hypot(1.5, 4.0), 0.6, np.hypot(0.6, 1.3)])


def test_beliefs_have_the_gradient_of_their_density():
    believed = prior("bg_nbd", ("r", "alpha", "a", "b"))
    logs = np.array([0.3, 1.0, -0.5, 0.8])
    for k in range(4):
        step = 1e-6 * np.eye(4)[k]
        slope = (believed.log_density(logs + step)[0] - believed.log_density(logs - step)[0]) / 2e-6
        assert believed.log_density(logs)[1][k] == pytest.approx(slope, rel=1e-6)


def test_an_estimate_in_another_unit():
    found = replace(estimate(0.1), values=np.array([2.0])).scaled("a", 1000.0)
    assert found.values == pytest.approx([2000.0])
    assert found.standard_errors == pytest.approx([0.1])
