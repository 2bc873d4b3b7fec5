"""The arrays that both engines share: people, levers, behaviour, ledger.

Axes are named: person, cell (segment x activity class), source (0 organic, channels, last: invitation),
day, row (of curves). Times are days since the start, money is int64 micro-units of currency.
"""

from __future__ import annotations

import numpy as np

PERSON = np.dtype(
    [
        # when each clock fires next, days (NEVER = not running)
        ("at_reach", "f4"),  # the earliest contact over all sources
        ("at_leave", "f4"),  # fading, unsubscribing, being lost: by stage
        ("at_advance", "f4"),  # opting in, returning, the end of a recommender's loyalty: by stage
        ("at_need", "f4"),  # the next occasion
        ("at_dropout", "f4"),  # the latent drop-out, or a time before which it cannot be (sim.core.loyalty)
        ("need_level", "f4"),  # operational time of the next occasion
        ("dropout_level", "f4"),  # level of exposure at which the customer drops out
        ("ratio", "f4"),  # of the drop-out rate in force to the own one
        # traits
        ("need_rate", "f4"),  # occasions per day as a customer
        ("dropout_rate", "f4"),  # per day
        ("spend_rate", "f4"),  # Gamma-Gamma nu: an order at today's price is Gamma(shape, spend_rate)
        ("price_response", "f4"),  # utility lost when the price rises by its own level
        # history
        ("since", "f4"),  # entry into the present stage
        ("reached_at", "f4"),  # first contact ever
        ("first_at", "f4"),  # first order
        ("second_at", "f4"),  # second order
        ("net", "i8"),  # contribution after service and win-back, before acquisition costs
        ("value", "i8"),  # the same, discounted to the first order
        ("spent", "i8"),  # cost of winning this person: rewards and nurture (negative)
        ("touched_at", "f4"),  # latest contact that the firm can see, before the first order
        ("needs", "u4"),  # index of the next occasion; under contract, of the next renewal
        ("orders", "u4"),
        ("referrer", "i4"),  # who invited, -1 nobody
        ("inbox", "i4"),  # first message, -1 none
        ("cell", "u2"),
        ("entries", "u2"),  # times reached (addresses fading and opting in)
        ("candidate", "u2"),  # candidate of the unsubscribing clock, over all stays in the owned channel
        ("lapses", "u2"),  # times dropped out
        ("invites", "u2"),  # invitations sent
        ("stage", "u1"),
        ("start", "u1"),  # the stage this person stands in at time 0
        ("cause", "u1"),  # source of the latest awakening
        ("touched", "u1"),  # source of the contact at touched_at
        ("attributed", "u1"),  # source credited with the first order (last touch)
        ("reach_source", "u1"),  # source of the contact at at_reach
        ("segment", "u1"),
        ("opted_out", "u1"),
        ("potential", "u1"),  # whether the person could ever buy
        ("sharer", "u1"),  # having recommended us lowers the drop-out rate, until at_advance
    ],
    align=True,
)
"""Two cache lines. Times, traits and levels are kept in single precision: an event's time is what its clock holds."""

