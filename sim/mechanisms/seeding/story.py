"""The product for nothing in a person's life."""

from math import floor

from sim.reference.part import Part
from sim.reference.referral import Referral
from sim.vocabulary import Account, Decision, Event


class Story(Part):
    """Somebody who may be chosen to get the product."""

    seeded = False

    def by_lead(self, leader: str, other: str) -> float:
        """The number of behaviour of an opinion leader, or of anybody else."""
        return self.nature.number(leader if self.nature.leads_opinion(self.one.number) else other)

    def born(self) -> None:
        """Who is chosen gets it some time on the day, if in the market by then."""
        number = self.one.number
        chance = self.by_lead("seeding_leader", "seeding_other")
        if self.nature.uniform(Decision.SEED_CHOSEN, number) < chance:
            when = self.nature.number("seeding_day") + self.nature.uniform(Decision.SEED_TIME, number)
            if when >= self.one.entry:
                self.is_set("at_seed", when)

    def at_seed(self) -> None:
        """Here it is; perhaps one recommends it to some of one's contacts."""
        one, nature = self.one, self.nature
        self.stops("at_seed")
        self.seeded = True
        cost = nature.amount("seeding_cost")
        one.notes(Event.SEEDED, cost)
        one.costs(Account.SEEDING, cost)
        chance = self.by_lead("seeding_leader_joins", "seeding_joins")
        if one.number == nature.amount("silenced") or nature.uniform(Decision.SEED_JOINS, one.number) >= chance:
            return
        left = nature.contacts(one.number) - one.invited_friends
        many = floor(nature.number("seeding_tells") * left + nature.uniform(Decision.SEED_TELLS, one.number))
        for item in range(many):
            one.part(Referral).invites(0, item, Decision.DELAY_SEEDED)

    def record(self) -> dict[str, float]:
        """When one gets it."""
        return {"seed_at": self.runs_until("at_seed")}
