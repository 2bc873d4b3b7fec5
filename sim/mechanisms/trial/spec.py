"""What trials declare."""

from sim.mechanisms.kinds import Belief, Booked, Field, Level, Mechanism, Number, Section, Word

SPEC = Mechanism(
    name="trial",
    on="trial_days",
    case="there is a trial",
    numbers=(Number("trial_days", "f8", "how long a trial lasts, days [0]"),),
    fields=(Field("trials", "u1", "trials so far"),),
    events=(Word("TRIAL_STARTED", 13, "0"), Word("TRIAL_ENDED", 14, "0")),
    accounts=(Booked("TRIAL", 15, group="NURTURING_BY_DAY", staying="TRIAL"),),
    decisions=(Word("TRIAL", 45), Word("TRIAL_END", 46)),
    policy=Section(
        "product.trial",
        "Using the product for some days without paying, once in a life.",
        (
            Level("offered", "bool"),
            Level("days", "Whole", "days", (("ge", 1), ("le", 20_000))),
            Level("cost_per_day", "float", "currency per person and day", (("ge", 0), ("le", 1e9))),
        ),
    ),
    market=Section(
        "retain",
        "How soon people on the list start a trial, and the share that pays at its end, at today's price.",
        (Belief("trial_rate", "Rate"), Belief("trial_conversion", "Share")),
        joins=True,
    ),
    happens=("TRIAL_STARTED", "TRIAL_ENDED", "FIRST_ORDER", "TRIAL"),
)
