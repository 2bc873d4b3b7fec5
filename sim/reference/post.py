"""The post of a market in which every invitation reaches somebody whom nobody has reached before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.vocabulary import Event, Letter

if TYPE_CHECKING:
    from sim.reference.market import Market


class Unaddressed(NamedTuple):
    """An invitation that still lacks the address, and the line of the journal kept free for it."""

    sender: int
    sent: float
    arrival: float
    line: int


class Post:
    """Letters of a day are addressed at its end: by sender, then in the order in which they were sent."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.next_person = market.nature.amount("seeds")
        self.letters: list[Unaddressed] = []

    def takes(self, sender: int, arrival: float, line: int) -> None:
        """A letter is handed in now."""
        self.letters.append(Unaddressed(sender, self.market.calendar.now, arrival, line))

    def closes(self) -> None:
        """The day is over: the letters of the day get their addresses, as long as anybody is left."""
        for letter in sorted(self.letters, key=lambda letter: letter.sender):
            cell = self.market.people[letter.sender].cell
            told = (letter.sent, letter.sender, cell)
            if self.next_person == len(self.market.people):
                self.market.books.happened(*told, Event.UNDELIVERABLE, line=letter.line)
                continue
            self.market.books.happened(*told, Event.SHARED, self.next_person, letter.line)
            self.market.people[self.next_person].expects(Letter.INVITATION, letter.sender, letter.arrival)
            self.next_person += 1
        self.letters = []
