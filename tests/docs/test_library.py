"""The scenarios of the library do what their notes say, in the same worlds as today's policy."""

import pandas as pd
import pytest

import sixr
from scenarios.results.store import Result

POLICIES = (
    "promotion_20",
    "coupon_new_35",
    "winback_offer",
    "free_trial",
    "bonus_three_friends",
    "answer_in_an_hour",
    "answer_in_a_day",
    "points_5",
    "two_more_staff",
    "service_evenings",
    "mend_causes",
    "urgent_first",
    "ads_20k",
)


@pytest.fixture(scope="module")
def result() -> Result:
    return sixr.compare("full", *POLICIES, customers=3000, days=365, replications=6)


@pytest.fixture(scope="module")
def gained(result: Result) -> pd.DataFrame:
    """Mean differences to today's policy: measure by scenario."""
    table = result.comparison
    return table[table["by"] == "all"].pivot(index="measure", columns="scenario", values="difference")


@pytest.fixture(scope="module")
def booked(result: Result) -> pd.DataFrame:
    """Amounts: account by scenario."""
    return result.tables["accounts"].pivot(index="account", columns="scenario", values="value")


def orders(result: Result, scenario: str, first: int, end: int) -> float:
    daily = result.tables["daily"]
    rows = (daily["scenario"] == scenario) & (daily["series"] == "orders") & daily["day"].between(first, end - 1)
    return float(daily.loc[rows, "value"].sum())


def test_a_promotion_sells_more_while_it_lasts_and_nothing_differs_before(result, booked):
    assert orders(result, "promotion_20", 0, 182) == orders(result, "full", 0, 182)
    assert orders(result, "promotion_20", 182, 210) > 1.5 * orders(result, "full", 182, 210)
    assert booked.loc["discount", "promotion_20"] < 0


def test_a_coupon_for_the_first_order_wins_more_customers_who_are_worth_less(gained, booked):
    assert gained.loc["customers", "coupon_new_35"] > 0
    assert gained.loc["clv", "coupon_new_35"] < 0
    assert booked.loc["discount", "coupon_new_35"] < 0


def test_incentives_bring_back_orders_of_lapsed_customers_and_are_paid_for(gained, booked):
    assert gained.loc["orders", "winback_offer"] > 0
    assert booked.loc["incentive", "winback_offer"] < 0
    assert booked.loc["coupon", "winback_offer"] < 0


def test_people_try_the_product_at_our_cost(result, booked):
    daily = result.tables["daily"]
    tried = daily[daily["series"] == "trial"].groupby("scenario")["value"].max()
    assert tried["free_trial"] > 0
    assert tried.drop("free_trial").max() == 0
    assert booked.loc["trial", "free_trial"] < 0


def test_a_trial_wins_customers_where_most_of_those_who_try_stay():
    table = sixr.compare(
        "full",
        "free_trial",
        overrides=["market.retain.trial_conversion=0.9"],
        customers=10_000,
        days=365,
        replications=6,
    ).comparison
    customers = table[(table["by"] == "all") & (table["measure"] == "customers")].set_index("scenario")
    assert customers.loc["free_trial", "difference"] > 2 * customers.loc["free_trial", "se"]


def test_a_reward_makes_customers_invite_more(gained, booked):
    assert gained.loc["k_factor", "bonus_three_friends"] > 0
    assert booked.loc["reward_referrer", "bonus_three_friends"] < booked.loc["bonus", "bonus_three_friends"] < 0
    assert booked.loc["fraud", "bonus_three_friends"] < 0


def test_slower_answers_win_fewer_customers(gained):
    assert gained.loc["customers", "answer_in_a_day"] < gained.loc["customers", "answer_in_an_hour"] < 0


def test_members_of_a_community_stay_and_recommend_more():
    """Over two years and more people than the others: the differences are then six to eight standard errors."""
    result = sixr.compare("full", "community", customers=20_000, replications=10)
    table = result.comparison[(result.comparison["by"] == "all") & (result.comparison["scenario"] == "community")]
    for measure, one in table.set_index("measure").loc[["active_customers", "k_factor"]].iterrows():
        assert one["difference"] > 2 * one["se"], measure
    accounts = result.tables["accounts"].set_index(["scenario", "account"])
    assert accounts.loc[("community", "community"), "value"] < 0


