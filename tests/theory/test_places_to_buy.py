"""Places to buy: what moves nobody, what moves whom which way, what is booked, and what is refused."""

import numpy as np
import pytest

from scenarios.files.loading import load
from scenarios.lowering.capacity import NEAR, expected_orders
from scenarios.lowering.lower import lower
from sim import engine, reference
from sim.differences import differences
from sim.margins import Margins
from sim.measures import measure
from sim.measures.money import money
from sim.problems import BadInput
from sim.vocabulary import MICRO, Account, Bought, Stage
from tests.worlds import lived

CUSTOMERS = (
    *("market.start.customer=1", "market.awareness.organic_rate=0", "market.referral.share_probability=0"),
    *("people=2000", "days=200"),
)
TODAY = "{name: shop, share: 0.7, online: true, delivery_days: 4}, {name: dealer, share: 0.3, dealer: true}"


@pytest.fixture(scope="module")
def stated(tmp_path_factory):
    """The file of a market with places of today and a store that may be opened, and of what is done with them."""

    def made(weight, policy, of_today=TODAY):
        belief = f"{{value: {weight}, unit: ratio, label: assumed, source: a test}}"
        store = f"{{name: store, share: 0, attraction: {belief}}}"
        file = tmp_path_factory.mktemp("stated") / "placed.yaml"
        file.write_text(
            f"schema: 1\nname: placed\nextends: base\nmarket: {{places: [{of_today}, {store}]}}\n"
            f"policy: {{places: [{policy}]}}\n",
            encoding="utf-8",
        )
        return str(file)

    return made


@pytest.fixture(scope="module")
def run(stated):
    """A world of customers at such places."""

    def ran(weight, policy="", *overrides, of_today=TODAY):
        file = stated(weight, policy, of_today)
        return lived(load(file, overrides=(*CUSTOMERS, *overrides)))

    return ran


def orders_at(ledger):
    return ledger.bought[:, :, Bought.ORDERS].sum(axis=0)


@pytest.fixture(scope="module")
def today(run):
    return run(0.5)


def test_places_of_today_move_nobody(run, today):
    """To the last bit: whoever there is lives as where there are no places."""
    without = engine.run(lower(load("base", overrides=CUSTOMERS), 0), journal=True)
    _, single = run(0.5, of_today="{name: shop, share: 1}")
    for ledger in (today[1], single):
        assert ledger.journal.tobytes() == without.journal.tobytes()
        assert (ledger.people["value"] == without.people["value"]).all()


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ((0.2, "{name: store}"), (0.8, "{name: store}")),
        ((0.0, ""), (0.0, "{name: shop, delivery_days: 1}")),
        ((0.0, ""), (0.0, "{name: dealer, price: 0.95}")),
        ((0.0, "{name: dealer, price: 1.05}"), (0.0, "")),
    ],
    ids=("attraction", "delivery", "cheaper", "dearer"),
)
def test_nobody_buys_less_often_where_a_place_is_better(run, less, more):
    few, many = (run(*what)[1].people["orders"] for what in (less, more))
    assert (many >= few).all()
    assert many.sum() > few.sum()


def test_a_place_sells_while_it_is_open(run):
    plan, ledger = run(0.5, "{name: store, opens: 50, closes: 120, rent_per_week: 700}")
    days = np.flatnonzero(ledger.bought[:, 2, Bought.ORDERS])
    assert days.min() >= 50
    assert days.max() < 120
    rent = -money(plan, ledger)[:, Account.RENT] / MICRO * plan.scale
    assert rent[50:120] == pytest.approx(100.0, rel=1e-6)
    assert not rent[:50].any()
    assert not rent[120:].any()


def test_everybody_keeps_to_the_usual_place_by_habit_alone(run):
    """With habit 1 orders stand at the places of those who place them; without any in the same shares for everybody."""
    plan, kept = run(0.0, "", "market.place_choice.habit=1")
    usual = plan.levers["label"][:, 0][kept.people["cell"]] % 2
    assert orders_at(kept).tolist() == [*np.bincount(usual, kept.people["orders"]), 0]
    free = orders_at(run(0.0, "", "market.place_choice.habit=0")[1])
    n = free.sum()
    assert free[0] / n == pytest.approx(0.7, abs=4.5 * np.sqrt(0.21 / n))  # beyond by chance 1 in 150,000
    assert n == orders_at(kept).sum()


