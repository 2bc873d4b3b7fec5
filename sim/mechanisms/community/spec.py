"""What a community declares."""

from sim.mechanisms.kinds import Belief, Booked, Field, Level, Mechanism, Number, Section, Word

MARKET = "market.referral"

SPEC = Mechanism(
    name="community",
    on="community_on",
    case="there is a community",
    numbers=(
        Number("community_on", "i8", "whether customers join a community [0]"),
        Number("community_dropout", "f8", "ratio on the drop-out rate of members", f"{MARKET}.community_dropout"),
        Number(
            "community_share_ratio", "f8", "ratio on their odds of inviting friends", f"{MARKET}.community_share_odds"
        ),
    ),
    fields=(Field("community", "u1", "whether the customer is a member"),),
    accounts=(Booked("COMMUNITY", 18, group="SERVING_BY_DAY", staying="CUSTOMER"),),
    decisions=(Word("COMMUNITY", 59),),
    policy=Section(
        "relationship.community",
        "A community that new customers may join, and what a member costs.",
        (
            Level("share", "float", "share of new customers", (("ge", 0), ("le", 1))),
            Level("cost_per_member_day", "float", "currency per active member and day", (("ge", 0), ("le", 1e9))),
        ),
    ),
    market=Section(
        "referral",
        "What being a member of the community does to staying, and to inviting friends.",
        (Belief("community_dropout", "Ratio"), Belief("community_share_odds", "OddsRatio")),
        joins=True,
    ),
    happens=("SHARED", "DROPPED_OUT", "COMMUNITY"),
)