def test_points_make_customers_order_more_and_are_paid_for(gained, booked):
    assert gained.loc["orders", "points_5"] > 0
    assert booked.loc["points", "points_5"] < 0


def test_more_staff_and_longer_hours_leave_fewer_waiting_in_vain_and_are_paid_for(gained):
    for name, cost in (("two_more_staff", 62_000), ("service_evenings", 35_000)):
        assert gained.loc["gave_up_share", name] < 0
        assert gained.loc["service_cost", name] == pytest.approx(cost, rel=0.02)


def test_what_is_mended_makes_no_more_tickets(gained):
    assert gained.loc["tickets", "mend_causes"] < 0
    assert gained.loc["orders", "mend_causes"] > 0


def test_who_goes_first_costs_nothing_and_changes_who_waits(gained):
    assert gained.loc["service_cost", "urgent_first"] == 0
    assert gained.loc["tickets", "urgent_first"] != 0


def test_a_year_of_more_advertising_costs_what_its_name_says(gained):
    assert gained.loc["media", "ads_20k"] == pytest.approx(20_000, rel=0.01)


def test_better_data_win_more_customers_where_media_win_all_of_them():
    """Where three in ten could ever buy: the difference is then some six standard errors, and more than two."""
    only = ("awareness.organic_rate=0", "referral.share_probability=0", "recognise.potential_share=0.3")
    media = [f"market.{change}" for change in only]
    table = sixr.compare("full", "better_data", overrides=media, customers=20_000, days=365, replications=10).comparison
    customers = table[(table["by"] == "all") & (table["measure"] == "customers")].set_index("scenario")
    assert customers.loc["better_data", "difference"] > 2 * customers.loc["better_data", "se"]


def test_the_market_with_every_mechanism_keeps_customers_like_those_of_the_fitted_history():
    table = sixr.compare("base", "full", customers=10_000, replications=6).comparison
    whole = table[table["by"] == "all"].pivot(index="measure", columns="scenario", values="value")
    ratio = whole["full"] / whole["base"]
    assert 0.9 < ratio["clv"] < 1.1
    assert 0.9 < ratio["repeat_rate_365"] < 1.1
    assert 0.7 < ratio["customers"] < 0.9  # one in five people could never buy
    assert 0.7 < ratio["orders"] < 0.9


def test_prices_that_begin_low_or_high_and_discounts_on_quantity_do_what_their_names_say():
    result = sixr.compare(
        "base", "penetration", "skimming", "volume_discount_100", customers=6000, days=365, replications=6
    )
    table = result.comparison[result.comparison["by"] == "all"]
    gained = table.pivot(index="measure", columns="scenario", values="difference")
    assert gained.loc["customers", "penetration"] > 0 > gained.loc["customers", "skimming"]
    assert gained.loc["orders", "penetration"] > 0 > gained.loc["orders", "skimming"]
    assert gained.loc["orders", "volume_discount_100"] > 0
    whole = table.pivot(index="measure", columns="scenario", values="value")["volume_discount_100"]
    assert 0.0 < whole["rounded_up"] < 0.1 * whole["orders"]
    assert 0.0 < whole["quantity_discounts"] < 0.1 * whole["revenue"]


@pytest.mark.slow
def test_prices_by_region_move_the_orders_of_the_region():
    result = sixr.compare(
        "regions", "regional_step_price", "regional_step_up", customers=3000, days=365, replications=6
    )
    table = result.comparison.set_index(["scenario", "measure", "by", "key"])["difference"]
    assert table["regional_step_price", "market_share", "region", "towns"] > 0
    assert table["regional_step_price", "order_share", "region", "towns"] > 0
    assert table["regional_step_up", "market_share", "region", "metropolis"] < 0
    assert table["regional_step_up", "order_share", "region", "towns"] > 0


@pytest.mark.slow
def test_work_on_firms_wins_more_of_them_and_costs_in_every_cycle():
    table = sixr.compare("firms", "work_on_accounts", customers=8000, days=365, replications=6).comparison
    gained = table[(table["by"] == "all") & (table["scenario"] == "work_on_accounts")].set_index("measure")[
        "difference"
    ]
    assert gained["win_rate"] > 0
    assert gained["account_cost"] > 0
    assert gained["cac"] > 0
