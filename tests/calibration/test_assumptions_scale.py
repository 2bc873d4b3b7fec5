"""What is assumed fits the history it is added to: in any currency, and for two orders a year or fifty."""

import numpy as np
import pandas as pd
import pytest

from calibration.fit import fit
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.warnings.warnings import invitations_accepted
from sim import engine
from sim.vocabulary import Event, Stage
from tests.calibration.markets import tree
from tests.worlds import lived

WEEKS = 104


def panel(seed=14, customers=700):
    """Orders of a heavy-buying panel, some fifty a year while they are customers: who, day, amount."""
    rng = np.random.default_rng(seed)
    rows = []
    for who in range(customers):
        start, life = rng.uniform(0, 26 * 7), rng.exponential(1.0) / rng.gamma(1.2, 1 / 500.0)
        rate, level = rng.gamma(1.8, 50.0 / 365.0 / 1.8), rng.gamma(7.0, 1.0)
        end = min(start + life, WEEKS * 7)
        gaps = rng.exponential(1.0 / rate, int(4 * rate * WEEKS * 7) + 50)
        days = np.floor(np.r_[start, start + np.cumsum(gaps)])
        for day in days[days < end]:
            rows.append((who, int(day), round(rng.gamma(6.0, level), 2)))
    return pd.DataFrame(rows, columns=["who", "day", "amount"]).query("amount > 0")


def thinned(orders, part, seed=3):
    """``part`` of the orders, each kept by chance; a customer's first one is the first that is left."""
    keep = np.random.default_rng(seed).random(len(orders)) < part
    return orders[keep]


def profile(folder, orders, name, currency="USD"):
    orders.assign(day=pd.Timestamp("2023-01-02") + pd.to_timedelta(orders["day"], "D")).to_csv(
        folder / f"{name}.csv", index=False
    )
    place = folder / f"{name}.yaml"
    place.write_text(
        f"name: {name}\nmarket_size: 50000\norders:\n  file: {name}.csv\n  currency: {currency}\n"
        "  columns: {customer_id: who, ordered_at: day, amount: amount}\n"
    )
    return place


def market(folder, orders, name, currency="USD"):
    """The market fitted to ``orders``."""
    return tree(fit(profile=profile(folder, orders, name, currency)))


@pytest.fixture(scope="module")
def histories(tmp_path_factory):
    """Markets fitted to the same people who order some 50, 10 and 2 times a year."""
    folder, whole = tmp_path_factory.mktemp("thinned"), panel()
    return {
        often: market(folder, whole if often == 50 else thinned(whole, often / 50), f"h{often}")
        for often in (50, 10, 2)
    }


def habits(place):
    """Invitations, stories and tickets per customer-year in a market with service and contagion, and new customers
    brought within a year (k). Half of the people are customers from the start, so that chance is small."""
    scenario = load("full", market=place, overrides=["people=6000", "market.start.customer=0.5"])
    _, ledger = lived(scenario, journal=False)
    moved = ledger.flows[:, :, Stage.CUSTOMER].sum(axis=1) - ledger.flows[:, Stage.CUSTOMER].sum(axis=1)
    years = np.cumsum(moved).sum() / 365.0
    counted = ledger.counts.sum(axis=(0, 1))
    stories = counted[[Event.WARNED, Event.PRAISED]].sum()
    k = invitations_accepted(load("base", market=place, overrides=["days=365"]))
    return {
        "invitations": counted[Event.SHARED] / years,
        "stories": stories / years,
        "tickets": counted[Event.ASKED] / years,
        "k": k,
    }


def test_histories_of_2_10_and_50_orders_a_year_bring_as_many_invitations_stories_and_tickets(histories):
    found = pd.DataFrame({often: habits(place) for often, place in histories.items()})
    orders = {
        often: load("base", market=place).market.referral.share_probability.value for often, place in histories.items()
    }
    assert orders[2] > 3 * orders[10] > 9 * orders[50]  # the histories are as different as they are meant to be
    assert (found.loc["k"] < 0.5).all(), found
    for what in ("invitations", "stories", "tickets"):
        assert found.loc[what].max() < 1.5 * found.loc[what].min(), found


def test_two_histories_that_differ_by_a_currency_are_one_market(tmp_path):
    """Amounts a thousand times as large: parameters equal but for the scale of spend, lives to the last event."""
    orders = thinned(panel(customers=250), 0.1)
    large = orders.assign(amount=(orders["amount"] * 1000).round(0))
    usd, jpy = market(tmp_path, orders, "one", "USD"), market(tmp_path, large, "thousand", "JPY")
    one, other = (load("referral_two_sided", market=place, overrides=["people=1500"]) for place in (usd, jpy))
    told = dict(other.parameters())
    for path, parameter in one.parameters():
        rate = 1000.0 if parameter.unit.startswith("currency") else 1.0
        assert told[path].value == pytest.approx(rate * parameter.value, rel=1e-12), path
        assert told[path].low == pytest.approx(rate * parameter.low, rel=1e-12), path
    ledgers = [engine.run(lower(scenario, 0), journal=True) for scenario in (one, other)]
    for field in ("time", "who", "kind"):
        assert ledgers[0].journal[field].tobytes() == ledgers[1].journal[field].tobytes()
    paid = ledgers[0].counts.sum() + 1500 * 730
    assert np.abs(1000 * ledgers[0].sums - ledgers[1].sums).max() <= 501 * paid
    assert ledgers[1].sums.sum() == pytest.approx(1000 * ledgers[0].sums.sum(), rel=1e-6)
