"""Indicators of the fronts, against the journal, the books and closed forms."""

import numpy as np
import pytest

from sim.measures import accounts, measure
from sim.measures.indicators import CONTACTS, INTERACTIONS, best_share
from sim.measures.money import money
from sim.vocabulary import MICRO, NEVER, Event, Stage
from tests.worlds import world

QUICK = ("market.awareness.organic_rate=0.02", "market.retain.optin_rate=0.05", "days=365")


@pytest.fixture(scope="module")
def quick():
    plan, ledger = world(*QUICK, journal=True)
    table = measure(plan, ledger)
    return plan, ledger, table.set_index(["measure", "by", "key"])["value"]


def of(table, name, by="all", key=""):
    return float(table[name, by, key])


def test_margin_is_what_selling_leaves_of_revenue(quick):
    plan, ledger, table = quick
    books = accounts(plan, ledger).set_index("account")["value"]
    left = 1.0 + (books["goods"] + books["fulfilment"] + books["first_order_cost"]) / books["revenue"]
    assert of(table, "margin_rate") == pytest.approx(left, rel=1e-12)


def test_who_knows_us_and_who_is_a_customer_as_people_stand(quick):
    _, ledger, table = quick
    assert of(table, "awareness") == pytest.approx(np.mean(ledger.people["stage"] != Stage.UNAWARE), rel=1e-12)
    assert of(table, "penetration") == np.mean(ledger.people["stage"] == Stage.CUSTOMER)


def test_cash_is_lowest_where_what_was_spent_is_earned_again():
    """A firm that loses money every day is lowest on the last one; one with a launch to pay, right after it."""
    poor = world("policy.organisation.fixed_cost_per_week=100000000", "days=100")
    table = measure(*poor).set_index(["measure", "by", "key"])["value"]
    assert of(table, "cash_low") == pytest.approx(of(table, "profit"))
    assert of(table, "cash_low_day") == 100
    plan, ledger = world(*QUICK)
    daily = money(plan, ledger).sum(axis=1) / MICRO * plan.scale
    lowest = min(daily[:k].sum() for k in range(len(daily) + 1))
    table = measure(plan, ledger).set_index(["measure", "by", "key"])["value"]
    assert of(table, "cash_low") == pytest.approx(lowest)
    if lowest < 0.0:
        assert daily[: int(of(table, "cash_low_day"))].sum() == pytest.approx(lowest)


def test_every_stay_on_the_list_of_the_journal_is_counted(quick):
    """Followed person by person: how many stays ended, how many of them with an order, how long all lasted."""
    plan, ledger, table = quick
    began, days, ended, ordered = {}, 0.0, 0, 0
    begins, ends = (Event.OPTED_IN, Event.ACCEPTED), (Event.UNSUBSCRIBED, Event.FIRST_ORDER)
    for line in ledger.journal[np.isin(ledger.journal["kind"], (*begins, *ends))]:
        who = line["who"]
        if line["kind"] in begins:
            began.setdefault(who, line["time"])
        elif who in began:
            days, ended = days + line["time"] - began.pop(who), ended + 1
            ordered += line["kind"] == Event.FIRST_ORDER
    days += sum(plan.days - at for at in began.values())
    assert ended > 300
    assert of(table, "lead_order_rate") == pytest.approx(ordered / ended, rel=1e-12)
    # the ends of days see a stay with a chance error of half a day at most, independent between stays
    assert of(table, "lead_days") == pytest.approx(days / ended, abs=4.5 * 0.5 * np.sqrt(ended + len(began)) / ended)


def test_stays_that_only_fade_last_as_long_as_they_fade():
    """Who can neither order nor go on the list fades at a constant rate; a mean of n has the error 1 / sqrt(n)."""
    rates = ("market.awareness.fade_rate=0.05", "market.retain.optin_rate=0", "market.choice.share_reached=0.000001")
    plan, ledger = world(*QUICK, *rates)
    table = measure(plan, ledger).set_index(["measure", "by", "key"])["value"]
    many = ledger.flows[:, Stage.REACHED, Stage.UNAWARE].sum()
    assert many > 1000
    assert of(table, "reached_days") == pytest.approx(20.0, rel=4.5 / np.sqrt(many))
    assert of(table, "lead_rate") == 0.0


