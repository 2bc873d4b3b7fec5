"""Books of the service desk and of word of mouth that are wrong: every kind of fault is seen, and named."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from scenarios.files.loading import load
from sim import engine
from sim.identities import IdentityBroken, assert_identities
from sim.vocabulary import Account, Desk, Event
from tests.worlds import lived

SCENARIOS = Path(__file__).parents[1] / "twin" / "scenarios"


@lru_cache
def run(name):
    """A plan of the twins' scenarios, and its ledger."""
    return lived(load(SCENARIOS / f"{name}.yaml"), journal=False)


def ticket_that_went_nowhere(ledger):
    ledger.desk_days[3, 0, Desk.ASKED] += ledger.desk_days[:, 0, Desk.SILENT].sum() + 1


def answer_to_nobody(ledger):
    ledger.desk_days[0, 0, Desk.WAITING] += 1000


def silent_who_never_gave_up(ledger):
    ledger.desk_days[6, 2, Desk.SILENT] += 1


def solved_by_nobody(ledger):
    ledger.desk_days[7, 0, Desk.SOLVED] += ledger.desk_days[7, 0, Desk.SERVED] + 1


def back_before_being_served(ledger):
    ledger.desk_days[0, 0, Desk.REOPENED] += 1


def more_hands_than_staff(ledger):
    ledger.desk_days[9, 1, Desk.BUSY] += 50


def wait_not_counted(ledger):
    ledger.waits[0, 0, np.argmax(ledger.waits[0, 0])] -= 1


def wait_in_vain_not_counted(ledger):
    ledger.waits[2, 1, 3] += 1


def work_that_runs_backwards(ledger):
    ledger.desk_days[4, 0, Desk.HANDLED] = -1


def people_whom_no_desk_knows(ledger):
    ledger.counts[5, 0, Event.GAVE_UP] += 1000


def open_ticket_forgotten(ledger):
    ledger.more["open"][np.argmax(ledger.more["open"])] -= 1


def support_for_nobody(ledger):
    served = np.vstack([np.zeros_like(ledger.counts[:1, :, 0]), ledger.counts[:-1, :, Event.SERVED]])
    day, cell = np.argwhere(served == 0)[-1]
    other = np.argmax(ledger.sums[:, cell, Account.SUPPORT] != 0)
    ledger.sums[[day, other], cell, Account.SUPPORT] += np.array([-1, 1])


def complaints_without_tickets(ledger):
    ledger.causes[0, 0] += ledger.counts[:, :, Event.ASKED].sum()


def good_news_on_any_day(ledger):
    day = np.setdiff1d(np.arange(len(ledger.counts)), ledger.causes[:, 1])[0]
    ledger.counts[day, 0, Event.TOLD] += 1


def answer_without_a_score(ledger):
    ledger.counts[3, 1, Event.SCORED] += 1


def score_below_none(ledger):
    ledger.scores[2, 0, 1] -= 1000


def story_that_nobody_told(ledger):
    ledger.counts[8, 0, Event.PRAISED] += ledger.more["told"].sum(dtype=int)


FAULTS = {
    ticket_that_went_nowhere: "tickets neither served nor given up",
    answer_to_nobody: "that nobody opened",
    silent_who_never_gave_up: "more who silently gave up than gave up",
    solved_by_nobody: "more tickets solved than served",
    back_before_being_served: "more tickets come back than were left unsolved",
    more_hands_than_staff: "more staff at work than there is",
    wait_not_counted: "waits are not those of the tickets",
    wait_in_vain_not_counted: "waits are not those of the tickets",
    work_that_runs_backwards: "a desk counts backwards",
    people_whom_no_desk_knows: "tickets gave_up of people that no desk has counted",
    open_ticket_forgotten: "open tickets are not those asked and not yet answered",
    support_for_nobody: "support for nobody who was served the day before",
    complaints_without_tickets: "more complaints than tickets",
    good_news_on_any_day: "told on a day on which nothing is mended",
    answer_without_a_score: "answers that are no scores",
    score_below_none: "fewer than nobody asked for a score",
    story_that_nobody_told: "stories that nobody told",
}


def with_fault(ledger, fault):
    wrong = engine.Ledger(**{name: table.copy() for name, table in vars(ledger).items()})
    fault(wrong)
    return wrong


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_books_of_service_is_seen(fault):
    plan, ledger = run("everything")
    assert_identities(plan, ledger)
    with pytest.raises(IdentityBroken, match=FAULTS[fault]):
        assert_identities(plan, with_fault(ledger, fault))


def ticket_of_somebody_else(ledger):
    day = np.argmax(ledger.desk_days[:, 0, Desk.SERVED] > 0)
    ledger.desk_days[day, 0, Desk.SERVED] += 1
    ledger.desk_days[day:, 0, Desk.BUSY] -= 1


def test_where_all_people_are_simulated_every_ticket_is_one_of_theirs():
    plan, ledger = run("desk")
    assert_identities(plan, ledger)
    with pytest.raises(IdentityBroken, match="tickets served of people that no desk has counted"):
        assert_identities(plan, with_fault(ledger, ticket_of_somebody_else))


def ticket_without_a_desk(ledger):
    ledger.counts[4, 0, Event.ASKED] += 1


def support_without_a_desk(ledger):
    ledger.sums[4, 0, Account.SUPPORT] -= 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [(ticket_without_a_desk, "tickets without a desk"), (support_without_a_desk, "support without a desk")],
)
def test_without_a_desk_nobody_is_served(fault, told):
    plan, ledger = run("surveys")
    assert_identities(plan, ledger)
    with pytest.raises(IdentityBroken, match=told):
        assert_identities(plan, with_fault(ledger, fault))


def test_stories_of_a_kind_that_is_off_are_seen():
    plan, ledger = run("everything")
    behaviour = plan.behaviour.copy()
    behaviour["warn_share"] = behaviour["praise_share"] = 0.0
    with pytest.raises(IdentityBroken, match=r"warned although nobody warns.*praised although nobody praises"):
        assert_identities(replace(plan, behaviour=behaviour), ledger)
