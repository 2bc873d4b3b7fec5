"""The numbers of behaviour that are the same for everybody in a world."""

from __future__ import annotations

import numpy as np

from sim.mechanisms.all import ALL

BEHAVIOUR = np.dtype(
    [
        ("key", "u8"),
        ("population", "i8"),
        ("days", "i8"),
        ("sources", "i8"),
        ("segments", "i8"),
        ("regions", "i8"),  # [1]
        ("places", "i8"),  # of purchase [1]
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
        ("discount_rate", "f8"),  # continuous, per day
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
        ("bystanders", "i8"),  # whether there are visible touches that do nothing [0]
        ("captures", "i8"),  # whether paid media capture occasions [0]
        ("capture_effect", "f8"),  # utility
        ("anchor", "f8"),  # price at which the shares hold [1]
        ("quality_on", "i8"),  # [0]
        ("quality_effect", "f8"),
        ("quality_today", "f8"),
        ("quality_cue", "f8"),
        ("appeal_on", "i8"),  # whether something adds utility to our offers from day to day [0]
        ("competitor_response", "f8"),
        ("offers", "i8"),  # number of our offers [1]
        ("vintages", "i8"),  # changes of the price that who has ordered is spared [0]
        ("rate_spend_correlation", "f8"),  # [0]
        ("price_dropout_correlation", "f8"),  # [0]
        ("regularity", "i8"),  # Erlang stages of a customer's occasions [1]
        ("need_window", "f8"),  # operational time of a window of a customer's occasions
        ("dropout_kind", "i8"),  # [EXPONENTIAL]
        ("dropout_curve", "i8"),  # whether the drop-out rate moves with time [0]
        ("renewal_days", "f8"),
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
        ("most_letters", "i8"),  # the most that one event may write
        ("silenced", "i8"),  # who sends no invitations, -1 nobody
        ("known", "i8"),  # people up to this number are customers, or were, before time 0 [0]
    ]
    + [(number.name, number.kind) for mechanism in ALL for number in mechanism.numbers],
    align=True,
)