def test_who_orders_soon_is_told_by_what_made_them_aware(quick):
    """Where everybody is followed for 90 days, the share is a plain count."""
    plan, ledger, table = quick
    people = ledger.people
    early = (people["start"] == Stage.UNAWARE) & (people["reached_at"] < plan.days - 90)
    delay = people["first_at"][early].astype(float) - people["reached_at"][early]
    plain, n = np.mean(delay <= 90), early.sum()
    assert of(table, "order_rate_90") == pytest.approx(plain, abs=4.5 * np.sqrt(plain * (1 - plain) / n))
    causes = [of(table, "order_rate_90", "cause", name) for name in plan.sources_of_new]
    assert np.nanmin(causes) < of(table, "order_rate_90") < np.nanmax(causes)


@pytest.mark.parametrize(
    ("values", "share"),
    [
        (np.ones(50), 0.2),  # alike
        (np.r_[np.zeros(80), np.ones(20)], 1.0),
        (np.r_[-np.ones(80), 5.0 * np.ones(20)], 5.0),  # others cost
        (np.arange(1, 101.0), sum(range(81, 101)) / 5050),
    ],
)
def test_what_the_best_fifth_bring(values, share):
    assert best_share(values) == pytest.approx(share, rel=1e-12)
    assert best_share(values[::-1].copy()) == best_share(values)


def test_of_nobody_nothing_is_said():
    assert np.isnan(best_share(np.zeros(0)))
    assert np.isnan(best_share(-np.ones(10)))


def test_reasons_for_leaving_stand_in_the_shares_that_are_assumed_of_them():
    """At today's prices a drop-out has each reason with its share: four shares, each within 4.5 standard errors."""
    assumed = {"price": 0.3, "competitor": 0.25, "service": 0.15}
    plan, ledger = world(*QUICK, *(f"market.lapse.leave.{name}_share={x}" for name, x in assumed.items()))
    table = measure(plan, ledger).set_index(["measure", "by", "key"])["value"]
    left = np.isin(ledger.people["stage"], (Stage.DROPPED_OUT, Stage.LOST)).sum()
    assert left > 200
    for name, x in {**assumed, "need": 1.0 - sum(assumed.values())}.items():
        assert of(table, "left_share", "reason", name) == pytest.approx(x, abs=4.5 * np.sqrt(x * (1 - x) / left))


def test_without_reasons_none_are_told(quick):
    assert "left_share" not in quick[2].index.get_level_values("measure")


def test_places_share_out_all_orders(tmp_path):
    """Alike people: orders go by the shares of people, with a design effect of what a customer orders."""
    stated = "schema: 1\nname: placed\nextends: base\nmarket:\n  places:\n"
    stated += "".join(f"    - {{name: {name}, share: {share}}}\n" for name, share in (("online", 0.7), ("store", 0.3)))
    file = tmp_path / "placed.yaml"
    file.write_text(stated, encoding="utf-8")
    plan, ledger = world(*QUICK, scenario=str(file))
    table = measure(plan, ledger).set_index(["measure", "by", "key"])["value"]
    orders = ledger.people["orders"].astype(float)
    spread = np.sqrt(0.7 * 0.3 * (orders**2).sum()) / orders.sum()
    assert of(table, "order_share", "place", "online") == pytest.approx(0.7, abs=4.5 * spread)
    assert sum(of(table, "order_share", "place", name) for name in ("online", "store")) == pytest.approx(1.0)


