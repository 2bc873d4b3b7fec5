"""Referral: a customer shares after an order; the friend, days later, takes it up or not."""

from __future__ import annotations

import numpy as np

from sim.core.ground.arithmetic import either, exp
from sim.core.ground.draws import quantile, uniform
from sim.core.ground.jit import formula, lookup, part
from sim.core.ground.ledger import note
from sim.core.ground.memory import lever, more, person
from sim.core.ground.network import NOBODY, contact, contacts
from sim.core.ground.predrawn import SHARE, drawn_for
from sim.core.ground.state import DELAY_TABLE
from sim.core.ground.types import World
from sim.core.hooks.answers import friends_matter, inviter_is, inviting_odds, is_cheated, takes_invitation
from sim.core.verbs.letters import in_a_day, tomorrow, write
from sim.core.verbs.loyalty import is_customer, recommend_effect, reconsider_loyalty
from sim.core.verbs.retain import retained
from sim.vocabulary import MOST_INVITES, NEVER, Decision, Event, Letter, Stage

SURELY = 1.0 + 1e-9
"""In spite of rounding."""


@formula
def lifted(probability: float, odds_ratio: float) -> float:
    """A probability whose odds are multiplied."""
    if odds_ratio == 1.0:
        return probability
    return probability * odds_ratio / (1.0 - probability + probability * odds_ratio)


@formula
def is_leader(w: World, i: int) -> bool:
    """Whether a person is an opinion leader: one who shares more and is followed more."""
    return w.leaders > 0.0 and uniform(w.key, Decision.LEADER, i, 0, 0) < w.leaders


@formula
def panjer(u: float, none: float, a: float, b: float) -> int:
    """The quantile at ``u`` of a law of counts with p(n) = p(n-1) (a + b / n), p(0) = ``none``; at most MOST_INVITES.

    Poisson, binomial and negative binomial are such laws (Panjer 1981, ASTIN Bulletin 12).
    """
    n = 0
    p = none
    total = p
    while u >= total and n < MOST_INVITES:
        n += 1
        p *= a + b / n
        total += p
    return n


@lookup
def arrival(w: World, key: int, decision: int, i: int, n: int, scale: float, t: float, item: int) -> float:
    """When invitation ``item`` of a share at ``t`` arrives: after a gamma delay, the next day at the earliest."""
    delay = quantile(w, DELAY_TABLE, uniform(key, decision, i, n, item)) * scale
    return max(t + delay, tomorrow(t))


@formula
def share(w: World, i: int, t: float, n: int, first: bool) -> None:
    """After the order of occasion ``n`` the customer may invite friends not yet invited."""
    chance = lever(w, person(w, i).cell, np.int64(t)).share
    if first:
        chance *= w.share_first
    may_share(w, i, t, n, chance, Decision.SHARE_FIRST if first else Decision.SHARE_REPEAT, 0)


@formula
def share_after_service(w: World, i: int, t: float, index: int, ask: int) -> None:
    """After a ticket is solved the customer may do so, too."""
    if w.share_served > 0.0:
        chance = lever(w, person(w, i).cell, np.int64(t)).share * w.share_served
        may_share(w, i, t, index, chance, Decision.SHARE_SERVED, ask)


@formula
def surely_silent(u: float, chance: float, odds: float, feeling: float) -> bool:
    """Whether ``u`` is above ``chance`` with its odds multiplied by ``odds`` and e**feeling, seen without the power.

    Of all who share nothing it finds nearly everybody: e**x is at most 1 / (1 - x).
    """
    rest = 1.0 - feeling
    return rest > 0.0 and u * ((1.0 - chance) * rest + chance * odds) > SURELY * chance * odds


@part
def may_share(w: World, i: int, t: float, n: int, chance: float, decision: int, ask: int) -> None:
    """With ``chance`` before all that moves it, invite friends."""
    feeling = w.satisfaction_share * np.float64(more(w, i).satisfaction) if w.satisfaction_on else 0.0
    most = inviting_odds(w, i, t, max(w.leader_share_ratio, 1.0))
    u = drawn_for(w, SHARE, decision, i, n, ask << 8, decision == Decision.SHARE_REPEAT)
    if not surely_silent(u, chance, most, feeling):  # at least a leader would
        send_invitations(w, i, t, n, u, chance, decision, ask)


