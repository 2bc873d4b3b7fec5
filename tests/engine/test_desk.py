"""The compiled service desks alone, and those on SimPy's own queues: the same ticket by ticket, whatever comes in."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine, reference
from sim.core.ground.state import DESK
from sim.core.loop import advance, birth
from sim.differences import differences
from sim.journal import ordered
from sim.plan import empty_world
from sim.reference.simulation import populated
from sim.reference.ticket import Ticket
from sim.vocabulary import Ask, Desk, Event
from tests.worlds import lived

SCENARIO = Path(__file__).parents[1] / "twin" / "scenarios" / "desk.yaml"
PEOPLE, DAYS = 20, 6
HOUR = 1.0 / 24.0


@lru_cache
def world():
    """A few people, who do nothing: their tickets come from the test."""
    return lower(load(SCENARIO, overrides=(f"people={PEOPLE}", f"market.size={PEOPLE}", f"days={DAYS}")), 0)


def plan(table, staff, **numbers):
    """The plan of desks of a kind and a staff, int [desk, hour]."""
    desks = np.zeros(len(table), DESK)
    for name in table[0]:
        desks[name] = [row[name] for row in table]
    behaviour = world().behaviour.copy()
    behaviour["desks"] = len(desks)
    for name, value in numbers.items():
        behaviour[name] = value
    return replace(world(), behaviour=behaviour, desk_table=desks, staff=np.ascontiguousarray(staff, np.int64))


def kind(**different):
    """A desk: all tickets go to it, are solved at once, and nobody is impatient."""
    usual = {"share": 1.0, "exponential": 1, "handling": HOUR, "log_mean": np.log(HOUR), "log_sd": 0.0}
    usual |= {"patience": 0.0, "silent_share": 0.0, "silent_time": 0.0, "solved": 1.0, "cost": 100.0}
    return usual | different


def all_day(*people):
    """So many at each desk, all the time."""
    return np.tile(np.array(people)[:, None], DAYS * 24)


def asked(time, who=0, index=0, desk=0, urgency=1, ask=Ask.ROUTINE):
    """A ticket that a customer opens, at the hour at which people ask."""
    return Ticket(who, ask, index, 0, desk, urgency, time, time)


def compiled(chosen, tickets):
    """What the compiled desks make of tickets: journal, tables, and everybody's letters."""
    made = empty_world(chosen, journal=1 << 14)
    w = made.record[0]
    birth.begin(w, made.due, 0, PEOPLE)
    used = 0
    for day in range(DAYS):
        todays = [ticket for ticket in tickets if int(ticket.time) == day]
        for k, ticket in enumerate(todays):
            for name in ("time", "opened", "who", "index", "ask", "desk", "urgency"):
                made.asked[k][name] = getattr(ticket, name)
            made.asked[k]["double"] = made.asked[k]["turn"] = 0
        made.record["asked_used"] = len(todays)
        advance.take_in(w, w, day)
        used = int(advance.close(w, made.due, day, used))
    journal = ordered(made.journal[: made.record["journal_used"][0]])
    boxes = [list(_inbox(made, person)) for person in range(PEOPLE)]
    return journal, made.desk_days, made.waits, boxes


def _inbox(made, person):
    place = made.people["inbox"][person]
    while place >= 0:
        letter = made.mail[place]
        yield letter["time"], letter["sender"], letter["kind"]
        place = letter["next"]


def on_simpy(chosen, tickets):
    """The same of the desks on SimPy."""
    market, _ = populated(chosen, journal=True)
    for day in range(DAYS):
        market.office.asked = [replace(ticket) for ticket in tickets if int(ticket.time) == day]
        market.office.closes(day)
    told = market.books.ledger([{}] * PEOPLE, [{}] * PEOPLE, [])
    boxes = [[letter[:3] for letter in sorted(person.letter_box.letters)] for person in market.people]
    return told.journal, told.desk_days, told.waits, boxes


def assert_alike(chosen, tickets):
    """Both tell the same; returns the journal, and what is counted by day and desk."""
    one, other = compiled(chosen, tickets), on_simpy(chosen, tickets)
    for table, told in zip(one[:3], other[:3], strict=True):
        assert table.tobytes() == told.tobytes()
    assert one[3] == other[3]
    return one[0], one[1]


def of(journal, event):
    """The lines of an event: who, when, how long or which desk."""
    return [(int(line["who"]), float(line["time"]), int(line["amount"])) for line in journal[journal["kind"] == event]]


def test_who_comes_first_is_served_first_and_the_urgent_before():
    tickets = [asked(0.5 + k / 1000, who=k, urgency=0 if k == 4 else 1) for k in range(6)]
    journal, _ = assert_alike(plan([kind(exponential=0)], all_day(1)), tickets)
    assert [who for who, _, _ in of(journal, Event.SERVED)] == [0, 1, 2, 3, 4, 5]  # ordered by person
    served = sorted(of(journal, Event.SERVED), key=lambda line: line[1])
    assert [who for who, _, _ in served] == [0, 4, 1, 2, 3, 5]
    assert [time for _, time, _ in served] == pytest.approx([0.5 + (k + 1) * HOUR for k in range(6)])


