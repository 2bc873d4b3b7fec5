"""Queues at a service desk with constant load: exponential handling, one staff level, nobody closes for the night.

Times are in the unit of the rates. Erlang 1917; Palm 1957 and Garnett, Mandelbaum & Reiman 2002 (abandonment);
Cobham 1954 and Kella & Yechiali 1985 (priorities); Pollaczek 1930 and Khinchine 1932 (any handling time).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb, exp, inf, log

import numpy as np
from scipy.optimize import brentq
from scipy.special import betaincc


@dataclass(frozen=True)
class ErlangC:
    """Tickets arrive at ``arrivals``, each of ``staff`` people finishes ``service`` of them; nobody gives up.

    Needs arrivals < staff * service; else ValueError.
    """

    arrivals: float
    service: float
    staff: int

    def __post_init__(self) -> None:
        if not self.arrivals < self.staff * self.service:
            raise ValueError("more work comes in than the staff can do")

    @property
    def load(self) -> float:
        """Share of the staff's time that is needed."""
        return self.arrivals / (self.staff * self.service)

    @property
    def waits(self) -> float:
        """Probability that a ticket has to wait at all (Erlang's C)."""
        return erlang_b(self.arrivals / self.service, self.staff) / (
            1.0 - self.load * (1.0 - erlang_b(self.arrivals / self.service, self.staff))
        )

    @property
    def spare(self) -> float:
        """The rate at which whoever waits moves on: staff * service - arrivals."""
        return self.staff * self.service - self.arrivals

    @property
    def wait(self) -> float:
        """Mean wait."""
        return self.waits / self.spare

    @property
    def in_system(self) -> float:
        """Mean number of tickets waiting or in hand (Little 1961)."""
        return self.arrivals * (self.wait + 1.0 / self.service)

    def wait_beyond(self, time: float) -> float:
        """Probability to wait longer than ``time``."""
        return self.waits * exp(-self.spare * time)

    def answered_within(self, time: float) -> float:
        """Share of tickets that are answered within ``time``."""
        return 1.0 - self.wait_beyond(time)

    def wait_quantile(self, share: float) -> float:
        """The wait that ``share`` of tickets do not exceed."""
        return max(log(self.waits / (1.0 - share)) / self.spare, 0.0) if share < 1.0 else inf

    def mean_exponential(self, rate: float) -> float:
        """E[e**(rate x wait)], finite below ``spare``: what a wait does to a hazard or, negative, to a conversion."""
        if rate >= self.spare:
            return inf
        return 1.0 - self.waits + self.waits * self.spare / (self.spare - rate)

    def beyond_by_urgency(self, first: float, time: float) -> tuple[float, float]:
        """Probabilities to wait longer than ``time`` where tickets at rate ``first`` go before the others.

        Who goes first waits, if at all, exponentially at staff x service - first. Who comes after waits as without
        urgency, and for the busy period of all who go first meanwhile (Kella & Yechiali 1985): its transform is known.
        """
        done = self.staff * self.service
        urgent = self.waits * exp(-(done - first) * time)
        if first == 0.0 or time == 0.0:
            return urgent, self.wait_beyond(time)

        def transform(s: np.ndarray) -> np.ndarray:
            b = done + first + s
            busy = (b - np.sqrt(b * b - 4.0 * first * done)) / (2.0 * first)
            return np.asarray(self.spare / (self.spare + s + first * (1.0 - busy)))

        return urgent, self.waits * _beyond(transform, time)


def _beyond(transform: Callable[[np.ndarray], np.ndarray], time: float) -> float:
    """Probability that a time of the Laplace transform ``transform`` is longer than ``time`` (Abate & Whitt 1995)."""
    terms, averaged, damping = 40, 12, 18.4  # errors of about e**-18.4
    k = np.arange(terms + averaged + 1)
    s = (damping + 2j * np.pi * k) / (2.0 * time)
    values = np.real((1.0 - transform(s)) / s) * np.where(k % 2, -1.0, 1.0)
    values[0] *= 0.5
    sums = exp(damping / 2.0) / time * np.cumsum(values)
    weights = np.array([comb(averaged, j) for j in range(averaged + 1)]) / 2.0**averaged
    return float(weights @ sums[terms:])


def erlang_b(offered: float, staff: int) -> float:
    """Share of tickets lost where nobody can wait; ``offered``: arrivals / service."""
    lost = 1.0
    for k in range(1, staff + 1):
        lost = offered * lost / (k + offered * lost)
    return lost


