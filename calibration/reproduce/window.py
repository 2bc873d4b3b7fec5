"""Orders of a stretch of days, of real customers and of simulated ones, in the same form."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from calibration.likelihood import Array
from calibration.reproduce.baskets import Lines, real_lines, simulated_lines
from sim.plan import Plan
from sim.vocabulary import MICRO, Event

DAYS = 7
NO_CHANNEL = ""


@dataclass(frozen=True)
class Window:
    """Order days within ``days`` (whole weeks), and the customers whose they are.

    ``who``, ``day``, ``amount`` [order day]: place of the customer, day from 0 on, currency; sorted by customer and
    day. Real orders of a customer on one day are one. A market fitted to such order days has them at any moment, so
    that two simulated ones on one day are two order days.

    ``first`` and ``last`` [customer]: days of the first order ever and of the latest one before the window, negative
    before it; of customers new in the window ``last`` is ``first``.
    ``channel`` [customer]: names, empty where it is not known. ``asked``, ``wait`` [ticket]: whose tickets of the
    window were answered, and after how many hours. ``lines``: of their orders, where products are
    told. ``scale``: customers whom one stands for.
    """

    days: int
    who: np.ndarray
    day: np.ndarray
    amount: Array
    first: np.ndarray
    last: np.ndarray
    channel: np.ndarray
    scale: float = 1.0
    asked: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    wait: Array = field(default_factory=lambda: np.zeros(0))
    lines: Lines = field(default_factory=Lines)

    def __len__(self) -> int:
        return len(self.first)

    @property
    def weeks(self) -> int:
        """Weeks of the window."""
        return self.days // DAYS

    @property
    def week(self) -> np.ndarray:
        """The week of each order day, from 0 on."""
        return self.day // DAYS

    @property
    def known(self) -> np.ndarray:
        """Whether each was a customer before the window, bool [customer]."""
        return self.first < 0

    @cached_property
    def visits(self) -> np.ndarray:
        """Whether each customer who ordered in the window did so in each week, bool [such a customer, week]."""
        found = np.zeros((len(self), self.weeks), bool)
        found[self.who, self.week] = True
        return found[found.any(axis=1)]

    def of(self, chosen: np.ndarray) -> Window:
        """The same of the customers ``chosen``, bool [customer]."""
        place = np.cumsum(chosen) - 1
        rows, asked = chosen[self.who], chosen[self.asked]
        return replace(
            self,
            who=place[self.who[rows]],
            day=self.day[rows],
            amount=self.amount[rows],
            first=self.first[chosen],
            last=self.last[chosen],
            channel=self.channel[chosen],
            asked=place[self.asked[asked]],
            wait=self.wait[asked],
            lines=self.lines.of(chosen),
        )

    def seen(self) -> Window:
        """The same of those who ordered in it, with nothing known of when they became customers."""
        ordered = np.bincount(self.who, minlength=len(self)) > 0
        found = self.of(ordered)
        before = np.full(len(found), -1)
        return replace(found, first=before, last=before)

    def half(self, order: np.ndarray) -> tuple[Window, Window]:
        """Two halves of the customers, drawn by ``order``, numbers [customer] that say who comes before whom."""
        chosen = order.argsort(kind="stable").argsort(kind="stable") < len(self) // 2
        return self.of(chosen), self.of(~chosen)


def real_window(
    days: pd.DataFrame,
    until: np.datetime64,
    length: int,
    channels: pd.Series | None = None,
    tickets: pd.DataFrame | None = None,
    orders: pd.DataFrame | None = None,
) -> Window:
    """The ``length`` days after ``until``, out of ``days`` (summary.order_days of the whole history).

    ``channels``: names by customer id; ``tickets``: the table of contracts; None where no table says them. ``orders``:
    the lines behind ``days``, where what they hold is to be compared.
    """
    day = (days["day"].to_numpy("datetime64[D]") - until).astype(np.int64) - 1
    rows = day < length
    ids, who = np.unique(days["customer_id"].to_numpy(object)[rows].astype(str), return_inverse=True)
    day, amount = day[rows], days["amount"].to_numpy(float)[rows]
    first = np.full(len(ids), length)
    np.minimum.at(first, who, day)
    last = np.full(len(ids), np.iinfo(np.int64).min)
    np.maximum.at(last, who[day < 0], day[day < 0])
    last = np.where(first < 0, last, first)
    named = np.full(len(ids), NO_CHANNEL, object)
    if channels is not None:
        by_id = channels.set_axis(channels.index.astype(str))
        named = by_id.reindex(ids).fillna(NO_CHANNEL).to_numpy(object)
    inside = day >= 0
    found = _sorted(length, who[inside], day[inside], amount[inside], first, last, named, 1.0)
    if orders is not None:
        found = replace(found, lines=real_lines(orders, ids, until, length))
    if tickets is None:
        return found
    place, opened, wait = pd.Index(ids).get_indexer(tickets["customer_id"].astype(str)), *waits(tickets)
    since = (opened.astype("datetime64[D]") - until).astype(np.int64) - 1
    rows = (place >= 0) & (since >= 0) & (since < length) & ~np.isnan(wait)
    return replace(found, asked=place[rows], wait=wait[rows])


def waits(tickets: pd.DataFrame) -> tuple[np.ndarray, Array]:
    """When tickets were opened, and how many hours passed to the first answer; NaN where there was none."""
    opened, answered = (tickets[name].to_numpy("datetime64[s]") for name in ("opened_at", "first_response_at"))
    passed = (answered - opened).astype(float) / 3600.0
    return opened, np.where(np.isnat(answered), np.nan, passed)


def simulated_window(
    plan: Plan,
    lines: np.ndarray,
    people: np.ndarray,
    length: int,
    answered: tuple[np.ndarray, Array] | None = None,
) -> Window:
    """The first ``length`` days of a run of ``plan`` that left ``people`` and, in its journal, ``lines`` of orders and
    of what they hold.

    People are customers from their first order on; those of time 0 were so before. ``answered``: who had tickets
    answered, and after how many hours.
    """
    journal = lines
    lines = lines[(lines["time"] < length) & np.isin(lines["kind"], [Event.FIRST_ORDER, Event.ORDERED])]
    day = np.floor(lines["time"]).astype(np.int64)
    known = len(plan.known)
    ago = -1 - np.floor(plan.known["age"]).astype(np.int64)
    newcomers, when = np.unique(lines["who"][lines["who"] >= known], return_index=True)
    born = day[lines["who"] >= known][when]
    place = np.full(len(people), -1)
    place[:known] = np.arange(known)
    place[newcomers] = known + np.arange(len(newcomers))
    first = np.concatenate([ago, born])
    last = np.concatenate([-1 - np.floor(plan.known["silent"]).astype(np.int64), born])
    names = np.array(plan.sources, object)
    won = names[people["attributed"][newcomers]]
    named = np.where(plan.known["source"] > 0, names[plan.known["source"]], NO_CHANNEL)
    amount = lines["amount"].astype(float) / MICRO
    found = _sorted(length, place[lines["who"]], day, amount, first, last, np.concatenate([named, won]), plan.scale)
    found = replace(found, lines=simulated_lines(plan, journal, place, length))
    if answered is None:
        return found
    asked, wait = place[answered[0]], answered[1]
    return replace(found, asked=asked[asked >= 0], wait=wait[asked >= 0])


def _sorted(
    length: int,
    who: np.ndarray,
    day: np.ndarray,
    amount: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
    channel: np.ndarray,
    scale: float,
) -> Window:
    """A window of orders in any order."""
    order = np.lexsort((day, who))
    return Window(length, who[order], day[order], amount[order], first, last, channel, scale)
