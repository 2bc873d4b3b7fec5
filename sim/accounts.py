"""The accounts by what they are for. Everything booked is in one group."""

from __future__ import annotations

from sim.vocabulary import Account

NET_REVENUE = (Account.REVENUE, Account.DISCOUNT, Account.COUPON, Account.POINTS, Account.RETURNS)
"""List revenue and what is taken off it."""

SELLING = (Account.GOODS, Account.FULFILMENT, Account.COMMISSION, Account.FIRST_ORDER_COST)
"""What an order costs."""

SERVING = (Account.SERVICE, Account.COMMUNITY, Account.SUPPORT)
"""What a customer costs by the day and by the ticket."""

RETURNING = (Account.WINBACK, Account.OFFER)
"""What winning customers back costs."""

REWARDS = (Account.REWARD_REFERRER, Account.REWARD_FRIEND, Account.BONUS, Account.FRAUD)
"""What the referral programme pays."""

NURTURING = (Account.NURTURE, Account.TRIAL)
"""What people cost who are not yet customers."""

ADVERTISING = (Account.MEDIA, Account.CREATIVE)
"""Paid media and what is shown in them: booked by the firm, not by person."""

EARNED = (*NET_REVENUE, *SELLING, *SERVING, *RETURNING)
"""What a customer's own sums hold (PERSON.net, PERSON.value)."""

SPENT = (*REWARDS, *NURTURING)
"""What winning a person has cost (PERSON.spent)."""
