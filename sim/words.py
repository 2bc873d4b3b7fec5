"""Decisions, events and accounts, with their numbers. Written by `make generate` of specs."""

from __future__ import annotations

from enum import IntEnum


class Decision(IntEnum):
    """What a random number decides: the third part of its address (see sim.core.ground.draws).

    An even one and the odd one behind it share a computation: those that are dealt together stand together.
    """

    WORLD = 0
    PARAMETER = 1
    SEGMENT = 2
    ACTIVITY = 3
    START = 4
    NEED_RATE = 5
    DROPOUT_RATE = 6
    SPEND_RATE = 7
    PRICE_RESPONSE = 8
    POTENTIAL = 9
    RECOGNISED = 10
    ENTRY = 11
    NEED_FIRST = 12
    CHOICE_FIRST = 13
    NEED_REPEAT = 14
    CHOICE_REPEAT = 15
    SPEND_REPEAT = 16
    SHARE_REPEAT = 17
    BASKET = 18
    GOODS_RETURNED = 19
    EXPERIENCE = 20
    TELL = 21
    TROUBLE = 22
    SURVEY = 23
    REDEEM = 24
    STOCK_UP = 25
    REACH = 26
    FADE = 27
    OPT_IN = 28
    UNSUBSCRIBE = 29
    UNSUBSCRIBE_ACCEPT = 30
    SPEND_FIRST = 31
    DROPOUT = 32
    CUSTOMER_LOSS = 33
    RETURN = 34
    FINAL_LOSS = 35
    SHARE_FIRST = 36
    DELAY_FIRST = 37
    DELAY_REPEAT = 38
    ACCEPT = 39
    NETWORK = 40
    WEEK_SHOCK = 41
    VISIBLE_TOUCH = 42
    CAPTURE = 43
    LEAD = 44
    TRIAL = 45
    TRIAL_END = 46
    WILLINGNESS = 47
    PAUSE = 48
    COIN = 49
    RENEWAL = 50
    REASON = 51
    WINBACK = 52
    INVITES = 53
    LEADER = 54
    TIE = 55
    HUNTER = 56
    FRAUD = 57
    DETECTION = 58
    COMMUNITY = 59
    QUESTION = 60
    TROUBLE_DELAY = 61
    CAUSE = 62
    DESK = 63
    HANDLING = 64
    PATIENCE = 65
    SILENT = 66
    SOLVED = 67
    REOPENED = 68
    COPIES = 69
    COPY_DAY = 70
    COPY_TIME = 71
    SERVICE_EXIT = 72
    SURVEY_ANSWER = 73
    SCORE = 74
    SHARE_SERVED = 75
    DELAY_SERVED = 76
    BIRTHDAY = 77
    KNOWN = 78  # by item: who stands for all, alive or gone, when, the first gap
    LEVEL_STEP = 79
    ROUND_UP = 80
    FREE_TURN = 81
    FREE_LEAVES = 82
    FREE_TALKS = 83
    REGION = 84
    PLACE = 85
    INCENTIVE_SHARE = 86
    OPT_OUT = 87
    PLACE_TAKEN = 88
    SEES_GAP = 89
    KNOWS_PROMOTERS = 90
    PROMOTER_TELLS = 91
    PROMOTER_CONVINCES = 92
    SEED_CHOSEN = 93
    SEED_TIME = 94
    SEED_JOINS = 95
    SEED_TELLS = 96
    DELAY_SEEDED = 97
    COMPENSATED = 98
    CAUSE_FOUND = 99
    USES_FEATURES = 100
    BREADTH = 101
    MISSION = 102
    ORDER_BREADTH = 103
    LINE_CATEGORY = 104
    LINE_PRODUCT = 105
    LINE_UNITS = 106
    LINE_TAKEN = 107
    DEAL_ON = 108
    DEAL_DEPTH = 109
    LINE_FITS = 110
    SCEPTIC = 111
    CYCLE = 112


