"""The staff that a target asks for: the fewest who meet it, of an expected load that is what comes."""

from types import SimpleNamespace

import numpy as np
import pytest

import sixr
from scenarios.files.loading import load
from scenarios.lowering.lower import lower, world_of
from scenarios.lowering.service import staff
from scenarios.lowering.staffing import enough, hourly_load, reach_of, tickets_by_day, weekly_mean, working_hours
from scenarios.policy.service import Target
from sim import engine
from sim.closed_forms.queues import ErlangA, ErlangC, most_arrivals
from sim.core.ground.draws import world_key
from sim.engine import Ledger
from sim.measures.service import within
from sim.mechanisms.desk.rules import complaints_needed
from sim.plan import Plan
from sim.problems import BadInput
from sim.vocabulary import Desk, Event
from tests.scenarios.lowered import scenario
from tests.worlds import figures, lived, world

TARGET = "policy.service.desk.target"
ALWAYS = (f"{TARGET}.from=0", f"{TARGET}.to=24")
DAY = Target.model_validate({"share": 0.9, "hours": 24, "from": 8, "to": 18})
HOUR = Target.model_validate({"share": 0.8, "hours": 1, "from": 8, "to": 18})
FLAT = np.ones(24)


def run(*changes: str) -> tuple[Plan, Ledger]:
    """The first world of base with changes, and what its run leaves."""
    return lived(scenario(*changes), journal=False)


def desk(patience: float) -> SimpleNamespace:
    """A desk whose customers have so many minutes of patience."""
    return SimpleNamespace(patience=SimpleNamespace(value=patience))


def test_every_ticket_is_seen_to_while_somebody_is_there():
    for target in (DAY, HOUR):
        load_ = hourly_load(FLAT, target)
        assert load_.sum() == pytest.approx(1.0)
        assert (load_[:8] == 0).all()
        assert (load_[18:] == 0).all()
    assert hourly_load(FLAT, DAY)[8:18] == pytest.approx(np.full(10, 0.1))  # spread over a working day
    assert hourly_load(FLAT, HOUR)[8] == pytest.approx(15 / 24)  # the night's tickets, and those of the first hour


def test_what_comes_when_nobody_is_there_within_the_target_is_out_of_reach():
    assert reach_of(FLAT, DAY) == 1.0
    assert reach_of(FLAT, HOUR) == pytest.approx(10 / 24)
    assert working_hours(DAY) == pytest.approx(10.0)
    assert working_hours(HOUR) == 1.0


@pytest.mark.parametrize("patience", [0.0, 12.0])
def test_the_staff_is_the_fewest_of_whom_the_formula_says_that_they_meet_the_share(patience):
    target = Target.model_validate({"share": 0.8, "hours": 0.25, "from": 0, "to": 24, "most_occupancy": 1.0})
    rates = np.array([1.0, 7.0, 23.0, 55.0])

    def share(rate: float, people: int) -> float:
        if rate >= people * 10.0:  # as much as they can do, at work all the time
            return 0.0
        made = ErlangA(rate, 10.0, people, 60.0 / patience) if patience else ErlangC(rate, 10.0, people)
        return made.answered_within(0.25)

    for rate, people in zip(rates, enough(rates, desk(patience), target, 6.0, 1.0), strict=True):
        assert share(rate, people) >= 0.8
        assert people == 1 or share(rate, people - 1) < 0.8


def test_nobody_is_at_work_for_more_of_the_time_than_is_allowed_and_no_load_takes_nobody():
    people = enough(np.array([0.0, 0.5, 90.0, 900.0]), desk(0.0), DAY, 6.0, 1.0)
    assert people[:2].tolist() == [0, 1]
    assert (people[2:] * 0.9 * 10.0 >= [90.0, 900.0]).all()
    assert people[2:] == pytest.approx([10, 100], abs=1)


