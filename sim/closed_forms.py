"""Formulas that the simulator must reproduce where the right answer is known."""

from __future__ import annotations

import numpy as np


def pareto_nbd_mean(t: np.ndarray, r: float, alpha: float, s: float, beta: float) -> np.ndarray:
    """Expected repeat orders by age ``t`` of a new customer: Pareto/NBD.

    Order rate ~ Gamma(r, alpha), drop-out rate ~ Gamma(s, beta); alpha, beta and t in the same unit of time.
    Source: Schmittlein, Morrison & Colombo 1987; E = r beta / (alpha (s-1)) (1 - (beta/(beta+t))**(s-1)).
    """
    t = np.asarray(t, float)
    if abs(s - 1.0) < 1e-9:
        return r * beta / alpha * np.log((beta + t) / beta)
    return r * beta / (alpha * (s - 1.0)) * -np.expm1((s - 1.0) * np.log(beta / (beta + t)))


def exponential_mean(t: np.ndarray, rate: float, dropout: float) -> np.ndarray:
    """Expected repeat orders by age ``t`` where everybody has the same rates, per unit of ``t``."""
    t = np.asarray(t, float)
    return rate * t if dropout == 0.0 else rate * -np.expm1(-dropout * t) / dropout


def journey_value(
    *,
    opt_in: float,
    fade: float,
    buy_reached: float,
    buy_retained: float,
    unsubscribe: float,
    drop_out: float,
    loss: float,
    come_back: float,
    final_loss: float,
    order_rate: float,
    order_margin: float,
    first_margin: float,
    return_cost: float,
    service: float,
    discount: float,
) -> float:
    """Discounted value of a person just reached, currency: a Markov chain with rewards, (dI - Q)^-1 r.

    Stages reached, retained, customer, dropped out; all rates per day and constant, ``discount`` continuous
    per day, margins and costs in currency, ``service`` currency per day of being a customer.
    """
    q = np.zeros((4, 4))
    q[0, 1], q[0, 2] = opt_in, buy_reached
    q[1, 2] = buy_retained
    q[2, 3], q[3, 2] = drop_out, come_back
    exits = np.array([fade, unsubscribe, loss, final_loss])
    np.fill_diagonal(q, -(q.sum(axis=1) + exits))
    reward = np.array(
        [
            buy_reached * first_margin,
            buy_retained * first_margin,
            order_rate * order_margin - service,
            -come_back * return_cost,
        ]
    )
    return float(np.linalg.solve(discount * np.eye(4) - q, reward)[0])
