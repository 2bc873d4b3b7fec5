"""What a run reports: every measure, account and series, once, with unit, kind, direction and one sentence."""

from __future__ import annotations

from typing import Literal, NamedTuple

from sim.mechanisms.all import ALL

Better = Literal["higher", "lower", "neither"]
Kind = Literal["flow", "level"]


class Measure(NamedTuple):
    """A reported figure: its unit, its kind, which direction is better for the firm, and what it is.

    ``kind``: a flow grows with the horizon and may be stated per year, a level does not.
    """

    unit: str
    kind: Kind
    better: Better
    sentence: str


FOLLOWED = 365
"""Days for which what a customer brings is counted (at most half the horizon) for the k-factor."""

AGES = (90, 180, 365)
"""Ages at which repeat rate and cohort value are read, days; those within the horizon."""

PART = "/"
"""Between a measure, what it is split by, and of which part it is: "clv/segment/value seekers"."""
LABEL = "label"
"""What figures of sim.measures.spread are split by: segment, region and place of purchase together."""

MEASURES: dict[str, Measure] = {
    "customers": Measure("people", "flow", "higher", "People who ordered for the first time within the horizon."),
    "orders": Measure("orders", "flow", "higher", "Orders, first and repeat."),
    "revenue": Measure("currency", "flow", "higher", "Sales at the prices charged."),
    "contribution_1": Measure("currency", "flow", "higher", "Revenue less goods, delivery and first-order costs."),
    "contribution_2": Measure("currency", "flow", "higher", "Contribution 1 less service."),
    "contribution_3": Measure(
        "currency", "flow", "higher", "Contribution 2 less all marketing: media, rewards, messages, win-back."
    ),
    "profit": Measure("currency", "flow", "higher", "Contribution 3 less fixed costs."),
    "marketing": Measure("currency", "flow", "neither", "All marketing: media, rewards, messages, win-back."),
    "media": Measure("currency", "flow", "neither", "Spend on channels."),
    "service_cost": Measure("currency", "flow", "neither", "Staff of the service desks, at work or not."),
    "tickets": Measure("tickets", "flow", "neither", "Tickets of the whole market, those that came back included."),
    "first_response": Measure("hours", "level", "lower", "Mean wait for the first answer, of those who gave up too."),
    "first_response_p90": Measure(
        "hours", "level", "lower", "The wait that nine of ten tickets do not exceed, had nobody given up before."
    ),
    "within_target": Measure(
        "share", "level", "higher", "Of the tickets whose wait is over, which were answered within the target's hours."
    ),
    "resolution": Measure("hours", "level", "lower", "Mean time from first asking to the solution, if there is one."),
    "resolution_p90": Measure("hours", "level", "lower", "The time to the solution that nine of ten do not exceed."),
    "gave_up_share": Measure("share", "level", "lower", "Of the tickets, who gave up waiting."),
    "reopened_share": Measure("share", "level", "lower", "Of the tickets dealt with, which came back."),
    "occupancy": Measure("share", "level", "neither", "Of the time on duty, what the staff was at work."),
    "backlog": Measure("tickets", "level", "lower", "Tickets waiting at the end of a day, mean over days."),
    "causes_mended": Measure("causes", "level", "higher", "Causes of trouble that are mended by the end."),
    "mended_day": Measure("days", "level", "lower", "Day from which they are, mean of those mended."),
    "leaving_rate": Measure("per year", "level", "lower", "Customers who drop out or are lost, per active customer."),
    "warned": Measure("people", "flow", "lower", "People told of bad experience with us."),
    "praised": Measure("people", "flow", "higher", "People told of good experience with us."),
    "nps": Measure("points", "level", "higher", "Net promoter score of those who answered."),
    "nps_of_all": Measure("points", "level", "higher", "The same of all who were asked, had everybody answered."),
    "nps_error": Measure(
        "points",
        "level",
        "neither",
        "Standard error of the score from the number of answers alone, as one firm sees it.",
    ),
    "survey_response": Measure("share", "level", "neither", "Of the customers asked, who answered."),
    "satisfaction": Measure(
        "effects", "level", "higher", "Satisfaction of active customers at the horizon; 0 = orders at today's quality."
    ),
    "points_issued": Measure("currency", "flow", "neither", "Points that orders earned, at their face value."),
    "points_redeemed": Measure("currency", "flow", "neither", "Points that customers used."),
    "points_expired": Measure("currency", "flow", "neither", "Points that lapsed."),
    "points_liability": Measure(
        "currency", "level", "neither", "Points outstanding at the end, less those that the firm expects to lapse."
    ),
    "points_breakage": Measure(
        "share", "level", "neither", "Of the points used or lapsed within the horizon, those that lapsed."
    ),
    "upper_tier": Measure(
        "share", "level", "neither", "Of active customers at the horizon, those in the upper tier of the programme."
    ),
    "rewards": Measure(
        "currency",
        "flow",
        "neither",
        "What is paid for bringing people: rewards to referrers and friends, promoters, seeding.",
    ),
    "clv": Measure(
        "currency",
        "level",
        "higher",
        "Customer lifetime value: discounted contribution after service per customer; realised plus residual.",
    ),
    "clv_realised": Measure("currency", "level", "higher", "The part of CLV earned within the horizon."),
    "clv_residual": Measure(
        "currency",
        "level",
        "higher",
        "The part of CLV expected after the horizon, from the customer's true state with the last day's policy kept.",
    ),
    **{
        f"cohort_value_{age}": Measure(
            "currency",
            "level",
            "higher",
            f"Discounted contribution of a customer in the first {age} days, over cohorts wholly followed that long.",
        )
        for age in AGES
    },
    "customer_equity": Measure(
        "currency",
        "level",
        "higher",
        "At the end of the horizon: what present customers are still expected to bring, and CLV less CAC of those "
        "to come at the latest rate, discounted.",
    ),
    "equity_present": Measure("currency", "level", "higher", "The part of customer equity of present customers."),
    "worth": Measure(
        "currency",
        "level",
        "higher",
        "Everything earned and spent from the first day on, what is expected after the horizon included, discounted.",
    ),
    "worth_prospects": Measure(
        "currency",
        "level",
        "higher",
        "The part of it expected after the horizon of people reached or on the list, who have not ordered yet.",
    ),
    "margin_rate": Measure("share", "level", "higher", "Contribution 1 over revenue."),
    "awareness": Measure("share", "level", "higher", "Of the people of the market, who knows us at the horizon."),
    "cash_low": Measure(
        "currency",
        "level",
        "higher",
        "The lowest point of what was earned less what was spent since the first day; 0 where it never falls below.",
    ),
    "cash_low_day": Measure("days", "level", "neither", "Days to that point, where it is below 0."),
    "brand": Measure(
        "ratio",
        "level",
        "higher",
        "The brand at the horizon above that of time 0, 1 where exposure would be without end; mean over people.",
    ),
    "penetration": Measure("share", "level", "higher", "Of the people of the market, who is an active customer at it."),
    "followers": Measure("people", "level", "neither", "On the list at the horizon and never ordered."),
    "followers_who_bought": Measure(
        "share", "level", "higher", "Of all who have ever joined the list, those who have ordered."
    ),
    "market_share": Measure(
        "share",
        "level",
        "higher",
        "Of the orders of people who know us, ours and those expected to go to the competitor, the part that is ours.",
    ),
    "best_fifth_share": Measure(
        "share", "level", "neither", "Of what all customers bring within the horizon, the part of the best fifth."
    ),
    "cost_of_keeping": Measure(
        "currency", "level", "neither", "Service, community, care and win-back, per active customer and year."
    ),
    "lead_rate": Measure(
        "share", "level", "higher", "Of the stays among the people reached that ended, those that led to the list."
    ),
    "interaction_rate": Measure(
        "ratio",
        "level",
        "higher",
        "Times that people joined the list, tried, asked, answered, invited or told others, for each contact noticed.",
    ),
    "joined_share": Measure(
        "share", "level", "higher", "Of people who came to know us within the run, those who have joined the list."
    ),
    "lead_order_rate": Measure(
        "share", "level", "higher", "Of the stays on the list that ended, those that led to an order."
    ),
    "reached_days": Measure("days", "level", "neither", "Mean time that people reached stay so."),
    "lead_days": Measure("days", "level", "neither", "Mean time that people stay on the list before they order."),
    "order_rate_90": Measure(
        "share", "level", "higher", "Of the people reached for the first time, who ordered within 90 days."
    ),
    "first_order_days": Measure(
        "days",
        "level",
        "neither",
        "Mean time from the first contact to the first order, of who ordered by the horizon.",
    ),
    "left_share": Measure("share", "level", "neither", "Of the customers who have left, who did for this reason."),
    "order_share": Measure(
        "share", "level", "neither", "Of all orders, those of this segment, region or product, or at this place."
    ),
    "product_contribution": Measure(
        "currency", "flow", "higher", "What orders of a product leave after goods, delivery, commission and rebates."
    ),
    "product_margin": Measure("share", "level", "higher", "That contribution over what was paid for kept orders."),
    "product_growth": Measure(
        "ratio", "level", "higher", "Orders a day of a product in the second half of the run, ratio to the first."
    ),
    "reach": Measure("share", "level", "higher", "People who see paid media at least once in four weeks."),
    "frequency": Measure("ratio", "level", "neither", "Mean contacts in four weeks of those who are reached at all."),
    "cac": Measure(
        "currency",
        "level",
        "lower",
        "Blended cost of winning a customer: media, rewards and messages to prospects over new customers.",
    ),
    "cac_paid": Measure(
        "currency", "level", "lower", "Media over the customers credited to a channel that is paid for (last touch)."
    ),
    "cac_with_first_order": Measure(
        "currency", "level", "lower", "Blended CAC with first-order costs, which otherwise lower CLV."
    ),
    "cac_last_touch": Measure(
        "currency", "level", "lower", "A channel's cost over the customers whose last contact it was."
    ),
    "cac_incremental": Measure(
        "currency",
        "level",
        "lower",
        "A channel's cost over the customers who would not have come without it (paired runs).",
    ),
    "cac_marginal": Measure(
        "currency",
        "level",
        "lower",
        "Cost of the customers that 5 % more spend on a channel brings (paired runs): what one more costs.",
    ),
    "clv_to_cac": Measure("ratio", "level", "higher", "CLV over blended CAC."),
    "clv_to_cac_with_first_order": Measure(
        "ratio", "level", "higher", "CLV before first-order costs over CAC with them: they are charged once either way."
    ),
    "clv_to_cac_incremental": Measure(
        "ratio", "level", "higher", "CLV that a channel's spend brings over that spend (paired runs)."
    ),
    "clv_to_cac_marginal": Measure(
        "ratio", "level", "higher", "CLV that 5 % more spend brings over that spend (paired runs); below 1, spend less."
    ),
    "payback_days": Measure(
        "days",
        "level",
        "lower",
        "Age at which the discounted contribution of an average customer has repaid CAC; empty if it has not.",
    ),
    **{
        f"repeat_rate_{age}": Measure(
            "share",
            "level",
            "higher",
            f"Customers with a second order within {age} days; who is followed for less counts as long as followed.",
        )
        for age in AGES
    },
    "k_factor": Measure(
        "people",
        "level",
        "higher",
        "New customers that one customer brings within a year (or half the horizon), all customers counted for as "
        "long as they are followed.",
    ),
    "cycle_time": Measure(
        "days",
        "level",
        "lower",
        "Mean time from a customer's first order to that of those invited, within the same window.",
    ),
    "active_customers": Measure(
        "people", "level", "higher", "Customers who have not dropped out at the end of the horizon."
    ),
    "existing_customers": Measure("people", "level", "neither", "Customers that there were at time 0, gone or not."),
    "existing_alive": Measure("share", "level", "neither", "Of the customers of time 0, who was one still."),
    "existing_orders": Measure("orders", "flow", "higher", "Orders of the customers of time 0."),
    "existing_revenue": Measure(
        "currency", "flow", "higher", "What the customers of time 0 paid for orders they kept, before points are used."
    ),
    "existing_contribution": Measure(
        "currency", "flow", "higher", "Contribution after service of the customers of time 0."
    ),
    "existing_value": Measure(
        "currency",
        "level",
        "higher",
        "What a customer of time 0 brings from then on, discounted to it; realised plus residual.",
    ),
    "existing_value_realised": Measure("currency", "level", "higher", "The part of it earned within the horizon."),
    "existing_value_residual": Measure("currency", "level", "higher", "The part of it expected after the horizon."),
    "media_incremental": Measure("currency", "flow", "neither", "What a channel costs (the run without it saves)."),
    "customers_incremental": Measure("people", "flow", "neither", "Customers who would not have come without it."),
    "value_incremental": Measure("currency", "flow", "neither", "CLV of all customers, less that without the channel."),
    "media_marginal": Measure("currency", "flow", "neither", "5 % more spend on a channel."),
    "customers_marginal": Measure("people", "flow", "neither", "Customers that come because of it."),
    "value_marginal": Measure("currency", "flow", "neither", "CLV of all customers, less that without the 5 %."),
    "campaign_roi": Measure(
        "ratio",
        "level",
        "higher",
        "Against the base: contribution after service gained, less the marketing added for it, over that marketing.",
    ),
    "campaign_gain": Measure("currency", "flow", "neither", "Contribution after service gained, less marketing added."),
    "campaign_cost": Measure("currency", "flow", "neither", "Marketing added, against the base."),
    **{one.name: Measure(one.unit, one.kind, one.better, one.sentence) for each in ALL for one in each.measures},
}

