"""What a trial has shown, against closed forms of normal beliefs and against decisions that were played through."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

import sixr
from decisions.first.pilot import Length, Pilot
from decisions.first.review import Came, Normal, above, came, losses, review, updated
from decisions.first.some import On
from sim.problems import BadInput

means, spreads = st.floats(-3.0, 3.0), st.floats(0.1, 3.0)


@settings(max_examples=30)
@given(means, spreads, means, spreads)
def test_belief_is_brought_up_to_date_by_bayes_rule(mean, sd, seen, error):
    found = updated(Normal(mean, sd), seen, error)
    x = np.linspace(-25.0, 25.0, 20_001)
    likelihood = norm.logpdf(x, mean, sd) + norm.logpdf(seen, x, error)
    weight = np.exp(likelihood - likelihood.max())
    weight /= weight.sum()
    assert found.mean == pytest.approx((weight * x).sum(), abs=1e-6)
    assert found.sd == pytest.approx(np.sqrt((weight * (x - found.mean) ** 2).sum()), abs=1e-6)


@settings(max_examples=20)
@given(means, spreads)
def test_expected_gain_and_loss_are_the_integrals(mean, sd):
    gain, _ = quad(lambda x: max(x, 0.0) * norm.pdf(x, mean, sd), -40, 40, points=[0.0, mean], limit=200)
    belief = Normal(mean, sd)
    assert belief.gain == pytest.approx(gain, abs=1e-6)
    assert belief.gain - belief.loss == pytest.approx(mean, abs=1e-9)
    assert belief.positive == pytest.approx(norm.cdf(mean / sd))


def test_nothing_is_learnt_from_endless_error_and_all_from_none():
    belief = Normal(1.0, 2.0)
    assert updated(belief, 9.0, 1e9).mean == pytest.approx(1.0)
    assert updated(belief, 9.0, 0.0) == Normal(9.0, 0.0)
    assert updated(Normal(1.0, 0.0), 9.0, 1.0) == Normal(1.0, 0.0)
    assert (above(2.0, 0.0), above(-2.0, 0.0)) == (2.0, 0.0)


@pytest.mark.parametrize(("mean", "sd", "error"), [(0.1, 1.0, 0.5), (1.0, 0.5, 2.0), (-0.3, 1.0, 1.0)])
def test_expected_losses_are_those_of_trials_played_through(mean, sd, error):
    """A million markets drawn from the belief: roll out, stop, or try once more and then do what is better. Standard
    errors are below .004; the bound leaves five of them."""
    rng, periods, share = np.random.default_rng(11), 4.0, 0.3
    truth = mean + sd * rng.standard_normal(1_000_000)
    found, worth = losses(Normal(mean, sd), error, periods, share)
    right = periods * np.maximum(truth, 0.0)
    assert found["roll_out"] == pytest.approx((right - periods * truth).mean(), abs=0.02)
    assert found["stop"] == pytest.approx(right.mean(), abs=0.02)
    seen = truth + error * rng.standard_normal(len(truth))
    after = (mean / sd**2 + seen / error**2) / (sd**-2 + error**-2)
    then = (periods - 1) * np.where(after > 0.0, truth, 0.0)
    assert found["go_on"] == pytest.approx((right - share * truth - then).mean(), abs=0.02)
    now = (periods - 1) * max(mean, 0.0)
    assert worth == pytest.approx(then.mean() - now, abs=0.02)
    assert worth >= 0.0


def test_on_the_last_period_there_is_nothing_to_learn_for():
    found, worth = losses(Normal(0.5, 1.0), 0.2, 1.0, 0.5)
    assert worth == 0.0
    assert min(found["roll_out"], found["stop"]) <= found["go_on"]


def trial(effect=0.0, belief=1.0, bias=0.0, days=50):
    zero = dict.fromkeys(("spill", "own_power", "wrong", "counted", "expected", "alarms", "stop_bound"), 0.0)
    one = Length(
        days=days, seen=effect + bias, effect=effect, effect_se=0.0, belief=belief, bias=bias, bias_se=0.0, sd=2.0,
        power=(0.0,), **zero,
    )  # fmt: skip
    return Pilot("contribution", On(0.5), 1000.0, 0.5, (0.5,), (one,), None, (0.0, 0.0), 0.0)


def arms(plan, today, people=800.0, sd=np.nan):
    return {"plan": Came(people, plan * people, sd), "today": Came(people, today * people, sd)}


def test_a_trial_that_shows_much_is_rolled_out_and_one_that_harms_is_stopped():
    good, bad = (review(trial(), arms(mean, 1.0), 500) for mean in (3.0, -1.0))
    assert (good.choice, bad.choice) == ("roll_out", "stop")
    assert (good.harm, bad.harm) == (False, True)
    assert good.after.positive > 0.99
    assert good.simulated_sd
    assert not review(trial(), arms(3.0, 1.0, sd=2.0), 500).simulated_sd
    assert good.error == pytest.approx(2.0 * np.sqrt(2 / 800))
    assert good.periods == 9.0


def test_what_is_open_goes_on_while_there_is_time_for_it():
    """One person in two gets the plan either way, so that going on costs as much as either choice for a period."""
    long = review(trial(), arms(1.05, 1.0), 5000)
    short = review(trial(), arms(1.05, 1.0), 100)
    assert long.choice == "go_on"
    assert short.choice == "roll_out"
    assert long.losses["go_on"] == min(long.losses.values())


def test_what_crosses_over_is_taken_out():
    plain, biased = review(trial(), arms(1.5, 1.0), 500), review(trial(bias=0.2), arms(1.7, 1.0), 500)
    assert biased.after.mean == pytest.approx(plain.after.mean)
    assert biased.seen == pytest.approx(plain.seen + 0.2)


def test_a_file_says_what_came(tmp_path):
    file = tmp_path / "came.csv"
    file.write_text("arm,people,customers,money,sd\nplan,5000,300,1200,3.5\ntoday,5000,290,1100,\n")
    found = came(file)
    assert found["plan"] == Came(5000.0, 1200.0, 3.5)
    assert np.isnan(found["today"].sd)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("arm,people\nplan,5\n", "no column money"),
        ("arm,people,money\nplan,5,1\n", "no arm today"),
        ("arm,people,money\nplan,5,1\nplan,5,1\n", "came.csv:3"),
        ("arm,people,money\nplan,5,1\nelse,5,1\n", "plan and today, each once"),
        ("arm,people,money\nplan,one,1\ntoday,5,1\n", "a number of 2 or more"),
        ("arm,people,money\nplan,5,nan\ntoday,5,1\n", "came.csv:2"),
        ("arm,people,money,sd\nplan,5,1,-1\ntoday,5,1,1\n", "a number of 0 or more"),
        ("", "no column arm"),
    ],
)
def test_a_file_that_cannot_be_is_refused_by_line(tmp_path, text, named):
    file = tmp_path / "came.csv"
    file.write_text(text)
    with pytest.raises(BadInput) as caught:
        came(file)
    assert named in str(caught.value)
    with pytest.raises(BadInput, match="two arms"):
        came(tmp_path / "nothing.csv")


def test_a_trial_of_a_market_is_reviewed():
    sizes = {"customers": 300, "days": 40, "replications": 2}
    numbers = {"plan": [1000, 900, 4.0], "today": [1000, 700, 4.0]}
    found = sixr.review("base", "price_up_10", numbers, length=28, **sizes)
    assert found.found.seen == pytest.approx(0.2)
    assert found.found.error == pytest.approx(4.0 * np.sqrt(2 / 1000))
    assert found.to_json()["asked"]["arms"] == numbers
    with pytest.raises(BadInput, match="each once"):
        sixr.review("base", "price_up_10", {"plan": [10, 1]}, length=28, **sizes)
    with pytest.raises(BadInput, match="people"):
        sixr.review("base", "price_up_10", {"plan": [1, 1], "today": [10, 1]}, length=28, **sizes)
