"""Trials against what is known: arms of a known law, markets without word of mouth, plans not to be given to some."""

import numpy as np
import pytest
from scipy.stats import norm

import sixr
from decisions.first.pilot import HARM, Arms, Z, _judged, centred, pilot, stopped
from decisions.first.some import On, difference, on
from scenarios.files.loading import load
from sim.problems import BadInput

SIZES = {"customers": 600, "days": 60, "replications": 3}
CHANCES, WORLDS = 2, 400


def arms(rng, people, share, mean, effect, sd):
    """Arms of normal people, as their means and spreads are seen."""
    treated, others = people * share, people * (1.0 - share)
    shape = (CHANCES, WORLDS)
    own = mean + effect + sd / np.sqrt(treated) * rng.standard_normal(shape)
    rest = mean + sd / np.sqrt(others) * rng.standard_normal(shape)
    full = np.full(shape, 1.0)
    return Arms(full * treated, own, full * sd, full * others, rest, full * sd)


def of_law(effect, people=2000.0, market=2000.0, share=0.5, seed=1):
    """A trial in which everything is known: nobody talks, and those who are lived are those of the market."""
    rng = np.random.default_rng(seed)
    today = arms(rng, people, share, 1.0, 0.0, 2.0)
    tried = today._replace(mean=today.mean + effect)
    for_all = today._replace(mean=today.mean + effect, others_mean=today.others_mean + effect)
    return _judged([50], [[today, tried, for_all]], On(share), "contribution", market, share)


@pytest.mark.parametrize("effect", [0.05, 0.2, 0.35])
def test_power_is_that_of_the_normal_test(effect):
    """800 trials of known law are right as often as the formula says: within .062, 3.5 standard errors at one half."""
    (found,) = of_law(effect).lengths
    error = 2.0 * np.sqrt(2 / 1000)
    power = norm.cdf(effect / error - Z)
    assert found.own_power == pytest.approx(power, rel=1e-6)
    assert found.counted == pytest.approx(power, abs=0.062)
    assert found.alarms == pytest.approx(0.05, abs=0.03)  # a false alarm of this test: one in ten thousand
    assert (found.bias, found.spill) == (pytest.approx(0.0, abs=1e-12), 0.0)
    assert found.wrong == pytest.approx(norm.cdf(-effect / error - Z), rel=1e-6)


def test_power_grows_with_the_share_up_to_one_half_and_with_the_market():
    (small,), (large,) = (of_law(0.1, market=market).lengths for market in (2000.0, 20_000.0))
    for one in (small, large):
        assert list(one.power) == sorted(one.power)
    assert all(a < b for a, b in zip(small.power, large.power, strict=True))
    found = of_law(0.1, market=20_000.0)
    assert found.shortest == 50
    assert of_law(0.1).shortest is None


def test_a_plan_that_harms_is_stopped_and_one_that_helps_is_not():
    harmful, helpful = of_law(-0.5), of_law(0.5)
    error = 2.0 * np.sqrt(2 / 1000)
    assert harmful.stops[0] == pytest.approx(norm.cdf(0.5 / error - HARM), abs=0.02)
    assert np.isnan(harmful.stops[1])
    assert np.isnan(helpful.stops[0])
    assert helpful.stops[1] < 1e-3


def test_looking_often_seldom_stops_what_does_nothing():
    """The bound of the last look is crossed in 5 %; looks before it add little, as their bounds are wide."""
    looks = np.linspace(0.2, 1.0, 5)
    errors = np.sqrt(looks)
    (rate,) = stopped(np.zeros((5, 1)), errors, looks)
    assert 0.045 < rate < 0.085
    (once,) = stopped(np.zeros((1, 1)), np.ones(1), np.ones(1))
    assert once == pytest.approx(0.05, abs=0.0115)


def test_noise_is_taken_out_of_effects():
    rng = np.random.default_rng(5)
    belief = rng.standard_normal(2000)
    found = centred(belief + 2.0 * rng.standard_normal((2, 2000)))
    assert found.std() == pytest.approx(1.0, abs=0.12)
    assert centred(np.ones((2, 5))).tolist() == [1.0] * 5