@formula
def send_invitations(w: World, i: int, t: float, n: int, u: float, chance: float, decision: int, ask: int) -> None:
    """Invite the friends whose turn it is, if ``u`` is below the chance."""
    p = person(w, i)
    if p.invites >= contacts(w, i) or i == w.silenced:
        return
    mood = exp(w.satisfaction_share * np.float64(more(w, i).satisfaction)) if w.satisfaction_on else 1.0
    odds = inviting_odds(w, i, t, either(is_leader(w, i), w.leader_share_ratio)) * mood
    if u >= lifted(chance, odds):
        return
    number = 1
    if w.invites_law:
        item = 0 if decision == Decision.SHARE_FIRST else (1 if decision == Decision.SHARE_REPEAT else 2 + ask)
        number = panjer(uniform(w.key, Decision.INVITES, i, n, item), w.invites_zero, w.invites_a, w.invites_b)
    for item in range(number):
        if p.invites >= contacts(w, i):
            return
        turn = np.int64(p.invites)
        p.invites += np.uint16(1)
        invite(w, i, t, n, decision, turn, (ask << 8) | item)


@formula
def delay_after(decision: int) -> int:
    """The decision about the delay of an invitation, by what it followed."""
    if decision == Decision.SHARE_FIRST:
        return Decision.DELAY_FIRST
    return Decision.DELAY_REPEAT if decision == Decision.SHARE_REPEAT else Decision.DELAY_SERVED


@formula
def invite(w: World, i: int, t: float, n: int, decision: int, turn: int, item: int) -> None:
    """Invite the friend whose ``turn`` it is; some "friends" are second accounts of one's own."""
    if not is_cheated(w, i, t, turn) and send_invitation(w, i, t, n, delay_after(decision), turn, item):
        recommend_effect(w, i, t)


@formula
def send_invitation(w: World, i: int, t: float, n: int, delay: int, turn: int, item: int) -> bool:
    """Write to the contact whose ``turn`` it is; whether there is one."""
    to = contact(w, i, turn)
    if to == i:
        return False
    if to == NOBODY:
        note(w, i, t, Event.UNDELIVERABLE, 0)
        return True
    note(w, i, t, Event.SHARED, to)
    write(w, i, to, Letter.INVITATION, arrival(w, w.key, delay, i, n, w.delay_scale, t, item), 0)
    return True


@formula
def is_strong(w: World, i: int, other: int) -> bool:
    """Whether the tie between two people is a strong one."""
    return w.strong_share > 0.0 and uniform(w.key, Decision.TIE, min(i, other), max(i, other), 0) < w.strong_share


@formula
def accept_odds(leader: bool, strong: bool, leader_ratio: float, tie_ratio: float) -> float:
    """Ratio on the odds of taking up an invitation by whom it comes from."""
    ratio = 1.0
    if leader:
        ratio *= leader_ratio
    if strong:
        ratio *= tie_ratio
    return ratio


@formula
def is_brought(w: World, i: int, t: float) -> None:
    """Somebody's word brings a person to the list: it is the latest touch, and of who was unaware the cause."""
    p = person(w, i)
    source = w.sources - 1
    if p.stage == Stage.UNAWARE:
        p.cause = source
        if p.reached_at > t:
            p.reached_at = t
    p.touched = source
    p.touched_at = t


@formula
def invited(w: World, i: int, t: float, sender: int) -> None:
    """An invitation. Who is no customer yet and in no list of ours may take it up."""
    p = person(w, i)
    levers = lever(w, p.cell, np.int64(t))
    here = p.start == Stage.UNAWARE or p.reached_at < NEVER  # not so before who enters later has entered
    open_to_it = here and (p.stage == Stage.UNAWARE or p.stage == Stage.REACHED)
    odds = 1.0
    if open_to_it:
        odds = accept_odds(is_leader(w, sender), is_strong(w, i, sender), w.leader_accept_ratio, w.tie_ratio)
    if open_to_it and uniform(w.key, Decision.ACCEPT, sender, i, 0) < lifted(levers.accept, odds):
        is_brought(w, i, t)
        p.referrer = sender
        takes_invitation(w, i, t, sender)
        note(w, i, t, Event.ACCEPTED, sender)
        retained(w, i, t)
    else:
        note(w, i, t, Event.DECLINED, sender)


@formula
def friend_joined(w: World, i: int, t: float, child: int) -> None:
    """A friend whom this person invited has placed a first order; who is no customer lets that one know."""
    if friends_matter(w) and not is_customer(w, i):
        write(w, i, child, Letter.LEFT, in_a_day(t), 0)


@formula
def inviter_moved(w: World, i: int, t: float, sender: int, back: bool) -> None:
    """Who invited this person is a customer no longer, or again (Van den Bulte et al. 2018)."""
    p = person(w, i)
    if p.referrer == sender and p.orders > 0:
        inviter_is(w, i, back)
        if is_customer(w, i):
            reconsider_loyalty(w, i, t)


@formula
def tell_inviter(w: World, i: int, t: float) -> None:
    """Tell who invited this person that it has become a customer, where that means something."""
    if w.letters == 0:
        return
    write(w, i, np.int64(person(w, i).referrer), Letter.JOINED, in_a_day(t), 0)
    inviter_is(w, i, True)
