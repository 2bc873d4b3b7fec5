"""Letters between people: invitations and news. What one does to another begins the next day."""

from __future__ import annotations

from heapq import heappop, heappush
from math import floor

from sim.reference.person import Person
from sim.vocabulary import Clock, Letter


class Correspondent(Person):
    """A person with a letter box and friends."""

    def writes(self, letter: Letter, to: int, arrival: float | None = None) -> None:
        """Send a letter; news takes a day."""
        arrival = self.now + 1.0 if arrival is None else arrival
        assert floor(arrival) > floor(self.now), "what one does to another begins the next day"
        self.market.people[to].expects(letter, self.number, arrival)

    def expects(self, letter: Letter, sender: int, arrival: float) -> None:
        """Somebody has written a letter that will be here at ``arrival``."""
        heappush(self.letter_box, (arrival, sender, letter))
        self.clocks[Clock.INVITATION] = self.letter_box[0][0]
        self.process.interrupt()

    def takes_out_a_letter(self) -> tuple[Letter, int]:
        """Take the first letter out of the box: by time, then by sender. Returns it and who sent it."""
        _, sender, letter = heappop(self.letter_box)
        self.stops(Clock.INVITATION)
        if self.letter_box:
            self.clocks[Clock.INVITATION] = self.letter_box[0][0]
        return letter, sender

    def tells_invited_friends(self, letter: Letter) -> None:
        """Those whom one has invited hear that one has left us, or is back: where it is known who they are."""
        if self.nature.number("referred_ratio") == 1.0 or self.market.post is not None:
            return
        for turn in range(self.invited_friends):
            friend = self.nature.friend(self.number, turn)
            if friend != self.number:
                self.writes(letter, friend)
