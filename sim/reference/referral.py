"""Friends: inviting them after an order, being invited, and the news that follows an invitation taken up."""

from __future__ import annotations

from operator import mul, or_
from typing import NamedTuple

from sim.core.ground.arithmetic import exp
from sim.core.verbs.refer import lifted, panjer
from sim.reference.awareness import Awareness
from sim.reference.letters import Letters
from sim.reference.loyalty import Loyalty
from sim.reference.own_list import OwnList
from sim.reference.person import Person
from sim.vocabulary import Ask, Decision, Event, Letter, Stage


class Inviting(NamedTuple):
    """What follows an order or a solved ticket: the addresses of whether one invites, whom, and how soon."""

    share: Decision
    item: int
    number: int
    delay: Decision


AFTER_FIRST_ORDER = Inviting(Decision.SHARE_FIRST, 0, 0, Decision.DELAY_FIRST)
AFTER_REPEAT_ORDER = Inviting(Decision.SHARE_REPEAT, 0, 1, Decision.DELAY_REPEAT)


class Referral:
    """A person among friends."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.letters, self.loyalty = one.part(Letters), one.part(Loyalty)
        self.awareness, self.channel = one.part(Awareness), one.part(OwnList)

    def may_follow_an_order(self, occasion: int, first: bool) -> None:
        """After an order, perhaps invite the next friends in one's own order of friends."""
        chance = self.one.lever("share")
        if first:
            self.may_follow(occasion, chance * self.nature.number("share_first"), AFTER_FIRST_ORDER)
        else:
            self.may_follow(occasion, chance, AFTER_REPEAT_ORDER)

    def may_follow_a_ticket(self, ticket: int, ask: Ask) -> None:
        """The same when a ticket is solved."""
        chance = self.one.lever("share") * self.nature.number("share_served")
        self.may_follow(ticket, chance, Inviting(Decision.SHARE_SERVED, ask << 8, 2 + ask, Decision.DELAY_SERVED))

    def may_follow(self, occasion: int, chance: float, inviting: Inviting) -> None:
        """With a chance, turn to as many friends as come to mind."""
        one, nature = self.one, self.nature
        if one.number == nature.amount("silenced"):
            return
        u = nature.uniform(inviting.share, one.number, occasion, inviting.item)
        if u >= lifted(chance, self.inclination()):
            return
        for turn in range(self.invitations(nature.uniform(Decision.INVITES, one.number, occasion, inviting.number))):
            if one.invited_friends >= nature.contacts(one.number):
                return
            self.turns_to_the_next_friend(occasion, inviting.item | turn, inviting.delay)

    def invitations(self, u: float) -> int:
        """How many friends are invited at once: one, or a number by its law."""
        if not self.nature.has("invites_law"):
            return 1
        return int(panjer(u, *(self.nature.number(f"invites_{part}") for part in ("zero", "a", "b"))))

    def inclination(self) -> float:
        """How readily the customer invites somebody, ratio on the odds."""
        one, nature = self.one, self.nature
        odds = nature.number("leader_share_ratio") if nature.leads_opinion(one.number) else 1.0
        mood = exp(nature.number("satisfaction_share") * one.satisfaction) if nature.has("satisfaction_on") else 1.0
        return one.asks("inviting_odds", odds, join=mul) * mood

    def turns_to_the_next_friend(self, occasion: int, item: int, delay: Decision) -> None:
        """Invite one friend; or pretend to."""
        if self.one.asks("is_cheated", False, self.one.invited_friends, join=or_):
            self.one.invited_friends += 1
        elif self.invites(occasion, item, delay):
            self.loyalty.recommendation_binds()

    def invites(self, occasion: int, item: int, delay: Decision) -> bool:
        """Write to the next friend in one's own order; whether there is one."""
        one, number = self.one, self.one.invited_friends
        one.invited_friends += 1
        arrival = self.nature.arrival(delay, one.number, occasion, item, one.now)
        if one.market.post is not None:
            one.market.post.takes(one.number, one.now, arrival)
            return True
        friend = self.nature.friend(one.number, number)
        if friend == one.number:  # left over in this matching: nobody there
            return False
        one.notes(Event.SHARED, friend)
        self.letters.writes(Letter.INVITATION, friend, arrival)
        return True

    def takes_up_invitation(self, sender: int) -> None:
        """Only who has entered the market, is on no list of ours and no customer is open to an invitation."""
        one = self.one
        open_to_it = one.stage in (Stage.UNAWARE, Stage.REACHED) and not self.awareness.is_absent()
        if not open_to_it or not self.believes(sender):
            one.notes(Event.DECLINED, sender)
            return
        self.awareness.is_brought()
        one.inviter = sender
        one.tells("takes_invitation", sender)
        self.channel.joins(Event.ACCEPTED, sender)

    def believes(self, sender: int) -> bool:
        """Whether an invitation convinces: more so from a leader of opinion, or over a strong tie."""
        nature, chance, odds = self.nature, self.one.lever("accept"), 1.0
        if nature.leads_opinion(sender):
            odds *= nature.number("leader_accept_ratio")
        if nature.has("strong_share") and self.is_close_to(sender):
            odds *= nature.number("tie_ratio")
        return nature.uniform(Decision.ACCEPT, sender, self.one.number) < lifted(chance, odds)

    def is_close_to(self, other: int) -> bool:
        """Whether the tie between two is strong; it is the same seen from both."""
        ends = sorted((self.one.number, other))
        return self.nature.uniform(Decision.TIE, *ends) < self.nature.number("strong_share")

    def tells_the_inviter(self) -> None:
        """Who invited us hears of our first order, which may matter to us."""
        if self.one.inviter >= 0 and self.nature.has("letters"):
            self.letters.writes(Letter.JOINED, self.one.inviter)
            self.one.tells("inviter_is", True)

    def has_won_a_friend(self, friend: int) -> None:
        """A friend whom one has invited has ordered."""
        one = self.one
        if not one.is_customer and one.asks("friends_matter", False, join=or_):
            self.letters.writes(Letter.LEFT, friend)
        one.tells("friend_won")

    def hears_of_the_inviter(self, sender: int, back: bool) -> None:
        """Who invited us has left, or is back."""
        if sender == self.one.inviter and self.one.orders > 0:
            self.one.tells("inviter_is", back)
            self.loyalty.is_reconsidered()