def test_commission_rebate_and_delivery_are_those_of_the_place(run):
    plan, ledger = run(0.0, "{name: dealer, commission: 0.2, rebate: 0.05, fulfilment: 0}")
    sums, paid = ledger.sums.sum(axis=(0, 1)), ledger.bought.sum(axis=0)[:, Bought.PAID]
    orders = int(orders_at(ledger).sum())
    assert -sums[Account.COMMISSION] == pytest.approx(0.2 * paid[1], abs=orders)  # each is rounded once
    assert -sums[Account.REBATE] == pytest.approx(0.05 * paid[1], abs=orders)
    ratio = plan.levers["fulfilment"][0, 0]
    assert -sums[Account.FULFILMENT] == pytest.approx(ratio * paid[0], abs=orders)
    table = measure(plan, ledger).set_index(["measure", "by", "key"])["value"]
    parts = sum(table["place_contribution", "place", name] for name in plan.places)
    earned = sums[[Account.REVENUE, Account.GOODS, Account.FULFILMENT, Account.COMMISSION, Account.REBATE]].sum()
    assert parts == pytest.approx(earned / MICRO * plan.scale, rel=1e-12)
    assert table["order_share", "place", "shop"] + table["order_share", "place", "dealer"] == pytest.approx(1.0)
    assert table["online_share", "all", ""] == table["order_share", "place", "shop"]


def test_a_gap_between_prices_costs_a_dealers_effort_and_trust_where_that_is_believed(run):
    cheaper = (0.0, "{name: shop, price: 0.9}")
    plan, off = run(*cheaper)
    effort, lazy = run(*cheaper, "market.place_choice.effort_loss=2")
    _, wary = run(*cheaper, "market.place_choice.trust_loss=2", "market.place_choice.gap_seen=0.5")
    assert plan.place_terms["effort"].tolist() == [[1.0, 1.0, 1.0]]
    assert effort.place_terms["effort"][0, 1] == pytest.approx(np.exp(-0.2))
    assert orders_at(lazy)[1] / orders_at(lazy).sum() < orders_at(off)[1] / orders_at(off).sum()
    assert (wary.people["orders"] <= off.people["orders"]).all()
    same = (wary.people["orders"] == off.people["orders"]).mean()
    assert 0.5 < same < 1.0


def test_where_one_price_is_the_rule_no_place_asks_another(run, today):
    belief = ("market.place_choice.effort_loss=2", "market.place_choice.trust_loss=2", "policy.price.one_price=true")
    _, ruled = run(0.5, "{name: shop, price: 0.9}", *belief)
    assert ruled.journal.tobytes() == today[1].journal.tobytes()


def test_what_orders_to_come_leave_is_what_orders_leave(run):
    """Of what is paid, the part that is left: by place it lies within 0.4 of the mean, so that 4.5 standard errors of
    so many orders are known."""
    rows = "{name: shop, price: 0.95}, {name: dealer, commission: 0.2, rebate: 0.05, price: 1.1}, {name: store}"
    plan, ledger = run(0.5, rows)
    margins, orders = Margins(plan, ledger.people, None, 0), ledger.people["orders"]
    each = orders / ledger.people["spend_rate"]
    left = (orders * margins.order_value()[0]).sum() / plan.behaviour[0]["spend_mean_scale"]
    paid, found = (each * margins.places.price[0]).sum(), ledger.bought.sum(axis=(0, 1))
    assert orders.sum() > 3000
    assert found[Bought.LEFT] / found[Bought.PAID] == pytest.approx(left / paid, abs=4.5 * 0.4 / np.sqrt(orders.sum()))
    assert abs(left / paid - (1.0 - plan.levers["goods"][0, 0])) > 0.05  # places count


def test_a_limit_that_nobody_reaches_changes_nothing(run, today):
    """To the last bit: the same lives, and the same plan where there is no limit."""
    _, wide = run(0.5, "{name: shop, capacity_per_week: 1.0e12}")
    assert wide.journal.tobytes() == today[1].journal.tobytes()
    assert today[0].place_served.size == today[0].place_limit.size == 0


LIMIT = 6000.0


@pytest.fixture(scope="module")
def limited(run):
    return run(0.5, f"{{name: store, capacity_per_week: {LIMIT}}}")


