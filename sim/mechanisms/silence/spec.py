"""What the label of silent customers declares."""

from sim.mechanisms.kinds import Belief, Field, Happening, Mechanism, Number, Section

SPEC = Mechanism(
    name="silence",
    on="label_days",
    case="",
    numbers=(
        Number("label_multiple", "f8", "of the own mean gap", "market.lapse.label_multiple"),
        Number("label_days", "f8", "of silence, at least [0 = nobody is labelled]"),
    ),
    fields=(
        Field("at_silence", "f4", "when the firm calls the customer lapsed", often=True, tells="silent"),
        Field("before", "f4", "days as a customer before time 0"),
    ),
    events=(Happening("LABELLED", 18, "0; the firm calls the silent customer lapsed", to="buyers"),),
    market=Section(
        "lapse",
        "With ``label``, or where an incentive waits for it, a customer is called lapsed after max(``label_multiple`` x"
        " own mean gap, ``label_days``) without an order.",
        (Belief("label", "bool"), Belief("label_multiple", "Ratio"), Belief("label_days", "Days")),
        joins=True,
    ),
    happens=("LABELLED", "RETURNED"),
)
