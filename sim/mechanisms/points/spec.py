"""What the loyalty programme declares."""

from sim.mechanisms.kinds import Field, Mechanism, Number, Word

SPEC = Mechanism(
    name="points",
    on="points_on",
    numbers=(
        Number("points_on", "i8", "whether there is a loyalty programme [0]"),
        Number("earn_rate", "f8", "face value of points, share of what is paid"),
        Number("points_days", "f8", "that points last after an order"),
        Number("points_kept", "f8", "share that the firm expects to be redeemed"),
        Number("redeem", "f8", "probability at an order"),
        Number("points_value", "f8", "what a balance counts for in the choice, ratio to money [0]"),
        Number("tier_orders", "i8", "in a membership year, for the upper tier [0 = none]"),
        Number("tier_earn", "f8", "ratio on earn_rate"),
        Number("tier_dropout", "f8", "ratio on the drop-out rate [1]"),
    ),
    fields=(
        Field("at_tier", "f4", "when the upper tier is over; NEVER = not in it", often=True),
        Field(
            "points",
            "i8",
            "balance, micro-units of face value; it may have lapsed and not been taken off yet",
            often=True,
        ),
        Field("points_at", "f4", "the latest order that counts for the loyalty programme", often=True),
        Field("year_orders", "u1", "that count, in the membership year of points_at; at most what the tier takes"),
    ),
    events=(
        Word("REDEEMED", 32, "points, micro-units of currency"),
        Word("UPGRADED", 33, "the membership year, 0 the first; the customer reaches the upper tier"),
        Word("DOWNGRADED", 34, "0; the upper tier is over"),
    ),
    accounts=(Word("POINTS", 23, "of the loyalty programme: contra-revenue, accrued at issue"),),
    decisions=(Word("REDEEM", 24),),
)
