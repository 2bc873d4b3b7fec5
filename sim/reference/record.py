"""A person's record: everything about one, under the names that both engines use (PERSON and MORE)."""

from __future__ import annotations

from operator import or_
from typing import Any

from sim.mechanisms.all import ALL
from sim.reference.awareness import Awareness
from sim.reference.exposure import Exposure
from sim.reference.lifetime import Lifetime
from sim.reference.loyalty import Loyalty
from sim.reference.occasions import Occasions
from sim.reference.own_list import OwnList
from sim.reference.part import CLOCKS
from sim.reference.person import Person
from sim.reference.satisfaction import Satisfaction
from sim.vocabulary import NEVER, Clock

SAME = (
    *("need_rate", "dropout", "spend_rate", "price_response", "since", "orders", "stage", "start", "segment", "cell"),
    "opted_out",
)
SAME_MORE = ("willingness", "satisfaction", "opinion", "categories", "reason")
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
        "candidate": one.part(OwnList).doubts,
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
    exposure = one.part(Exposure)
    fields = [field for mechanism in ALL for field in mechanism.fields if not field.apart]
    known = {
        **{field.name: NEVER if field.begins == "NEVER" else float(field.begins) for field in fields},
        **{name: one.clocks.get(CLOCKS[name], NEVER) for name in CLOCKS.keys() & {field.name for field in fields}},
        **{name: getattr(one, name) for name in SAME_MORE},
        "before": one.customer_before,
        "life": one.which_life,
        "grief": exposure.grief,
        "grief_at": exposure.grief_at,
        "open": one.open_tickets,
        "told": one.part(Satisfaction).told,
        "complained": sum(1 << cause for cause in one.complained),
    }
    known |= {name: value for part in one.parts for name, value in vars(part).items() if name in known}
    return one.asks("record", known, join=or_)