class Event(IntEnum):
    """A line of the journal. The amount that goes with it is named behind each."""

    REACHED = 0  # source
    TOUCHED = 1  # source
    FADED = 2  # 0
    OPTED_IN = 3  # the reward for it, micro-units of currency
    UNSUBSCRIBED = 4  # 0
    FIRST_ORDER = 5  # revenue, micro-units of currency
    ORDERED = 6  # revenue before points are used, micro-units of currency
    DROPPED_OUT = 7  # 0
    RETURNED = 8  # 0
    LOST = 9  # 0
    SHARED = 10  # the friend's number
    ACCEPTED = 11  # the inviter's number
    DECLINED = 12  # the inviter's number
    TRIAL_STARTED = 13  # 0
    TRIAL_ENDED = 14  # 0
    GOODS_RETURNED = 15  # revenue given back, micro-units of currency
    PAUSED = 16  # 0
    RESUMED = 17  # 0
    LABELLED = 18  # 0; the firm calls the silent customer lapsed
    GRANTED = 19  # the number of the row of the incentives that went out
    CHEATED = 20  # 1 found out, 0 not
    REWARDED = 21  # the bonus, micro-units of currency
    UNDELIVERABLE = 22  # 0; an invitation for which nobody is left
    ASKED = 23  # the desk; the customer wants something of us
    SERVED = 24  # wait for the first answer, micro-days; the staff has dealt with it
    SOLVED = 25  # time since the customer first asked, micro-days
    REOPENED = 26  # the desk; it was not solved after all
    GAVE_UP = 27  # time waited in vain, micro-days
    SCORED = 28  # answer to a survey (sim.vocabulary.Score)
    WARNED = 29  # who is told, by a customer who is dissatisfied
    PRAISED = 30  # who is told, by a customer who is satisfied
    TOLD = 31  # the cause; the firm says that what was complained of is mended
    REDEEMED = 32  # points, micro-units of currency
    UPGRADED = 33  # the membership year, 0 the first; the customer reaches an upper tier
    DOWNGRADED = 34  # 0; the upper tier is over
    CALLED = 35  # what the call costs, micro-units of currency
    EXISTING = 36  # orders so far; is a customer at the beginning
    FORMER = 37  # orders so far; has dropped out before the beginning
    ROUNDED_UP = 38  # spare pieces at today's price, micro-units of currency
    MESSAGED = 39  # what the messages of a week cost, micro-units of currency
    OPTED_OUT = 40  # 0; wants no more messages, and is a customer as before
    WELCOMED = 41  # what the service of the first order costs, micro-units of currency
    TIER_MOVED = 42  # the tier that a customer of another upper tier comes to, 1 to 3
    CLASSED = 43  # the class of a review: 0 C, 1 B, 2 A
    CLASS_MOVED = 44  # the class that a customer comes to from another one: 0 C, 1 B, 2 A
    TALKED = 45  # what a talk about why somebody has left costs, micro-units of currency
    TOLD_BY_STAFF = 46  # 1 if the person joins the list by it, else 0
    TOLD_BY_PARTNER = 47  # 1 if the person joins the list by it, else 0
    WON_BY_STAFF = 48  # the commission, micro-units of currency
    WON_BY_PARTNER = 49  # the commission, micro-units of currency
    THANKED_REFERRER = 50  # what the thank-you costs, micro-units of currency
    SEEDED = 51  # what search and product cost, micro-units of currency
    COMPENSATED = 52  # what it costs, micro-units of currency
    BASKET_LINE = 53  # product x 2**32 + units x 2**8 + depth of its deal, per cent
    CYCLE_BEGUN = 54  # what our work on the account costs, micro-units of currency
    ACCOUNT_WON = 55  # 0; the firm decides for us
    ACCOUNT_LOST = 56  # 0; it decides against us


class Account(IntEnum):
    """The accounts of the ledger, micro-units of currency. Costs are booked negative."""

    REVENUE = 0
    GOODS = 1
    FULFILMENT = 2
    FIRST_ORDER_COST = 3
    SERVICE = 4
    WINBACK = 5  # what it costs when somebody comes back, unasked or by an incentive
    REWARD_REFERRER = 6
    REWARD_FRIEND = 7
    NURTURE = 8
    MEDIA = 9
    FIXED = 10
    DISCOUNT = 11  # deals: contra-revenue
    COUPON = 12  # coupons of incentives redeemed: contra-revenue
    RETURNS = 13  # contra-revenue
    COMMISSION = 14
    TRIAL = 15
    BONUS = 16
    FRAUD = 17
    COMMUNITY = 18
    INCENTIVE = 19  # incentives to customers
    CREATIVE = 20
    SUPPORT = 21  # handling this customer's tickets
    IDLE = 22  # staff on duty and not handling anything
    POINTS = 23  # of the loyalty programme: contra-revenue, accrued at issue
    CARE = 24  # calls to customers after their orders
    QUANTITY_DISCOUNT = 25  # quantity discounts: contra-revenue
    MESSAGES = 26  # messages to customers
    WELCOME = 27  # service of first orders
    CLASSES = 28  # reviewing the classes of customers
    TALK = 29  # talks about why customers have left
    OPTIN_REWARD = 30  # to who joins the own list
    RENT = 31  # fit-out, rent and staff of places
    HOST = 32  # fees of hosts
    REBATE = 33  # rebates to dealers
    PROMOTERS = 34  # promoters by the head: booked by the firm, not by person
    STAFF_COMMISSION = 35  # commissions to staff for new customers
    PARTNER_COMMISSION = 36  # commissions to partners for new customers
    CHAIN_CARE = 37  # thanks to who brought a customer
    SEEDING = 38  # seeding of opinion leaders
    COMPENSATION = 39  # what service gives customers whom it helps
    ACCOUNT_WORK = 40  # work on firms that are to decide
