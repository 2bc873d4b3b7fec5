"""Letters between people: invitations and news."""

from __future__ import annotations

from math import floor
from operator import or_
from typing import Any

from sim.reference.person import Person
from sim.vocabulary import Letter


class Letters:
    """What a person writes, to friends or to oneself."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature

    def writes(self, letter: Letter, to: int, arrival: float | None = None) -> None:
        """Send a letter; news takes a day."""
        self.sends(letter, to, self.one.number, self.one.now + 1.0 if arrival is None else arrival)

    def sends(self, letter: Letter, to: int, sender: int, arrival: float, what: Any = None) -> None:
        """Put a letter into somebody's box, perhaps one's own, with a sign in place of the sender."""
        assert floor(arrival) > floor(self.one.now), "what one does to another begins the next day"
        self.one.market.people[to].letter_box.expects(letter, sender, arrival, what)

    def friends(self, many: int) -> list[int]:
        """The first so many whom one knows."""
        turns = (self.nature.friend(self.one.number, turn) for turn in range(many))
        return [friend for friend in turns if friend != self.one.number]

    def tells_all(self, letter: Letter, arrival: float) -> None:
        """Everybody whom one knows hears of it."""
        for friend in self.friends(self.nature.contacts(self.one.number)):
            self.writes(letter, friend, arrival)

    def tells_invited_friends(self, letter: Letter) -> None:
        """Those whom one has invited hear that one has left us, or is back: where it is known who they are."""
        if self.one.market.post is None and self.one.asks("friends_matter", False, join=or_):
            for friend in self.friends(self.one.invited_friends):
                self.writes(letter, friend)
