"""The journey as a Markov chain in continuous time: value, stocks and the way to them.

Without feedback, stages reached, retained, customer and dropped out form a chain with constant rates; customers
may add leads to it (a branching process, whose means follow the same linear equations).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray
REACHED, RETAINED, CUSTOMER, DROPPED_OUT, ASLEEP, INVITED = range(6)
STAGES = 4
"""Stages that are told apart: whoever's demand sleeps is a customer, and who is invited in no stage yet."""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """Rates per day, all constant; ``invites``: leads (people retained) that a customer adds while demand is awake.

    Demand falls asleep at ``pause`` and wakes at ``resume``; asleep a customer orders nothing and may drop out. Leads
    come ``wait`` days after they are invited, in the mean.
    """

    opt_in: float
    fade: float
    buy_reached: float
    buy_retained: float
    unsubscribe: float
    drop_out: float
    loss: float
    come_back: float
    final_loss: float
    pause: float = 0.0
    resume: float = 0.0
    invites: float = 0.0
    wait: float = 0.0

    @property
    def states(self) -> list[int]:
        """The states of the chain, the four stages first."""
        late = self.invites > 0.0 and self.wait > 0.0
        return [*range(STAGES), *([ASLEEP] if self.pause > 0.0 else []), *([INVITED] if late else [])]

    def generator(self, invitation_worth: float = 1.0) -> Array:
        """Q + R, per day [state, state]: Q moves people between states, R adds leads.

        ``invitation_worth`` multiplies R, such as e**(-discount x delay) where invitations arrive later.
        """
        q = np.zeros((6, 6))
        q[REACHED, RETAINED], q[REACHED, CUSTOMER] = self.opt_in, self.buy_reached
        q[RETAINED, CUSTOMER] = self.buy_retained
        q[CUSTOMER, DROPPED_OUT], q[DROPPED_OUT, CUSTOMER] = self.drop_out, self.come_back
        q[CUSTOMER, ASLEEP], q[ASLEEP, CUSTOMER], q[ASLEEP, DROPPED_OUT] = self.pause, self.resume, self.drop_out
        late = INVITED in self.states
        q[INVITED, RETAINED] = 1.0 / self.wait if late else 0.0
        exits = np.array([self.fade, self.unsubscribe, self.loss, self.final_loss, self.loss, 0.0])
        np.fill_diagonal(q, -(q.sum(axis=1) + exits))
        q[CUSTOMER, INVITED if late else RETAINED] += self.invites * invitation_worth
        return q[np.ix_(self.states, self.states)]

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
                -purse.service,
                0.0,
            ]
        )[self.states]
        q = self.generator(invitation_worth)
        if self.invites and np.linalg.eigvals(q).real.max() >= purse.discount_rate:
            raise ValueError("referrals grow faster than the discount rate")
        return np.asarray(np.linalg.solve(purse.discount_rate * np.eye(len(q)) - q, reward))[:STAGES]

    def stocks(self, inflow: float) -> Array:
        """People in each stage in the long run, ``inflow`` people per day entering as reached [4] (Little)."""
        q = self.generator()
        return self._stages(np.linalg.solve(-q.T, inflow * np.eye(len(q))[REACHED]))

    def people(self, t: ArrayLike, inflow: float, start: ArrayLike = (0.0, 0.0, 0.0, 0.0)) -> Array:
        """Expected people in each stage at time ``t``, from ``start`` [4] and with ``inflow`` per day [t, 4]."""
        times = np.atleast_1d(np.asarray(t, float)).tolist()
        return np.array([self._stages(self._expected(at, inflow, start)) for at in times])

    def customer_days(self, t: float, inflow: float, start: ArrayLike = (0.0, 0.0, 0.0, 0.0)) -> float:
        """Days that all together are expected to have been customers, demand awake, by time ``t``."""
        return float(self._expected(t, inflow, start)[-1])

    def _expected(self, t: float, inflow: float, start: ArrayLike) -> Array:
        """People in each state at ``t``, then 1, then the days of customers until then."""
        from scipy.linalg import expm

        q, begin = self.generator(), np.asarray(start, float)
        n = len(q)
        # two rows and columns more: the source, which stays 1 and feeds the stage reached, and a clock of customers
        system = np.zeros((n + 2, n + 2))
        system[:n, :n] = q
        system[n, REACHED] = inflow
        system[CUSTOMER, n + 1] = 1.0
        return np.asarray(np.concatenate([begin, np.zeros(n - len(begin)), [1.0, 0.0]]) @ expm(system * t))

    def _stages(self, people: Array) -> Array:
        """People by stage [4], of people by state: those whose demand sleeps are customers."""
        merged = people[:STAGES].copy()
        if ASLEEP in self.states:
            merged[CUSTOMER] += people[self.states.index(ASLEEP)]
        return merged


@dataclass(frozen=True, kw_only=True)
class Purse:
    """What a journey brings: currency per event, ``service`` per customer and day; ``discount_rate``: continuous, per
    day."""

    order_rate: float
    order_margin: float
    first_margin: float
    return_cost: float
    service: float
    discount_rate: float


def first_of_two(h: float, other: float, t: float) -> float:
    """Probability that of two constant hazards the first fires first, and within ``t``: h / H (1 - e**(-H t))."""
    both = h + other
    return 0.0 if both == 0.0 else float(h / both * -np.expm1(-both * t))
