"""Thanks in the life of who has brought a customer."""

from sim.reference.part import Part
from sim.reference.precision import single
from sim.vocabulary import Account, Event


class Story(Part):
    """Somebody who may be thanked."""

    care_until = 0.0

    def inviting_odds(self) -> float:
        """Who feels a thank-you invites as it does."""
        return self.nature.number("care_odds") if self.one.now < self.care_until else 1.0

    def friend_won(self) -> None:
        """A friend has become a customer."""
        self.care_until = single(self.one.now + self.nature.number("care_days"))
        cost = self.nature.amount("care_cost")
        self.one.notes(Event.THANKED_REFERRER, cost)
        self.one.costs(Account.CHAIN_CARE, cost)
