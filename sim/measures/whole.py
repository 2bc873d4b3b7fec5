"""Measures of the whole firm: other views of CAC, customer equity, and what all of it is worth."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.measures.groups import Customers
from sim.plan import Plan
from sim.prospects import prospects
from sim.standing import standing_by_day
from sim.vocabulary import MICRO, Stage
from sim.worth import costs_worth

DAYS_PER_YEAR = 365.0


def firm(
    plan: Plan,
    ledger: Ledger,
    spent: dict[str, float],
    customers: Customers,
    known: Customers,
    everybody: dict[str, float],
) -> dict[str, float]:
    """The measures that are of the firm and of no group of customers, by name, scaled to the market.

    ``spent``: sim.measures.money.totals; ``customers`` and ``known``: those won and those of time 0; ``everybody``: the
    averages of all who were won.
    """
    whole = {name: value for name, value in spent.items() if name != "nurture"}
    whole |= {"active_customers": active(customers) + active(known)}
    whole |= equity(plan, customers, known, everybody["clv"], everybody["cac"])
    whole |= worth(plan, ledger, (customers, known), everybody["clv"])
    found = {name: value * plan.scale for name, value in whole.items()}
    found |= {"cac_paid": paid_cac(plan, customers, spent["media"]), "leaving_rate": leaving(plan, ledger)}
    return found | first_order_as_acquisition(plan, customers, everybody["clv"], everybody["cac"])


def again_of(plan: Plan, known: Customers) -> float:
    """Orders of the customers of time 0 since then, scaled to the market."""
    before = plan.known["orders"].sum(dtype=np.int64)
    return float(known.records["orders"].sum(dtype=np.int64) - before) * plan.scale


def worth(plan: Plan, ledger: Ledger, customers: tuple[Customers, ...], clv: float) -> dict[str, float]:
    """All that the firm earns and spends in the run and what is expected after it, as of the first day, currency.

    Of all ``customers``, and of people reached and on the list at the end (``worth_prospects``), whose first orders
    bring ``clv`` each.
    """
    discount = float(plan.behaviour[0]["discount_rate"])
    found = costs_worth(plan, ledger)
    for some in customers:
        found += float(((some.realised + some.after) * np.exp(-discount * some.records["first_at"])).sum())
    coming, messages = prospects(plan, ledger)
    later = coming * clv - messages if coming > 0.0 and clv == clv else -messages
    later *= float(np.exp(-discount * plan.days))
    return {"worth": found + later, "worth_prospects": later}


def paid_cac(plan: Plan, customers: Customers, media: float) -> float:
    """``media`` (currency) over the customers credited to channels that are paid for; NaN where there are none."""
    credited = (customers.records["attributed"] > 0) & (customers.records["attributed"] <= len(plan.channels))
    won = int((credited & customers.won).sum())
    return media / won if won else np.nan


def equity(plan: Plan, customers: Customers, known: Customers, clv: float, cac: float) -> dict[str, float]:
    """What the customers are worth at the horizon, and with those still to come; currency, of the people simulated.

    Present customers, those ``known`` at time 0 among them, count with what is expected of them from then on. Inflow
    goes on at the rate of the last year (or of the last half of a shorter run) per person who is no customer yet, so it
    dies down as they become fewer: n people at hazard h bring n h / (discount + h) discounted customers, each worth
    CLV - CAC (Rust, Lemon & Zeithaml 2004, with a market that is not without end). Who could never buy is not among
    them.
    """
    discount = float(plan.behaviour[0]["discount_rate"])
    present = sum(float((some.after * np.exp(discount * some.age)).sum()) for some in (customers, known))
    days = min(365, plan.days // 2) or plan.days
    recent = int((customers.won & (customers.age <= days)).sum())
    left = customers.winnable
    flow = 0.0
    if recent:
        hazard = recent / days / (left + recent / 2)
        flow = left * hazard / (discount + hazard) * (clv - cac) if left else 0.0
    return {"equity_present": present, "customer_equity": present + flow}


def first_order_as_acquisition(plan: Plan, customers: Customers, clv: float, cac: float) -> dict[str, float]:
    """CAC and CLV : CAC where first-order costs count as acquisition: added to CAC, and taken out of CLV where they
    stand otherwise, so that they are charged once. Empty where first orders cost nothing.
    """
    if not plan.levers["first_order_cost"].any():
        return {}
    records = customers.records
    costs = plan.levers["first_order_cost"][records["cell"], records["first_at"].astype(np.int64)] / MICRO
    if not costs.any():
        return {}
    won = customers.won
    with_it = cac + float(costs[won].mean()) if won.any() else np.nan
    before = clv + float(costs.mean())
    return {
        "cac_with_first_order": with_it,
        "clv_to_cac_with_first_order": before / with_it if with_it > 0 else np.nan,
    }


def leaving(plan: Plan, ledger: Ledger) -> float:
    """Customers who drop out or are lost, per active customer and year; NaN where nobody was one."""
    left = ledger.flows[:, Stage.CUSTOMER, [Stage.DROPPED_OUT, Stage.LOST]].sum()
    here = standing_by_day(plan, ledger)[:, Stage.CUSTOMER].sum()
    return float(left / here * DAYS_PER_YEAR) if here else np.nan


def active(customers: Customers) -> int:
    """Customers who have not dropped out at the horizon."""
    return int((customers.records["stage"] == Stage.CUSTOMER).sum())