def test_where_nobody_talks_nothing_crosses_over():
    quiet = ["policy.referral.active=false", "market.start.customer=0.5"]
    found = sixr.pilot("base", "price_up_10", on="share=0.3", lengths=[60], overrides=quiet, **SIZES).found
    (one,) = found.lengths
    assert one.spill == 0.0
    assert one.bias == pytest.approx(0.0, abs=1e-9)
    assert found.reach == load("base").market.size.value
    assert found.share == pytest.approx(0.3)


def test_invitations_cross_over():
    loud = ["market.start.customer=0.5", "market.referral.share_probability=0.9"]
    found = sixr.pilot("base", "price_up_10", on="share=0.5", lengths=[60], overrides=loud, **SIZES).found
    (one,) = found.lengths
    assert one.spill != 0.0
    assert one.seen == pytest.approx(one.effect + one.bias)


def test_a_segment_is_tried_within_itself_and_a_region_against_the_others():
    quiet = ["policy.referral.active=false", "market.start.customer=0.5"]
    found = sixr.pilot(
        "base", "price_up_10", on="segment=value seekers:0.4", lengths=[60], overrides=quiet, **SIZES
    ).found
    assert found.reach == pytest.approx(500_000.0)
    assert found.share == pytest.approx(0.4)
    name = load("regions").market.regions[0]
    sizes = ["people=600", "days=60", "worlds=3"]
    today, dear = (load("regions", overrides=[*sizes, f"policy.price.level={level}"]) for level in (1.0, 1.1))
    found = pilot(today, dear, On(1.0, region=name.name), lengths=[60])
    assert found.shares == (pytest.approx(name.share),)
    row = On(1.0, region=name.name).row()
    assert (row.share, row.regions) == (None, (name.name,))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("share=0.2", On(0.2)),
        ("region=north", On(1.0, region="north")),
        ("segment=value seekers", On(0.5, segment="value seekers")),
        ("segment=a:b:0.1", On(0.1, segment="a:b")),
    ],
)
def test_who_is_meant(text, found):
    assert on(text) == found


@pytest.mark.parametrize("text", ["half", "share=", "share=1", "share=0", "share=x", "town=north", "segment=a:2"])
def test_who_cannot_be_meant_is_refused(text):
    with pytest.raises(BadInput, match="--on"):
        on(text)


def test_what_a_plan_says_becomes_a_row():
    base, plan = load("base"), load("referral_two_sided")
    row = difference(base, plan)
    assert set(row) == {"referral"}
    assert row["referral"].reward_friend == plan.policy.referral.reward_friend
    dear = load("base", overrides=["policy.price.level=1.3"])
    assert difference(base, dear)["price"].level == 1.3


@pytest.mark.parametrize(
    ("base", "plan", "path"),
    [
        ("base", "ads_20k", "policy.channel"),
        ("full", "points_5", "policy.relationship.points"),
        ("full", "winback_offer", "policy.incentives"),
        ("base", "null", "the same policy"),
        ("regions", "regional_step_up", "groups of its own"),
        ("base", "full", "another market"),
    ],
)
def test_what_cannot_be_given_to_some_alone_is_refused(base, plan, path):
    with pytest.raises(BadInput) as caught:
        difference(load(base), load(plan))
    assert path in str(caught.value)


@pytest.mark.parametrize(
    ("option", "named"),
    [
        ({"on": "region=north"}, "two regions or more"),
        ({"on": "segment=rich"}, "value seekers"),
        ({"lengths": [61]}, "1 to 60"),
        ({"outcome": "joy"}, "contribution or orders"),
    ],
)
def test_a_trial_that_cannot_be_is_refused(option, named):
    with pytest.raises(BadInput) as caught:
        sixr.pilot("base", "price_up_10", **option, **SIZES)
    assert named in str(caught.value)
