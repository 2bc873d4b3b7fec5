"""What bonds between who invited and who came declare."""

from sim.mechanisms.kinds import Belief, Field, Mechanism, Number, Section

SPEC = Mechanism(
    name="bonds",
    on="bonds_on",
    case="being invited changes loyalty",
    numbers=(
        Number("bonds_on", "i8", "whether who was invited stays longer, or shorter, while who invited does [0]"),
        Number("referred_ratio", "f8", "ratio on their drop-out rate [1]"),
    ),
    fields=(Field("friend_active", "u1", "who invited this customer is one still"),),
    market=Section(
        "referral",
        "The ratio on the drop-out rate of a referred customer while who invited is a customer, too.",
        (Belief("referred_dropout_ratio", "Ratio"),),
        joins=True,
    ),
    hears="bonds_on",
)
