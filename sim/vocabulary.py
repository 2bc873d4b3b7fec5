"""The words of the market: stages, clocks, decisions, events and accounts.

The numbers are part of the results: addresses of random numbers hold a decision's number, tables hold the
others. Append, never renumber.
"""

from __future__ import annotations

from enum import IntEnum

from sim.words import Account as Account
from sim.words import Decision as Decision
from sim.words import Event as Event


def columns(words: type[IntEnum]) -> int:
    """How many columns a table by ``words`` has: one for each number up to the last. That of a word which is no more
    stays empty."""
    return max(words) + 1


class Stage(IntEnum):
    """Where a person stands on the journey. Exclusive; referral is something customers do, not a stage."""

    UNAWARE = 0
    REACHED = 1
    RETAINED = 2
    CUSTOMER = 3
    DROPPED_OUT = 4
    LOST = 5
    TRIAL = 6


class Clock(IntEnum):
    """What may happen next to a person; at equal times the lower number comes first."""

    REACH = 0
    LEAVE = 1
    ADVANCE = 2
    NEED = 3
    DROPOUT = 4
    INVITATION = 5
    PART = 6  # that of a mechanism (sim.reference.part)


class Ties(IntEnum):
    """How a world knows who knows whom (see sim.core.ground.network)."""

    MATCHED = 0
    LISTED = 1
    FRESH = 2


class Alternative(IntEnum):
    """What an occasion may turn into; part of the address of its Gumbel draw."""

    OURS = 0
    COMPETITOR = 1
    NOTHING = 2
    FURTHER = 3  # the second of our offers, and so on


class Ask(IntEnum):
    """What a customer wants of the service desk; part of the address of a ticket's draws."""

    ROUTINE = 0  # a question that comes with being a customer
    FIRST_ORDER = 1  # trouble with the first order
    REPEAT_ORDER = 2  # trouble with a repeat order
    START = 3  # help to get started


class Desk(IntEnum):
    """What is counted by day and desk; shares of a day in micro-days."""

    ASKED = 0  # tickets in, those that come back included
    SERVED = 1
    WAITED = 2  # micro-days waited by those served
    HANDLED = 3  # micro-days of work on them
    GAVE_UP = 4
    SILENT = 5  # of those who gave up, who said nothing and cost the staff time to find out
    SOLVED = 6
    SOLVING = 7  # micro-days from first asking to the solution, of those solved
    REOPENED = 8
    WAITING = 9  # tickets waiting at the end of the day
    BUSY = 10  # tickets in the hands of staff at the end of the day
    IN_VAIN = 11  # micro-days waited by those who gave up


class Score(IntEnum):
    """An answer to "would you recommend us?" (Reichheld 2003): 0-6, 7-8, 9-10."""

    DETRACTOR = 0
    PASSIVE = 1
    PROMOTER = 2


class Points(IntEnum):
    """What is counted of the points of the loyalty programme by day, micro-units of face value."""

    ISSUED = 0
    REDEEMED = 1
    EXPIRED = 2


class Occasion(IntEnum):
    """What an incentive to customers waits for."""

    SILENCE = 0  # the firm calls the customer lapsed, or so many days without an order
    BIRTHDAY = 1
    ANNIVERSARY = 2  # of the first order
    ORDER = 3
    FRIEND = 4  # an invited friend has placed a first order
    CAMPAIGN = 5  # a day of the run, for all customers at once


class Whether(IntEnum):
    """Who is meant by something that customers have or have not."""

    ANY = 0
    WITHOUT = 1
    WITH = 2


class Granted(IntEnum):
    """What is counted of the incentives to customers, by day and row."""

    SENT = 0
    COST = 1  # micro-units
    REDEEMED = 2  # orders with a coupon
    LESS = 3  # what coupons took off, micro-units
    RETURNED = 4  # customers who came back by it


class Bought(IntEnum):
    """What is counted of orders, by day and place, and by day and offer."""

    ORDERS = 0
    FIRST = 1
    RETURNED = 2
    PAID = 3  # for orders that were kept, micro-units
    LEFT = 4  # after goods, delivery, commission and rebates, micro-units


class Assorted(IntEnum):
    """What is counted of the lines of orders, by day and category of the assortment."""

    ORDERS = 0  # that hold the category
    LINES = 1
    UNITS = 2
    ON_DEAL = 3  # lines on a deal
    DEPTH = 4  # of deals, summed over their lines, millionths of the price
    SOLD = 5  # after deals, at the firm's price level, micro-units
    OFF = 6  # what deals took off, micro-units
    GOODS = 7  # cost of goods, micro-units


class Reason(IntEnum):
    """Why a customer drops out."""

    NEED = 0
    PRICE = 1
    COMPETITOR = 2
    SERVICE = 3


class Letter(IntEnum):
    """What one person writes to another; it arrives on a later day."""

    INVITATION = 0
    JOINED = 1  # the friend has placed a first order
    LEFT = 2  # the one who invited has dropped out or is lost
    BACK = 3  # the one who invited is a customer again
    TROUBLE = 4  # to oneself: an order turns out to need service
    SERVED = 5  # the desk has dealt with a ticket and solved it
    UNSOLVED = 6  # the desk has dealt with a ticket; it comes back
    GAVE_UP = 7  # the customer has waited in vain
    DEFECTED = 8  # a contact has dropped out
    WARNING = 9  # a contact speaks ill of us
    PRAISE = 10  # a contact speaks well of us
    MENDED = 11  # the firm has mended what this customer complained of


class Curve(IntEnum):
    """What is summed by customers' age (see sim.core.ground.ledger)."""

    VALUE = 0
    ORDERS = 1
    DROPOUTS = 2
    RETURNS = 3
    CUSTOMERS = 4
    FIRST_VALUE = 5
    PAID = 6  # for orders that were kept, of customers who were so at the beginning


ORGANIC = 0
"""The source that is no channel: hearing of us without being paid for. Channels follow from 1; the last
source is an accepted invitation."""

MICRO = 1_000_000
"""Micro-units in one unit of currency."""

NEVER = 2.0**60
"""The time of what will not happen, days; the same in single precision."""

NEVER_DUE = 32767
"""The due day of a person to whom nothing more will happen."""

MOST_INVITES = 64
"""No share sends more invitations than this."""
YEAR = 365.0
"""Days between two birthdays, and between two anniversaries."""
FIRST_LIFE, AGAIN, WON_BACK = range(3)
"""Lives as a customer: the first, one after coming back unasked, from then on those after a return by an incentive."""
UNAVAILABLE = -1e300
"""The utility of an alternative that there is not."""
