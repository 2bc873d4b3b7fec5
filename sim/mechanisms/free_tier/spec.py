"""What a lasting free tier declares."""

from sim.mechanisms.kinds import Belief, Field, Level, Mechanism, Number, Reported, Section, Without, Word

MARKET = "market.free_tier"

SPEC = Mechanism(
    name="free_tier",
    on="free_on",
    case="there is a free version",
    numbers=(
        Number("free_on", "i8", "whether there is a lasting free tier [0]"),
        Number(
            "free_rate",
            "f8",
            "decisions of a free user whether to pay, to stay or to leave, per day",
            f"{MARKET}.decision_rate",
        ),
        Number("free_leave", "f8", "probability to leave at one of them, of who does not pay", f"{MARKET}.leaving"),
        Number("free_talk", "f8", "share of free users who are talked to like customers", f"{MARKET}.talk"),
    ),
    fields=(
        Field("free_turns", "u2", "decisions of the free user so far"),
        Field("talks", "u1", "whether the free user counts in word of mouth"),
    ),
    decisions=(Word("FREE_TURN", 81), Word("FREE_LEAVES", 82), Word("FREE_TALKS", 83)),
    policy=Section(
        "product.free_tier",
        "A part of the product that costs nothing for as long as one likes, and what a user of it costs us.",
        (
            Level("active", "bool"),
            Level("cost_per_day", "float", "currency per user and day", (("ge", 0), ("le", 1e9))),
        ),
    ),
    market=Section(
        "free_tier",
        """What people on the list make of a free tier.

    They begin at ``start_rate``, once in a life. At ``decision_rate`` a user decides: the share ``conversion`` pays, at
    today's price (a choice); of the others ``leaving`` goes back to the list. Until then they do not buy otherwise.
    ``talk``: share of them who are heard of like customers (market.contagion.ambient_rate).
    """,
        (
            Belief("start_rate", "Rate"),
            Belief("decision_rate", "Rate"),
            Belief("conversion", "Share"),
            Belief("leaving", "Share"),
            Belief("talk", "Share"),
        ),
    ),
    measures=(
        Reported("free_started", "people", "flow", "neither", "Who began to use the free tier.", "new free users"),
        Reported("free_users", "people", "level", "neither", "Free users at the end.", "free users at the end"),
        Reported(
            "free_conversion",
            "share",
            "level",
            "higher",
            "Free users who paid, of those who began.",
            "free users who paid",
        ),
        Reported("free_cost", "currency", "flow", "lower", "What free users cost.", "cost of free users"),
    ),
    counts={"free_started": "TRIAL_STARTED"},
    costs={"free_cost": "TRIAL"},
    happens=("TRIAL_STARTED", "TRIAL_ENDED", "TRIAL", "FIRST_ORDER"),
    without=(
        Without("policy.product.free_tier.active", 0.0, ((f"{MARKET}.start_rate", 0.0),), "nobody begins to use it"),
    ),
)
