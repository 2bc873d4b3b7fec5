"""The arrays that both engines share: people, levers, behaviour, ledger.

Axes are named: person, cell (segment x region x place x activity class), source (0 organic, channels, last:
invitation), day, row (of curves). Times are days since the start, money is int64 micro-units of currency.
"""

from __future__ import annotations

import numpy as np

from sim.core.ground.layout import packed
from sim.mechanisms.all import ALL

PERSON = np.dtype(
    [
        # what an occasion asks for that comes to nothing: one cache line
        # when each clock fires next, days (NEVER = not running)
        ("at_reach", "f4"),  # the earliest contact over all sources
        ("at_leave", "f4"),  # fading, unsubscribing, being lost: by stage
        ("at_advance", "f4"),  # opting in, returning, the end of a recommender's loyalty: by stage
        ("at_need", "f4"),  # the next occasion
        ("at_dropout", "f4"),  # the latent drop-out, or a time before which it cannot be (sim.core.verbs.loyalty)
        ("need_level", "f4"),  # operational time of the next occasion
        ("need_rate", "f4"),  # occasions per day as a customer
        ("price_response", "f4"),  # utility lost when the price rises by its own level
        ("needs", "u4"),  # index of the next occasion; under contract, of the next renewal
        ("orders", "u4"),
        ("inbox", "i4"),  # first letter, -1 none
        ("dropout_level", "f4"),  # level of exposure at which the customer drops out
        ("ratio", "f4"),  # of the drop-out rate in force to the own one
        ("first_at", "f4"),  # first order
        ("cell", "u2"),
        ("invites", "u2"),  # invitations sent
        ("stage", "u1"),
        ("segment", "u1"),
        ("attributed", "u1"),  # source credited with the first order (last touch)
        ("potential", "u1"),  # whether the person could ever buy
        # the rest
        ("net", "i8"),  # contribution after service and win-back, before acquisition costs
        ("value", "i8"),  # the same, discounted to the first order
        ("spent", "i8"),  # cost of winning this person: rewards and nurture (negative)
        ("dropout", "f4"),  # per day; or its chance at an order or a renewal, where it can only come then
        ("spend_rate", "f4"),  # Gamma-Gamma nu: an order at today's price is Gamma(shape, spend_rate)
        ("since", "f4"),  # entry into the present stage
        ("reached_at", "f4"),  # first contact ever
        ("second_at", "f4"),  # second order
        ("touched_at", "f4"),  # latest contact that the firm can see, before the first order
        ("referrer", "i4"),  # who invited, -1 nobody
        ("entries", "u2"),  # times reached (addresses fading and opting in)
        ("candidate", "u2"),  # candidate of the unsubscribing clock, over all stays on the own list
        ("lapses", "u2"),  # times dropped out
        ("start", "u1"),  # the stage this person stands in at time 0
        ("cause", "u1"),  # source of the latest awakening
        ("touched", "u1"),  # source of the contact at touched_at
        ("reach_source", "u1"),  # source of the contact at at_reach
        ("opted_out", "u1"),
        ("sharer", "u1"),  # having recommended us lowers the drop-out rate, until at_advance
    ],
    align=True,
)
"""Two cache lines. Times, traits and levels are kept in single precision: an event's time is what its clock holds."""

KEPT = [field for mechanism in ALL for field in mechanism.fields if not field.apart]
MORE, OFTEN_END = packed(
    [(field.name, field.kind) for field in KEPT if field.often],
    [(field.name, field.kind) for field in KEPT if not field.often],
)
"""What only mechanisms need, as the specs of their folders say; kept for every person where one that keeps something is
on, else for nobody. OFTEN_END: where the part ends that an occasion asks for that comes to nothing, bytes."""

KNOWN = np.dtype(
    [
        ("need_rate", "f4"),  # as in PERSON, given the customer's own history
        ("dropout", "f4"),
        ("spend_rate", "f4"),
        ("age", "f4"),  # days since the first order
        ("silent", "f4"),  # days since the latest order
        ("first", "f4"),  # operational time of the next occasion, where gaps remember; days to the end of a contract
        ("orders", "u4"),
        ("segment", "i2"),  # -1 unknown
        ("region", "i2"),  # the same
        ("place", "i2"),
        ("source", "i2"),  # the channel that won the customer, from 1; 0 unknown
        ("alive", "u1"),
    ],
    align=True,
)
"""A customer whom the firm has at time 0: the first people of a world, in their order."""

