"""Satisfaction and drop-out: what is true of a synthetic company is found; the latent likelihood is calibrated."""

import numpy as np
import pandas as pd
import pytest
from ranks import uniformity
from scipy.integrate import quad

from calibration.estimators.finding import Findings, prior_of
from calibration.estimators.moods import NONE, PROMOTER, Mind, chances, moods
from calibration.estimators.satisfaction import (
    PATH,
    Lives,
    dropout_effect,
    lives_of,
    log_likelihood,
    satisfaction,
)
from calibration.synth.synth import Synth, synth
from scenarios.files.loading import load
from tests.calibration.markets import assert_makes_a_market

MARKET = (
    "people=6000",
    "market.size=6000",
    "days=728",
    "market.awareness.organic_rate=0.002",
    "policy.service.desk.active=true",
    "policy.service.survey_share=1.0",
    "market.satisfaction.answers.answer=1.0",
    "market.satisfaction.answers.slope=1.5",
    "market.satisfaction.dropout_effect=0.25",
)


@pytest.fixture(scope="module")
def company() -> Synth:
    return synth(load("base", overrides=MARKET))


@pytest.fixture(scope="module")
def found(company: Synth) -> Findings:
    return satisfaction(company.tables["orders"], company.tables["tickets"], company.tables["surveys"])


def test_what_is_true_is_found(company: Synth, found: Findings) -> None:
    """Within 4 standard errors: a false alarm in 16,000 a number."""
    assert PATH in found
    for one in found.found:
        assert abs(one.z_of(company.truth["parameters"][f"market.{one.path}"])) < 4.0, one.path
        assert one.label == "bounded"


def test_what_was_found_makes_a_market(found: Findings) -> None:
    assert_makes_a_market(found, PATH)


def test_without_answers_and_tickets_nothing_is_said(company: Synth) -> None:
    seen = satisfaction(company.tables["orders"])
    assert seen.found == ()
    assert any("Too little is known" in note for note in seen.notes)


def happened(*rows: tuple[str, float, float, int, bool, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["who", "at", "worth", "answer", "order", "contact"])


MIND = Mind(-1.1, 0.4, 1.0, 0.3, 0.2)


def test_moods_without_answers_are_the_recursion() -> None:
    """Mean and variance of S <- S + weight (x + noise - S), noise of sd 3."""
    lived = happened(("a", 0.0, 0.0, NONE, True, False), ("a", 5.0, -2.0, NONE, False, True))
    mean, var, _ = moods(lived, MIND)
    assert mean == pytest.approx([0.0, -0.4])
    assert var == pytest.approx([0.36, 0.64 * 0.36 + 0.36])


def test_an_answer_is_bayes_theorem() -> None:
    """Against the integral over satisfaction, which is normal with sd 0.6 after the first order."""
    told = happened(("a", 0.0, 0.0, NONE, True, False), ("a", 0.0, np.nan, PROMOTER, False, True))
    mean, var, answers = moods(told, MIND)

    def weighed(power: int) -> float:
        def at(s: float) -> float:
            return s**power * np.exp(-((s / 0.6) ** 2) / 2) * float(chances(MIND, np.array(s), np.array(PROMOTER)))

        return quad(at, -6, 6)[0] / (0.6 * np.sqrt(2 * np.pi))

    assert answers == pytest.approx(np.log(weighed(0)), abs=1e-6)
    assert mean[1] == pytest.approx(weighed(1) / weighed(0), abs=1e-5)
    assert var[1] == pytest.approx(weighed(2) / weighed(0) - mean[1] ** 2, abs=1e-5)


def test_who_is_content_all_the_time_has_a_pareto_nbd() -> None:
    """With a satisfaction that never moves and no contacts, the closed form with the drop-out rate times
    exp(-effect S); integrated here over both rates and the time of drop-out."""
    lived = happened(("a", 0.0, 0.0, NONE, True, False), ("a", 40.0, 0.0, NONE, True, False))
    lives = lives_of(lived, np.array([100.0]))
    at = np.array([np.log(0.8), np.log(50.0), np.log(0.7), np.log(90.0), -40.0, 0.5])
    mean = np.full(2, 0.6)
    r, alpha, s, beta = np.exp(at[:4])
    h = np.exp(-0.5 * 0.6)

    def order(time: float) -> float:  # E lambda exp(-lambda time)
        return r * alpha**r / (alpha + time) ** (r + 1)

    leaves, _ = quad(lambda t: order(t) * s * beta**s * h / (beta + h * t) ** (s + 1), 40.0, 100.0)
    stays = order(100.0) * (beta / (beta + h * 100.0)) ** s
    value, slopes = log_likelihood(lives, mean, np.zeros(2), at)
    assert value == pytest.approx(np.log(leaves + stays), abs=1e-6)
    steps = 1e-5 * np.eye(6)
    ends = [[log_likelihood(lives, mean, np.zeros(2), at + sign * step)[0] for sign in (1, -1)] for step in steps]
    assert slopes == pytest.approx([(up - down) / 2e-5 for up, down in ends], abs=1e-5)


def drawn(rng: np.random.Generator, effect: float, n: int = 400) -> tuple[Lives, np.ndarray]:
    """Lives of ``n`` customers whose mood is a fresh normal number with every order, in a window of 200 to 700 days."""
    rows, moods_then, windows = [], [], []
    for k in range(n):
        window, rate = rng.uniform(200.0, 700.0), rng.gamma(2.0, 1 / 60.0)
        dropout, t, mood, asked = rng.gamma(1.0, 1 / 250.0), 0.0, rng.normal(), rng.exponential(300.0)
        rows.append((f"{k}", 0.0, 0.0, NONE, True, False))
        moods_then.append(mood)
        windows.append(window)
        last = 0.0
        while True:
            gone = t + rng.exponential(1.0) / (dropout * np.exp(-effect * mood))
            t = t + rng.exponential(1.0 / rate)
            while asked < min(t, gone, window):
                if asked > last + 21.0:
                    rows.append((f"{k}", asked, np.nan, NONE, False, True))
                    moods_then.append(mood)
                asked += rng.exponential(300.0)
            if t > min(gone, window):
                break
            last, mood = t, rng.normal()
            rows.append((f"{k}", t, 0.0, NONE, True, False))
            moods_then.append(mood)
    return lives_of(happened(*rows), np.array(windows)), np.array(moods_then)


@pytest.mark.slow
def test_the_latent_likelihood_is_calibrated_and_one_that_looks_back_is_not() -> None:
    """Ranks of the effect in 80 data sets, drawn from the belief, are uniform (false alarm 0.1 %). Where the last mood
    of a customer counts for the whole life, they are not."""
    rng, belief = np.random.default_rng(17), prior_of(PATH, "linear")
    right, naive = [], []
    for _ in range(80):
        true = rng.normal(belief.middle, belief.sd)
        lives, mood = drawn(rng, true)
        mode, covariance = dropout_effect(lives, mood, np.zeros(len(mood)))
        right.append((mode[-1] - true) / np.sqrt(covariance[-1, -1]))
        last = mood[np.append(lives.first[1:], len(mood)) - 1][lives.who]
        mode, covariance = dropout_effect(lives, last, np.zeros(len(mood)))
        naive.append((mode[-1] - true) / np.sqrt(covariance[-1, -1]))
    assert uniformity(right) > 0.001
    assert uniformity(naive) < 1e-6
