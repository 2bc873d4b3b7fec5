"""A person's record: everything about one, under the names that both engines use (PERSON and MORE)."""

from __future__ import annotations

from typing import Any

from sim.core.ground import state
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Field
from sim.reference.awareness import Awareness
from sim.reference.exposure import Exposure
from sim.reference.leaving import Leaving
from sim.reference.loyalty import Loyalty
from sim.reference.occasions import Occasions
from sim.reference.owned_channel import OwnedChannel
from sim.reference.part import Part
from sim.reference.pauses import Pauses
from sim.reference.person import Person
from sim.reference.prices import Prices
from sim.reference.questions import Questions
from sim.reference.satisfaction import Satisfaction
from sim.reference.trial import Trial
from sim.vocabulary import NEVER, Clock


def person(one: Person) -> dict[str, Any]:
    """The record of everybody, by the names of sim.core.ground.state.PERSON."""
    awareness, loyalty = one.part(Awareness), one.part(Loyalty)
    return {
        "at_reach": one.clocks.get(Clock.REACH, NEVER),
        "at_leave": one.clocks.get(Clock.LEAVE, NEVER),
        "at_advance": one.clocks.get(Clock.ADVANCE, NEVER),
        "at_need": one.clocks.get(Clock.NEED, NEVER),
        "need_level": one.part(Occasions).level,
        "dropout_level": one.part(Exposure).end,
        "ratio": loyalty.ratio,
        "sharer": loyalty.has_recommended,
        "need_rate": one.need_rate,
        "dropout": one.dropout,
        "spend_rate": one.spend_rate,
        "price_response": one.price_response,
        "since": one.since,
        "reached_at": awareness.reached_at,
        "first_at": one.first_order_at,
        "second_at": one.second_order_at,
        "touched_at": awareness.touched_at,
        "net": one.earned,
        "value": one.earned_at_present_value,
        "spent": one.cost_to_win,
        "needs": one.occasion,
        "orders": one.orders,
        "referrer": one.inviter,
        "inbox": -1,
        "entries": awareness.spells,
        "candidate": one.part(OwnedChannel).doubts,
        "lapses": one.part(Leaving).lapses,
        "invites": one.invited_friends,
        "stage": one.stage,
        "start": one.start,
        "cause": awareness.awakened_by,
        "touched": awareness.touched_by,
        "attributed": one.credited,
        "reach_source": awareness.next_source,
        "segment": one.segment,
        "cell": one.cell,
        "opted_out": one.opted_out,
        "potential": one.could_buy,
    }


def _begins(field: Field) -> float:
    """What a field is at birth."""
    return NEVER if field.begins == "NEVER" else float(field.begins)


def more(one: Person) -> dict[str, Any]:
    """The record that only some mechanisms need, by the names of sim.core.ground.state.MORE."""
    prices, exposure = one.part(Prices), one.part(Exposure)
    return {
        "at_pause": one.clocks.get(Clock.PAUSE, NEVER),
        "before": one.customer_before,
        "at_silence": one.clocks.get(Clock.SILENCE, NEVER),
        "reference": prices.reference_price,
        "deal": prices.deal_prone,
        "deal_at": prices.deal_prone_at,
        "willingness": one.willingness,
        "life": one.which_life,
        "at_question": one.clocks.get(Clock.QUESTION, NEVER),
        "satisfaction": one.satisfaction,
        "opinion": one.opinion,
        "grief": exposure.grief,
        "grief_at": exposure.grief_at,
        "questions": one.part(Questions).had,
        "pauses": one.part(Pauses).pauses,
        "stock": one.stock,
        "trials": one.part(Trial).trials,
        "children": one.friends_won,
        "open": one.open_tickets,
        "told": one.part(Satisfaction).told,
        "complained": sum(1 << cause for cause in one.complained),
        "categories": one.categories,
        "dormant": one.dormant,
        "reason": one.reason,
        "hunter": one.hunter,
        "community": one.in_community,
        "friend_active": one.friend_is_customer,
        **{field.name: _begins(field) for mechanism in ALL for field in mechanism.fields if not field.apart},
        **{
            clock: one.clocks.get(number, NEVER)
            for clock, number in Part.CLOCKS.items()
            if clock in (state.MORE.names or ())
        },
        **{name: value for part in one.parts for name, value in part.record().items()},
    }
