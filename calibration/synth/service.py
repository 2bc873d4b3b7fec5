"""The service desk's tickets, the staff on duty, and answers to surveys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calibration.synth.lived import Lived
from calibration.synth.orders import changes
from sim.vocabulary import Event, Score

MINUTES = 1440.0
EXACT = 3e-6
"""Days by which a moment and one that is told in micro-days may differ."""
ANSWERS = {Score.DETRACTOR: (0, 6), Score.PASSIVE: (7, 8), Score.PROMOTER: (9, 10)}
COLUMNS = (
    "ticket_id",
    "customer_id",
    "opened_at",
    "first_response_at",
    "resolved_at",
    "abandoned_at",
    "reopened",
    "agent_minutes",
    "desk",
)


@dataclass
class _Ticket:
    who: int
    desk: int
    opened: float
    joined: float
    answered: float = np.inf
    resolved: float = np.inf
    abandoned: float = np.inf
    reopened: int = 0
    minutes: float = 0.0
    waiting: bool = True
    silent: bool = False


def tickets(world: Lived) -> pd.DataFrame:
    """Every ticket: opened, first answered, resolved or given up, how often it came back, minutes of work on it.

    Who gives up silently leaves no moment of it: nothing but ``opened_at`` and the minutes that it took to find out.
    ``desk`` says where. Several open tickets of one person whose answers cannot be told apart: the one on which
    the staff worked for the shortest time.
    """
    found = sorted(_tickets(world), key=lambda one: (one.opened, one.who))
    _fall_silent(world, found)
    names = [desk.name for desk in world.scenario.market.service.desks]
    frame = pd.DataFrame(
        [
            (
                f"T{k:07d}",
                world.ids[one.who],
                one.opened,
                one.answered,
                one.resolved,
                np.inf if one.silent else one.abandoned,
                one.reopened,
                one.minutes,
                names[one.desk],
            )
            for k, one in enumerate(found, 1)
        ],
        columns=list(COLUMNS),
    )
    for name in ("opened_at", "first_response_at", "resolved_at", "abandoned_at"):
        frame[name] = world.moment(frame[name].to_numpy(float))
    return frame


def _tickets(world: Lived) -> list[_Ticket]:
    """The tickets of the people simulated, out of the journal."""
    lines = world.lines(Event.ASKED, Event.REOPENED, Event.SERVED, Event.SOLVED, Event.GAVE_UP)
    time = lines["time"].copy()
    asked = lines["kind"] == Event.ASKED
    day = np.floor(time[asked])
    time[asked] = day + np.interp(time[asked] - day, world.plan.daytime, np.arange(25) / 24.0)
    rank = np.select([lines["kind"] == Event.SOLVED, asked | (lines["kind"] == Event.REOPENED)], [0, 1], 2)
    impatient = world.plan.desk_table["patience"] > 0.0
    found: list[_Ticket] = []
    own: list[_Ticket] = []
    solved: float | None = None
    for k in np.lexsort((rank, time, lines["who"])).tolist():
        who, kind, ago = int(lines["who"][k]), int(lines["kind"][k]), int(lines["amount"][k]) / 1e6
        if own and own[0].who != who:
            own = []
        if kind == Event.ASKED:
            own.append(_Ticket(who, int(lines["amount"][k]), float(time[k]), float(time[k])))
            found.append(own[-1])
        elif kind == Event.REOPENED:
            _comes_back(own, float(time[k]), int(lines["amount"][k]))
        elif kind == Event.GAVE_UP:
            one = min((t for t in own if t.waiting and impatient[t.desk]), key=lambda t: abs(time[k] - ago - t.joined))
            one.abandoned, one.waiting = float(time[k]), False
        elif kind == Event.SOLVED:
            solved = ago  # said before the answer that solved it
        else:
            _is_answered(own, float(time[k]), ago, solved)
            solved = None
    return found


def _comes_back(own: list[_Ticket], time: float, desk: int) -> None:
    """A ticket of ``own`` was not solved after all."""
    left = [t for t in own if not t.waiting and t.resolved == np.inf and t.abandoned == np.inf]
    again = min(left, key=lambda t: (t.desk != desk, t.joined))
    again.joined, again.waiting, again.reopened = time, True, again.reopened + 1


def _is_answered(own: list[_Ticket], time: float, waited: float, solved: float | None) -> None:
    """The staff is done with a ticket of ``own``; ``solved``: days since it was opened, if that solved it.

    Work takes minutes, waiting may take days: of several that may be meant, the one on which work was shortest.
    """
    waiting = [t for t in own if t.waiting and t.joined <= time + EXACT]
    fits = [t for t in waiting if t.joined + waited <= time + EXACT] or waiting
    if solved is not None:
        one = min(waiting, key=lambda t: abs(time - solved - t.opened))
        one.resolved = time
    else:
        one = max(fits, key=lambda t: t.joined)
    start = min(one.joined + waited, time)
    one.answered = min(one.answered, start)
    one.minutes += (time - start) * MINUTES
    one.waiting = False


def _fall_silent(world: Lived, found: list[_Ticket]) -> None:
    """Of those who gave up, the desk's share said nothing: which ones the journal does not tell, so they are drawn."""
    rng = np.random.default_rng([world.scenario.seed, world.plan.replication, 0x51])
    desks = world.scenario.market.service.desks
    for one in found:
        u = rng.random()
        if one.abandoned < np.inf and u < desks[one.desk].silent_share.value:
            one.silent = True
            one.minutes += desks[one.desk].silent_time.value


def staffing(world: Lived) -> pd.DataFrame:
    """Staff on duty by desk, from each hour at which it changes: of the whole market that the desk serves."""
    made = [
        changes(
            pd.DataFrame(
                {"at": world.moment(np.arange(world.plan.days * 24) / 24.0), "staff_on_duty": on_duty, "desk": name}
            ),
            ["staff_on_duty"],
        )
        for name, on_duty in zip(world.plan.desks, world.plan.staff, strict=True)
    ]
    if not made:
        return pd.DataFrame({"at": [], "staff_on_duty": [], "desk": []})
    return pd.concat(made).sort_values(["at", "desk"], kind="stable")


def surveys(world: Lived) -> pd.DataFrame:
    """Answers to "would you recommend us?", 0-10: the market knows three classes, the number within is drawn."""
    lines = world.lines(Event.SCORED)
    lines = lines[np.argsort(lines["time"], kind="stable")]
    rng = np.random.default_rng([world.scenario.seed, world.plan.replication, 0x52])
    ends = np.array([ANSWERS[Score(kind)] for kind in lines["amount"].tolist()], int).reshape(-1, 2)
    return pd.DataFrame(
        {
            "customer_id": world.ids[lines["who"]],
            "at": world.moment(lines["time"]),
            "score": rng.integers(ends[:, 0], ends[:, 1] + 1),
            "kind": "nps",
        }
    )