@dataclass(frozen=True)
class ErlangA:
    """The same where whoever waits gives up at rate ``impatience``: stationary for any load."""

    arrivals: float
    service: float
    staff: int
    impatience: float

    def _law(self) -> np.ndarray:
        """Probabilities of 0, 1, ... tickets in the system, from the balance of neighbouring states."""
        weights, n = [0.0], 0
        while n < self.staff or weights[-1] > max(weights) - 60.0:  # log weights, until they no longer count
            n += 1
            out = self.service * min(n, self.staff) + self.impatience * max(n - self.staff, 0)
            weights.append(weights[-1] + log(self.arrivals / out))
        law = np.exp(np.array(weights) - max(weights))
        return law / law.sum()

    @property
    def waits(self) -> float:
        """Probability that a ticket finds all staff at work."""
        return float(self._law()[self.staff :].sum())

    @property
    def queue(self) -> float:
        """Mean number of tickets waiting."""
        law = self._law()
        return float((law * np.maximum(np.arange(len(law)) - self.staff, 0)).sum())

    @property
    def gives_up(self) -> float:
        """Share of tickets that are given up."""
        return self.impatience * self.queue / self.arrivals

    @property
    def wait(self) -> float:
        """Mean wait of all tickets, those given up included."""
        return self.queue / self.arrivals

    def answered_within(self, time: float) -> float:
        """Share of tickets, those given up included, that are answered within ``time``.

        Whoever finds k before the own turn waits for k + 1 ends at rates staff x service + j x impatience, j = 0..k,
        which is -ln(B) / impatience with B ~ Beta(staff x service / impatience, k + 1), and is still there with
        probability e**(-impatience x wait) = B (Palm 1957).
        """
        law, work = self._law(), self.staff * self.service / self.impatience
        ahead = np.arange(len(law) - self.staff)
        stays = work / (work + ahead + 1.0) * betaincc(work + 1.0, ahead + 1.0, exp(-self.impatience * time))
        return float(law[: self.staff].sum() + (law[self.staff :] * stays).sum())

    @property
    def in_system(self) -> float:
        """Mean number of tickets waiting or in hand."""
        law = self._law()
        return float((law * np.arange(len(law))).sum())


def one_at_the_desk(arrivals: float, mean: float, sd: float) -> float:
    """Mean wait with one member of staff and handling times of any law (Pollaczek-Khinchine)."""
    load = arrivals * mean
    if load >= 1.0:
        raise ValueError("more work comes in than the staff can do")
    return arrivals * (mean * mean + sd * sd) / (2.0 * (1.0 - load))


def with_returns(arrivals: float, solved: float) -> float:
    """The rate of tickets where each needs another turn with probability 1 - ``solved``."""
    return arrivals / solved


def urgent_and_others(wait: float, load: float, first: float) -> tuple[float, float]:
    """Mean waits of those who go first, a share ``first`` of tickets, and of the others, at a desk where all would wait
    ``wait`` at a ``load`` below 1 (Cobham 1954): staff of exponential handling, or one of any."""
    urgent = 1.0 - first * load
    return wait * (1.0 - load) / urgent, wait / urgent


def given_up_and_returned(arrivals: float, service: float, staff: int, impatience: float, solved: float) -> ErlangA:
    """The desk at which of those who are served another turn is needed with probability 1 - ``solved``, much later; who
    gives up does not come back: tickets = arrivals + (1 - solved) x those served."""
    if solved == 1.0:
        return ErlangA(arrivals, service, staff, impatience)

    def excess(tickets: float) -> float:
        served = tickets * (1.0 - ErlangA(tickets, service, staff, impatience).gives_up)
        return tickets - arrivals - (1.0 - solved) * served

    return ErlangA(float(brentq(excess, arrivals, arrivals / solved, rtol=1e-12)), service, staff, impatience)


def congested_customers(
    joining: float, leaving: float, asking: float, exits: float, service: float, staff: int
) -> float:
    """Customers in equilibrium where waiting drives them away.

    ``joining`` per time; each leaves at rate ``leaving``, asks at rate ``asking`` and, having waited w, leaves with
    probability 1 - e**(-exits x w): joining = N (leaving + asking C exits / (spare + exits)), C and spare those of
    Erlang-C at N x asking.
    """

    def excess(customers: float) -> float:
        desk = ErlangC(customers * asking, service, staff)
        return customers * (leaving + asking * (1.0 - desk.mean_exponential(-exits))) - joining

    most = min(joining / leaving, staff * service / asking * (1.0 - 1e-12))
    return float(brentq(excess, 0.0, most, xtol=1e-9))


def most_arrivals(service: float, staff: int, impatience: float, share: float, time: float, load: float) -> float:
    """The most tickets per time of which ``share`` are answered within ``time`` by so many staff, who are at work for
    at most the part ``load`` of their time where nobody gives up; ``impatience`` 0: nobody does."""

    def excess(arrivals: float) -> float:
        desk = ErlangA(arrivals, service, staff, impatience) if impatience > 0.0 else ErlangC(arrivals, service, staff)
        return desk.answered_within(time) - share

    most = min(load, 1.0 - 1e-9) * staff * service
    if excess(most) >= 0.0:
        return most
    return float(brentq(excess, 1e-9 * most, most, xtol=1e-9 * most))
