"""News of friends whom one has invited."""

from sim.reference.part import Part
from sim.vocabulary import Account, Event


class Story(Part):
    """Somebody who hears of the first orders of friends."""

    def friend_won(self) -> None:
        """It is counted, and every so many bring a bonus."""
        one = self.one
        one.friends_won += 1
        bonus = one.reward("bonus")
        if bonus > 0 and one.friends_won % one.reward("bonus_friends") == 0:
            one.costs(Account.BONUS, bonus)
            one.notes(Event.REWARDED, bonus)

    def record(self) -> dict[str, int]:
        """How many they are."""
        return {"children": self.one.friends_won}
