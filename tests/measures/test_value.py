"""What customers are worth: against published values, against the journal, and counted once."""

import numpy as np
import pytest
from scipy.integrate import quad

from sim.identities import EARNED
from sim.measures import measure, money
from sim.measures.by_age import cohort_value
from sim.measures.groups import customers_of, existing_of
from sim.measures.whole import equity
from sim.mechanisms.all import ALL
from sim.tables import MEASURES, REFERRALS
from sim.value import residual
from sim.vocabulary import MICRO, Event
from sim.worth import customers_worth, discounted, world_worth
from tests.worlds import NO_REFERRAL, figures, world

LIMIT = 4.5
CALM = (
    *NO_REFERRAL,
    "market.awareness.organic_rate=0",
    "market.need.week_shock_sd=0",
    *(f"policy.channel.weekly_spend.{name}=0" for name in ("search", "social", "video")),
)
ONLY_CUSTOMERS = (*CALM, "market.start.customer=1")


def worths(plan, ledger):
    return ledger.people["value"] / MICRO + residual(plan, ledger, np.arange(plan.people))


def test_clv_takes_the_mean_over_rates_and_not_the_rate_of_the_mean():
    """E[1/(mu + d)] = 75.648 weeks at (s, beta, d) = (.606, 11.669, .0027); the plug-in says 18.304."""
    weekly = 0.0027
    plan, ledger = world(
        *ONLY_CUSTOMERS,
        "people=60000",
        "market.need.order_shape=0.5533",
        "market.need.order_rate=10.578",
        "market.need.dropout_shape=0.606",
        "market.need.dropout_rate=11.669",
        f"market.discount_rate={float(np.expm1(weekly * 365 / 7))!r}",
        *(f"market.spend.{name}={value}" for name, value in SPEND.items()),
    )
    lifetime = quad(lambda t: np.exp(-weekly * t) * (1 + t / 11.669) ** -0.606, 0, np.inf)[0]
    assert lifetime == pytest.approx(75.648, abs=5e-4)
    order = 0.25 * SPEND["shape"] * SPEND["customer_rate"] / (SPEND["customer_shape"] - 1)
    found = worths(plan, ledger)
    error = found.std(ddof=1) / np.sqrt(len(found))
    expected = order * (1 + 0.5533 / 10.578 * lifetime)
    assert abs(found.mean() - expected) < LIMIT * error
    plug_in = order * (1 + 0.5533 / 10.578 / (0.606 / 11.669 + weekly))
    assert found.mean() - plug_in > 10 * error


SPEND = {"shape": 6.25, "customer_shape": 3.744, "customer_rate": 15.44}


def test_a_year_discounts_by_the_annual_rate():
    plan, _ = world("people=10", "days=10", "market.discount_rate=0.1")
    assert np.exp(-plan.behaviour[0]["discount_rate"] * 365) == pytest.approx(1 / 1.1, rel=1e-15)


def test_a_first_order_cost_is_charged_once():
    """It lowers CLV by itself and leaves CAC alone; profit falls by it for each customer."""
    before, after = (figures(*world(f"policy.product.first_order_cost={cost}")) for cost in (0, 3))
    assert after["customers"] == before["customers"]
    assert after["clv"] == pytest.approx(before["clv"] - 3, rel=1e-9)
    assert after["cac"] == before["cac"]
    assert after["profit"] == pytest.approx(before["profit"] - 3 * before["customers"], rel=1e-9)


def test_a_first_order_cost_moved_to_acquisition_is_taken_out_of_clv():
    """Profit and customers are the same under both views; what leaves CLV enters CAC."""
    start = "market.start.customer=0.01"
    free, costly = figures(*world(start)), figures(*world(start, "policy.product.first_order_cost=3"))
    assert costly["cac_with_first_order"] == pytest.approx(costly["cac"] + 3, rel=1e-12)
    expected = free["clv"] / (free["cac"] + 3)
    assert costly["clv_to_cac_with_first_order"] == pytest.approx(expected, rel=1e-9)
    assert "cac_with_first_order" not in free


def test_a_market_where_everybody_is_a_customer_has_no_inflow():
    f = figures(*world(*ONLY_CUSTOMERS))
    assert f["customer_equity"] == f["equity_present"] > 0
    assert np.isnan(f["cac"])


def test_every_measure_of_a_run_is_registered_with_unit_and_sentence():
    served = (
        "policy.service.desk.active=true",
        "policy.service.survey_share=0.5",
        "market.satisfaction.warn.share=0.5",
        "policy.relationship.points.earn_rate=0.1",
        "policy.relationship.points.tier.orders=3",
        "market.channels.video.brand_response=0.2",
    )
    told = set(measure(*world("policy.product.first_order_cost=3", "days=400", *served))["measure"])
    told |= {one.name for each in ALL for one in each.measures}  # where they are on
    told |= {name for name in MEASURES if name.startswith("existing_")}  # where there are customers of before
    told |= {name for name in MEASURES if name.startswith("product_")}  # where there are several offers
    told |= {"left_share"}  # where drop-outs have reasons
    told |= {"causes_mended", "mended_day"}  # where causes of trouble are mended
    assert told <= set(MEASURES)
    paired = {name for name in MEASURES if name.endswith(("_incremental", "_marginal")) or "campaign" in name}
    assert set(MEASURES) - told == paired
    registered = MEASURES | REFERRALS
    assert all(one.unit and one.sentence.endswith(".") for one in registered.values())


