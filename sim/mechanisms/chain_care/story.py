"""Thanks in the life of who has brought a customer."""

from __future__ import annotations

from typing import Any

from sim.reference.part import Part
from sim.reference.person import Person
from sim.reference.precision import single
from sim.vocabulary import Account, Event


class Story(Part):
    """Somebody who may be thanked."""

    def __init__(self, one: Person) -> None:
        super().__init__(one)
        self.felt_until = 0.0

    def inviting_odds(self) -> float:
        """Who feels a thank-you invites as it does."""
        return self.nature.number("care_odds") if self.one.now < self.felt_until else 1.0

    def friend_won(self) -> None:
        """A friend has become a customer."""
        self.felt_until = single(self.one.now + self.nature.number("care_days"))
        cost = self.nature.amount("care_cost")
        self.one.notes(Event.THANKED_REFERRER, cost)
        self.one.costs(Account.CHAIN_CARE, cost)

    def record(self) -> dict[str, Any]:
        """Until when it is felt."""
        return {"care_until": self.felt_until}