def test_work_in_hand_is_finished_after_the_shift_and_the_rest_waits_until_the_next():
    staff = np.zeros((1, DAYS * 24), int)
    staff[0, [9, 33]] = 1
    tickets = [asked(9.5 * HOUR, who=0), asked(9.6 * HOUR, who=1)]
    journal, days = assert_alike(plan([kind(exponential=0)], staff), tickets)
    first, second = of(journal, Event.SOLVED)
    assert first[1] == pytest.approx(10.5 * HOUR)
    assert second[1] == pytest.approx(34 * HOUR)
    assert days[0, 0, Desk.WAITING] == 1
    assert days[0, 0, Desk.BUSY] == 0


def test_the_silent_keep_their_turn_and_cost_time():
    table = [kind(exponential=0, patience=1e-6, silent_share=1.0, silent_time=0.5 * HOUR)]
    tickets = [asked(0.5, who=0), asked(0.501, who=1), asked(0.502, who=2)]
    journal, days = assert_alike(plan(table, all_day(1)), tickets)
    assert [who for who, _, _ in of(journal, Event.GAVE_UP)] == [1, 2]
    assert [who for who, _, _ in of(journal, Event.SERVED)] == [0]
    assert days[0, 0, Desk.SILENT] == 2
    assert days[0, 0, Desk.HANDLED] == pytest.approx(2.0 * HOUR * 1e6, abs=3)


def test_what_is_not_solved_comes_back_on_a_later_day_and_counts_from_the_beginning():
    tickets = [asked(0.4 + k / 100, who=k) for k in range(10)]
    journal, days = assert_alike(plan([kind(handling=HOUR / 10, solved=0.5)], all_day(3), reopen_delay=0.5), tickets)
    again = of(journal, Event.REOPENED)
    assert len(again) > 3
    assert all(int(time) > 0 for _, time, _ in again)
    for who, time, took in of(journal, Event.SOLVED):
        assert took == pytest.approx((time - tickets[who].opened) * 1e6, abs=1.0)
    assert days[:, :, Desk.SERVED].sum() == 10 + len(again)


def test_doubles_fill_the_queue_but_nobody_writes_to_them():
    tickets = [asked(0.4, who=k) for k in range(8)]
    journal, days = assert_alike(plan([kind(handling=HOUR / 10)], all_day(5), copies=2.5), tickets)
    own, everybody = len(of(journal, Event.SERVED)), days[:, :, Desk.ASKED].sum()
    assert own == 8
    assert 8 + 8 * 2 * 0.5 < everybody <= 8 + 8 * 3  # two or three each, over a week of which six days are left


def test_more_tickets_than_there_was_room_for():
    """Hundreds of doubles for each ticket, a week's worth of which is known beforehand."""
    many = ("days=10", "market.size=60000", "market.start.customer=0.5", "market.service.desks.phone.silent_share=0")
    crowd, alone = lived(load(SCENARIO.with_name("impatience.yaml"), overrides=many))
    assert alone.desk_days[2:9, :, Desk.ASKED].sum() > 2 * 4096
    assert differences(alone, engine.run(crowd, threads=3, block=50, journal=True)) == []
    assert differences(alone, reference.run(crowd)) == []


@settings(max_examples=60)
@given(data=st.data())
def test_any_staff_and_any_tickets(data):
    """Also where much happens at the same moment: on a grid of half hours, with work of constant length."""
    grid, seed = data.draw(st.booleans()), data.draw(st.integers(0, 2**32 - 1))
    random, desks = np.random.default_rng(seed), data.draw(st.integers(1, 3))
    length = 0.5 * HOUR * data.draw(st.integers(1, 4))
    table = [
        kind(
            share=(h + 1.0) / desks,
            exponential=0 if grid else data.draw(st.integers(0, 1)),
            handling=length,
            log_mean=float(np.log(length)),
            log_sd=0.0 if grid else 0.8,
            patience=data.draw(st.sampled_from([0.0, HOUR, 0.2 * HOUR])),
            silent_share=data.draw(st.sampled_from([0.0, 0.5, 1.0])),
            silent_time=data.draw(st.sampled_from([0.0, 0.5 * HOUR])),
            solved=data.draw(st.sampled_from([1.0, 0.6, 0.2])),
        )
        for h in range(desks)
    ]
    staff = random.integers(0, data.draw(st.integers(1, 4)) + 1, (desks, DAYS * 24))
    copies = data.draw(st.sampled_from([0.0, 0.7, 2.0]))
    times = random.uniform(0.0, DAYS, data.draw(st.integers(0, 120)))
    if grid:
        times = np.floor(times * 48.0) / 48.0
    tickets = [
        asked(time, int(random.integers(PEOPLE)), k, int(random.integers(desks)), int(random.integers(2)), ask)
        for k, (time, ask) in enumerate(zip(times.tolist(), map(Ask, random.integers(4, size=len(times))), strict=True))
    ]
    assert_alike(plan(table, staff, copies=copies, reopen_delay=0.7), tickets)
