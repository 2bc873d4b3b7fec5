"""Whether an order makes trouble, when customers ask, which desk they ask, and who has waited for too long."""

from __future__ import annotations

import numpy as np

from sim.core.ground import predrawn
from sim.core.ground.arithmetic import exp, log
from sim.core.ground.batch import REPEAT
from sim.core.ground.clocks import timer
from sim.core.ground.desk_memory import cause_share, desk, hourly, known
from sim.core.ground.draws import uniform
from sim.core.ground.jit import formula, lookup, part
from sim.core.ground.memory import common, lever, more, person
from sim.core.ground.predrawn import drawn_for
from sim.core.ground.types import Person, World
from sim.vocabulary import NEVER, Decision


@formula
def trouble_chance(share: float, quality: float, anchor: float) -> float:
    """Probability that an order leads to a ticket: ``share`` at the quality ``anchor``, none at quality 1."""
    if anchor >= 1.0:
        return share
    return min(share * (1.0 - quality) / (1.0 - anchor), 1.0)


@lookup
def clock_time(w: World, t: float) -> float:
    """When of a day, as tickets come, the moment ``t`` of an even day is."""
    day = np.floor(t)
    part = t - day
    hour = 0
    while hour < 23 and hourly(w, hour + 1) <= part:
        hour += 1
    start = hourly(w, hour)
    at = day + (hour + (part - start) / (hourly(w, hour + 1) - start)) / 24.0
    return min(at, np.nextafter(day + 1.0, day))


@formula
def cause_of(w: World, i: int, n: int, item: int) -> int:
    """The cause of trouble with an order, if there is any."""
    u = uniform(w.key, Decision.CAUSE, i, n, item)
    cause = 0
    while cause < w.causes - 1 and u >= cause_share(w, cause):
        cause += 1
    return cause


@formula
def is_mended(w: World, cause: int, t: float) -> bool:
    """Whether a cause of trouble is one no longer."""
    return 0 <= known(w, cause, 1) <= np.int64(t)


@formula
def complaints_needed(after: float, accuracy: float, u: float) -> float:
    """Complaints until a cause is found: ``after`` each time that one looks for it, found with chance ``accuracy``."""
    if accuracy >= 1.0:
        return after
    if accuracy <= 0.0:
        return NEVER
    return after * (1.0 + np.floor(log(u) / log(1.0 - accuracy)))


@formula
def enough_complaints(w: World, cause: int, complaints: int) -> bool:
    """Whether, with so many complaints of the people simulated, a cause is found."""
    u = uniform(w.key, Decision.CAUSE_FOUND, cause, 0, 0)
    return complaints * (w.copies + 1.0) >= complaints_needed(w.mend_after, w.mend_accuracy, u)


@part
def turns_bad(w: World, i: int, t: float, n: int, item: int) -> bool:
    """Whether there is trouble with an order, of a cause that is not mended."""
    quality = lever(w, person(w, i).cell, np.int64(t)).quality
    u = drawn_for(w, predrawn.TROUBLE, Decision.TROUBLE, i, n, item, item == REPEAT)
    if u >= trouble_chance(w.trouble_share, quality, w.quality_anchor):
        return False
    return w.causes == 0 or not is_mended(w, cause_of(w, i, n, item), t)


@formula
def life_begins(w: World, i: int, t: float) -> None:
    """Set when the customer next asks something that comes with being one."""
    m = more(w, i)
    rate = w.question_rate * common(w, person(w, i).cell).questions
    m.at_question = timer(w, Decision.QUESTION, i, m.questions, rate, t)


@formula
def life_ends(w: World, i: int) -> None:
    """There are no more such questions."""
    more(w, i).at_question = NEVER


@formula
def goes_first(w: World, p: Person) -> bool:
    """Whether a customer's tickets go before others'."""
    if w.urgent_orders > 0 and p.orders >= w.urgent_orders:
        return True
    return ((w.urgent_segments >> np.int64(p.segment)) & 1) != 0


@formula
def desk_for(w: World, u: float) -> int:
    """The desk that a ticket goes to."""
    h = 0
    while h < w.desks - 1 and u >= desk(w, h).share:
        h += 1
    return h


@formula
def runs_away(w: World, i: int, waited: float, index: int, item: int) -> bool:
    """Whether a wait makes the customer leave at once."""
    return uniform(w.key, Decision.SERVICE_EXIT, i, index, item) < 1.0 - exp(-w.wait_exit * waited)