TRAIT = np.dtype(
    [
        ("response", "f8"),  # to prices
        ("need", "f8"),  # occasions
        ("leaving", "f8"),  # drop-out
        ("spend", "f8"),  # amounts
        ("questions", "f8"),  # to the service desk
        ("firm", "f8"),  # 1 where several people decide, 0 where one does
    ],
    align=True,
)
"""What the people of a cell have in common, relative to the market."""

OFFER = np.dtype(
    [
        ("utility", "f8"),
        ("units", "f8"),
        ("category", "i8"),  # of World.baskets: its own, or what a bundle holds
        ("segments", "i8"),  # bit s: made to people of segment s
    ],
    align=True,
)

PLACE = np.dtype(
    [
        ("price", "f8"),  # ratio to the list price
        ("today", "f8"),  # the same before day 0
        ("commission", "f8"),  # share of what is paid
        ("rebate", "f8"),  # the same
        ("fulfilment", "f8"),  # ratio on the cost of delivery
        ("more_returns", "f8"),  # share of orders that are sent back beside those that are everywhere
        ("trust_lost", "f8"),  # utility, of who sees that prices differ; the same at each place
        ("effort", "f8"),  # of a dealer, ratio to that where nobody undercuts
        ("online", "i8"),
        ("dealer", "i8"),
    ],
    align=True,
)
"""The terms of a place to buy at, while a set of places is open."""

CATEGORY = np.dtype(
    [
        ("again", "f8"),  # probability that the next line is of the same category
        ("pull", "f8"),  # ratio on the odds of being put into a basket, by its price
        ("price", "f8"),  # ratio to its price of today
        ("first", "i8"),  # its first product
        ("products", "i8"),  # how many it has
    ],
    align=True,
)
"""A category of the assortment."""
PRODUCT = np.dtype(
    [
        ("keep", "f8"),  # with its alias: an alias table of the products of its category (Walker 1977)
        ("alias", "i8"),
        ("price", "f8"),  # regular price of a unit, currency
        ("extra", "f8"),  # 1 / log(m / (1 + m)), m the mean of units beyond the first (a geometric law); 0 = none
        ("extra_on_deal", "f8"),
        ("deal_share", "f8"),  # share of weeks on a deal
        ("deal_depth", "f8"),  # mean depth, share of the price
        ("kept", "f8"),  # what today's deals leave of its price, mean of its lines
        ("more", "f8"),  # its units with those that today's deals add, ratio to without, mean of its lines
    ],
    align=True,
)
"""A product of the assortment."""

INCENTIVE = np.dtype(
    [
        ("number", "i8"),  # in the list of the policy, those that are off included; part of addresses
        ("occasion", "i8"),  # sim.vocabulary.Occasion
        ("nth", "i8"),  # which order or friend; 0 = each one
        ("days", "f8"),  # after it
        ("cost", "i8"),  # micro-units
        ("depth", "f8"),  # of a coupon, share of the price [0 = none]
        ("valid", "f8"),  # days
        ("worth", "f8"),  # satisfaction of who gets it [0 = none]
        ("life", "f8"),  # ratio on the drop-out rate after a return by it
        ("most", "i8"),  # a customer
        ("again", "f8"),  # days between two
        ("until", "f8"),  # none goes out later, days
        ("least", "i8"),  # orders so far
        ("most_orders", "i8"),  # the same
        ("least_silent", "f8"),  # days since the latest order
        ("most_silent", "f8"),  # the same
        ("share", "f8"),  # of those who are meant, drawn anew each time
        ("lapsed", "i8"),  # sim.vocabulary.Whether, as the next two
        ("tier", "i8"),
        ("used", "i8"),  # a coupon of an incentive, before
        ("classes", "i8"),  # of customers: 1 C, 2 B, 4 A, summed
        ("reasons", "i8"),  # for leaving: 1 << sim.vocabulary.Reason, summed [0 = it is not asked for]
    ],
    align=True,
)
"""A row of the policy's list of incentives to customers."""

LEVER = np.dtype(
    [
        ("price", "f8"),  # ratio to today's price
        ("deal_first", "f8"),  # deal on first orders, share of the price
        ("deal_repeat", "f8"),  # on repeat orders
        ("rival", "f8"),  # the competitor's price, ratio to today's
        ("quality", "f8"),
        ("appeal", "f8"),  # utility of our offers beside price and quality
        ("lead", "f8"),  # share of enquiries that survive the wait for our answer
        ("commission", "f8"),  # share of what is paid
        ("leave_price", "f8"),  # weights of reasons to drop out
        ("leave_rival", "f8"),
        ("hunter", "f8"),  # probability that who takes up an invitation came for the reward
        ("community", "f8"),  # probability that a new customer joins
        ("goods", "f8"),  # cost of goods, share of today's price
        ("fulfilment", "f8"),
        ("touches", "f8"),  # messages per day on the own list
        ("share", "f8"),  # probability per order
        ("accept", "f8"),  # probability per invitation
        ("reward_referrer", "i8"),
        ("reward_friend", "i8"),
        ("first_order_cost", "i8"),
        ("optin_reward", "i8"),  # to who joins the own list
        ("bonus", "i8"),  # for every so many friends who have joined
        ("bonus_friends", "i4"),
        ("label", "i4"),  # of the cell: segment x region x place
        ("price_list", "i4"),  # which prices of our offers hold
        ("cohort", "i4"),
    ],
    align=True,
)

