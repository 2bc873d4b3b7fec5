"""A choice follows the multinomial logit; a change of our offer moves people to us or away, never between others."""

import numpy as np
import pytest

from sim.core.choice import UNAVAILABLE, choose
from sim.core.price import our_utility
from sim.vocabulary import Alternative, Decision

N = 100_000
KEY = np.uint64(11)


def choices(ours, competitor, nothing, n=N):
    """What ``n`` people choose on the same occasion, int64 [person]."""
    decision = int(Decision.CHOICE_REPEAT)
    return np.array([int(choose(KEY, decision, i, 1, ours, competitor, nothing)) for i in range(n)])


@pytest.mark.parametrize(
    ("utilities", "shares"),
    [
        ((0.5, 0.25, 0.0), (0.419229, 0.326496, 0.254275)),
        ((-1.0, 0.0, -1.0), (0.211942, 0.576117, 0.211942)),
        ((1.0, -1e300, 0.0), (0.731059, 0.0, 0.268941)),
        ((1.0, 0.0, -1e300), (0.731059, 0.268941, 0.0)),
    ],
)
def test_shares_are_those_of_the_logit(utilities, shares):
    """100,000 choices: a share is missed by more than 4.5 standard errors (at most 0.7 points) once in 150,000."""
    count = np.bincount(choices(*utilities), minlength=3)
    for alternative, share in enumerate(shares):
        assert abs(count[alternative] - N * share) <= 4.5 * np.sqrt(N * share * (1 - share))


def test_without_an_alternative_everybody_chooses_us():
    assert (choices(-30.0, -1e300, -1e300, n=1000) == Alternative.OURS).all()


def test_what_is_not_available_is_not_chosen():
    assert UNAVAILABLE > -1e300
    assert (choices(-1e300, 0.0, -5.0, n=1000) != Alternative.OURS).all()


def test_a_better_offer_of_ours_only_wins():
    before, after = choices(0.0, 0.3, 0.1, n=20_000), choices(0.4, 0.3, 0.1, n=20_000)
    moved = before != after
    assert moved.sum() > 500
    assert (after[moved] == Alternative.OURS).all()


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