MORE = np.dtype(
    [
        ("points", "i8"),  # balance, micro-units of face value; it may have lapsed and not been taken off yet
        ("at_pause", "f4"),  # when demand goes to sleep, or wakes up
        ("at_silence", "f4"),  # when the firm calls the customer lapsed
        ("at_question", "f4"),  # when the customer next wants something of the desk
        ("at_tier", "f4"),  # when the upper tier is over; NEVER = not in it
        ("reference", "f4"),  # reference price, ratio to today's
        ("deal", "f4"),  # deal-proneness at deal_at, 0 to 1
        ("deal_at", "f4"),
        ("coupon_until", "f4"),  # a win-back offer holds until then
        ("willingness", "f4"),  # to pay, ratio to today's price
        ("chance", "f4"),  # of dropping out at an order or a renewal
        ("life", "f4"),  # ratio on the drop-out rate in this life
        ("satisfaction", "f4"),  # 0 = as at today's quality, in units of its effects
        ("opinion", "f4"),  # utility that others' stories add before the first order
        ("grief", "f4"),  # neighbours who have dropped out, weighed by how long ago, at grief_at
        ("grief_at", "f4"),
        ("points_at", "f4"),  # the latest order that counts for the loyalty programme
        ("questions", "u2"),  # asked so far
        ("pauses", "u2"),  # times gone to sleep or woken up
        ("stock", "u2"),  # occasions covered by what is at home
        ("children", "u2"),  # friends invited who have placed a first order
        ("open", "u2"),  # tickets not yet solved or given up
        ("told", "u2"),  # contacts told of good or bad experience
        ("complained", "u2"),  # of which causes, a bit for each
        ("year_orders", "u1"),  # that count, in the membership year of points_at; no more than the upper tier takes
        ("trials", "u1"),
        ("offers", "u1"),  # win-back offers received
        ("categories", "u1"),  # bought so far, a bit for each
        ("dormant", "u1"),
        ("labelled", "u1"),  # called lapsed by the firm
        ("reason", "u1"),  # of the latest drop-out
        ("hunter", "u1"),  # came for the reward
        ("community", "u1"),  # member
        ("friend_active", "u1"),  # who invited this customer is one still
    ],
    align=True,
)
"""What only some mechanisms need; kept for every person where one of them is on, else for nobody."""

OFFER = np.dtype([("utility", "f8"), ("units", "f8"), ("category", "i8")], align=True)

LEVER = np.dtype(
    [
        ("price", "f8"),  # ratio to today's price
        ("deal_first", "f8"),  # promotion on first orders, share of the price
        ("deal_repeat", "f8"),  # on repeat orders
        ("rival", "f8"),  # the competitor's price, ratio to today's
        ("quality", "f8"),
        ("lead", "f8"),  # share of enquiries that survive the wait for our answer
        ("commission", "f8"),  # share of what is paid
        ("leave_price", "f8"),  # weights of reasons to drop out
        ("leave_rival", "f8"),
        ("hunter", "f8"),  # probability that who takes up an invitation came for the reward
        ("community", "f8"),  # probability that a new customer joins
        ("goods", "f8"),  # cost of goods, share of today's price
        ("fulfilment", "f8"),
        ("touches", "f8"),  # messages per day in the owned channel
        ("share", "f8"),  # probability per order
        ("accept", "f8"),  # probability per invitation
        ("reward_referrer", "i8"),
        ("reward_friend", "i8"),
        ("first_order_cost", "i8"),
        ("bonus", "i8"),  # for every so many friends who have joined
        ("bonus_friends", "i4"),
        ("cohort", "i4"),
    ],
    align=True,
)

