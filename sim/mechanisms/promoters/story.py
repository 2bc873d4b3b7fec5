"""Promoters in a person's life."""

from math import exp
from typing import Any, NamedTuple

from sim.core.ground import ledger
from sim.reference.own_list import OwnList
from sim.reference.part import Part
from sim.reference.person import Person
from sim.vocabulary import MOST_INVITES, Account, Decision, Event, Stage


class Kind(NamedTuple):
    """A kind of promoters: its number in addresses, what names begin with, its events and its account."""

    number: int
    name: str
    told: Event
    won: Event
    commission: Account


STAFF = Kind(1, "staff", Event.TOLD_BY_STAFF, Event.WON_BY_STAFF, Account.STAFF_COMMISSION)
PARTNERS = Kind(2, "partners", Event.TOLD_BY_PARTNER, Event.WON_BY_PARTNER, Account.PARTNER_COMMISSION)


class Story(Part):
    """Somebody who may know promoters of the firm."""

    def __init__(self, one: Person) -> None:
        super().__init__(one)
        self.heard = {STAFF: 0, PARTNERS: 0}
        self.came_by: Kind | None = None

    def born(self) -> None:
        """Whom does one know? It matters to who is to be won, and not only there to be invited."""
        if self.one.start in (Stage.CUSTOMER, Stage.DROPPED_OUT) or self.nature.waits_to_be_invited(self.one.number):
            return
        for kind in self.heard:
            self.waits_for(kind, self.one.entry)

    def known(self, kind: Kind) -> int:
        """How many promoters of a kind one knows: the quantile of a Poisson law."""
        u = self.nature.uniform(Decision.KNOWS_PROMOTERS, self.one.number, 0, kind.number)
        mean, many = self.nature.number(f"{kind.name}_known"), 0
        chance = exp(-mean)
        below = chance
        while u >= below and many < MOST_INVITES:
            many += 1
            chance *= mean / many
            below += chance
        return many

    def waits_for(self, kind: Kind, now: float) -> None:
        """The next of those who have not yet spoken."""
        left, rate = self.known(kind) - self.heard[kind], self.nature.number(f"{kind.name}_rate")
        self.stops(f"at_{kind.name}")
        if left > 0 and rate > 0.0:
            patience = self.nature.patience(Decision.PROMOTER_TELLS, self.one.number, self.heard[kind], kind.number)
            self.is_set(f"at_{kind.name}", now + patience / (left * rate))

    def at_staff(self) -> None:
        """One of the staff speaks of us."""
        self.hears(STAFF)

    def at_partners(self) -> None:
        """One of the partners does."""
        self.hears(PARTNERS)

    def hears(self, kind: Kind) -> None:
        """Perhaps one joins the list."""
        one, told = self.one, self.heard[kind]
        u = self.nature.uniform(Decision.PROMOTER_CONVINCES, one.number, told, kind.number)
        is_open = one.stage in (Stage.UNAWARE, Stage.REACHED) and not one.opted_out
        joins = is_open and u < self.nature.number("promoter_joins")
        one.notes(kind.told, int(joins))
        if joins:
            self.came_by = kind
            one.part(OwnList).joins_by_word()
        self.heard[kind] += 1
        self.waits_for(kind, one.now)

    def order_kept(self, paid: int) -> None:
        """The first order, from the list, is the promoter's merit if it is no friend's."""
        one, kind = self.one, self.came_by
        if kind is None or one.orders != 1 or one.inviter >= 0 or one.stage == Stage.REACHED:
            return
        commission = int(ledger.scaled(paid, self.nature.number(f"{kind.name}_pay")))
        one.notes(kind.won, commission)
        one.costs(kind.commission, commission)

    def record(self) -> dict[str, Any]:
        """Whom one has heard, whom one will hear next, and by whom one came."""
        return {
            "promoter": self.came_by.number if self.came_by else 0,
            **{f"{kind.name}_told": told for kind, told in self.heard.items()},
            **{f"{kind.name}_next": self.runs_until(f"at_{kind.name}") for kind in self.heard},
        }
