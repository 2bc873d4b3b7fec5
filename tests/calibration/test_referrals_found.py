"""Referrals: what is true of a synthetic company is found; the likelihood is calibrated, a naive one is not."""

import numpy as np
import pandas as pd
import pytest
from ranks import uniformity
from scipy.special import expit

from calibration.estimators.finding import Findings, prior_of
from calibration.estimators.posterior import posterior
from calibration.estimators.referrals import censored, referrals
from calibration.synth.synth import Synth, synth
from scenarios.files.loading import as_stated, load
from tests.calibration.markets import assert_makes_a_market

PEOPLE = 16000
MARKET = (f"people={PEOPLE}", f"market.size={PEOPLE}", "days=728", "market.awareness.organic_rate=0.002")
START = pd.Timestamp("2025-01-01")


@pytest.fixture(scope="module")
def company() -> Synth:
    return synth(load("base", overrides=MARKET))


@pytest.fixture(scope="module")
def found(company: Synth) -> Findings:
    tables = company.tables
    return referrals(tables["referrals"], tables["orders"], tables["touches"], PEOPLE)


def test_what_is_true_is_found(company: Synth, found: Findings) -> None:
    """Within 4 standard errors: a false alarm in 16,000 a number."""
    names = {"share_probability", "accept_probability", "delay_mean", "delay_shape"}
    assert {one.path for one in found.found} == {f"referral.{name}" for name in names}
    for one in found.found:
        assert abs(one.z_of(company.truth["parameters"][f"market.{one.path}"])) < 4.0, one.path
        assert one.label == "identified"


def test_customers_and_the_list_cannot_take_up_an_invitation(company: Synth, found: Findings) -> None:
    """Without the size of the market those who are customers already count as declining, which is said."""
    tables = company.tables
    naive = referrals(tables["referrals"], tables["orders"])["referral.accept_probability"]
    assert naive.z_of(company.truth["parameters"]["market.referral.accept_probability"]) < -3.0
    assert naive.label == "bounded"
    assert found["referral.accept_probability"].value > naive.value


def test_friends_won_are_those_of_the_table(company: Synth, found: Findings) -> None:
    won = company.tables["referrals"]["first_order_at"].notna().sum() / len(company.tables["customers"])
    told = next(note for note in found.notes if "friends who order" in note)
    assert float(told.split()[3]) > won  # younger customers are not done yet


def test_what_was_found_makes_a_market(found: Findings) -> None:
    assert_makes_a_market(found, "referral.share_probability")


def invitations(rng: np.random.Generator, n: int, effects: tuple[float, float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders of ``n`` customers, one each, and the invitations after them; rewards rise from 0 to 20 in the middle of
    the window, where a mean order is 10; ``effects`` on sharing and on taking up."""
    who = np.array([f"C{k}" for k in range(n)])
    at = rng.uniform(0.0, 365.0, n)
    reward = np.where(at < 182.5, 0.0, 20.0)
    x = np.log1p(reward / (as_stated("base")["market"]["referral"]["reward_scale"]["value"] * 10.0))
    shares = rng.random(n) < expit(-2.0 + effects[0] * x)
    accepts = shares & (rng.random(n) < expit(-1.0 + effects[1] * x))
    lag = rng.gamma(1.0, 5.0, n) + (1.0 - at % 1.0)
    seen = accepts & (at + lag < 365.0)

    def moment(days: np.ndarray) -> pd.Series:
        return pd.Series(START + pd.to_timedelta(days, unit="D")).reset_index(drop=True)

    orders = pd.DataFrame({"customer_id": who, "ordered_at": moment(at), "amount": 10.0})
    taken = moment(at + lag).where(seen)
    sent = pd.DataFrame({"referrer_id": who, "invited_at": moment(at), "accepted_at": taken, "first_order_at": taken})
    for name in ("reward_referrer", "reward_invitee"):
        sent[name] = np.where(seen, np.where(at + lag < 182.5, 0.0, 20.0), 0.0)
    return sent[shares], orders


def test_rewards_that_changed_tell_what_they_do() -> None:
    sent, orders = invitations(np.random.default_rng(3), 20_000, (0.5, 0.4))
    seen = referrals(sent, orders, people=1e9)
    assert abs(seen["referral.share_reward_effect"].z_of(0.5)) < 4.0
    assert abs(seen["referral.accept_reward_effect"].z_of(0.4)) < 4.0
    assert abs(seen["referral.share_probability"].z_of(float(expit(-2.0)))) < 4.0


def test_a_reward_that_never_changed_leaves_its_effect_assumed() -> None:
    sent, orders = invitations(np.random.default_rng(4), 20_000, (0.5, 0.4))
    late = sent["invited_at"] > START + pd.Timedelta(days=190)
    seen = referrals(sent[late], orders[orders["ordered_at"] > START + pd.Timedelta(days=190)], people=1e9)
    assert "referral.share_reward_effect" not in seen
    assert any("never changed" in note for note in seen.notes)
    share = seen["referral.share_probability"]
    assert share.label == "bounded"
    assert share.sd > 0.5  # the belief of the effect at the reward of today, ln(1 + 20 / 1.42) x 0.5 x 0.7 and more


def test_a_table_of_successes_alone_says_nothing_of_declining(company: Synth) -> None:
    sent = company.tables["referrals"]
    only = referrals(sent[sent["accepted_at"].notna()], company.tables["orders"])
    assert "referral.accept_probability" not in only
    assert any("those that were not" in note for note in only.notes)


def calibration(censoring: bool, sets: int) -> np.ndarray:
    """(estimate - truth) / sd of chance, mean and shape of the delay; z [set, number]. Forty days of 600
    invitations; the truth comes from the beliefs, the shape from 0.7 to 1.4."""
    rng = np.random.default_rng(11)
    beliefs = [prior_of("referral.accept_probability"), prior_of("referral.delay_mean"), None]
    z = []
    for _ in range(sets):
        true = [rng.normal(one.middle, one.sd) if one else rng.uniform(-0.35, 0.35) for one in beliefs]
        age, at_once = rng.uniform(0.0, 40.0, 600), rng.random(600)
        shape = np.exp(true[2])
        lag = np.maximum(rng.gamma(shape, np.exp(true[1]) / shape, 600), at_once)
        lag[(rng.random(600) > expit(true[0])) | (lag > age)] = np.nan
        until = age if censoring else np.full(600, np.inf)

        def log_likelihood(at: np.ndarray, lag: np.ndarray = lag, until: np.ndarray = until, a: np.ndarray = at_once):
            return censored(np.full(600, expit(at[0])), np.exp(at[1]), np.exp(at[2]), lag, until, a)

        mode, covariance = posterior(log_likelihood, [-0.6, 1.9, 0.0], beliefs)
        z.append((mode - true) / np.sqrt(np.diag(covariance)))
    return np.array(z)


def test_the_censored_likelihood_is_calibrated_and_the_naive_one_is_not() -> None:
    """Ranks of 120 data sets are uniform (false alarm 0.1 % a number); where open invitations count as declined,
    they are not."""
    right, naive = calibration(True, 120), calibration(False, 60)
    for k in range(3):
        assert uniformity(right[:, k]) > 0.001
    assert max(uniformity(naive[:, 0]), uniformity(naive[:, 1])) < 1e-4
