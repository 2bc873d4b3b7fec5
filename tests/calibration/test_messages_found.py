"""Messages: a randomised hold-out finds their effect; the partial likelihood is calibrated, a naive one is not."""

import numpy as np
import pandas as pd
import pytest
from ranks import uniformity
from scipy.special import expit, logit

from calibration.estimators.finding import prior_of
from calibration.estimators.messages import PATH, Spans, log_likelihood, messages
from calibration.estimators.posterior import posterior
from calibration.synth.lived import Lived, lived
from calibration.synth.notice import stays
from scenarios.files.loading import load
from tests.calibration.markets import assert_makes_a_market

MARKET = (
    "people=16000",
    "market.size=16000",
    "days=364",
    "market.awareness.organic_rate=0.003",
    "market.choice.share_retained=0.15",
    "market.retain.optin_rate=0.05",
)
CADENCE = 3.5


def half(world: Lived, people: np.ndarray, held: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Messages every half week to those of ``people`` on the own list, sent or held back, and their first orders."""
    spans = stays(world)
    spans = spans[people[spans[:, 0].astype(int)]]
    rows = [
        (f"P{int(who)}", day)
        for who, begin, end in spans.tolist()
        for day in np.arange(np.ceil(begin / CADENCE), np.ceil(end / CADENCE)) * CADENCE
    ]
    touches = pd.DataFrame(rows, columns=["customer_id", "day"])
    touches = touches.assign(at=world.moment(touches["day"].to_numpy()), campaign_id="M", randomised_holdout=held)
    when = world.first_orders()
    buyers = np.flatnonzero(np.isfinite(when) & people)
    names = [f"P{who}" for who in buyers]
    orders = pd.DataFrame({"customer_id": names, "ordered_at": world.moment(when[buyers]), "amount": 10.0})
    return touches, orders


@pytest.fixture(scope="module")
def experiment() -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Half of the people live in a world with two messages a week, the others in the same one without: touches, first
    orders, and the effect that is true."""
    sent, held = (
        lived(load("base", overrides=(*MARKET, f"policy.relationship.touches_per_week={cadence}")))
        for cadence in (7.0 / CADENCE, 0.0)
    )
    treated = np.random.default_rng(1).random(len(sent.people)) < 0.5
    halves = half(sent, treated, False), half(held, ~treated, True)
    touches, orders = (pd.concat(parts, ignore_index=True) for parts in zip(*halves, strict=True))
    return touches, orders, dict(sent.scenario.parameters())[f"market.{PATH}"].value


def test_a_hold_out_finds_the_effect(experiment: tuple[pd.DataFrame, pd.DataFrame, float]) -> None:
    """Within 4 standard errors: a false alarm in 16,000."""
    touches, orders, true = experiment
    seen = messages(touches, orders)[PATH]
    assert abs(seen.z_of(true)) < 4.0
    assert seen.sd < prior_of(PATH, "linear").sd / 2
    assert seen.label in ("identified", "bounded")


def test_what_was_found_makes_a_market(experiment: tuple[pd.DataFrame, pd.DataFrame, float]) -> None:
    assert_makes_a_market(messages(*experiment[:2]), PATH)


def test_without_a_hold_out_nothing_is_learned(experiment: tuple[pd.DataFrame, pd.DataFrame, float]) -> None:
    touches, orders, _ = experiment
    for one in (touches.drop(columns="randomised_holdout"), touches.assign(randomised_holdout=False)):
        seen = messages(one, orders)
        assert seen.found == ()
        assert "held back at random" in seen.notes[0]


def drawn(rng: np.random.Generator, effect: float, weeks: int = 20, people: int = 400) -> Spans:
    """Weeks of a list in which demand differs from week to week, and fewer messages are held back in good weeks."""
    demand = rng.lognormal(0.0, 0.7, weeks)
    week = np.repeat(np.arange(weeks), people)
    held = rng.random(len(week)) < np.where(demand > 1.0, 0.2, 0.8)[week]
    remembered = np.where(held, 0.0, rng.uniform(1.0, 3.0, len(week)))
    rate = 0.1 * demand[week] * expit(logit(0.15) + effect * np.log1p(remembered))
    return Spans(week, np.full(len(week), 7.0), remembered, rng.random(len(week)) < -np.expm1(-rate))


def test_the_partial_likelihood_is_calibrated_and_one_without_weeks_is_not() -> None:
    """Ranks of 120 data sets are uniform (false alarm 0.1 %); where good weeks count as an effect they are not."""
    rng, belief = np.random.default_rng(31), prior_of(PATH, "linear")
    right, naive = [], []
    for _ in range(120):
        true = rng.normal(belief.middle, belief.sd)
        spans = drawn(rng, true)
        mixed = Spans(np.zeros_like(spans.week), spans.days, spans.remembered, spans.bought)
        for one, z in ((spans, right), (mixed, naive)):
            mode, covariance = posterior(
                lambda at, one=one: log_likelihood(one, 0.15, float(at[0])), [belief.middle], [belief]
            )
            z.append((mode[0] - true) / np.sqrt(covariance[0, 0]))
    assert uniformity(right) > 0.001
    assert uniformity(naive) < 1e-6