ENVELOPE = np.dtype(
    [("time", "f4"), ("to", "i4"), ("sender", "i4"), ("next", "i4"), ("what", "u4"), ("kind", "i4")], align=True
)
JOURNAL = np.dtype([("time", "f8"), ("amount", "i8"), ("who", "i4"), ("kind", "u4")], align=True)

TICKET = np.dtype(
    [
        ("time", "f8"),  # joins the queue
        ("opened", "f8"),  # the customer first asked
        ("until", "f8"),  # gives up waiting
        ("start", "f8"),  # the staff begins
        ("end", "f8"),  # the staff is done, or the customer has given up
        ("again", "f8"),  # it comes back
        ("next", "i8"),  # the number of the ticket behind it in a queue or among a day's, -1 none
        ("next_over", "i8"),  # the same among those that are over today
        ("who", "i4"),
        ("index", "u4"),  # the question or the occasion that it is about
        ("double", "u4"),  # 0 a person's own; others stand for customers who are not simulated
        ("ask", "u1"),  # sim.vocabulary.Ask
        ("turn", "u1"),  # times it came back
        ("desk", "u1"),
        ("urgency", "u1"),  # 0 goes before 1
        ("silent", "u1"),  # whoever gives up says nothing
        ("over", "u1"),  # 0 waiting or in hand, 1 given up and still in the queue, 2 done
    ],
    align=True,
)
SERVER = np.dtype([("until", "f8"), ("ticket", "i8")], align=True)
QUEUE = np.dtype(
    [("busy", "i8"), ("first", "i8", (2,)), ("last", "i8", (2,)), ("waiting", "i8", (2,))],
    align=True,
)
"""Of a desk: members of staff at work, the numbers of the first and last ticket and the length by urgency."""
DESK = np.dtype(
    [
        ("share", "f8"),  # of tickets, cumulated over the desks
        ("exponential", "i8"),  # handling times are exponential, else log-normal
        ("handling", "f8"),  # mean, days
        ("log_mean", "f8"),  # of the log-normal law, log days
        ("log_sd", "f8"),
        ("patience", "f8"),  # mean, days; 0 = who asks waits for ever
        ("silent_share", "f8"),
        ("silent_time", "f8"),  # of the staff, to find out, days
        ("solved", "f8"),  # probability that a ticket needs no second round
        ("cost", "f8"),  # of a day of work, currency
    ],
    align=True,
)

# rows of World.curves
NEED, FADE, OPT_IN, NURTURE_COST, SERVICE_COST, TOUCH_STOCK = range(6)
DROPOUT, TRIAL_RATE, TRIAL_COST, COMMUNITY_COST, REACH = range(6, 11)
"""From REACH on a row for each source that makes contact; then one for each source's visible touches that do
nothing; then one for the share of occasions each source captures (a level of the day, not cumulated)."""
# rows of World.tables
NEED_TABLE, DROPOUT_TABLE, CUSTOMER_SPEND_TABLE, ORDER_SPEND_TABLE, PRICE_TABLE, DELAY_TABLE = range(6)
CHANCE_TABLE, WILLINGNESS_TABLE = range(6, 8)

# rows of World.decays
PRESENT_VALUE, DEALS = range(2)

STRIDE = 64
"""People looked at together for whether anybody is due."""
TURNS = 256
"""The most people whose records memory is asked for ahead."""
PLACES = 2 * TURNS + 8
"""Places at which draws are dealt: one for each of them, then the seats of those who buy, or may.

A few more keep what is dealt apart: of what lies at the same place of many pages processors keep little at hand."""
HANDS = 15
"""The most that is dealt at a place."""

LINES_PER_EVENT = 8
"""No event writes more lines into the journal than this, beside one for each letter and each line of a basket."""

LOGIT, THRESHOLD = range(2)
"""Rules of choice."""
EXPONENTIAL, COIN, RENEWAL = range(3)
"""Ways to drop out: at any moment (Pareto/NBD), after an order (BG/NBD), at the end of a contract (sBG)."""
