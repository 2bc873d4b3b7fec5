"""The journey as a Markov chain in continuous time: value, stocks and the way to them.

Without feedback, stages reached, retained, customer and dropped out form a chain with constant rates; customers
may add leads to it (a branching process, whose means follow the same linear equations).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray
REACHED, RETAINED, CUSTOMER, DROPPED_OUT = range(4)


@dataclass(frozen=True, kw_only=True)
class Journey:
    """Rates per day, all constant; ``invites``: leads (people retained) that a customer adds per day."""

    opt_in: float
    fade: float
    buy_reached: float
    buy_retained: float
    unsubscribe: float
    drop_out: float
    loss: float
    come_back: float
    final_loss: float
    invites: float = 0.0

    def generator(self, invitation_worth: float = 1.0) -> Array:
        """Q + R, per day [4, 4]: Q moves people between stages, R adds leads.

        ``invitation_worth`` multiplies R, such as e**(-discount x delay) where invitations arrive later.
        """
        q = np.zeros((4, 4))
        q[REACHED, RETAINED], q[REACHED, CUSTOMER] = self.opt_in, self.buy_reached
        q[RETAINED, CUSTOMER] = self.buy_retained
        q[CUSTOMER, DROPPED_OUT], q[DROPPED_OUT, CUSTOMER] = self.drop_out, self.come_back
        exits = np.array([self.fade, self.unsubscribe, self.loss, self.final_loss])
        np.fill_diagonal(q, -(q.sum(axis=1) + exits))
        q[CUSTOMER, RETAINED] += self.invites * invitation_worth
        return q

    def value(self, purse: Purse, invitation_worth: float = 1.0) -> Array:
        """Discounted value of a person in each stage, the people they invite included; currency [4].

        (dI - Q - R)^-1 r. ValueError where referrals grow faster than the discount: there is no finite value.
        """
        reward = np.array(
            [
                self.buy_reached * purse.first_margin,
                self.buy_retained * purse.first_margin,
                purse.order_rate * purse.order_margin - purse.service,
                -self.come_back * purse.return_cost,
            ]
        )
        q = self.generator(invitation_worth)
        if self.invites and np.linalg.eigvals(q).real.max() >= purse.discount:
            raise ValueError("referrals grow faster than the discount rate")
        return np.asarray(np.linalg.solve(purse.discount * np.eye(4) - q, reward))

    def stocks(self, inflow: float) -> Array:
        """People in each stage in the long run, ``inflow`` people per day entering as reached [4] (Little)."""
        return np.asarray(np.linalg.solve(-self.generator().T, inflow * np.eye(4)[REACHED]))

    def people(self, t: ArrayLike, inflow: float, start: ArrayLike = (0.0, 0.0, 0.0, 0.0)) -> Array:
        """Expected people in each stage at time ``t``, from ``start`` [4] and with ``inflow`` per day [t, 4]."""
        from scipy.linalg import expm

        # one row and column more: the source, which stays 1 and feeds the stage reached
        system = np.zeros((5, 5))
        system[:4, :4] = self.generator()
        system[4, REACHED] = inflow
        begin = np.append(np.asarray(start, float), 1.0)
        return np.array([(begin @ expm(system * at))[:4] for at in np.atleast_1d(np.asarray(t, float))])


@dataclass(frozen=True, kw_only=True)
class Purse:
    """What a journey brings: currency per event, ``service`` per customer and day, ``discount`` continuous per day."""

    order_rate: float
    order_margin: float
    first_margin: float
    return_cost: float
    service: float
    discount: float


def first_of_two(h: float, other: float, t: float) -> float:
    """Probability that of two constant hazards the first fires first, and within ``t``: h / H (1 - e**(-H t))."""
    both = h + other
    return 0.0 if both == 0.0 else float(h / both * -np.expm1(-both * t))
