"""What a company's tables teach goes into its market, which then runs; later rows and unknown desks change nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from calibration.company.fitting import fit_company
from calibration.company.learned_tables import learned, of_desks
from calibration.company.making import make
from calibration.contracts import CONTRACTS
from calibration.estimators.finding import Findings, parameter_at
from calibration.estimators.tickets import tickets
from calibration.synth.synth import synth
from calibration.tables import Tables
from scenarios.files.loading import as_stated, load

PEOPLE = 12000
MARKET = (f"people={PEOPLE}", f"market.size={PEOPLE}", "policy.service.desk.active=true")
UNTIL = np.datetime64("2025-06-30")


@pytest.fixture(scope="module")
def company() -> Tables:
    made = synth(load(str(Path(__file__).with_name("moving_prices.yaml")), overrides=MARKET)).tables
    return Tables(made["orders"], **{name: made[name] for name in ("touches", "tickets", "referrals", "prices")})


@pytest.fixture(scope="module")
def market(company: Tables) -> dict[str, Any]:
    tree = as_stated("base")["market"]
    learned(company, tree, UNTIL, PEOPLE)
    return tree


def learnt(market: dict[str, Any], base: dict[str, Any], paths: tuple[str, ...]) -> list[str]:
    return [path for path in paths if parameter_at(market, path) != parameter_at(base, path)]


PATHS = ("referral.share_probability", "service.question_rate", "choice.price_elasticity", "retain.nurture_effect")


def test_every_table_teaches_what_it_can(company: Tables) -> None:
    tree = as_stated("base")["market"]
    taught = learned(company, tree, UNTIL, PEOPLE)
    assert list(taught.by_table) == ["Tickets", "Tickets and surveys", "Referrals", "Prices", "Messages"]
    for findings in taught.by_table.values():
        for one in findings.found:
            entry = parameter_at(tree, one.path)
            assert (entry["label"], entry["source"]) == (one.label, one.sentence)
            assert entry["value"] == pytest.approx(one.value, rel=1e-5)
    assert learnt(tree, as_stated("base")["market"], PATHS) == list(PATHS[:3])
    told = " ".join(taught.sentences())
    assert "Referrals: identified, referral.share_probability" in told
    assert "Messages: No messages were held back at random" in told


def test_a_market_that_was_taught_runs(market: dict[str, Any]) -> None:
    scenario = load("base", market={"schema": 1, "name": "t", "history": {"currency": "USD"}, "market": market})
    assert sum(desk.share.value for desk in scenario.market.service.desks) == pytest.approx(1.0, abs=1e-5)


def test_what_comes_later_teaches_nothing(company: Tables, market: dict[str, Any]) -> None:
    """Tables cut by hand at the day, outcomes and all, teach the same."""
    end = pd.Timestamp(UNTIL) + pd.Timedelta(days=1)
    cut = {}
    for name, moment in (
        ("orders", "ordered_at"),
        ("touches", "at"),
        ("tickets", "opened_at"),
        ("referrals", "invited_at"),
        ("prices", "from"),
    ):
        frame = getattr(company, name)
        cut[name] = frame[frame[moment] < end].copy()
        assert len(cut[name]) < len(frame)
    for name in ("first_response_at", "resolved_at", "abandoned_at"):
        cut["tickets"][name] = cut["tickets"][name].where(cut["tickets"][name] < end)
    for name in ("accepted_at", "first_order_at"):
        cut["referrals"][name] = cut["referrals"][name].where(cut["referrals"][name] < end)
    tree = as_stated("base")["market"]
    learned(replace(company, **cut), tree, UNTIL, PEOPLE)
    assert tree == market


def test_without_tables_nothing_changes(company: Tables) -> None:
    tree = as_stated("base")["market"]
    assert learned(None, tree, UNTIL, None).by_table == {}
    plain = company.orders.drop(columns="list_amount")
    assert learned(Tables(plain), tree, UNTIL, None).by_table == {}
    assert tree == as_stated("base")["market"]


@pytest.fixture(scope="module")
def of_tickets(company: Tables) -> pd.DataFrame:
    assert company.tickets is not None
    return company.tickets


def found(company: Tables, asked: pd.DataFrame) -> Findings:
    return of_desks(tickets(asked, company.orders), as_stated("base")["market"])


def test_tickets_of_which_no_desk_is_told_are_of_each(company: Tables, of_tickets: pd.DataFrame) -> None:
    seen = found(company, of_tickets.drop(columns="desk"))
    handling = {one.value for one in seen.found if one.path.endswith(".handling")}
    assert len(handling) == 1
    assert not any(one.path.endswith(".share") for one in seen.found)
    assert "service.desks.email.patience" not in seen  # a letter waits for ever


def test_a_desk_without_tickets_has_none(company: Tables, of_tickets: pd.DataFrame) -> None:
    seen = found(company, of_tickets[of_tickets["desk"] != "chat"])
    shares = [seen[f"service.desks.{name}.share"].value for name in ("phone", "chat", "email")]
    assert shares[1] == 0.0
    assert sum(shares) == pytest.approx(1.0)


def test_desks_that_the_market_does_not_have_are_told(company: Tables, of_tickets: pd.DataFrame) -> None:
    seen = found(company, of_tickets.assign(desk="hotline"))
    assert not any("desks" in one.path for one in seen.found)
    assert any("None of the desks" in note for note in seen.notes)


def test_an_interval_never_leaves_what_a_market_allows(company: Tables) -> None:
    """An elasticity is below 0, however unsure it is."""
    tree = as_stated("base")["market"]
    learned(company, tree, UNTIL, PEOPLE)
    one = parameter_at(tree, "choice.price_elasticity")
    taught = learned(company, as_stated("base")["market"], UNTIL, PEOPLE).by_table["Prices"]
    unsure = replace(taught["choice.price_elasticity"], value=-0.2, ends=(-1.2, 0.8))
    unsure.put(tree)
    assert one["interval"][1] < 0.0
    load("base", market={"schema": 1, "name": "t", "history": {"currency": "USD"}, "market": tree})


@pytest.mark.parametrize("name", ["touches", "tickets", "referrals", "prices"])
def test_the_poorest_table_is_no_fault(company: Tables, name: str) -> None:
    """The columns that it must have alone, all rows and two; and yes, no and nothing for how often."""
    frame = getattr(company, name)
    needed = [*CONTRACTS[name].required(), *(["list_price"] if name == "prices" else [])]
    flags = pd.Series([True, False, None], dtype="boolean").sample(len(frame), replace=True, random_state=1)
    for poor in (frame[needed], frame.head(2), frame.assign(reopened=flags.array, randomised_holdout=flags.array)):
        tree = as_stated("base")["market"]
        learned(Tables(company.orders, **{name: poor}), tree, UNTIL, PEOPLE)
        load("base", market={"schema": 1, "name": "t", "history": {"currency": "USD"}, "market": tree})


def test_the_fit_of_a_company_says_what_each_table_taught(tmp_path: Path) -> None:
    """From files to the market that is in use."""
    place = str(Path(__file__).with_name("moving_prices.yaml"))
    synth(load(place, overrides=("people=5000", "market.size=5000")), tmp_path / "tables", sections=True)
    folder = make(tmp_path / "shop", sources=sorted((tmp_path / "tables").glob("*.csv")))
    fitted = fit_company(folder)
    said = " ".join(fitted.summary())
    assert "Referrals: identified, referral.share_probability" in said
    assert "The market's size is not stated" in said
    assert "Messages: No messages were held back at random" in said
    told = dict(load("base", market=str(fitted.place / "market.yaml")).parameters())
    share = next(one for one in fitted.to_json()["taught"]["Referrals"]["found"] if "share_probability" in one["path"])
    assert told["market.referral.share_probability"].value == pytest.approx(share["value"], rel=1e-5)
