"""The books of the reference engine: plain counters of Python integers, written into tables at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import floor
from typing import Any

import numpy as np

from sim.core.ground.state import JOURNAL, MORE, PERSON
from sim.engine import Ledger
from sim.plan import WAIT_BINS, Plan
from sim.vocabulary import Account, Curve, Desk, Event, Granted, Points, Score, Stage, columns

_FREE = (0.0, 0, 0, 0)


class Books:
    """What happened and what it cost. Money in micro-units of currency, times in days."""

    def __init__(self, plan: Plan, journal: bool) -> None:
        self.plan = plan
        self.journal = journal
        self.lines: list[tuple[float, int, int, int]] = []
        self.tables: defaultdict[str, Counter[tuple[int, ...]]] = defaultdict(Counter)
        self.age_width = float(plan.behaviour["age_width"][0])
        self.cohorts: list[list[int]] = plan.levers["cohort"].tolist()

    def counts(self, table: str, *place: int, amount: int = 1) -> None:
        """Add to a place of a table of the ledger."""
        self.tables[table][place] += amount

    def happened(
        self, time: float, person: int, cell: int, event: Event, amount: int = 0, line: int | None = None
    ) -> None:
        """Count an event and write its line: the next one, or the one that was kept free for it."""
        self.counts("counts", floor(time), cell, event)
        if self.journal:
            line = self.keeps_a_line() if line is None else line
            self.lines[line] = (time, amount, person, event)

    def keeps_a_line(self) -> int:
        """Keep the next line free for something that is known only later; returns which one."""
        if self.journal:
            self.lines.append(_FREE)
        return len(self.lines) - 1

    def booked(self, time: float, cell: int, account: Account, amount: int) -> None:
        """Book an amount; the horizon belongs to the last day."""
        self.counts("sums", min(floor(time), self.plan.days - 1), cell, account, amount=amount)

    def aged(self, time: float, first_order: float, cell: int, group: int, curve: Curve, amount: int) -> None:
        """Add to a curve at the age that a customer of ``first_order`` has at ``time``."""
        age = min(floor((time - first_order) / self.age_width), self.plan.age_bins - 1)
        self.aged_by(age, first_order, cell, group, curve, amount)

    def aged_by(self, age: int, first_order: float, cell: int, group: int, curve: Curve, amount: int) -> None:
        """Add to a curve at a span of age."""
        self.counts("ages", group, self.cohorts[cell][floor(first_order)], age, curve, amount=amount)

    def ledger(self, people: list[dict[str, Any]], more: list[dict[str, Any]], causes: list[tuple[int, int]]) -> Ledger:
        """The tables, from the books, everybody's records (by the names of PERSON and MORE), and what the office knows
        of each cause of trouble."""
        plan, cells = self.plan, self.plan.levers.shape[0]
        desks, rows = len(plan.desk_table), len(plan.incentive_rows)
        shapes = {
            "sums": (plan.days, cells, columns(Account)),
            "counts": (plan.days, cells, columns(Event)),
            "flows": (plan.days, len(Stage), len(Stage)),
            "rivals": (plan.days, cells),
            "ages": (len(plan.sources) * plan.labels, len(plan.cohorts), plan.age_bins, len(Curve)),
            "desk_days": (plan.days if desks else 0, desks, len(Desk)),
            "waits": (3, desks, WAIT_BINS),
            "scores": (plan.days, 2, len(Score)),
            "programme": (plan.days, len(Points)),
            "granted": (plan.days if rows else 0, rows, len(Granted)),
            "bought": plan.bought_shape,
            "assorted": plan.assorted_shape,
        }
        lines = sorted(self.lines, key=lambda line: (floor(line[0]), line[2], line[0]))
        return Ledger(
            people=_records(people, PERSON),
            more=_records(more, MORE) if plan.extended else np.zeros(0, MORE),
            causes=np.array(causes, np.int64).reshape(-1, 2),
            journal=np.array(lines, JOURNAL),
            **{name: _table(self.tables[name], shape) for name, shape in shapes.items()},
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
