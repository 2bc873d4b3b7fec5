"""What incentives to customers declare. The rows themselves are scenarios.policy.incentives."""

from sim.mechanisms.kinds import Belief, Booked, Field, Happening, Level, Mechanism, Number, Reported, Section, Word

SPEC = Mechanism(
    name="incentives",
    on="incentives_on",
    case="incentives go out to customers",
    numbers=(
        Number("incentives_on", "i8", "rows of incentives that are on [0]", "policy.incentives"),
        Number("friend_incentives", "i8", "those of them that wait for friends [0]", "policy.incentives?on=friend"),
        Number(
            "talk_cost",
            "i8",
            "of a talk about why somebody has left, micro-units",
            "policy.relationship.talk.cost_per_talk",
            money=True,
        ),
        Number(
            "talk_match",
            "f8",
            "ratio on the acceptance of an incentive made for a reason [1]",
            "market.gifts.match_ratio",
        ),
    ),
    fields=(
        Field("coupon_until", "f4", "a coupon holds until then", often=True, begins="-1.0"),
        Field("coupon_row", "u1", "the place of the row whose coupon that is"),
        Field("talked_at", "f4", "the latest talk about why the customer has left", begins="-1.0"),
        Field("at_incentive", "f4", "when the next incentive is due that waits for its day", apart=True),
    ),
    events=(
        Happening("GRANTED", 19, "the number of the row of the incentives that went out", to="buyers"),
        Happening("TALKED", 45, "what a talk about why somebody has left costs, micro-units of currency", to="buyers"),
    ),
    accounts=(
        Booked("INCENTIVE", 19, "incentives to customers", group="RETURNING", caused=("GRANTED",)),
        Booked("TALK", 29, "talks about why customers have left", group="RETURNING"),
    ),
    decisions=(Word("WINBACK", 52), Word("BIRTHDAY", 77), Word("INCENTIVE_SHARE", 86)),
    policy=Section(
        "relationship.talk",
        """A talk with a silent customer, by which the firm learns whether and why somebody has left: one for all rows
    of incentives that ask for reasons on the same day.
    """,
        (Level("cost_per_talk", "float", "currency per talk", (("ge", 0), ("le", 1e9))),),
    ),
    market=Section(
        "gifts",
        """What a gift or an upgrade is worth to who gets it, an experience of so much satisfaction, and the ratio on
    the drop-out rate of who comes back by a gift. ``match_ratio``: on the acceptance of an incentive that is made for
    the reason why somebody has left.
    """,
        (
            Belief("gift_satisfaction", unit="satisfaction", limits=(("ge", -100), ("le", 100))),
            Belief("upgrade_satisfaction", unit="satisfaction", limits=(("ge", -100), ("le", 100))),
            Belief("gift_life", "Ratio"),
            Belief("match_ratio", "Ratio"),
        ),
    ),
    measures=(
        Reported(
            "incentives_sent", "incentives", "flow", "neither", "Incentives to customers that went out.", "incentives"
        ),
        Reported(
            "incentives_cost",
            "currency",
            "flow",
            "lower",
            "What these incentives cost, coupons apart.",
            "cost of incentives",
        ),
        Reported(
            "coupons_redeemed", "orders", "flow", "neither", "Orders with a coupon of an incentive.", "coupons redeemed"
        ),
        Reported("coupons_less", "currency", "flow", "lower", "What these coupons took off the price.", "coupons"),
        Reported("talks", "talks", "flow", "neither", "Talks about why customers have left.", "talks"),
        Reported(
            "came_back",
            "people",
            "level",
            "higher",
            "Customers at the end whose latest return was by an incentive, by why they had left.",
            "came back by an incentive",
        ),
        Reported(
            "incentives_won_back",
            "people",
            "flow",
            "higher",
            "Who had dropped out and came back by an incentive.",
            "won back",
        ),
    ),
    front="relationship",
    shown=("talks", "came_back"),
    by={"came_back": "reason"},
    happens=("GRANTED", "INCENTIVE", "COUPON", "RETURNED", "WINBACK", "TALKED", "TALK"),
    neutral=(
        "policy.incentives.winback.active=true",
        "policy.incentives.winback.on=birthday",
        "policy.incentives.winback.cost=0",
    ),
    hears="friend_incentives",
)