MESSAGE = np.dtype(
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

STRIDE = 64
"""People looked at together for whether anybody is due."""
TURNS = 128
"""The most people whose records memory is asked for ahead."""

LINES_PER_EVENT = 8
"""No event writes more lines into the journal than this, beside one for each letter."""

LOGIT, THRESHOLD = range(2)
"""Rules of choice."""
EXPONENTIAL, COIN, RENEWAL = range(3)
"""Ways to drop out: at any moment (Pareto/NBD), after an order (BG/NBD), at the end of a contract (sBG)."""

BEHAVIOUR = np.dtype(
    [
        ("key", "u8"),
        ("population", "i8"),
        ("days", "i8"),
        ("sources", "i8"),
        ("segments", "i8"),
        ("classes", "i8"),
        ("friends", "i8"),
        ("network_key", "u8"),
        ("network_kind", "i8"),  # sim.vocabulary.Ties
        ("seeds", "i8"),  # people from this number on take part only when invited
        ("prospect_rate", "f8"),
        ("customer_rate_scale", "f8"),  # occasions per day for a need quantile of 1
        ("dropout_rate_scale", "f8"),
        ("spend_rate_scale", "f8"),
        ("spend_mean_scale", "f8"),  # mean order at today's price x spend_rate
        ("price_response", "f8"),  # mean over people
        ("ours", "f8", (7,)),  # log share of our offer at today's price, by stage
        ("competitor", "f8", (7,)),
        ("nothing", "f8", (7,)),
        ("nurture_effect", "f8"),
        ("touch_memory", "f8"),
        ("unsubscribe_rate", "f8"),
        ("unsubscribe_fatigue", "f8"),
        ("unsubscribe_bound", "f8"),
        ("customer_loss_rate", "f8"),
        ("return_rate", "f8"),
        ("final_loss_rate", "f8"),
        ("delay_scale", "f8"),
        ("sharer_ratio", "f8"),
        ("sharer_days", "f8"),
        ("mean_order", "f8"),  # currency; turns a friend's reward into a relative price cut
        ("discount", "f8"),  # continuous, per day
        ("attribution_window", "f8"),
        ("start_reached", "f8"),
        ("start_retained", "f8"),
        ("start_customer", "f8"),
        ("age_width", "f8"),
        ("return_cost", "i8"),
        # mechanisms that are off at the values in brackets
        ("extended", "i8"),  # whether MORE is kept [0]
        ("inflow", "i8"),  # whether people enter over time [0]
        ("recognition", "i8"),  # whether cells tell the recognised from the others [0]
        ("potential_share", "f8"),  # [1]
        ("recognised_true", "f8"),
        ("recognised_false", "f8"),
        ("seen", "i8"),  # bit s: the firm sees contacts of source s
        ("touches", "i8"),  # whether there are visible touches that do nothing [0]
        ("captures", "i8"),  # whether paid media capture occasions [0]
        ("capture_effect", "f8"),  # utility
        ("trial_days", "f8"),  # [0]
        ("rule", "i8"),  # of choice [LOGIT]
        ("anchor", "f8"),  # price at which the shares hold [1]
        ("reference_gain", "f8"),  # ratio to the price response [0]
        ("loss_aversion", "f8"),  # losses count so many times as much
        ("reference_memory", "f8"),
        ("quality_on", "i8"),  # [0]
        ("quality_effect", "f8"),
        ("quality_today", "f8"),
        ("quality_cue", "f8"),
        ("deal_effect", "f8"),  # [0]
        ("deal_response", "f8"),
        ("deal_decay", "f8"),  # per day
        ("competitor_response", "f8"),
        ("offers", "i8"),  # number of our offers [1]
        ("categories", "i8"),  # [1]
        ("breadth_effect", "f8"),  # [0]
        ("stock_effect", "f8"),  # units per unit of depth [0]
        ("stock_most", "i8"),
        ("return_share", "f8"),  # of orders sent back [0]
        ("rate_spend_correlation", "f8"),  # [0]
        ("price_dropout_correlation", "f8"),  # [0]
        ("regularity", "i8"),  # Erlang stages of a customer's occasions [1]
        ("need_window", "f8"),  # operational time of a window of a customer's occasions
        ("dropout_kind", "i8"),  # [EXPONENTIAL]
        ("dropout_curve", "i8"),  # whether the drop-out rate moves with time [0]
        ("renewal_days", "f8"),
        ("reasons", "i8"),  # whether drop-outs have reasons [0]
        ("leave_need", "f8"),
        ("leave_service", "f8"),
        ("pause_rate", "f8"),  # per day [0]
        ("resume_rate", "f8"),
        ("label_multiple", "f8"),  # of the own mean gap
        ("label_days", "f8"),  # [0 = nobody is labelled]
        ("winback", "i8"),  # whether offers go to those labelled [0]
        ("offers_most", "i8"),
        ("offer_cost", "i8"),
        ("offer_depth", "f8"),
        ("offer_days", "f8"),
        ("offer_life", "f8"),  # ratio on the drop-out rate after a return by an offer
        ("second_life", "f8"),  # the same after a return of one's own accord [1]
        ("accept_return", "f8"),
        ("accept_reason", "f8", (4,)),
        ("share_first", "f8"),  # ratio on the probability to share at a first order [1]
        ("invites_law", "i8"),  # whether the number of invitations is random [0]
        ("invites_zero", "f8"),  # Panjer: probability of none, a, b
        ("invites_a", "f8"),
        ("invites_b", "f8"),
        ("leaders", "f8"),  # share of people [0]
        ("leader_share_ratio", "f8"),
        ("leader_accept_ratio", "f8"),
        ("strong_share", "f8"),  # of ties [0]
        ("tie_ratio", "f8"),
        ("hunter_need", "f8"),
        ("hunter_dropout", "f8"),
        ("fraud", "f8"),  # of invitations [0]
        ("detection", "f8"),
        ("false_alarm", "f8"),  # [0]
        ("community_dropout", "f8"),
        ("community_share_ratio", "f8"),
        ("referred_ratio", "f8"),  # [1]
        ("letters", "i8"),  # whether friends tell who invited them [0]
        ("most_letters", "i8"),  # the most that one event may write
        ("silenced", "i8"),  # who sends no invitations, -1 nobody
        ("desks", "i8"),  # service desks [0]
        ("copies", "f8"),  # customers of the market for each one simulated, less that one
        ("question_rate", "f8"),  # per customer and day
        ("trouble_share", "f8"),  # of orders, at quality_anchor
        ("start_share", "f8"),  # of first orders
        ("trouble_delay", "f8"),  # mean, days
        ("quality_anchor", "f8"),  # today's quality
        ("reopen_delay", "f8"),  # mean, days
        ("urgent_orders", "i8"),  # customers with so many orders go first; 0 = none do
        ("urgent_segments", "i8"),  # bit s: customers of segment s go first
        ("wait_exit", "f8"),  # hazard of leaving at once per day waited [0]
        ("satisfaction_on", "i8"),  # [0]
        ("satisfaction_weight", "f8"),  # of the newest experience
        ("satisfaction_noise", "f8"),  # sd of an experience
        ("satisfaction_quality", "f8"),  # per unit of quality
        ("satisfaction_wait", "f8"),  # per log(1 + wait / wait_scale)
        ("wait_scale", "f8"),  # days
        ("satisfaction_solving", "f8"),  # per log(1 + time to the solution / solving_scale)
        ("solving_scale", "f8"),  # days
        ("satisfaction_solved", "f8"),  # of having been helped
        ("satisfaction_gave_up", "f8"),
        ("satisfaction_mended", "f8"),
        ("satisfaction_dropout", "f8"),  # log ratio of the drop-out rate per unit lost
        ("complaint_dropout", "f8"),  # ratio on the drop-out rate while a ticket is open
        ("satisfaction_share", "f8"),  # log odds of sharing per unit
        ("share_served", "f8"),  # ratio on the probability to share when a ticket is solved [0]
        ("warn_below", "f8"),  # satisfaction below which a customer speaks ill of us
        ("warn_share", "f8"),  # of bad experiences that are told [0]
        ("warn_people", "i8"),
        ("warn_effect", "f8"),  # utility
        ("praise_above", "f8"),
        ("praise_share", "f8"),  # [0]
        ("praise_people", "i8"),
        ("praise_effect", "f8"),
        ("survey_share", "f8"),  # of orders and tickets after which we ask [0]
        ("survey_answer", "f8"),  # log odds of an answer
        ("survey_extreme", "f8"),  # the same, more, of promoters and detractors
        ("score_slope", "f8"),  # ordered logit of the score in satisfaction
        ("score_low", "f8"),
        ("score_high", "f8"),
        ("causes", "i8"),  # of trouble; 0 = not told apart
        ("mend", "i8"),  # whether complaints lead to mending [0]
        ("mend_after", "f8"),  # complaints about a cause, in the whole market
        ("mend_days", "f8"),
        ("mend_told", "i8"),  # whether those who complained are told
        ("grief_effect", "f8"),  # on the drop-out rate, of a contact who has dropped out [0]
        ("grief_days", "f8"),
        ("ambient", "f8"),  # contacts per day if all people were customers [0]
        ("points_on", "i8"),  # whether there is a loyalty programme [0]
        ("earn_rate", "f8"),  # face value of points, share of what is paid
        ("points_days", "f8"),  # that points last after an order
        ("points_kept", "f8"),  # share that the firm expects to be redeemed
        ("redeem", "f8"),  # probability at an order
        ("points_value", "f8"),  # what a balance counts for in the choice, ratio to money [0]
        ("tier_orders", "i8"),  # in a membership year, for the upper tier [0 = none]
        ("tier_earn", "f8"),  # ratio on earn_rate
        ("tier_dropout", "f8"),  # ratio on the drop-out rate [1]
    ],
    align=True,
)