COSTLY = (
    "market.awareness.organic_rate=0.01",
    "policy.referral.reward_referrer=5",
    "policy.service.cost_per_customer_day=0.02",
    "policy.organisation.fixed_cost_per_week=500",
)


def test_customers_and_accounts_are_two_views_of_the_same_money():
    """Discounted to day 0, what customers bring is what the accounts say, to half a day's discounting; nothing of
    what a referred customer brings is counted for the referrer too."""
    plan, ledger = world(*COSTLY)
    assert (ledger.people["referrer"] >= 0).sum() > 50
    who = ledger.people["orders"] > 0
    customers = ledger.people[who]
    after = residual(plan, ledger, who) @ np.exp(-plan.behaviour[0]["discount_rate"] * customers["first_at"])
    realised = customers_worth(plan, ledger).sum() - after
    sums = money(plan, ledger)
    half_a_day = np.expm1(plan.behaviour[0]["discount_rate"] / 2)
    assert realised == pytest.approx(discounted(plan, sums[:, list(EARNED)]), rel=2 * half_a_day)
    whole = discounted(plan, sums) + after
    assert world_worth(plan, ledger) == pytest.approx(whole, rel=2 * half_a_day)


def test_cohort_value_counts_everybody_of_cohorts_wholly_followed():
    plan, ledger = world("market.awareness.organic_rate=0.01", journal=True)
    people, age = ledger.people, 91
    last = [np.flatnonzero(plan.levers[0]["cohort"] == c).max() + 1 for c in range(len(plan.cohorts))]
    complete = max(day for day in last if day + age <= plan.days)
    members = people["first_at"] < complete
    assert 100 < members.sum() < (people["orders"] > 0).sum()
    sales = ledger.journal[np.isin(ledger.journal["kind"], (Event.FIRST_ORDER, Event.ORDERED))]
    since = sales["time"] - people["first_at"][sales["who"]]
    counts = members[sales["who"]] & (since < age)
    worth = 0.25 * sales["amount"] / MICRO * np.exp(-plan.behaviour[0]["discount_rate"] * since)
    expected = worth[counts].sum() / members.sum()
    assert cohort_value(plan, ledger.ages.sum(axis=0), age) == pytest.approx(expected, rel=1e-6)
    last_at = np.zeros(len(people))
    np.maximum.at(last_at, sales["who"], sales["time"])
    still = members & (last_at - people["first_at"] >= age)
    survivors = worth[counts & still[sales["who"]]].sum() / still.sum()
    assert survivors > 1.3 * expected
    table = measure(plan, ledger)
    rows = table[(table["measure"] == "cohort_value_90") & (table["by"] == "cohort")]
    assert rows["value"].notna().tolist() == [day + 90 <= plan.days for day in last]


def test_cohort_value_grows_with_age():
    f = figures(*world("days=730"))
    assert 0 < f["cohort_value_90"] < f["cohort_value_180"] < f["cohort_value_365"] < f["clv"]


def test_equity_of_a_firm_without_inflow_is_what_its_customers_will_still_bring():
    plan, ledger = world(*CALM, "market.start.customer=0.3")
    f = figures(plan, ledger)
    at_horizon = residual(plan, ledger, ledger.people["orders"] > 0) * np.exp(
        plan.behaviour[0]["discount_rate"] * plan.days
    )
    expected = at_horizon.sum() * plan.scale
    assert f["customer_equity"] == f["equity_present"] == pytest.approx(expected, rel=1e-9)


def test_inflow_dies_down_as_prospects_become_customers():
    plan, ledger = world("market.awareness.organic_rate=0.01")
    customers = customers_of(plan, ledger)
    found = equity(plan, customers, existing_of(plan, ledger), clv=50.0, cac=20.0)
    days = plan.days // 2
    left = plan.people - len(customers.records)
    came = (customers.age <= days).sum()
    hazard = came / days / (left + came / 2)
    delta = plan.behaviour[0]["discount_rate"]
    flow = quad(lambda t: left * hazard * np.exp(-(hazard + delta) * t) * 30.0, 0, 20_000)[0]
    assert found["customer_equity"] - found["equity_present"] == pytest.approx(flow, rel=1e-6)
    assert flow < 30.0 * left


def test_paid_cac_leaves_out_who_came_without_a_paid_channel():
    plan, ledger = world("policy.referral.reward_referrer=5")
    f, people = figures(plan, ledger), ledger.people
    paid = (people["orders"] > 0) & (people["attributed"] > 0) & (people["attributed"] < len(plan.sources) - 1)
    assert 0 < paid.sum() < (people["orders"] > 0).sum()
    assert f["cac_paid"] == pytest.approx(f["media"] / paid.sum() / plan.scale, rel=1e-9)
    assert f["cac_paid"] > f["cac"]
