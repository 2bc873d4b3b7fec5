"""What the discretion of the front line declares."""

from sim.mechanisms.kinds import Belief, Booked, Happening, Level, Mechanism, Number, Reported, Section, Without, Word

POLICY, MARKET = "policy.service.discretion", "market.discretion"

SPEC = Mechanism(
    name="discretion",
    on="discretion_on",
    case="service decides more, or less, than today",
    numbers=(
        Number("discretion_on", "i8", "whether the staff of service may compensate customers [0]"),
        Number("compensated", "f8", "probability that who is helped is compensated"),
        Number("compensation", "i8", "what it costs, micro-units", f"{POLICY}.compensation", money=True),
    ),
    events=(Happening("COMPENSATED", 52, "what it costs, micro-units of currency", to="buyers", after=("SOLVED",)),),
    accounts=(Booked("COMPENSATION", 39, "what service gives customers whom it helps", group="BY_TICKET"),),
    decisions=(Word("COMPENSATED", 98),),
    policy=Section(
        "service.discretion",
        """What the staff of the service desk may decide itself: ``level`` 0 as today, 1 all, -1 nothing (standard
    answers).

    Above 0 a solved ticket is compensated with probability level x ``compensated_share``, each at ``compensation``.
    """,
        (
            Level("level", "float", "share", (("ge", -1), ("le", 1))),
            Level("compensated_share", "float", "share of solved tickets", (("ge", 0), ("le", 1))),
            Level("compensation", "float", "currency per compensation", (("ge", 0), ("le", 1e9))),
        ),
    ),
    market=Section(
        "discretion",
        """What discretion does: ``handling_ratio`` to the power of its level on handling times, level x ``solved`` more
    of all tickets solved in each turn, at most all, and level x ``satisfaction`` more with a ticket that is solved.
    """,
        (
            Belief("handling_ratio", "Ratio"),
            Belief("solved", unit="share", limits=(("ge", -1), ("le", 1))),
            Belief("satisfaction", unit="satisfaction", limits=(("ge", -100), ("le", 100))),
        ),
    ),
    measures=(
        Reported(
            "compensated",
            "tickets",
            "flow",
            "neither",
            "Tickets after which the staff has compensated the customer.",
            "compensated tickets",
        ),
    ),
    front="service",
    counts={"compensated": "COMPENSATED"},
    each={"COMPENSATION": ("COMPENSATED", "compensation")},
    happens=("COMPENSATED", "COMPENSATION", "SOLVED", "REOPENED"),
    without=(
        Without(
            f"{POLICY}.level",
            0.0,
            (("policy.service.desk.active", 0.0),),
            "nobody asks for anything, and there is nothing to decide",
        ),
    ),
)
