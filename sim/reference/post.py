"""The post of a market in which every invitation reaches somebody whom nobody has reached before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.reference.books import Books
from sim.reference.letter_box import Neighbour
from sim.vocabulary import Event, Letter


class Unaddressed(NamedTuple):
    """An invitation that still lacks the address, and the line of the journal kept free for it."""

    sender: int
    sent: float
    arrival: float
    line: int


class Post:
    """Letters of a day are addressed at its end: by sender, then in the order in which they were sent."""

    def __init__(self, people: Sequence[Neighbour], books: Books, seeds: int) -> None:
        self.people, self.books, self.next_person = people, books, seeds
        self.letters: list[Unaddressed] = []

    def takes(self, sender: int, sent: float, arrival: float) -> None:
        """A letter is handed in."""
        self.letters.append(Unaddressed(sender, sent, arrival, self.books.keeps_a_line()))

    def closes(self) -> None:
        """The day is over: the letters of the day get their addresses, as long as anybody is left."""
        for letter in sorted(self.letters, key=lambda letter: letter.sender):
            told = (letter.sent, letter.sender, self.people[letter.sender].cell)
            if self.next_person == len(self.people):
                self.books.happened(*told, Event.UNDELIVERABLE, line=letter.line)
                continue
            self.books.happened(*told, Event.SHARED, self.next_person, letter.line)
            self.people[self.next_person].letter_box.expects(Letter.INVITATION, letter.sender, letter.arrival)
            self.next_person += 1
        self.letters = []
