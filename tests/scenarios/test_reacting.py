"""The firm and the competitor decide as time passes: what they decide follows, to the last digit, from what came."""

import numpy as np
import pytest

import sixr
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from scenarios.lowering.media import daily_spend
from scenarios.lowering.reacting import staffed
from scenarios.warnings.without_effect import without_effect
from sim import engine, reference
from sim.differences import differences
from sim.measures import measure
from sim.measures.money import money
from sim.vocabulary import MICRO, Account, Desk, Event
from tests.worlds import lived

SMALL = ("people=1500", "days=200", "policy.firm.review_days=40")
LOOKS = range(40, 200, 40)


def run(*overrides, name="base"):
    return lived(load(name, overrides=(*SMALL, *overrides)), journal=False)


def spend_between(plan, first, last):
    """Media spend of the whole market a week, currency, by channel."""
    return plan.media[:, first:last].mean(axis=1) * 7.0 * plan.scale / MICRO


def test_without_a_rule_every_byte_is_as_it_was():
    calm = lower(load("base", overrides=("people=300", "days=90")), 0)
    with_looks = lower(load("base", overrides=("people=300", "days=90", "policy.firm.review_days=7")), 0)
    for name, array in vars(calm).items():
        if isinstance(array, np.ndarray):
            assert array.tobytes() == getattr(with_looks, name).tobytes(), name


def test_the_beginning_of_a_run_is_what_the_whole_run_leaves_on_its_days():
    plan = lower(load("full", overrides=("people=800", "days=120")), 0)
    begun, whole = engine.begun(plan, 70), engine.run(plan)
    assert (begun.sums[:70] == whole.sums[:70]).all()
    assert (begun.counts[:70] == whole.counts[:70]).all()
    assert (money(plan, begun)[:70] == money(plan, whole)[:70]).all()


def test_what_is_reinvested_is_the_share_of_what_came():
    plan, ledger = run("policy.firm.reinvest.share=0.3", "policy.firm.reinvest.most=50")
    earned = money(plan, ledger) * plan.scale / MICRO
    left = earned.sum(axis=1) - earned[:, Account.MEDIA]
    moved = set()
    for day in LOOKS:
        expected = np.clip(0.3 * left[day - 40 : day].sum() / 40 * 7, 0.0, 50 * 12_000)
        spent = spend_between(plan, day, min(day + 40, 200)).sum()
        assert spent == pytest.approx(expected, abs=0.00005 * 12_000 + 0.01)
        moved.add(round(expected))
    assert len(moved) > 2


def test_limits_of_what_is_reinvested_hold():
    plan, _ = run("policy.firm.reinvest.share=9", "policy.firm.reinvest.most=1.5")
    stated = daily_spend(load("base", overrides=SMALL)) * 7
    assert spend_between(plan, 40, 200) == pytest.approx(1.5 * stated[:, 0], rel=1e-6)


def test_below_its_limit_of_cash_the_firm_spends_nothing_on_media():
    low = ("policy.firm.cash.limit=0", "policy.firm.cash.opening=30000", "policy.organisation.fixed_cost_per_week=4000")
    plan, ledger = run(*low)
    cash = 30_000 + (money(plan, ledger).sum(axis=1).cumsum() * plan.scale / MICRO)
    spends = {day: bool(plan.media[:, day : day + 40].sum() > 0) for day in LOOKS}
    assert spends == {day: bool(cash[day - 1] >= 0) for day in LOOKS}
    assert set(spends.values()) == {True, False}


def test_money_follows_credit():
    plan, ledger = run("policy.firm.follow_credit=0.5")
    split = np.full(3, 1 / 3)
    for day in LOOKS:
        credited = ledger.people[(ledger.people["orders"] > 0) & (ledger.people["first_at"] >= day - 40)]
        credited = credited[credited["first_at"] < day]["attributed"].astype(int)
        orders = np.array([(credited == 1 + k).sum() for k in range(3)])
        split = split if orders.sum() == 0 else 0.5 * split + 0.5 * orders / orders.sum()
        assert spend_between(plan, day, min(day + 40, 200)) == pytest.approx(12_000 * split, rel=1e-5, abs=0.01)
    assert split.max() - split.min() > 0.05


def test_a_competitor_who_loses_share_answers_with_its_price(tmp_path):
    reaction, file = "market.competitor.reaction", tmp_path / "cheaper.yaml"
    file.write_text("extends: base\nname: cheaper\npolicy: {price: {changes: [{day: 40, level: 0.7}]}}\n", "utf-8")
    ours = ("market.choice.share_competitor=0.6",)
    looks = (f"{reaction}.to_share=1", f"{reaction}.review_days=40", f"{reaction}.floor=0.2")
    plan, ledger = run(*ours, *looks, name=file)
    orders = ledger.counts[:, :, [Event.FIRST_ORDER, Event.ORDERED]].sum(axis=(1, 2))
    theirs = ledger.rivals.sum(axis=1) / MICRO

    def share(first, last):
        won = orders[first:last].sum()
        return won / (won + theirs[first:last].sum())

    for day in LOOKS:
        expected = np.exp(-(share(day - 40, day) - share(0, 40)))
        assert plan.levers["rival"][0, day : day + 40] == pytest.approx(expected, rel=1e-9)
    assert plan.levers["rival"][0, 80] < 0.95
    calm, lived = run(*ours, name=file)
    assert measured(calm, lived) > measured(plan, ledger)


