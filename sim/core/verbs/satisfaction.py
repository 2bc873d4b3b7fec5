"""Satisfaction: what customers make of their orders and of our service, what they tell others, what they answer.

S moves to each experience by a fixed part of the distance (Anderson 1973; Oliver 1980); it acts on drop-out
(sim.core.verbs.loyalty), on sharing (sim.core.verbs.refer), on what contacts are told, and on the score of surveys.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.batch import REPEAT
from sim.core.ground.desk_memory import add_score
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, part
from sim.core.ground.ledger import note
from sim.core.ground.memory import lever, more, person
from sim.core.ground.network import contact, contacts
from sim.core.ground.predrawn import SURVEY, TELL, drawn_for, score_for
from sim.core.ground.types import World
from sim.core.verbs.letters import in_a_day, write
from sim.core.verbs.loyalty import reconsider_loyalty
from sim.mechanisms.satisfaction.rules import logistic, moved_to, score_of
from sim.vocabulary import Decision, Event, Letter, Score

TICKETS = 0x8000
"""Items of addresses from here on: experiences with a ticket."""
MENDING = 0x4000
"""The item of having been told that what one complained of is mended."""


@formula
def experience(w: World, i: int, t: float, x: float, when: int, item: int) -> None:
    """An experience of worth ``x`` (0 = an order at today's quality), under the address (``when``, ``item``)."""
    if w.satisfaction_on:
        m = more(w, i)
        if w.satisfaction_noise > 0.0:
            x += w.satisfaction_noise * score_for(w, i, when, item)
        m.satisfaction = moved_to(np.float64(m.satisfaction), x, w.satisfaction_weight)
        reconsider_loyalty(w, i, t)
        tell_others(w, i, t, when, item)
    if w.survey_share > 0.0 and drawn_for(w, SURVEY, Decision.SURVEY, i, when, item, item == REPEAT) < w.survey_share:
        survey(w, i, t, when, item)


@part
def enjoy_order(w: World, i: int, t: float, n: int, item: int) -> None:
    """The experience of an order: its quality beyond what is usual."""
    if w.satisfaction_on or w.survey_share > 0.0:
        quality = lever(w, person(w, i).cell, np.int64(t)).quality
        experience(w, i, t, w.satisfaction_quality * (quality - w.quality_anchor), n, item)


@part
def tell_others(w: World, i: int, t: float, when: int, item: int) -> None:
    """Speak ill or well of us to some contacts."""
    mood = np.float64(more(w, i).satisfaction)
    ill = mood < w.warn_below
    if not ill and mood <= w.praise_above:
        return
    share = w.warn_share if ill else w.praise_share
    if share == 0.0 or drawn_for(w, TELL, Decision.TELL, i, when, item, item == REPEAT) >= share:
        return
    if ill:
        talk(w, i, t, w.warn_people, Letter.WARNING, Event.WARNED)
    else:
        talk(w, i, t, w.praise_people, Letter.PRAISE, Event.PRAISED)


@formula
def talk(w: World, i: int, t: float, people: int, letter: int, event: int) -> None:
    """Tell the next ``people`` contacts in turn."""
    m = more(w, i)
    known = contacts(w, i)
    if known == 0:
        return
    for _ in range(people):
        to = contact(w, i, np.int64(m.told) % known)
        m.told += np.uint16(1)
        if to != i:
            note(w, i, t, event, to)
            write(w, i, to, letter, in_a_day(t), 0)


@formula
def survey(w: World, i: int, t: float, when: int, item: int) -> None:
    """Ask for a score; those at either end answer more often."""
    u = uniform(w.key, Decision.SCORE, i, when, item)
    score = score_of(np.float64(more(w, i).satisfaction), w.score_slope, w.score_low, w.score_high, u)
    odds = w.survey_answer
    if score != Score.PASSIVE:
        odds += w.survey_extreme
    answered = uniform(w.key, Decision.SURVEY_ANSWER, i, when, item) < logistic(odds)
    add_score(w, np.int64(t), np.int64(answered), score)
    if answered:
        note(w, i, t, Event.SCORED, score)


@formula
def mended(w: World, i: int, t: float, cause: int) -> None:
    """The firm tells who complained that the cause is mended."""
    note(w, i, t, Event.TOLD, cause)
    if w.satisfaction_on:
        experience(w, i, t, w.satisfaction_mended, cause, MENDING)
