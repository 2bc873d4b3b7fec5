"""What care calls declare."""

from sim.mechanisms.kinds import Belief, Booked, Field, Happening, Level, Mechanism, Number, Reported, Section, Without

POLICY, MARKET = "policy.relationship.care_calls", "market.care_calls"

SPEC = Mechanism(
    name="care_calls",
    on="call_on",
    case="customers are called",
    numbers=(
        Number("call_who", "i8", "the classes that get them: 1 C, 2 B, 4 A, summed [7]"),
        Number("call_on", "i8", "whether customers are called [0]", f"{POLICY}.active"),
        Number("call_after", "f8", "days after an order", f"{POLICY}.days_after"),
        Number("call_cost", "i8", "of a call, micro-units", f"{POLICY}.cost_per_call", money=True),
        Number("call_mood", "f8", "satisfaction that a call is worth [0]", f"{MARKET}.satisfaction"),
        Number("call_dropout", "f8", "ratio on the drop-out rate while a call is felt [1]", f"{MARKET}.dropout_ratio"),
        Number("call_felt", "f8", "days for which a call is felt", f"{MARKET}.felt_days"),
    ),
    fields=(
        Field("at_call", "f4", "when the firm calls", often=True),
        Field("at_call_fades", "f4", "until when the latest call is felt; NEVER = not", often=True),
    ),
    events=(Happening("CALLED", 35, "what the call costs, micro-units of currency", to="buyers"),),
    accounts=(Booked("CARE", 24, "calls to customers after their orders", group="SERVING"),),
    policy=Section(
        "relationship.care_calls",
        """Calls to customers some days after an order; whoever waits for one is called once.

    The firm cannot see who has dropped out: those are called, too.
    """,
        (
            Level("active", "bool"),
            Level("days_after", "float", "days after an order", (("gt", 0), ("le", 3650))),
            Level("cost_per_call", "float", "currency per call", (("ge", 0), ("le", 1e9))),
            Level("to_a", "bool"),
            Level("to_b", "bool"),
            Level("to_c", "bool"),
        ),
    ),
    market=Section(
        "care_calls",
        """What a call does to who is a customer: an experience of the worth ``satisfaction``, and ``dropout_ratio`` on
    the drop-out rate for ``felt_days``.
    """,
        (
            Belief("satisfaction", unit="satisfaction", limits=(("ge", -100), ("le", 100))),
            Belief("dropout_ratio", "Ratio"),
            Belief("felt_days", "Days"),
        ),
    ),
    measures=(
        Reported("care_calls", "calls", "flow", "neither", "Calls to customers after their orders.", "care calls"),
    ),
    counts={"care_calls": "CALLED"},
    each={"CARE": ("CALLED", "call_cost")},
    happens=("CALLED", "CARE", "DROPPED_OUT"),
    without=(
        Without(
            f"{POLICY}.active",
            0.0,
            ((f"{MARKET}.satisfaction", 0.0), (f"{MARKET}.dropout_ratio", 1.0)),
            "calls cost money and nobody stays longer for them",
        ),
        Without(
            f"{POLICY}.to_c",
            1.0,
            (("policy.relationship.classes.active", 0.0),),
            "customers are not told apart, all count as C, and none is called",
        ),
    ),
    neutral=(f"{POLICY}.active=true", f"{POLICY}.cost_per_call=0"),
)
