"""The accounts by what they are for. Everything booked is in one group."""

from __future__ import annotations

from sim.mechanisms.all import ALL
from sim.vocabulary import Account


def of_mechanisms(group: str) -> tuple[Account, ...]:
    """The accounts of a group that mechanisms declare."""
    return tuple(Account(one.number) for each in ALL for one in each.accounts if one.group == group)


NET_REVENUE = (Account.REVENUE, Account.DISCOUNT, Account.COUPON, *of_mechanisms("NET_REVENUE"))
"""List revenue and what is taken off it."""

PAID_FOR_ORDERS = (Account.REVENUE, Account.QUANTITY_DISCOUNT, Account.DISCOUNT, Account.COUPON, Account.RETURNS)
"""What was paid for orders that were kept."""

LEFT_BY_ORDERS = (*PAID_FOR_ORDERS, Account.GOODS, Account.FULFILMENT, Account.COMMISSION, Account.REBATE)
"""What they leave."""

SELLING = (Account.GOODS, Account.FULFILMENT, Account.COMMISSION, Account.FIRST_ORDER_COST, *of_mechanisms("SELLING"))
"""What an order costs."""

BY_TICKET = (Account.SUPPORT, *of_mechanisms("BY_TICKET"))
"""What a ticket costs."""

SERVING = (Account.SERVICE, *of_mechanisms("SERVING_BY_DAY"), *of_mechanisms("SERVING"), *of_mechanisms("BY_TICKET"))
"""What a customer costs by the day and by the ticket."""

RETURNING = (Account.WINBACK, *of_mechanisms("RETURNING"))
"""What winning customers back costs."""

PROGRAMME = (Account.REWARD_REFERRER, Account.REWARD_FRIEND, *of_mechanisms("PROGRAMME"))
"""What the referral programme pays."""

REWARDS = (*PROGRAMME, *of_mechanisms("REWARDS"))
"""What is paid for bringing people: the programme, promoters, seeding."""

NURTURING = (
    Account.NURTURE,
    *of_mechanisms("NURTURING_BY_DAY"),
    Account.OPTIN_REWARD,
    *of_mechanisms("NURTURING"),
)
"""What people cost who are not yet customers."""

ADVERTISING = (Account.MEDIA, Account.CREATIVE)
"""Paid media and what is shown in them: booked by the firm, not by person."""

OVERHEAD = (Account.FIXED, *of_mechanisms("OVERHEAD"))
"""What the firm costs whatever it sells."""

EARNED = (*NET_REVENUE, *SELLING, *SERVING, *RETURNING)
"""What a customer's own sums hold (PERSON.net, PERSON.value)."""

SPENT = (*REWARDS, *NURTURING)
"""What winning a person has cost (PERSON.spent)."""
