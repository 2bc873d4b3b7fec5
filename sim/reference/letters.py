"""Letters between people: invitations and news. What one does to another begins the next day."""

from __future__ import annotations

from heapq import heappop, heappush
from math import floor
from typing import Any

from sim.reference.person import Person
from sim.reference.precision import single
from sim.vocabulary import Clock, Letter


class Correspondent(Person):
    """A person with a letter box and friends."""

    def writes(
        self, letter: Letter, to: int, arrival: float | None = None, sender: int | None = None, what: Any = None
    ) -> None:
        """Send a letter, to somebody or to oneself; news takes a day. It is signed with one's number, or ``sender``."""
        arrival = self.now + 1.0 if arrival is None else arrival
        assert floor(arrival) > floor(self.now), "what one does to another begins the next day"
        self.market.people[to].expects(letter, self.number if sender is None else sender, arrival, what)

    def expects(self, letter: Letter, sender: int, arrival: float, what: Any = None) -> None:
        """Somebody has written a letter about ``what`` that will be here at ``arrival``."""
        self.letters += 1
        heappush(self.letter_box, (single(arrival), sender, letter, self.letters, what))
        self.clocks[Clock.INVITATION] = self.letter_box[0][0]
        if self.calendar.active_process is not self.process:  # who writes to oneself is awake
            self.process.interrupt()

    def takes_out_a_letter(self) -> tuple[Letter, int, Any]:
        """Take the first letter out of the box: by time, then by sender and kind. Returns it, who sent it, and what
        it is about."""
        _, sender, letter, _, what = heappop(self.letter_box)
        self.stops(Clock.INVITATION)
        if self.letter_box:
            self.clocks[Clock.INVITATION] = self.letter_box[0][0]
        return letter, sender, what

    def contacts_known(self) -> list[int]:
        """Everybody whom one knows."""
        turns = range(self.nature.contacts(self.number))
        friends = (self.nature.friend(self.number, turn) for turn in turns)
        return [friend for friend in friends if friend != self.number]

    def tells_invited_friends(self, letter: Letter) -> None:
        """Those whom one has invited hear that one has left us, or is back: where it is known who they are."""
        if self.nature.number("referred_ratio") == 1.0 or self.market.post is not None:
            return
        for turn in range(self.invited_friends):
            friend = self.nature.friend(self.number, turn)
            if friend != self.number:
                self.writes(letter, friend)
