"""Orders and prices as the firm's till knows them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calibration.synth.lived import Lived, money
from scenarios.lowering.levers import mean_order
from sim.vocabulary import Event


def orders(world: Lived) -> pd.DataFrame:
    """Every order: what was paid, before what deals and coupons took off, and what it cost us.

    ``amount`` is what is paid before points are used; ``channel`` the credit for a first order (last touch), empty
    for repeat orders; ``cost`` goods and delivery, delivery alone where the goods came back. ``product_id`` and
    ``cost`` are there where one offer is made, as the till does not say which one was taken.
    """
    lines = world.lines(Event.FIRST_ORDER, Event.ORDERED)
    lines = lines[np.argsort(lines["time"], kind="stable")]
    who, first = lines["who"], lines["kind"] == Event.FIRST_ORDER
    day = np.minimum(lines["time"].astype(int), world.plan.days - 1)
    levers = world.plan.levers[world.people["cell"][who], day]
    deal = np.where(first, levers["deal_first"], levers["deal_repeat"])
    coupon, row = _coupons(world, lines)
    paid = money(lines["amount"])
    listed = paid / ((1.0 - deal) * (1.0 - coupon))
    back = _sent_back(world, lines)
    table = pd.DataFrame(
        {
            "order_id": [f"O{k:08d}" for k in range(1, len(lines) + 1)],
            "customer_id": world.ids[who],
            "ordered_at": world.moment(lines["time"]),
            "amount": paid,
            "currency": world.scenario.currency,
            "list_amount": listed,
            "discount": listed - paid,
            "coupon_id": row,
            "channel": np.where(first, np.array(world.plan.sources, object)[world.people["attributed"][who]], ""),
            "returned_at": world.moment(np.where(back, lines["time"], np.inf)),
        }
    )
    if len(world.plan.offers_made) == 1:
        size = listed / (levers["price"] * world.plan.offer_prices[levers["price_list"], day])
        table["product_id"] = world.scenario.market.offers[0].name
        table["cost"] = size * (np.where(back, 0.0, levers["goods"]) + levers["fulfilment"])
    return table


def _sent_back(world: Lived, lines: np.ndarray) -> np.ndarray:
    """Whether each order was sent back, bool [order]: the till notes it with the order."""
    back = world.lines(Event.GOODS_RETURNED)
    known = set(zip(back["who"].tolist(), back["time"].tolist(), strict=True))
    pairs = zip(lines["who"].tolist(), lines["time"].tolist(), strict=True)
    return np.fromiter((pair in known for pair in pairs), bool, len(lines))


def _coupons(world: Lived, lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the coupon of each order takes off, share, and the name of the incentive it came by; "" without one.

    The newest coupon takes the place of an older one, and any order uses it up.
    """
    depth, names = np.zeros(len(lines)), np.full(len(lines), "", object)
    rows = world.scenario.policy.incentives
    if not any(row.active and row.give == "coupon" for row in rows):
        return depth, names
    place = {(int(one["who"]), float(one["time"])): k for k, one in enumerate(lines)}
    held: dict[int, tuple[float, int]] = {}
    gone: set[int] = set()
    told = world.lines(Event.FIRST_ORDER, Event.ORDERED, Event.GRANTED, Event.DROPPED_OUT, Event.RETURNED, Event.LOST)
    back = {(int(one["who"]), float(one["time"])) for one in world.lines(Event.RETURNED)}
    for time, amount, who, kind in told.tolist():
        if kind in (Event.DROPPED_OUT, Event.LOST):
            gone.add(who)
        elif kind == Event.RETURNED:
            gone.discard(who)
        elif kind == Event.GRANTED:
            row = rows[amount]
            if row.give == "coupon" and (who not in gone or (who, time) in back):
                held[who] = (float(np.float32(time + row.valid_days)), amount)
        else:
            until, number = held.pop(who, (-1.0, -1))
            if kind == Event.ORDERED and until >= time:
                k = place[who, time]
                depth[k], names[k] = rows[number].depth, rows[number].name
    return depth, names


def prices(world: Lived) -> pd.DataFrame:
    """The price of a mean order of each offer, its cost and the competitor's price, from each day they change on."""
    of_day = world.plan.levers[0]
    mean = mean_order(world.scenario)
    made = []
    for k, offer in enumerate(world.scenario.market.offers):
        made.append(
            pd.DataFrame(
                {
                    "product_id": offer.name,
                    "from": world.moment(np.arange(world.plan.days)),
                    "list_price": mean * of_day["price"] * world.plan.offer_prices[k],
                    "unit_cost": mean * (of_day["goods"] + of_day["fulfilment"]),
                    "competitor_price": mean * of_day["rival"],
                }
            )
        )
    return pd.concat([changes(table, ["list_price", "unit_cost", "competitor_price"]) for table in made])


def changes(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The rows of ``table`` at which one of the ``columns`` is not what it was in the row before."""
    values = table[columns].to_numpy()
    new = np.ones(len(table), bool)
    new[1:] = (values[1:] != values[:-1]).any(axis=1)
    return table[new]
