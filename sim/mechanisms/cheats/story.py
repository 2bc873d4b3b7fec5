"""Cheating in a person's life, and being taken for a cheat."""

from sim.reference.part import Part
from sim.vocabulary import Account, Decision, Event


class Story(Part):
    """Somebody who may cheat."""

    def is_cheated(self, turn: int) -> bool:
        """Whether an invitation goes to a second account of one's own; both rewards are paid if nobody notices."""
        one, nature = self.one, self.nature
        if nature.uniform(Decision.FRAUD, one.number, turn) >= nature.number("fraud"):
            return False
        noticed = nature.uniform(Decision.DETECTION, one.number, turn) < nature.number("detection")
        one.notes(Event.CHEATED, int(noticed))
        if not noticed:
            one.costs(Account.FRAUD, one.reward("reward_referrer") + one.reward("reward_friend"))
        return True

    def taken_for_cheat(self) -> bool:
        """Whether an honest friend gets no reward, nor who invited."""
        return self.nature.uniform(Decision.DETECTION, self.one.number, 0, 1) < self.nature.number("false_alarm")
