"""Friends: inviting them after an order, being invited, and the news that follows an invitation taken up."""

from __future__ import annotations

from typing import NamedTuple

from sim.reference.sleeper import Sleeper
from sim.vocabulary import NEVER, Account, Ask, Decision, Event, Letter, Stage


class Inviting(NamedTuple):
    """What follows an order or a solved ticket: the addresses of whether one invites, whom, and how soon."""

    share: Decision
    item: int
    number: int
    delay: Decision


class Referrer(Sleeper):
    """A person among friends."""

    # ---- inviting ----

    def may_invite_friends(self, occasion: int, first: bool) -> None:
        """After an order, perhaps invite the next friends in one's own order of friends."""
        chance = self.lever("share")
        if first:
            chance *= self.nature.number("share_first")
            self.may_invite(occasion, chance, Inviting(Decision.SHARE_FIRST, 0, 0, Decision.DELAY_FIRST))
        else:
            self.may_invite(occasion, chance, Inviting(Decision.SHARE_REPEAT, 0, 1, Decision.DELAY_REPEAT))

    def may_invite_friends_after(self, ticket: int, ask: Ask) -> None:
        """The same when a ticket is solved."""
        chance = self.lever("share") * self.nature.number("share_served")
        self.may_invite(ticket, chance, Inviting(Decision.SHARE_SERVED, ask << 8, 2 + ask, Decision.DELAY_SERVED))

    def may_invite(self, occasion: int, chance: float, inviting: Inviting) -> None:
        """With a chance, turn to as many friends as come to mind."""
        if self.number == self.nature.amount("silenced"):
            return
        u = self.nature.uniform(inviting.share, self.number, occasion, inviting.item)
        if u >= self.nature.lifted(chance, self.inclination()):
            return
        u = self.nature.uniform(Decision.INVITES, self.number, occasion, inviting.number)
        for turn in range(self.nature.invitations(u)):
            if self.invited_friends >= self.nature.contacts(self.number):
                return
            self.turns_to_the_next_friend(occasion, inviting.item | turn, inviting.delay)

    def inclination(self) -> float:
        """How readily the customer invites somebody, ratio on the odds."""
        nature, odds = self.nature, 1.0
        if nature.leads_opinion(self.number):
            odds *= nature.number("leader_share_ratio")
        if self.in_community:
            odds *= nature.number("community_share_ratio")
        if nature.has("satisfaction_on"):
            odds *= nature.mood_odds(self.satisfaction)
        for part in self.parts:
            odds *= part.inviting_odds()
        return odds

    def turns_to_the_next_friend(self, occasion: int, item: int, delay: Decision) -> None:
        """Invite one friend; or pretend to."""
        number = self.invited_friends
        self.invited_friends += 1
        if self.nature.has("fraud") and self.cheats(number):
            return
        if self.invites(number, occasion, item, delay):
            self.recommendation_binds()

    def invites(self, number: int, occasion: int, item: int, delay: Decision) -> bool:
        """Write to the friend of that number in one's own order; whether there is one."""
        arrival = self.nature.arrival(delay, self.number, occasion, item, self.now)
        if self.market.post is not None:
            self.market.post.takes(self.number, arrival, self.books.keeps_a_line())
            return True
        friend = self.nature.friend(self.number, number)
        if friend == self.number:  # left over in this matching: nobody there
            return False
        self.notes(Event.SHARED, friend)
        self.writes(Letter.INVITATION, friend, arrival)
        return True

    def cheats(self, number: int) -> bool:
        """Whether an invitation goes to a second account of one's own; both rewards are paid if nobody notices."""
        if self.nature.uniform(Decision.FRAUD, self.number, number) >= self.nature.number("fraud"):
            return False
        noticed = self.nature.uniform(Decision.DETECTION, self.number, number) < self.nature.number("detection")
        self.notes(Event.CHEATED, int(noticed))
        if not noticed:
            self.costs(Account.FRAUD, self.reward("reward_referrer") + self.reward("reward_friend"))
        return True

    # ---- being invited ----

    def takes_up_invitation(self, sender: int) -> None:
        """Only who has entered the market, is on no list of ours and no customer is open to an invitation."""
        open_to_it = self.stage in (Stage.UNAWARE, Stage.REACHED) and not self.is_absent()
        if not open_to_it or not self.believes(sender):
            self.notes(Event.DECLINED, sender)
            return
        self.is_brought()
        self.inviter = sender
        hunters = self.lever("hunter")
        if hunters > 0.0:
            self.hunter = self.nature.uniform(Decision.HUNTER, sender, self.number) < hunters
        self.joins_the_list(Event.ACCEPTED, sender)

    def joins_by_word(self) -> None:
        """Join the list because somebody outside the market has spoken of us."""
        self.is_brought()
        self.joins_the_list(Event.OPTED_IN)

    def is_brought(self) -> None:
        """Somebody's word is the latest touch, and of who was unaware the cause."""
        source = self.nature.sources
        if self.stage == Stage.UNAWARE:
            self.awakened_by = source
            self.reached_at = min(self.reached_at, self.now)
        self.touched_by, self.touched_at = source, self.now

    def is_absent(self) -> bool:
        """Whether one is yet to enter the market, somewhere on the way."""
        return self.start != Stage.UNAWARE and self.reached_at == NEVER

    def believes(self, sender: int) -> bool:
        """Whether an invitation convinces: more so from a leader of opinion, or over a strong tie."""
        nature, chance, odds = self.nature, self.lever("accept"), 1.0
        if nature.leads_opinion(sender):
            odds *= nature.number("leader_accept_ratio")
        if nature.has("strong_share") and self.is_close_to(sender):
            odds *= nature.number("tie_ratio")
        return nature.uniform(Decision.ACCEPT, sender, self.number) < nature.lifted(chance, odds)

    def is_close_to(self, other: int) -> bool:
        """Whether the tie between two is strong; it is the same seen from both."""
        ends = sorted((self.number, other))
        return self.nature.uniform(Decision.TIE, *ends) < self.nature.number("strong_share")

    # ---- news ----

    def has_won_a_friend(self, friend: int) -> None:
        """A friend whom one has invited has ordered: every so many there is a bonus."""
        self.friends_won += 1
        bonus = self.reward("bonus")
        if bonus > 0 and self.friends_won % self.reward("bonus_friends") == 0:
            self.costs(Account.BONUS, bonus)
            self.notes(Event.REWARDED, bonus)
        if self.nature.number("referred_ratio") != 1.0 and not self.is_customer:
            self.writes(Letter.LEFT, friend)

    def hears_of_the_inviter(self, sender: int, back: bool) -> None:
        """Who invited us has left, or is back: customers among their friends are more loyal."""
        if sender != self.inviter or self.orders == 0:
            return
        self.friend_is_customer = back
        if self.is_customer:
            self.reconsiders_loyalty()