def measured(plan, ledger):
    table = measure(plan, ledger)
    return float(table[(table["measure"] == "market_share") & (table["by"] == "all")]["value"].iloc[0])


def test_both_engines_tell_the_same_story_of_a_firm_that_reacts():
    rules = ("policy.firm.reinvest.share=0.5", "policy.firm.follow_credit=0.3", "policy.firm.cash.limit=-5000")
    plan = lower(load("full", overrides=("people=150", "days=90", "policy.firm.review_days=30", *rules)), 0)
    assert differences(engine.run(plan, journal=True), reference.run(plan)) == []


DESKS = (
    *("policy.service.desk.active=true", "market.start.customer=0.4", "market.service.question_rate=1.0"),
    "market.size=1500",
    *("policy.firm.staff.occupancy=0.8", "policy.firm.staff.least=0.2", "policy.firm.staff.most=20"),
)


def on_duty(plan, first, last):
    """Hours on duty between two days, by desk."""
    return plan.staff[:, first * 24 : last * 24].sum(axis=1)


def test_staff_is_made_for_the_work_of_the_days_before():
    plan, ledger = run(*DESKS)
    stated, _ = run(*(one for one in DESKS if "firm" not in one))
    assert np.array_equal(on_duty(plan, 0, 40), on_duty(stated, 0, 40))
    moved = []
    for day in LOOKS:
        days = ledger.desk_days[day - 40 : day]
        served, handled, gave_up = (days[:, :, kind].sum(axis=0) for kind in (Desk.SERVED, Desk.HANDLED, Desk.GAVE_UP))
        tickets = served + gave_up + days[-1, :, Desk.WAITING]
        work = tickets * handled / served / MICRO * 24
        ratio = np.clip(work / 0.8 / on_duty(stated, day - 40, day), 0.2, 20)
        last = min(day + 40, 200)
        shifts = load("base", overrides=(*SMALL, *DESKS)).policy.service.desk.staff
        for h, name in enumerate(plan.desks):
            whole = {shift.name: max(round(shift.people * ratio[h]), 1) for shift in shifts[name]}
            factors = {whole[shift.name] / shift.people for shift in shifts[name]}
            found = on_duty(plan, day, last)[h] / on_duty(stated, day, last)[h]
            assert min(factors) - 1e-9 <= found <= max(factors) + 1e-9
            moved.append(round(found, 3))
    assert len(set(moved)) > 1
    assert -plan.labour[40:].sum() != -stated.labour[40:].sum()


def test_staff_that_follows_the_work_leaves_fewer_waiting_where_there_are_too_few():
    few = (*DESKS, "market.service.question_rate=1.5")
    without = (*(one for one in few if "firm.staff" not in one),)
    waiting = [ledger.desk_days[80:, :, Desk.WAITING].mean() for _, ledger in (run(*without), run(*few))]
    assert waiting[1] < 0.5 * waiting[0]


def test_a_desk_whose_staff_a_target_plans_or_that_is_closed_has_no_rule():
    closed = load("base", overrides=(*SMALL, "policy.firm.staff.occupancy=0.8"))
    assert "policy.firm.staff: the desk is not active; there is no staff to set." in list(without_effect(closed))
    aimed = load("base", overrides=(*SMALL, *DESKS, "policy.service.desk.target.share=0.9"))
    assert not staffed(aimed)
    assert "policy.firm.staff: policy.service.desk.target plans the staff; the rule does nothing." in list(
        without_effect(aimed)
    )


LIMITED = ("search: {least: 3000, most: 5000}", "social: {most: 4200, step: 400}")


def limited(tmp_path, *rules):
    """Base with limits of two channels, and rules."""
    file = tmp_path / "limited.yaml"
    limits = ", ".join(LIMITED)
    file.write_text(f"extends: base\nname: limited\npolicy: {{channel: {{limits: {{{limits}}}}}}}\n", "utf-8")
    plan = lower(load(file, overrides=(*SMALL, *rules)), 0)
    return plan, [spend_between(plan, day, min(day + 40, 200)) for day in LOOKS]


def test_rules_keep_what_can_be_bought(tmp_path):
    _, spends = limited(tmp_path, "policy.firm.reinvest.share=0.9", "policy.firm.reinvest.least=2")
    for search, social, _ in spends:
        assert 3000 - 0.01 <= search <= 5000 + 0.01
        assert social <= 4000 + 0.01
        assert social / 400 == pytest.approx(round(social / 400), abs=1e-4)
    assert spends[-1] == pytest.approx([5000, 4000, 8000], rel=0.01)
    _, poor = limited(tmp_path, "policy.firm.cash.limit=1000000")
    assert poor[0] == pytest.approx([3000, 0, 0], abs=0.01)


def test_explain_says_what_rules_keep(tmp_path):
    limited(tmp_path, "policy.firm.reinvest.share=0.5")
    told = sixr.explain(tmp_path / "limited.yaml", overrides=("policy.firm.reinvest.share=0.5",)).rules
    assert told[0].startswith("policy.firm: media spend is set anew every 91 days")
    assert "policy.channel.limits.search: rules leave at least 3,000 a week." in told
    assert "policy.channel.limits.social: rules set whole steps of 400 a week." in told
    assert sixr.explain("price_up_10").rules == ()
