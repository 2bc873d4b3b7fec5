"""What second lives declare."""

from sim.mechanisms.kinds import Belief, Field, Mechanism, Number, Section

SPEC = Mechanism(
    name="second_life",
    on="second_life_on",
    case="a second life is another",
    numbers=(
        Number("second_life_on", "i8", "whether who returns of their own accord lives differently from before [0]"),
        Number("second_life", "f8", "ratio on the drop-out rate then [1]"),
    ),
    fields=(
        Field("life", "u1", "0 the first; another one unasked (1), or by the incentive at place k of the list (2 + k)"),
    ),
    market=Section(
        "lapse",
        "The ratio on a customer's own drop-out rate in the life after a return of one's own accord.",
        (Belief("second_life", "Ratio"),),
        joins=True,
    ),
)
