"""What pauses declare."""

from sim.mechanisms.kinds import Belief, Field, Happening, Mechanism, Number, Section, Word

SPEC = Mechanism(
    name="pauses",
    on="pause_rate",
    case="customers pause",
    numbers=(
        Number("pause_rate", "f8", "demand that goes to sleep, per day [0]", "market.need.pause_rate"),
        Number("resume_rate", "f8", "demand that wakes up, per day", "market.need.resume_rate"),
    ),
    fields=(
        Field("at_pause", "f4", "when demand goes to sleep, or wakes up", often=True),
        Field("pauses", "u2", "times gone to sleep or woken up"),
        Field("dormant", "u1", "whether demand sleeps"),
    ),
    events=(Happening("PAUSED", 16, "0", to="customers"), Happening("RESUMED", 17, "0", to="customers")),
    decisions=(Word("PAUSE", 48),),
    market=Section(
        "need",
        "Pauses of customers, who order nothing meanwhile: rates at which they begin and end.",
        (Belief("pause_rate", "Rate"), Belief("resume_rate", "Rate")),
        joins=True,
    ),
    happens=("PAUSED", "RESUMED", "RETURNED"),
)
