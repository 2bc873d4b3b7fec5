"""What willingness to pay declares; what files may say of it is scenarios.market.choice."""

from sim.mechanisms.kinds import Field, Mechanism, Number, Word

SPEC = Mechanism(
    name="willingness",
    on="rule",
    case="people buy below what they are willing to pay",
    numbers=(Number("rule", "i8", "of choice: 0 a logit, 1 a threshold [0]", "market.choice?rule=threshold"),),
    fields=(Field("willingness", "f4", "to pay, ratio to today's price"),),
    decisions=(Word("WILLINGNESS", 47),),
)
