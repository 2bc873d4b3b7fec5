"""What the loyalty programme declares."""

from sim.mechanisms.kinds import Belief, Booked, Field, Happening, Level, Mechanism, Number, Section, Word


def tier(name: str, says: str) -> Section:
    """An upper tier of the policy."""
    return Section(
        f"relationship.points.{name}",
        says,
        (
            Level("orders", "Whole", "orders in a membership year", (("ge", 0), ("le", 250))),
            Level("earn", "float", "ratio on the earn rate", (("ge", 0), ("le", 100))),
            Level("price_off", "float", "share of the price", (("ge", 0), ("lt", 1))),
        ),
    )


SPEC = Mechanism(
    name="points",
    on="points_on",
    case="orders earn points",
    numbers=(
        Number("points_on", "i8", "whether there is a loyalty programme [0]"),
        Number("earn_rate", "f8", "face value of points, share of what is paid"),
        Number("points_days", "f8", "that points last after an order", "policy.relationship.points.expiry_days"),
        Number("points_kept", "f8", "share that the firm expects to be redeemed"),
        Number("redeem", "f8", "probability at an order", "market.loyalty.redeem_probability"),
        Number("points_value", "f8", "what a balance counts for in the choice, ratio to money [0]"),
        Number("tier_orders", "i8", "in a membership year, for the upper tier [0 = none]"),
        Number("second_orders", "i8", "the same for the second upper tier [0 = none]"),
        Number("third_orders", "i8", "the same for the third [0 = none]"),
        Number("friend_counts", "i8", "orders for which a friend won counts towards the tiers [0]"),
        Number("tier_most", "i8", "the most orders that count: those of the highest tier"),
        Number("tier_earn", "f8", "ratio on earn_rate", "policy.relationship.points.tier.earn"),
        Number("second_earn", "f8", "the same in the second upper tier", "policy.relationship.points.second_tier.earn"),
        Number("third_earn", "f8", "the same in the third", "policy.relationship.points.third_tier.earn"),
        Number("tier_dropout", "f8", "ratio on the drop-out rate in an upper tier [1]"),
        Number("next_dropout", "f8", "the same for each further one [1]", "market.loyalty.next_tier_dropout"),
        Number("member_off", "f8", "less for members, share of the price [0]"),
        Number("tier_off", "f8", "the same in the upper tier, at least that of all members [0]"),
        Number("second_off", "f8", "the same in the second, at least that of the first [0]"),
        Number("third_off", "f8", "the same in the third, at least that of the second [0]"),
    ),
    fields=(
        Field("at_tier", "f4", "when the upper tier is over; NEVER = in none", often=True),
        Field("tier", "u1", "which of the upper tiers, 1 to 3, while at_tier runs"),
        Field(
            "points",
            "i8",
            "balance, micro-units of face value; it may have lapsed and not been taken off yet",
            often=True,
        ),
        Field("points_at", "f4", "the latest order that counts for the loyalty programme", often=True),
        Field("year_orders", "u1", "that count, in the membership year of counted_at; at most what tiers take"),
        Field("counted_at", "f4", "the latest that counts towards the tiers", often=True),
    ),
    events=(
        Happening("REDEEMED", 32, "points, micro-units of currency", to="customers", after=("ORDERED",)),
        Happening(
            "UPGRADED",
            33,
            "the membership year, 0 the first; the customer reaches an upper tier",
            to="customers",
            after=("FIRST_ORDER", "ORDERED"),
        ),
        Happening("DOWNGRADED", 34, "0; the upper tier is over", to="buyers"),
        Happening("TIER_MOVED", 42, "the tier that a customer of another upper tier comes to, 1 to 3", to="buyers"),
    ),
    accounts=(Booked("POINTS", 23, "of the loyalty programme: contra-revenue, accrued at issue", group="NET_REVENUE"),),
    decisions=(Word("REDEEM", 24),),
    policy=Section(
        "relationship.points",
        """Points that orders earn, as a share of what is paid (0 = none); a point is worth one unit of currency.

    The whole balance lapses ``expiry_days`` after the latest order. Members, that is whoever has ordered, pay
    ``member_price_off`` less than the price. A friend who places a first order counts for ``friend_counts`` orders of
    who invited that friend, towards the tiers.
    """,
        (
            Level("earn_rate", "float", "share of what is paid", (("ge", 0), ("le", 1))),
            Level("expiry_days", "float", "days after the latest order", (("gt", 0), ("le", 20_000))),
            Level("member_price_off", "float", "share of the price", (("ge", 0), ("lt", 1))),
            Level("friend_counts", "Whole", "orders", (("ge", 0), ("le", 250))),
            tier(
                "tier",
                """The upper tier: for who orders so often in a membership year (0 = there is none).

    Years count from the first order. The tier lasts for the rest of that year and the whole next one; while it does,
    points are earned ``earn`` times as fast, and the price is ``price_off`` lower, where that is more than for members.
    """,
            ),
            tier("second_tier", "The second upper tier, for who orders more often still; else as the first."),
            tier("third_tier", "The third upper tier; as the second."),
        ),
    ),
    market=Section(
        "loyalty",
        """What customers make of the loyalty programme, and what the firm expects of them.

    At an order a customer uses up the balance, as far as it does not exceed the order, with probability
    ``redeem_probability``. ``breakage`` is the share of points that the firm expects to lapse, by which it accrues what
    points will cost; it moves no customer. In the choice a balance takes ``points_value`` x balance off the price, a
    mean order's at most. ``tier_dropout`` multiplies the drop-out rate in an upper tier, ``next_tier_dropout`` besides
    for each further one.
    """,
        (
            Belief("redeem_probability", "Share"),
            Belief("breakage", "Share"),
            Belief("points_value", unit="ratio to money", limits=(("ge", 0), ("le", 10))),
            Belief("tier_dropout", "Ratio"),
            Belief("next_tier_dropout", "Ratio"),
        ),
    ),
    hears="friend_counts",
)
