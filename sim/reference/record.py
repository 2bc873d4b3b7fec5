"""A person's record: everything about one, under the names that both engines use (PERSON and MORE)."""

from __future__ import annotations

from typing import Any

from sim.core.ground import state
from sim.mechanisms.all import ALL
from sim.reference.awareness import Awareness
from sim.reference.exposure import Exposure
from sim.reference.lifetime import Lifetime
from sim.reference.loyalty import Loyalty
from sim.reference.occasions import Occasions
from sim.reference.owned_channel import OwnedChannel
from sim.reference.part import Part
from sim.reference.person import Person
from sim.reference.prices import Prices
from sim.reference.satisfaction import Satisfaction
from sim.reference.trial import Trial
from sim.vocabulary import NEVER, Clock

SAME = (
    *("need_rate", "dropout", "spend_rate", "price_response", "since", "orders", "stage", "start", "segment", "cell"),
    "opted_out",
)
SAME_MORE = ("willingness", "satisfaction", "opinion", "stock", "categories", "dormant", "reason", "hunter")
"""Fields of the two records that a person has under the same names."""


def person(one: Person) -> dict[str, Any]:
    """The record of everybody, by the names of sim.core.ground.state.PERSON."""
    awareness, loyalty = one.part(Awareness), one.part(Loyalty)
    return {
        **{f"at_{name}": one.clocks.get(Clock[name.upper()], NEVER) for name in ("reach", "leave", "advance", "need")},
        **{name: getattr(one, name) for name in SAME},
        "need_level": one.part(Occasions).level,
        "dropout_level": one.part(Exposure).end,
        "ratio": loyalty.ratio,
        "sharer": loyalty.has_recommended,
        "reached_at": awareness.reached_at,
        "first_at": one.first_order_at,
        "second_at": one.second_order_at,
        "touched_at": awareness.touched_at,
        "net": one.earned,
        "value": one.earned_at_present_value,
        "spent": one.cost_to_win,
        "needs": one.occasion,
        "referrer": one.inviter,
        "inbox": -1,
        "entries": awareness.spells,
        "candidate": one.part(OwnedChannel).doubts,
        "lapses": one.part(Lifetime).lapses,
        "invites": one.invited_friends,
        "cause": awareness.awakened_by,
        "touched": awareness.touched_by,
        "attributed": one.credited,
        "reach_source": awareness.next_source,
        "potential": one.could_buy,
    }


def more(one: Person) -> dict[str, Any]:
    """The record that only some mechanisms need, by the names of sim.core.ground.state.MORE."""
    prices, exposure = one.part(Prices), one.part(Exposure)
    fields = [field for mechanism in ALL for field in mechanism.fields if not field.apart]
    return {
        **{field.name: NEVER if field.begins == "NEVER" else float(field.begins) for field in fields},
        **{
            clock: one.clocks.get(number, NEVER)
            for clock, number in Part.CLOCKS.items()
            if clock in (state.MORE.names or ())
        },
        **{f"at_{name}": one.clocks.get(Clock[name.upper()], NEVER) for name in ("pause", "silence", "question")},
        **{name: getattr(one, name) for name in SAME_MORE},
        "before": one.customer_before,
        "reference": prices.reference_price,
        "deal": prices.deal_prone,
        "deal_at": prices.deal_prone_at,
        "life": one.which_life,
        "grief": exposure.grief,
        "grief_at": exposure.grief_at,
        "questions": one.part(Lifetime).questions,
        "pauses": one.part(Occasions).pauses,
        "trials": one.part(Trial).trials,
        "children": one.friends_won,
        "open": one.open_tickets,
        "told": one.part(Satisfaction).told,
        "complained": sum(1 << cause for cause in one.complained),
        "community": one.in_community,
        "friend_active": one.friend_is_customer,
        **{name: value for part in one.parts for name, value in part.record().items()},
    }
