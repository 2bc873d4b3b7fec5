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
        ("rule", "i8"),  # of choice [LOGIT]
        ("anchor", "f8"),  # price at which the shares hold [1]
        ("quality_on", "i8"),  # [0]
        ("quality_effect", "f8"),
        ("quality_today", "f8"),
        ("quality_cue", "f8"),
        ("appeal_on", "i8"),  # whether something adds utility to our offers from day to day [0]
        ("competitor_response", "f8"),
        ("offers", "i8"),  # number of our offers [1]
        ("categories", "i8"),  # [1]
        ("breadth_effect", "f8"),  # [0]
        ("vintages", "i8"),  # changes of the price that who has ordered is spared [0]
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
        ("label_multiple", "f8"),  # of the own mean gap
        ("label_days", "f8"),  # [0 = nobody is labelled]
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
        ("mend_accuracy", "f8"),  # probability that who looks for a cause finds it [1]
        ("mend_days", "f8"),
        ("mend_told", "i8"),  # whether those who complained are told
        ("grief_effect", "f8"),  # on the drop-out rate, of a contact who has dropped out [0]
        ("grief_days", "f8"),
        ("ambient", "f8"),  # contacts per day if all people were customers [0]
        ("known", "i8"),  # people up to this number are customers, or were, before time 0 [0]
    ]
    + [(number.name, number.kind) for mechanism in ALL for number in mechanism.numbers],
    align=True,
)
