"""What a whole world is worth to the firm: one sum of money, seen by customers and by accounts."""

from __future__ import annotations

import numpy as np

from sim.accounts import EARNED
from sim.engine import Ledger
from sim.measures.money import money
from sim.plan import Plan
from sim.value import residual
from sim.vocabulary import MICRO, Account


def customers_worth(plan: Plan, ledger: Ledger) -> np.ndarray:
    """CLV of each person, discounted to day 0; 0 for who never bought. Currency, float64 [person]."""
    people = ledger.people
    worth = np.zeros(len(people))
    bought = people["orders"] > 0
    clv = people["value"][bought] / MICRO + residual(plan, ledger, bought)
    worth[bought] = clv * np.exp(-plan.behaviour[0]["discount_rate"] * people["first_at"][bought])
    return worth


def costs_worth(plan: Plan, ledger: Ledger) -> float:
    """What is spent apart from customers' contribution (media, rewards, messages, fixed), discounted to day 0."""
    return discounted(plan, money(plan, ledger)[:, [a for a in Account if a not in EARNED]])


def discounted(plan: Plan, sums: np.ndarray) -> float:
    """Micro-units by day and account, int64 [day, account], as of day 0 (each day at its noon); currency."""
    noon = np.arange(plan.days) + 0.5
    return float((sums.sum(axis=1) * np.exp(-plan.behaviour[0]["discount_rate"] * noon)).sum()) / MICRO


def world_worth(plan: Plan, ledger: Ledger) -> float:
    """CLV of all customers and all costs beside it, discounted to day 0; currency, of the people simulated.

    Who was brought by a friend is a customer like any other here, so the value of referrals is in it once.
    """
    return float(customers_worth(plan, ledger).sum()) + costs_worth(plan, ledger)