@pytest.mark.parametrize(("level", "rival"), [(1.0, 1.0), (1.1, 1.0), (1.0, 0.8)])
def test_market_share_is_that_of_the_logit(level, rival):
    """Customers alone, who answer to prices alike: our part of what is bought of us or of the competitor. Occasions are
    independent: the log odds of our part err by sqrt(1 / ours + 1 / lost); beyond 4.5 of it once in 150,000 worlds."""
    alike = [f"market.segments.{name} seekers.price_sensitivity=1" for name in ("value", "convenience")]
    choice = ("price_sensitivity_sd=0", "price_elasticity=-2", "share_customer=0.2", "share_competitor=0.4")
    plan, ledger = world(
        *alike, *(f"market.choice.{one}" for one in choice), "market.choice.competitor_response=1", "days=120",
        "market.start.customer=1", "policy.referral.active=false", "people=4000",
        f"policy.price.level={level}", f"market.competitor.price={rival}",
    )  # fmt: skip
    response = 2.0 / 0.8
    ours, theirs = 0.2 * np.exp(-response * (level - 1.0)), 0.8 * 0.4 * np.exp(-response * (rival - 1.0))
    won, lost = float(ledger.counts[:, :, Event.ORDERED].sum()), float(ledger.rivals.sum()) / 1e6
    error = np.sqrt(1.0 / won + 1.0 / lost)
    assert abs(np.log(won / lost * theirs / ours)) < 4.5 * error < 0.3
    table = measure(plan, ledger).set_index(["measure", "by", "key"])["value"]
    bought = won + float(ledger.counts[:, :, Event.FIRST_ORDER].sum())
    assert of(table, "market_share") == pytest.approx(bought / (bought + lost), rel=1e-12)


def test_market_shares_of_segments_add_up_to_that_of_all(quick):
    """Of all orders on the market, a segment's part times our share in it."""
    plan, _, table = quick
    shares = np.array([of(table, "market_share", "segment", name) for name in plan.segments])
    ours = np.array([of(table, "order_share", "segment", name) for name in plan.segments])
    assert 1.0 / np.sum(ours / shares) == pytest.approx(of(table, "market_share"), rel=1e-12)


def test_without_a_competitor_there_is_no_market_share():
    for without in ("market.choice.rule=threshold", "market.choice.share_competitor=0"):
        plan, ledger = world(*QUICK[:2], without, "days=60", "people=500")
        assert not ledger.rivals.any()
        assert np.isnan(of(measure(plan, ledger).set_index(["measure", "by", "key"])["value"], "market_share"))


def test_interactions_are_counted_for_each_contact_that_is_noticed(quick):
    plan, ledger, table = quick
    done, noticed = (np.isin(ledger.journal["kind"], kinds) for kinds in (INTERACTIONS, CONTACTS))
    assert done.sum() > 1000
    assert of(table, "interaction_rate") == pytest.approx(done.sum() / noticed.sum())
    segment = ledger.people["segment"][ledger.journal["who"]]
    for k, name in enumerate(plan.segments):
        expected = done[segment == k].sum() / noticed[segment == k].sum()
        assert of(table, "interaction_rate", "segment", name) == pytest.approx(expected)


def test_who_has_joined_is_told_by_what_made_them_aware(quick):
    _, ledger, table = quick
    people = ledger.people
    came = (people["start"] == Stage.UNAWARE) & (people["reached_at"] < NEVER)
    asked = np.isin(ledger.journal["kind"], [Event.OPTED_IN, Event.ACCEPTED])
    joined = np.isin(np.arange(len(people)), ledger.journal["who"][asked])
    assert of(table, "joined_share") == pytest.approx(joined[came].mean())
    parts = table["joined_share"]["cause"]
    weights = np.array([(came & (people["cause"] == s)).sum() for s in range(len(parts))])
    assert np.nansum(parts.to_numpy() * weights) == pytest.approx(joined[came].sum())


def test_content_that_makes_people_join_is_an_interaction(tmp_path):
    """The hazard of joining is e times as high: more is done for each contact."""
    file = tmp_path / "more.yaml"
    file.write_text(
        "extends: base\nname: more\npolicy: {projects: [{name: pieces, kind: content, size: 100, cost: 1}]}\n", "utf-8"
    )
    rates = [
        of(measure(*world(*QUICK, scenario=name)).set_index(["measure", "by", "key"])["value"], "interaction_rate")
        for name in ("base", file)
    ]
    assert rates[1] > 1.1 * rates[0]
