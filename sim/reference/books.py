"""The books of the reference engine: plain counters of Python integers, written into tables at the end."""

from __future__ import annotations

from collections import Counter
from math import floor
from typing import Any

import numpy as np

from sim.core.ground.state import JOURNAL, MORE, PERSON
from sim.engine import Ledger
from sim.plan import WAIT_BINS, Plan
from sim.vocabulary import Account, Assorted, Bought, Curve, Desk, Event, Offered, Points, Score, Stage

_FREE = (0.0, 0, 0, 0)


class Books:
    """What happened and what it cost. Money in micro-units of currency, times in days."""

    def __init__(self, plan: Plan, journal: bool) -> None:
        self.plan = plan
        self.journal = journal
        self.lines: list[tuple[float, int, int, int]] = []
        self.sums: Counter[tuple[int, int, Account]] = Counter()
        self.counts: Counter[tuple[int, int, Event]] = Counter()
        self.flows: Counter[tuple[int, Stage, Stage]] = Counter()
        self.rivals: Counter[tuple[int, int]] = Counter()
        self.ages: Counter[tuple[int, int, int, Curve]] = Counter()
        self.desk_days: Counter[tuple[int, int, Desk]] = Counter()
        self.waits: Counter[tuple[int, int, int]] = Counter()
        self.scores: Counter[tuple[int, int, Score]] = Counter()
        self.programme: Counter[tuple[int, Points]] = Counter()
        self.offered: Counter[tuple[int, int, Offered]] = Counter()
        self.bought: Counter[tuple[int, int, Bought]] = Counter()
        self.assorted: Counter[tuple[int, int, Assorted]] = Counter()
        self.age_width = float(plan.behaviour["age_width"][0])
        self.cohorts: list[list[int]] = plan.levers["cohort"].tolist()

    def happened(
        self, time: float, person: int, cell: int, event: Event, amount: int = 0, line: int | None = None
    ) -> None:
        """Count an event and write its line: the next one, or the one that was kept free for it."""
        self.counts[floor(time), cell, event] += 1
        if self.journal:
            line = self.keeps_a_line() if line is None else line
            self.lines[line] = (time, amount, person, event)

    def keeps_a_line(self) -> int:
        """Keep the next line free for something that is known only later; returns which one."""
        if self.journal:
            self.lines.append(_FREE)
        return len(self.lines) - 1

    def moved(self, time: float, before: Stage, after: Stage) -> None:
        """Count a change of stage."""
        self.flows[floor(time), before, after] += 1

    def lost_to_the_rival(self, time: float, cell: int, amount: int) -> None:
        """Count what the competitor is expected to win of an occasion, millionths of an order."""
        self.rivals[floor(time), cell] += amount

    def booked(self, time: float, cell: int, account: Account, amount: int) -> None:
        """Book an amount; the horizon belongs to the last day."""
        self.sums[min(floor(time), self.plan.days - 1), cell, account] += amount

    def aged(self, time: float, first_order: float, cell: int, group: int, curve: Curve, amount: int) -> None:
        """Add to a curve at the age that a customer of ``first_order`` has at ``time``."""
        age = min(floor((time - first_order) / self.age_width), self.plan.age_bins - 1)
        self.aged_by(age, first_order, cell, group, curve, amount)

    def aged_by(self, age: int, first_order: float, cell: int, group: int, curve: Curve, amount: int) -> None:
        """Add to a curve at a span of age."""
        self.ages[group, self.cohorts[cell][floor(first_order)], age, curve] += amount

    def counted(self, day: int, desk: int, kind: Desk, amount: int) -> None:
        """Count what happens at a service desk, in tickets or micro-days."""
        self.desk_days[day, desk, kind] += amount

    def waited(self, kind: int, desk: int, place: int) -> None:
        """Count a wait for the first answer (``kind`` 0), a time to the solution (1) or a wait in vain (2)."""
        self.waits[kind, desk, place] += 1

    def asked_for_a_score(self, time: float, answered: bool, score: Score) -> None:
        """Count a customer who was asked for a score."""
        self.scores[floor(time), int(answered), score] += 1

    def points_moved(self, time: float, kind: Points, amount: int) -> None:
        """Count points of the loyalty programme, micro-units of face value."""
        self.programme[floor(time), kind] += amount

    def offer_moved(self, time: float, row: int, kind: Offered, amount: int = 1) -> None:
        """Count what becomes of a row of the offers."""
        self.offered[floor(time), row, kind] += amount

    def bought_at(self, time: float, which: int, kind: Bought, amount: int = 1) -> None:
        """Count what an order at a place, or of an offer, was."""
        self.bought[floor(time), which, kind] += amount

    def assorted_on(self, time: float, category: int, kind: Assorted, amount: int = 1) -> None:
        """Count what the lines of a category were."""
        self.assorted[floor(time), category, kind] += amount

    def ledger(self, people: list[dict[str, Any]], more: list[dict[str, Any]], causes: list[tuple[int, int]]) -> Ledger:
        """The tables, from the books, everybody's records (by the names of PERSON and MORE), and what the office knows
        of each cause of trouble."""
        plan, cells = self.plan, self.plan.levers.shape[0]
        groups = len(plan.sources) * plan.labels
        desks, rows = len(plan.desk_table), len(plan.offer_rows)
        lines = sorted(self.lines, key=lambda line: (floor(line[0]), line[2], line[0]))
        return Ledger(
            people=_records(people, PERSON),
            more=_records(more, MORE) if plan.extended else np.zeros(0, MORE),
            sums=_table(self.sums, (plan.days, cells, len(Account))),
            counts=_table(self.counts, (plan.days, cells, len(Event))),
            flows=_table(self.flows, (plan.days, len(Stage), len(Stage))),
            rivals=_table(self.rivals, (plan.days, cells)),
            ages=_table(self.ages, (groups, len(plan.cohorts), plan.age_bins, len(Curve))),
            desk_days=_table(self.desk_days, (plan.days if desks else 0, desks, len(Desk))),
            waits=_table(self.waits, (3, desks, WAIT_BINS)),
            scores=_table(self.scores, (plan.days, 2, len(Score))),
            causes=np.array(causes, np.int64).reshape(-1, 2),
            programme=_table(self.programme, (plan.days, len(Points))),
            offered=_table(self.offered, (plan.days if rows else 0, rows, len(Offered))),
            bought=_table(self.bought, plan.bought_shape),
            assorted=_table(self.assorted, plan.assorted_shape),
            journal=np.array(lines, JOURNAL),
        )


def _records(entries: list[dict[str, Any]], kind: np.dtype) -> np.ndarray:
    records = np.zeros(len(entries), kind)
    for name in entries[0]:
        records[name] = [entry[name] for entry in entries]
    return records


def _table(entries: Counter[Any], shape: tuple[int, ...]) -> np.ndarray:
    table = np.zeros(shape, np.int64)
    for place, amount in entries.items():
        table[place] = amount
    return table
