"""What everybody finds in the market: a calendar, the books, others, the post between them, and the firm's desks."""

from __future__ import annotations

from sim.plan import Plan
from sim.reference.books import Books
from sim.reference.calendar import Calendar
from sim.reference.letter_box import Neighbour
from sim.reference.nature import Nature
from sim.reference.office import Office
from sim.reference.post import Post


class Market:
    """The same for everybody."""

    def __init__(self, plan: Plan, journal: bool) -> None:
        self.calendar = Calendar()
        self.nature = Nature(plan)
        self.books = Books(plan, journal)
        self.people: list[Neighbour] = []
        self.post = Post(self.people, self.books, self.nature.amount("seeds")) if plan.in_order else None
        self.office = Office(self.people, self.nature, self.books)