RATIOS = {
    "cac_incremental": ("media_incremental", "customers_incremental"),
    "cac_marginal": ("media_marginal", "customers_marginal"),
    "clv_to_cac": ("clv", "cac"),
    "clv_to_cac_incremental": ("value_incremental", "media_incremental"),
    "clv_to_cac_marginal": ("value_marginal", "media_marginal"),
    "campaign_roi": ("campaign_gain", "campaign_cost"),
    "reward_per_referred": ("reward_cost", "referred"),
    "reward_per_incremental": ("reward_cost", "incremental_customers"),
    "came_anyway_share": ("came_anyway", "referred"),
}
"""Measures reported as mean numerator / mean denominator over worlds: a single world may have no value, and
the figure is that of the two means shown beside it. Ranges and ``p_better`` are over the worlds' own; a range that does
not hold its figure is left out."""

REFERRALS: dict[str, Measure] = {
    "shares": Measure("invitations", "flow", "neither", "Invitations that customers sent."),
    "accepted": Measure("invitations", "flow", "higher", "Invitations that were taken up."),
    "referred": Measure("people", "flow", "higher", "New customers who had taken up an invitation."),
    "accepted_per_share": Measure("share", "level", "higher", "Of the invitations sent, those taken up."),
    "referred_per_accepted": Measure(
        "share", "level", "higher", "Of the invitations taken up, those that led to an order."
    ),
    "reward_cost": Measure("currency", "flow", "lower", "Rewards paid to referrers and friends."),
    "reward_per_referred": Measure("currency", "level", "lower", "Rewards over the new customers who were invited."),
    "reward_per_incremental": Measure(
        "currency", "level", "lower", "Rewards over the customers who would not have come without the programme."
    ),
    "k_factor": MEASURES["k_factor"],
    "k_naive": Measure(
        "people",
        "level",
        "neither",
        "Invited new customers over all customers: too low, because young customers have had no time to bring anybody.",
    ),
    "k_radius": Measure(
        "ratio",
        "level",
        "higher",
        "By how much a generation is larger than the one before it, in the long run (spectral radius over segments).",
    ),
    "children": Measure(
        "people", "level", "higher", "New customers of a segment (behind >) that one customer of a segment brings."
    ),
    "cycle_time": MEASURES["cycle_time"],
    "generation_mean": Measure("links", "level", "neither", "Mean number of links back to who was brought by nobody."),
    "generation_longest": Measure("links", "level", "neither", "Links of the longest chain."),
    "generation": Measure("people", "flow", "neither", "Customers of a generation; 0 = brought by nobody."),
    "came_anyway": Measure("people", "flow", "neither", "Invited new customers who would have come anyway."),
    "came_anyway_share": Measure(
        "share", "level", "lower", "Of the invited new customers, who would have come anyway."
    ),
    "came_earlier": Measure(
        "people", "flow", "higher", "Of those who would have come anyway, who came earlier for it."
    ),
    "days_gained": Measure("days", "level", "higher", "Mean days by which who would have come anyway came earlier."),
    "expansion": Measure("people", "flow", "higher", "Invited new customers who came only because of the programme."),
    "gained_otherwise": Measure(
        "people", "flow", "higher", "Customers who came because of the programme, but not on an invitation."
    ),
    "lost": Measure("people", "flow", "lower", "Customers who came without the programme and do not with it."),
    "incremental_customers": Measure(
        "people", "flow", "higher", "Customers with the programme less customers without."
    ),
    "incremental_profit": Measure("currency", "flow", "higher", "Profit with the programme less profit without."),
    "incremental_worth": Measure(
        "currency", "level", "higher", "The same with what is expected after the horizon, discounted to the first day."
    ),
    "worth_came_anyway": Measure("currency", "level", "higher", "Of that: from those who came anyway, mostly earlier."),
    "worth_expansion": Measure("currency", "level", "higher", "Of that: from those who came only because of it."),
    "worth_gained_otherwise": Measure("currency", "level", "higher", "Of that: from those who came otherwise."),
    "worth_lost": Measure("currency", "level", "higher", "Of that: from customers lost."),
    "worth_others": Measure(
        "currency", "level", "higher", "Of that: from customers who were not invited, as referrers."
    ),
    "worth_costs": Measure("currency", "level", "higher", "Of that: rewards, messages and other costs beside CLV."),
    "crv_sample": Measure(
        "currency",
        "level",
        "higher",
        "What a customer's invitations are worth, all generations (CRV), mean of a sample; part of the friends' CLV, "
        "never to be added to it.",
    ),
    "clv_sample": Measure("currency", "level", "higher", "CLV of the same sample of customers."),
    "crv_most": Measure("currency", "level", "neither", "The same of the customers who turned out to bring most."),
}
"""What is said of a referral programme: its ledger, its spread, and what it changed (the run without it)."""

STAGE_SERIES = ("unaware", "reached", "retained", "customer", "dropped_out", "lost", "trial")
SERIES: dict[str, str] = {
    **{name: "people" for name in STAGE_SERIES},
    "new_customers": "people",
    "orders": "orders",
    "revenue": "currency",
    "profit": "currency",
}
CURVES: dict[str, str] = {"cumulative_value": "currency", "retention": "share", "repeat_orders": "orders"}