def test_the_share_answered_in_time_has_its_ends():
    """At once those who find somebody free; in the end all who do not give up."""
    queue = ErlangA(5.0, 1.0, 4, 0.5)
    assert queue.answered_within(0.0) == pytest.approx(1.0 - queue.waits)
    assert queue.answered_within(1e6) == pytest.approx(1.0 - queue.gives_up)
    patient, endless = ErlangA(3.0, 1.0, 4, 1e-4), ErlangC(3.0, 1.0, 4)
    assert patient.answered_within(0.7) == pytest.approx(endless.answered_within(0.7), abs=1e-3)
    assert most_arrivals(1.0, 4, 0.5, queue.answered_within(0.7), 0.7, 1.0) <= 4.0


def test_the_more_is_asked_the_more_are_on_duty_and_without_a_target_shifts_are():
    full = load("full")
    assert load("full", overrides=(f"{TARGET}.hours=3",)).policy.service.desk.target.share == 0.0
    assert np.array_equal(staff(load("full", overrides=(f"{TARGET}.hours=3",))), staff(full))
    hours = [
        staff(load("full", overrides=(*ALWAYS, f"{TARGET}.share={share}", f"{TARGET}.hours={within_}"))).sum()
        for share, within_ in ((0.5, 24), (0.9, 24), (0.9, 0.1), (0.99, 0.1))
    ]
    assert hours == sorted(hours)
    assert hours[0] < hours[2] < hours[3]


def test_the_staff_is_paid_by_the_hour():
    made = load("full", overrides=(f"{TARGET}.share=0.9", "days=28", "policy.service.desk.wage_per_hour=30"))
    plan = lower(made, 0)
    paid = plan.staff.sum() * 30.0 * made.people / made.market.size.value
    assert plan.labour.sum() / 1e6 == pytest.approx(paid, rel=1e-6)


EVEN = (
    *("people=2000", "market.size=2000", "days=120", "market.start.customer=1", "market.need.heterogeneity=none"),
    *("market.need.dropout_rate=1000000", "market.need.dropout_shape=1", "market.service.question_rate=0.3"),
    *("market.service.trouble_share=0", "market.service.start_share=0", f"market.service.daytime={[1] * 24}"),
    *("policy.service.desk.active=true", "policy.referral.active=false", "market.service.desks.chat.share=0"),
    *("market.service.desks.email.share=0", "market.service.desks.phone.solved=1"),
    *("market.service.desks.phone.handling_law=exponential", "market.service.desks.phone.share=1"),
    f"{TARGET}={{share: 0.8, hours: 0.1, from: 0, to: 24, most_occupancy: 1}}",
)
"""600 questions a day at all hours, at one desk whose staff the target plans."""


@pytest.mark.parametrize("patience", ["0", "12"])
def test_in_a_steady_state_the_share_within_the_target_is_that_of_the_formula(patience):
    """25 an hour, handled in 6 minutes: Erlang's share, which is the one asked or more. Some 72,000 tickets, whose
    waits come in crowds of a hundred: a standard error of a percentage point at most."""
    plan, ledger = run(*EVEN, f"market.service.desks.phone.patience={patience}")
    people = int(plan.staff[0, 0])
    assert (plan.staff[0] == people).all()
    queue = ErlangA(25.0, 10.0, people, 5.0) if patience != "0" else ErlangC(25.0, 10.0, people)
    came = figures(plan, ledger)["within_target"]
    assert queue.answered_within(0.1) >= 0.8
    assert came == pytest.approx(queue.answered_within(0.1), abs=0.03)


def test_what_is_expected_is_what_comes():
    """Customers who come and go, their questions, troubles and first steps; 13,000 tickets of some 4,000 customers,
    whose numbers vary by a thirtieth."""
    plain = (
        "people=40000",
        "market.size=40000",
        "days=280",
        "policy.referral.active=false",
        "market.start.reached=0.5",
    )
    made = load("base", overrides=("policy.service.desk.active=true", "market.service.question_rate=0.02", *plain))
    here, _ = world_of(made, np.uint64(world_key(np.uint64(made.seed), np.uint64(0))))
    told, came = tickets_by_day(here), engine.run(lower(made, 0)).counts[:, :, Event.ASKED].sum(axis=1)
    assert came.sum() == pytest.approx(told.sum(), rel=0.1)
    assert came[-70:].sum() == pytest.approx(told[-70:].sum(), rel=0.1)
    assert weekly_mean(told).sum() == pytest.approx(told.sum())


