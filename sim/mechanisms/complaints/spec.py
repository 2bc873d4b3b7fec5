"""What open complaints declare."""

from sim.mechanisms.kinds import Belief, Mechanism, Number, Section

SPEC = Mechanism(
    name="complaints",
    on="complaints_on",
    case="an open ticket changes loyalty",
    numbers=(
        Number("complaints_on", "i8", "whether an open ticket moves who waits [0]"),
        Number("complaint_dropout", "f8", "ratio on the drop-out rate while a ticket is open"),
    ),
    market=Section(
        "satisfaction",
        "The ratio on a customer's drop-out rate while a ticket is open, whatever the satisfaction.",
        (Belief("complaint_dropout", "Ratio"),),
        joins=True,
    ),
)
