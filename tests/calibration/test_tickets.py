"""Tickets: what is true of a synthetic company is found, within 4.5 standard errors; patience is calibrated."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest

from calibration.company.learned_tables import of_desks
from calibration.estimators.finding import Findings
from calibration.estimators.tickets import exponential, handling, tickets
from calibration.synth.synth import Synth, synth
from scenarios.files.loading import as_stated, load

MARKET = (
    "people=16000",
    "market.size=16000",
    "days=728",
    "policy.service.desk.active=true",
    "market.awareness.organic_rate=0.002",
)


@pytest.fixture(scope="module")
def company() -> Synth:
    return synth(load("base", overrides=MARKET))


@pytest.fixture(scope="module")
def found(company: Synth) -> Findings:
    return tickets(company.tables["tickets"], company.tables["orders"])


def test_what_is_true_is_found(company: Synth, found: Findings) -> None:
    assert len(found.found) >= 16
    for one in found.found:
        true = company.truth["parameters"][f"market.{one.path}"]
        assert abs(one.z_of(true)) < 4.5, one.path


def test_where_nobody_gives_up_patience_is_left_as_it_is(found: Findings) -> None:
    assert "service.desks.email.patience" not in found
    assert any("email" in note and "patience" in note for note in found.notes)


def test_what_was_found_makes_a_market(found: Findings) -> None:
    market = as_stated("base")["market"]
    of_desks(found, market).put(market)
    desk = market["service"]["desks"][1]
    assert desk["patience"]["value"] == pytest.approx(found["service.desks.chat.patience"].value, rel=1e-5)
    document = {"schema": 1, "name": "found", "history": {"currency": "USD"}, "market": market}
    scenario = load("base", market=document)
    told = dict(scenario.parameters())
    assert told["market.service.trouble_share"].value == pytest.approx(found["service.trouble_share"].value, rel=1e-5)
    assert told["market.service.trouble_share"].label == "identified"
    assert told["market.service.desks.chat.solved"].interval is not None


def test_without_tickets_of_customers_nothing_is_said_of_questions(company: Synth) -> None:
    strange = company.tables["tickets"].assign(customer_id="nobody")
    seen = tickets(strange, company.tables["orders"])
    assert "service.question_rate" not in seen
    assert any("without an earlier order" in note for note in seen.notes)


def waits(rng: np.random.Generator, mean: float, n: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who gave up, was answered, was gone unseen by then: half of those who give up say nothing."""
    patience, offered = rng.exponential(mean, n), rng.exponential(8.0, n) + 1.0
    gone, silent = patience < offered, rng.random(n) < 0.5
    return patience[gone & ~silent], offered[~gone], offered[gone & silent]


def test_patience_is_calibrated() -> None:
    """The standardised error is standard normal over 300 data sets (false alarm 0.1 %); ignoring silence is not."""
    rng = np.random.default_rng(5)
    right, naive = [], []
    for _ in range(300):
        left, answered, unseen = waits(rng, 10.0)
        mean, error = exponential(left, answered, unseen)
        right.append(np.log(mean / 10.0) / error)
        mean, error = exponential(left, answered, np.zeros(0))
        naive.append(np.log(mean / 10.0) / error)
    assert kstest(right, "norm").pvalue > 0.001
    assert kstest(naive, "norm").pvalue < 1e-9


def test_handling_times_are_calibrated() -> None:
    rng = np.random.default_rng(6)
    z = []
    for _ in range(200):
        minutes = rng.lognormal(1.5, 0.8, 150)
        one = pd.Series(pd.Timestamp("2025-01-01"), range(150))
        none = pd.Series(pd.NaT, range(150))
        own = pd.DataFrame({"first_response_at": one, "abandoned_at": none, "agent_minutes": minutes, "reopened": 0})
        mean, spread = handling("service.desks.one", own)
        true = np.exp(1.5 + 0.32)
        z.append((mean.z_of(true), spread.z_of(true * np.sqrt(np.expm1(0.64)))))
    for k in range(2):
        assert kstest([pair[k] for pair in z], "norm").pvalue > 0.001
