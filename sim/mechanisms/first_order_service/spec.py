"""What first-order service declares."""

from sim.mechanisms.kinds import Belief, Booked, Field, Happening, Level, Mechanism, Number, Reported, Section, Without

POLICY, MARKET = "policy.relationship.first_order_service", "market.first_order_service"

SPEC = Mechanism(
    name="first_order_service",
    on="welcome_on",
    case="first orders are served apart",
    numbers=(
        Number("welcome_on", "i8", "whether first orders are served apart [0]", f"{POLICY}.active"),
        Number("welcome_cost", "i8", "of a first order, micro-units", f"{POLICY}.cost_per_first_order", money=True),
        Number(
            "welcome_dropout", "f8", "ratio on the drop-out rate of who was served so [1]", f"{MARKET}.dropout_ratio"
        ),
        Number("welcome_days", "f8", "for which it holds", f"{MARKET}.felt_days"),
    ),
    fields=(
        Field("welcome_until", "f4", "until when the service of the first order is felt; NEVER = not", begins="NEVER"),
        Field("at_welcome_over", "f4", "when the service of the first order is forgotten", apart=True),
    ),
    events=(
        Happening(
            "WELCOMED",
            41,
            "what the service of the first order costs, micro-units of currency",
            to="customers",
            after=("FIRST_ORDER",),
        ),
    ),
    accounts=(Booked("WELCOME", 27, "service of first orders", group="SERVING"),),
    policy=Section(
        "relationship.first_order_service",
        """What is done for a first order that is kept, and for no other: a contact of one's own, faster delivery, a
    gift.
    """,
        (
            Level("active", "bool"),
            Level("cost_per_first_order", "float", "currency per first order", (("ge", 0), ("le", 1e9))),
        ),
    ),
    market=Section(
        "first_order_service",
        "What it does: ``dropout_ratio`` on the drop-out rate for ``felt_days`` after the first order.",
        (Belief("dropout_ratio", "Ratio"), Belief("felt_days", "Days")),
    ),
    measures=(
        Reported(
            "first_orders_served",
            "orders",
            "flow",
            "neither",
            "First orders that were served apart.",
            "first orders served apart",
        ),
    ),
    front="relationship",
    counts={"first_orders_served": "WELCOMED"},
    each={"WELCOME": ("WELCOMED", "welcome_cost")},
    happens=("WELCOMED", "WELCOME", "DROPPED_OUT"),
    without=(
        Without(
            f"{POLICY}.active",
            0.0,
            ((f"{MARKET}.dropout_ratio", 1.0),),
            "first orders cost more and nobody stays longer for it",
        ),
    ),
    neutral=(f"{POLICY}.active=true", f"{POLICY}.cost_per_first_order=0", f"{MARKET}.dropout_ratio=1"),
)
