"""What lies in a world's arrays, by name: people, levers, offers, incentives, curves and letters (see placed)."""

from __future__ import annotations

import numpy as np

from sim.core.ground.jit import part
from sim.core.ground.placed import find_arrays
from sim.core.ground.types import (
    Category,
    Envelope,
    Incentive,
    Known,
    Lever,
    Line,
    More,
    Offer,
    Person,
    Place,
    Product,
    Trait,
    World,
)
from sim.core.ground.world import WORLD

find_arrays(WORLD)


@part
def person(w: World, i: int) -> Person:
    """The record of person ``i``."""
    return w.people[i]


@part
def more(w: World, i: int) -> More:
    """The second record of person ``i``; only where a mechanism needs it (w.extended)."""
    return w.more[i]


@part
def known_customer(w: World, i: int) -> Known:
    """What is known of person ``i``, who is a customer, or was, before time 0 (below w.known)."""
    return w.known_customers[i]


@part
def offer(w: World, j: int) -> Offer:
    """What our offer ``j`` is."""
    return w.offers_made[j]


@part
def offer_price(w: World, price_list: int, j: int, day: int) -> float:
    """The price of our offer ``j`` in a price list on a day, before the lever of the price."""
    return w.offer_prices[price_list * w.offers + j, day]


@part
def price_break(w: World, k: int, which: int) -> float:
    """Of a step of the quantity discount: from where (0), the share of the price left (1), the cost up to there (2)."""
    return w.breaks[k, which]


@part
def new_price_day(w: World, k: int) -> int:
    """The day from which a change of the price holds for new customers alone."""
    return w.new_prices[k]


@part
def kept_price(w: World, vintage: int, day: int) -> float:
    """The price of who has first ordered after so many such changes, ratio to that of new customers."""
    return w.kept_prices[vintage, day]


@part
def incentive(w: World, r: int) -> Incentive:
    """Row ``r`` of the incentives to customers."""
    return w.incentive_rows[r]


@part
def place_row(w: World, day: int) -> int:
    """The row of the terms of places that holds on a day."""
    return w.place_rows[day]


@part
def place_weight(w: World, row: int, label: int, j: int) -> float:
    """What place ``j`` weighs to people of a label, 0 where it is closed; of all of today behind the last place."""
    return w.place_weights[row, label, j]


@part
def place_terms(w: World, row: int, j: int) -> Place:
    """The terms of place ``j``."""
    return w.place_terms[row, j]


@part
def basket(w: World, category: int, subset: int, which: int) -> float:
    """Of a set of categories bought with an offer of ``category``: cumulative probability (0) or size (1)."""
    return w.baskets[category, subset, which]


@part
def category_sold(w: World, c: int) -> Category:
    """Category ``c`` of the assortment."""
    return w.categories_sold[c]


@part
def product_sold(w: World, p: int) -> Product:
    """Product ``p`` of the assortment."""
    return w.products_sold[p]


@part
def mission(w: World, m: int, c: int, which: int) -> float:
    """Of the alias table of mission ``m`` at category ``c``: the share kept (0), the alias (1)."""
    return w.missions[m, c, which]


@part
def mission_law(w: World, m: int, which: int) -> float:
    """Of the sizes of orders of mission ``m``: log (share / sd) (0), mean (1) and 1 / sd (2) of the log."""
    return w.mission_laws[m, which]


@part
def cart_line(w: World, k: int, which: int) -> float:
    """What is known of line ``k`` of the order that is being filled."""
    return w.cart[k, which]


@part
def set_cart_line(w: World, k: int, which: int, value: float) -> None:
    """Set that."""
    w.cart[k, which] = value


@part
def lever(w: World, cell: int, day: int) -> Lever:
    """The levers of a cell on a day."""
    return w.levers[cell, day]


@part
def envelope(w: World, place: int) -> Envelope:
    """An invitation on its way."""
    return w.mail[place]


@part
def outgoing(w: World, place: int) -> Envelope:
    """An invitation written today."""
    return w.outbox[place]


@part
def line(w: World, place: int) -> Line:
    """A line of the journal."""
    return w.journal[place]


@part
def curve(w: World, cell: int, row: int, day: int) -> float:
    """A curve's level at the start of a day."""
    return w.curves[cell, row, day]


@part
def steps(w: World, cell: int, row: int) -> float:
    """Steps of levels of a curve, per level."""
    return w.steps[cell, row]


@part
def set_steps(w: World, cell: int, row: int, value: float) -> None:
    """Set how many steps a level has."""
    w.steps[cell, row] = value


@part
def first_day(w: World, cell: int, row: int, step: int) -> int:
    """The day on which a curve enters a step of levels."""
    return np.int64(w.first_days[cell, row, step])


@part
def set_first_day(w: World, cell: int, row: int, step: int, day: int) -> None:
    """Set that day."""
    w.first_days[cell, row, step] = day


@part
def decay(w: World, row: int, day: int) -> float:
    """What is left of 1 after whole days."""
    return w.decays[row, day]


@part
def coefficient(w: World, law: int, piece: int, power: int) -> float:
    """A coefficient of a law's log-quantile."""
    return w.tables[law, piece, power]


@part
def target(w: World, i: int, source: int) -> float:
    """The level on the reach curve of a person's next contact from a source."""
    return np.float64(w.targets[i, source])


@part
def set_target(w: World, i: int, source: int, value: float) -> None:
    """Set the level of the next contact."""
    w.targets[i, source] = value


@part
def count_contact(w: World, i: int, source: int) -> int:
    """Count a contact; returns how many there were from this source, this one included."""
    w.contacts[i, source] += 1
    return np.int64(w.contacts[i, source])


@part
def first_link(w: World, i: int) -> int:
    """The place of the first contact of person ``i``; where the contacts of the person before end."""
    return w.links_from[i]


@part
def link(w: World, place: int) -> int:
    """The contact at a place of the list."""
    return np.int64(w.links[place])


@part
def cumulative_share(w: World, row: int, place: int) -> float:
    """Cumulative shares of segments (row 0), activity classes (1), regions (2) and places of purchase (3)."""
    return w.mixture[row, place]


@part
def common(w: World, cell: int) -> Trait:
    """What the people of a cell have in common, relative to the market."""
    return w.traits[cell]
