"""The mode and covariance of small models: exact where they are normal, and what is believed of a number."""

import numpy as np
import pytest

from calibration.estimators.finding import Belief, limits_of, onto, prior_of
from calibration.estimators.posterior import posterior, posterior_by_slopes
from calibration.likelihood import NORMAL_95, VAGUE
from scenarios.files.loading import load

MIDDLE, PRECISION = np.array([0.3, -1.0]), np.array([[4.0, 1.0], [1.0, 2.0]])


def normal(at: np.ndarray) -> float:
    off = at - MIDDLE
    return float(-0.5 * off @ PRECISION @ off)


def test_a_normal_likelihood_and_belief_are_combined_exactly() -> None:
    """Precisions add up; the mean is weighed by them."""
    belief = Belief(1.0, 0.5, "linear")
    precision = PRECISION + np.diag([4.0, 0.0])
    mean = np.linalg.solve(precision, PRECISION @ MIDDLE + np.array([4.0, 0.0]))
    for mode, covariance in (
        posterior(normal, [0.0, 0.0], [belief]),
        posterior_by_slopes(lambda at: (normal(at), -PRECISION @ (at - MIDDLE)), [0.0, 0.0], [belief]),
    ):
        assert mode == pytest.approx(mean, abs=1e-4)
        assert covariance == pytest.approx(np.linalg.inv(precision), abs=1e-4)


def test_where_nothing_is_known_the_spread_is_vague() -> None:
    _, covariance = posterior(lambda at: normal(np.array([at[0], -1.0])), [0.0, 0.0])
    assert covariance[1, 1] == pytest.approx(VAGUE**2)


def test_a_start_that_is_impossible_is_told() -> None:
    with pytest.raises(ArithmeticError, match="not finite"):
        posterior(lambda at: float("nan"), [0.0])


def test_beliefs_are_those_of_the_library() -> None:
    one = dict(load("base").parameters())["market.referral.delay_mean"]
    belief = prior_of("referral.delay_mean")
    low, high = (onto(one.scale, end) for end in one.interval)
    assert belief == Belief(onto(one.scale, one.value), (high - low) / (2 * NORMAL_95), one.scale)
    off_in_base = dict(load("full").parameters())["market.satisfaction.dropout_effect"]
    assert prior_of("satisfaction.dropout_effect", "linear").middle == off_in_base.value


def test_what_is_held_fixed_or_unknown_has_no_belief() -> None:
    for path in ("referral.delay_shape", "referral.nothing"):
        with pytest.raises(KeyError):
            prior_of(path)
    assert limits_of("referral.nothing") == (-np.inf, np.inf)
    assert limits_of("referral.share_probability") == (0.0, 1.0)
    assert limits_of("choice.price_elasticity")[1] < 0.0
