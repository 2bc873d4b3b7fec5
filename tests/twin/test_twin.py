"""The compiled engine and the one that tells each customer's story on SimPy: the same, line by line and field
by field. Left out is people["inbox"], a place in the compiled engine's mail."""

import os
import re
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pytest

import sim.mechanisms
from scenarios.files.loading import load
from scenarios.lowering.lower import lower
from sim import engine, reference
from sim.differences import differences, tables
from sim.identities import assert_identities
from sim.measures.money import money
from sim.mechanisms.all import ALL
from sim.vocabulary import ORGANIC, Account, Event

FOLDER = Path(__file__).parent / "scenarios"
FULL = bool(os.environ.get("SIXR_TWIN_FULL"))
"""Whether all is compared (`make twin`: 10 worlds of 500 people), or a part of it in every test run."""
WORLDS = range(10 if FULL else 5)
COMPARED = WORLDS if FULL else range(1)

BY_PERSON = ("desk", "edges")
"""A desk for the people simulated alone, and ties from a file: their numbers are given."""

ELSEWHERE = {"UNDELIVERABLE", "DOWNGRADED", "TIER_MOVED", "EXISTING", "FORMER"}
ELSEWHERE |= {word.name for one in ALL for word in (*one.events, *one.accounts)}
"""What happens in other scenarios, such as those in the folders of mechanisms."""
OF_THE_FIRM = {"MEDIA", "FIXED", "CREATIVE", "IDLE", "RENT", "HOST", "PROMOTERS"}
"""What is booked by the day, of nobody."""


def said(file):
    """The events and accounts that a file says it is there for, in a line of its own; where it says nothing, all."""
    [line] = re.findall(r"^# happens: (.*)$", file.read_text("utf-8"), re.MULTILINE) or [""]
    return line.split(", ") if line else {*Event.__members__, *Account.__members__} - ELSEWHERE - OF_THE_FIRM


MECHANISMS = Path(sim.mechanisms.__file__).parent
OWN = {one.name: MECHANISMS / one.name / "twin.yaml" for one in ALL if one.happens}
"""The scenarios of mechanisms, which lie in their folders."""
HAPPENS = {file.stem: said(file) for file in sorted(FOLDER.glob("*.yaml"))}
HAPPENS |= {one.name: one.happens for one in ALL if one.happens}
"""What each scenario is there for: events and accounts that must occur among its worlds."""


@cache
def scenario(name):
    more = ("people=500",) if FULL and name not in BY_PERSON else ()
    return load(OWN.get(name, FOLDER / f"{name}.yaml"), overrides=more)


@lru_cache
def plan(name, world):
    return lower(scenario(name), world)


@lru_cache
def compiled(name, world):
    return engine.run(plan(name, world), journal=True)


@pytest.mark.parametrize("world", COMPARED)
@pytest.mark.parametrize("name", HAPPENS)
def test_both_engines_tell_the_same_story(name, world, compared):
    told = reference.run(plan(name, world))
    found = differences(compiled(name, world), told)
    compared.update(journals=1, lines=len(told.journal), different=bool(found))
    assert found == []


@pytest.mark.parametrize("name", HAPPENS)
def test_the_books_of_every_scenario_agree(name):
    assert_identities(plan(name, 0), compiled(name, 0))


@pytest.mark.parametrize("name", HAPPENS)
def test_what_a_scenario_is_for_happens_in_it(name):
    """In one of its worlds; the later ones are run where the earlier ones do not hold it all."""
    missing, lines = set(HAPPENS[name]), 0
    assert missing <= {*Event.__members__, *Account.__members__}
    for world in WORLDS:
        ledger = compiled(name, world)
        counts, sums = ledger.counts.sum(axis=(0, 1)), np.abs(money(plan(name, world), ledger).sum(axis=0))
        missing -= {event.name for event in Event if counts[event]}
        missing -= {account.name for account in Account if sums[account]}
        lines += len(ledger.journal)
        if not missing and lines >= 500:
            return
    assert not missing
    assert lines >= 500


def test_a_difference_is_seen():
    one = compiled("neighbours", 0)
    names = ("people", "more", "rivals", "ages", "journal", "desk_days", "waits", "scores", "programme")
    changed = {name: getattr(one, name).copy() for name in names}
    changed["people"]["since"][3] += 1.0
    changed["more"]["stock"][2] += 1
    changed["more"]["opinion"][5] = np.nextafter(changed["more"]["opinion"][5], np.float32(9.0))
    changed["rivals"][4, 0] += 1
    changed["ages"][0, 0, 1, 0] += 1
    changed["desk_days"][3, 1, 2] -= 1
    changed["waits"][1, 0, 4] += 1
    changed["scores"][5, 1, 2] += 1
    changed["programme"][8, 2] += 1
    changed["journal"]["time"][7] = np.nextafter(changed["journal"]["time"][7], 0.0)
    found = [
        "rivals",
        "ages",
        "desk_days",
        "waits",
        "scores",
        "programme",
        "people.since",
        "more.stock",
        "more.opinion",
        "journal",
    ]
    assert tables(differences(one, replace(one, **changed))) == found
    assert tables(differences(one, replace(one, journal=one.journal[:-1]))) == ["journal"]
    mended = compiled("mended", 0)
    assert tables(differences(mended, replace(mended, causes=mended.causes + 1))) == ["causes"]


def test_without_a_journal_the_rest_is_the_same():
    kept, not_kept = (reference.run(plan("village", 1), journal=journal) for journal in (True, False))
    assert len(not_kept.journal) == 0 < len(kept.journal)
    assert tables(differences(kept, not_kept)) == ["journal"]


@pytest.mark.parametrize("run", [lambda made: engine.run(made, journal=True), reference.run])
def test_nobody_is_credited_with_touches_before_the_run(run):
    """A channel is seen a hundred times a day: who begins as a customer has seen nothing of it, later ones have."""
    touched = [f"market.channels.search.{said}" for said in ("touch_rate=100", "tracked=false")]
    begun = ("market.start.customer=0.5", "market.awareness.organic_rate=0.1", "people=300", "days=60")
    made = lower(load("base", overrides=(*touched, *begun)), 0)
    people = run(made).people
    bought, begun = people["orders"] > 0, people["first_at"] == 0.0
    assert begun.sum() > 100
    assert (people["attributed"][bought & begun] == ORGANIC).all()
    assert (people["attributed"][bought & (people["first_at"] > 1.0) & (people["referrer"] < 0)] == 1).all()
    assert (bought & ~begun).sum() > 20