def test_a_place_serves_what_it_can(run, limited):
    """In every period the orders to be expected there fit; those of the run differ from them by chance alone (beyond
    4.5 standard errors 1 in 150,000 times)."""
    plan, ledger = limited
    can = LIMIT / 7.0 / plan.scale
    expected = expected_orders(plan, ledger)[:, 2]
    for first in range(0, 168, 28):
        assert expected[first : first + 28].mean() <= can * (1.0 + NEAR)
    whole, free = can * plan.days, orders_at(run(0.5, "{name: store}")[1])[2]
    assert free > 1.5 * whole
    assert orders_at(ledger)[2] == pytest.approx(whole, abs=NEAR * whole + 4.5 * np.sqrt(whole))


def test_the_part_that_finds_a_full_place_open_has_a_closed_form(limited, today):
    """Of as many occasions as today's orders tell, in each period orders at the store are the nested logit's at its
    weight times that part, which is found by halving; left open are chance and how near orders have to come."""
    plan, ledger = limited
    ours, part = np.exp(plan.behaviour["ours"][0][Stage.CUSTOMER]), plan.behaviour["dissimilarity"][0]
    begins = range(0, 168, 28)
    occasions = np.add.reduceat(today[1].bought[:, :, Bought.ORDERS].sum(axis=1), begins) / ours
    can = LIMIT / 7.0 / plan.scale * np.diff([*begins, plan.days])

    def sold(served):
        weight = 0.5 * served
        odds = ours / (1.0 - ours) * (1.0 + weight) ** part
        return occasions * odds / (1.0 + odds) * weight / (1.0 + weight)

    low, high = np.zeros(len(can)), np.ones(len(can))
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = np.where(sold(middle) < can, middle, low), np.where(sold(middle) < can, high, middle)
    off = 2.0 * NEAR + 4.5 / np.sqrt(orders_at(ledger).sum())
    assert plan.place_served[list(begins), 2].mean() == pytest.approx(low.mean(), rel=off)


def test_what_a_full_place_does_not_serve_goes_elsewhere_or_is_lost(run, today, limited):
    """All orders lie between those without the store and with a store of any size; a lower limit is never more."""
    tight, wide = run(0.5, f"{{name: store, capacity_per_week: {LIMIT / 3}}}"), run(0.5, "{name: store}")
    sums = [orders_at(ledger) for _, ledger in (today, tight, limited, wide)]
    assert sums[0].sum() < sums[1].sum() < sums[2].sum() < sums[3].sum()
    assert sums[1][:2].sum() > sums[2][:2].sum() > sums[3][:2].sum()
    tables = [measure(*one).set_index(["measure", "by", "key"])["value"] for one in (tight, limited)]
    away = [table["place_turned_away", "place", "store"] for table in tables]
    assert away[0] > away[1] > 0.0
    for (plan, ledger), table in zip((tight, limited), tables, strict=True):
        can = plan.place_limit[2] * plan.days
        assert table["place_use", "place", "store"] == pytest.approx(orders_at(ledger)[2] / can, rel=1e-12)
        assert ("place_use", "place", "shop") not in table.index


def test_both_engines_tell_the_same_story_of_a_full_place(stated):
    file = stated(0.5, "{name: store, capacity_per_week: 5000}")
    few = (*CUSTOMERS, "people=150", "days=90", "policy.firm.review_days=40", "policy.firm.reinvest.share=0.3")
    plan = lower(load(file, overrides=few), 0)
    assert plan.place_served.min() < 1.0
    assert differences(engine.run(plan, journal=True), reference.run(plan)) == []


REFUSED = {
    "policy.places.store.capacity_per_week — found 0": (TODAY, "{name: store, capacity_per_week: 0}"),
    "policy.places.kiosk.name — found the unknown place": (TODAY, "{name: kiosk}"),
    "policy.places.store.closes — found day 20, when it opens on day 30": (
        TODAY,
        "{name: store, opens: 30, closes: 20}",
    ),
    "policy.places — found no place is open on day 40": (
        TODAY,
        "{name: shop, closes: 40}, {name: dealer, closes: 30}, {name: store, opens: 50}",
    ),
    "market.places.shop.appeal.rich — found the unknown segment": ("{name: shop, share: 1, appeal: {rich: 1}}", ""),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_is_refused(stated, said):
    of_today, policy = REFUSED[said]
    with pytest.raises(BadInput) as error:
        load(stated(0.5, policy, of_today))
    assert any(said in str(problem) for problem in error.value.problems)
