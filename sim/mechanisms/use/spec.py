"""What use between orders declares."""

from sim.mechanisms.kinds import Belief, Field, Level, Mechanism, Number, Reported, Section, Without, Word

POLICY, MARKET = "policy.product.use", "market.use"

SPEC = Mechanism(
    name="use",
    on="use_on",
    case="customers use the product between orders",
    numbers=(
        Number("use_on", "i8", "whether there is something to use between orders [0]", f"{POLICY}.active"),
        Number("use_rate", "f8", "sessions of a customer, per day"),
        Number(
            "use_share",
            "f8",
            "share of people who use its features, once they are customers",
            f"{MARKET}.feature_share",
        ),
        Number("use_dropout", "f8", "ratio on the drop-out rate of who uses them [1]", f"{MARKET}.dropout_ratio"),
    ),
    fields=(Field("uses", "u1", "whether the person uses features, once a customer"),),
    decisions=(Word("USES_FEATURES", 100),),
    policy=Section(
        "product.use",
        """What customers can use between orders (an app, an account, a service that goes with the goods): what it costs
    to run, by the session, and to make and keep, by the week.
    """,
        (
            Level("active", "bool"),
            Level("cost_per_session", "float", "currency per session", (("ge", 0), ("le", 1e9))),
            Level("cost_per_week", "float", "currency per week, whole market", (("ge", 0), ("le", 1e9))),
        ),
    ),
    market=Section(
        "use",
        """How customers use it. Sessions come as a Poisson process at ``session_rate`` while one is a customer.

    The share ``feature_share`` of people use its features; ``dropout_ratio`` is on their drop-out rate.
    """,
        (
            Belief("session_rate", unit="sessions per customer and week", limits=(("ge", 0), ("le", 1000))),
            Belief("feature_share", "Share"),
            Belief("dropout_ratio", "Ratio"),
        ),
    ),
    measures=(
        Reported("sessions", "sessions", "flow", "neither", "Expected sessions of customers.", "sessions"),
        Reported(
            "active_users_week",
            "people",
            "level",
            "higher",
            "Customers with a session in a week, expected; mean over the days of the run.",
            "active users a week",
        ),
        Reported(
            "feature_use",
            "share",
            "level",
            "higher",
            "Customers at the end who use features.",
            "customers who use features",
        ),
    ),
    front="product",
    happens=("SERVICE", "DROPPED_OUT"),
    without=(
        Without(
            f"{POLICY}.active",
            0.0,
            ((f"{MARKET}.dropout_ratio", 1.0),),
            "use costs money and nobody stays longer for it",
        ),
    ),
)
