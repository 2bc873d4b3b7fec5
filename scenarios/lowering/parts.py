"""How mechanisms become numbers. Written by `make generate` of the folders of sim.mechanisms."""

from __future__ import annotations

from collections.abc import Callable

from sim.mechanisms.assortment import lowering as assortment
from sim.mechanisms.baskets import lowering as baskets
from sim.mechanisms.bonds import lowering as bonds
from sim.mechanisms.buying_centre import lowering as buying_centre
from sim.mechanisms.care_calls import lowering as care_calls
from sim.mechanisms.cheats import lowering as cheats
from sim.mechanisms.community import lowering as community
from sim.mechanisms.complaints import lowering as complaints
from sim.mechanisms.contagion import lowering as contagion
from sim.mechanisms.deal_habit import lowering as deal_habit
from sim.mechanisms.desk import lowering as desk
from sim.mechanisms.discretion import lowering as discretion
from sim.mechanisms.free_tier import lowering as free_tier
from sim.mechanisms.hunters import lowering as hunters
from sim.mechanisms.kinds import Stated
from sim.mechanisms.messages import lowering as messages
from sim.mechanisms.news import lowering as news
from sim.mechanisms.points import lowering as points
from sim.mechanisms.promoters import lowering as promoters
from sim.mechanisms.reasons import lowering as reasons
from sim.mechanisms.returns import lowering as returns
from sim.mechanisms.satisfaction import lowering as satisfaction
from sim.mechanisms.second_life import lowering as second_life
from sim.mechanisms.seeding import lowering as seeding
from sim.mechanisms.silence import lowering as silence
from sim.mechanisms.stock import lowering as stock
from sim.mechanisms.trial import lowering as trial
from sim.mechanisms.use import lowering as use

NUMBERS: dict[str, Callable[[Stated], dict[str, float]]] = {
    "silence": silence.numbers,
    "desk": desk.numbers,
    "news": news.numbers,
    "community": community.numbers,
    "bonds": bonds.numbers,
    "hunters": hunters.numbers,
    "cheats": cheats.numbers,
    "complaints": complaints.numbers,
    "stock": stock.numbers,
    "trial": trial.numbers,
    "deal_habit": deal_habit.numbers,
    "points": points.numbers,
    "care_calls": care_calls.numbers,
    "free_tier": free_tier.numbers,
    "messages": messages.numbers,
    "promoters": promoters.numbers,
    "seeding": seeding.numbers,
    "discretion": discretion.numbers,
    "use": use.numbers,
    "buying_centre": buying_centre.numbers,
    "assortment": assortment.numbers,
    "returns": returns.numbers,
    "second_life": second_life.numbers,
    "reasons": reasons.numbers,
    "baskets": baskets.numbers,
    "satisfaction": satisfaction.numbers,
}
"""The numbers of behaviour of each."""
ASKED: dict[str, dict[str, Callable[..., float]]] = {
    "departs": {
        "discretion": discretion.departs,
    },  # whether it changes anything where it is off as well
    "served_by_day": {
        "use": use.served_by_day,
    },  # what an active customer costs by the day, currency
    "cost_by_week": {
        "use": use.cost_by_week,
    },  # what it costs whoever buys, currency per week of the whole market
    "handling_ratio": {
        "discretion": discretion.handling_ratio,
    },  # ratio on the time that a ticket takes
    "solved_more": {
        "discretion": discretion.solved_more,
    },  # what is added to the probability that a turn solves a ticket
    "solving_pleases": {
        "discretion": discretion.solving_pleases,
    },  # what is added to the satisfaction by a solution
    "laid_in": {
        "stock": stock.laid_in,
    },  # the most pieces that an order lays in, for each that it is for
    "letters": {
        "desk": desk.letters,
        "bonds": bonds.letters,
        "seeding": seeding.letters,
        "contagion": contagion.letters,
        "satisfaction": satisfaction.letters,
    },  # the most letters that one event writes, of so many friends
}
"""What lowering asks them, and who answers."""
