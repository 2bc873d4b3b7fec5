"""A free tier in somebody's life: decisions and talk."""

from sim.reference.part import Part
from sim.vocabulary import Clock, Decision


class Story(Part):
    """Somebody who may use a part of the product for nothing."""

    free_turns, talks = 0, False

    def tries(self) -> None:
        """There is no end but by a decision; some are talked of like customers."""
        self.sets_next_decision()
        self.talks = self.nature.uniform(Decision.FREE_TALKS, self.one.number) < self.nature.number("free_talk")

    def sets_next_decision(self) -> None:
        """When the user next decides whether to pay."""
        patience = self.nature.patience(Decision.FREE_TURN, self.one.number, self.free_turns)
        self.one.clocks[Clock.LEAVE] = self.nature.after(patience, self.nature.number("free_rate"), self.one.now)

    def turn_of_trial(self) -> int:
        """One more decision."""
        self.free_turns += 1
        return self.free_turns

    def goes_on_trying(self) -> bool:
        """Whether the user, who does not pay, goes on; until the next decision."""
        if self.nature.uniform(Decision.FREE_LEAVES, self.one.number, self.free_turns) < self.nature.number(
            "free_leave"
        ):
            return False
        self.sets_next_decision()
        return True

    def is_heard_of(self) -> bool:
        """Whether there is talk of us because of this user."""
        return self.talks