def test_waits_in_bins_tell_the_share_within_a_time():
    ended, vain = np.zeros(128, int), np.zeros(128, int)
    ended[:10], vain[5] = 9, 10
    assert within(ended, vain, 24.0) == pytest.approx(0.9)
    assert within(ended, vain, 0.0) == 0.0
    assert np.isnan(within(vain * 0, vain * 0, 1.0))


@pytest.mark.parametrize(
    ("target", "word"),
    [
        ("share: 0.9, hours: 1, from: 9, to: 17", "when somebody is there within the target"),
        ("share: 0.5, from: 17, to: 9", "an end after the beginning"),
    ],
)
def test_a_target_that_cannot_be_met_is_refused(target, word):
    with pytest.raises(BadInput) as refused:
        scenario(f"{TARGET}={{{target}}}")
    assert word in str(refused.value)


def test_explain_says_the_hours_it_brings():
    told = {one.lever: one for one in sixr.explain("answer_target").spells if one.lever == "staff/email"}
    assert told["staff/email"].before == 80.0  # two people for eight hours on five days


@pytest.mark.parametrize("accuracy", [0.2, 0.5, 0.9])
def test_complaints_until_a_cause_is_found_are_geometric(accuracy):
    """In the mean ``after`` over the accuracy, and the fewer the more accurate for the same chance."""
    u = (np.arange(100_000) + 0.5) / 100_000
    needed = np.array([complaints_needed(300.0, accuracy, one) for one in u])
    assert needed.mean() == pytest.approx(300.0 / accuracy, rel=0.01)
    better = np.array([complaints_needed(300.0, min(accuracy + 0.05, 1.0), one) for one in u[::100]])
    assert (better <= needed[::100]).all()


MENDED = (
    *("people=1000", "market.size=1000", "days=300", "market.start.customer=1", "market.service.trouble_share=0.5"),
    *("policy.service.desk.active=true", "policy.service.desk.mend.after=40", "policy.service.desk.mend.active=true"),
    "market.service.causes=[{name: late, share: {value: 0.6, unit: share, label: assumed, source: test}},"
    " {name: faulty, share: {value: 0.4, unit: share, label: assumed, source: test}}]",
)


def test_causes_that_are_never_found_are_never_mended_and_those_found_at_once_are_those_of_before():
    mend = "policy.service.desk.mend"
    never, off, at_once = (
        run(*MENDED, change)[1].counts.tobytes()
        for change in (f"{mend}.accuracy=0", f"{mend}.active=false", f"{mend}.accuracy=1")
    )
    assert never == off != at_once
    days = [run(*MENDED, f"{mend}.accuracy={one}")[1].causes[:, 1] for one in (0.1, 0.5, 1.0)]
    found = [np.where(day < 0, 10**6, day) for day in days]
    assert (found[0] >= found[1]).all()
    assert (found[1] >= found[2]).all()


def test_looking_for_causes_costs_what_it_costs():
    mend = "policy.service.desk.mend"
    plain, paid = (lower(scenario(*MENDED, f"{mend}.cost_per_week={cost}"), 0) for cost in (0, 70))
    assert (paid.fixed - plain.fixed).tolist() == [10_000_000] * 300
    off = lower(scenario(*MENDED, f"{mend}.cost_per_week=70", f"{mend}.active=false"), 0)
    assert np.array_equal(off.fixed, plain.fixed)


def test_tickets_are_answered_in_time_or_not_at_all_desks():
    plan, ledger = world("policy.service.desk.active=true", "market.start.customer=0.3", "days=100")
    assert 0.0 < figures(plan, ledger)["within_target"] <= 1.0
    assert ledger.desk_days[:, :, Desk.SERVED].sum() > 100
