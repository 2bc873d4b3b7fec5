"""A choice follows the multinomial logit; a change of our offer moves people to us or away, never between others."""

import numpy as np
import pytest

from sim.core.ground.arithmetic import exp, logit
from sim.core.verbs.choice import is_taken
from sim.core.verbs.price import others_together, our_utility
from sim.plan import LEAST_UTILITY

NONE = -1e300


def share_of_ours(ours, competitor, nothing):
    """The part of all uniform numbers for which our offer is taken: halving the interval where that changes."""
    others = max(others_together(competitor, exp(nothing)), LEAST_UTILITY)
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if is_taken(ours, others, logit(middle)) else (low, middle)
    return 0.5 * (low + high)


@pytest.mark.parametrize(
    ("utilities", "share"),
    [
        ((0.5, 0.25, 0.0), 0.419229),
        ((0.25, 0.5, 0.0), 0.326496),
        ((-1.0, 0.0, -1.0), 0.211942),
        ((1.0, NONE, 0.0), 0.731059),
        ((1.0, 0.0, NONE), 0.731059),
    ],
)
def test_the_share_is_that_of_the_logit(utilities, share):
    assert share_of_ours(*utilities) == pytest.approx(share, abs=5e-7)


def test_without_an_alternative_everybody_chooses_us_and_nobody_what_is_not_there():
    assert share_of_ours(-30.0, NONE, NONE) == pytest.approx(1.0, abs=1e-14)
    assert share_of_ours(NONE, np.log(1.0), np.log(0.1)) == pytest.approx(0.0, abs=1e-14)
    assert not is_taken(NONE, LEAST_UTILITY, -37.0)


def test_a_better_offer_of_ours_only_wins_and_a_better_rival_only_takes():
    mine = [share_of_ours(u, np.log(1.3), np.log(1.1)) for u in np.linspace(-5, 5, 101)]
    theirs = [share_of_ours(0.3, u, np.log(1.1)) for u in np.linspace(-5, 5, 101)]
    assert (np.diff(mine) > 0).all()
    assert (np.diff(theirs) < 0).all()


def test_utility_at_todays_price_is_the_log_share_and_a_reward_counts_like_a_lower_price():
    base, response = np.log(0.4), 4.0
    assert our_utility(base, response, 1.0, 0.0, 1.0) == base
    assert our_utility(base, response, 1.0, 0.2, 1.0) == pytest.approx(our_utility(base, response, 0.8, 0.0, 1.0))


def test_the_elasticity_at_todays_price_is_the_one_asked_for():
    elasticity, share = -2.62, 0.4
    response, rest = -elasticity / (1.0 - share), np.log(0.6)

    def bought(price):
        ours = np.exp(our_utility(np.log(share), response, price, 0.0, 1.0))
        return ours / (ours + np.exp(rest))

    step = 1e-6
    slope = (np.log(bought(1 + step)) - np.log(bought(1 - step))) / (2 * step)
    assert slope == pytest.approx(elasticity, rel=1e-6)
