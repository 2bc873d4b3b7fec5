"""What bonus hunters declare."""

from sim.mechanisms.kinds import Belief, Field, Mechanism, Number, Section, Word

SPEC = Mechanism(
    name="hunters",
    on="hunters_on",
    case="there are bonus hunters",
    numbers=(
        Number("hunters_on", "i8", "whether invitations bring bonus hunters [0]"),
        Number("hunter_need", "f8", "ratio on their occasions", "market.referral.hunter_need"),
        Number("hunter_dropout", "f8", "ratio on their drop-out rate", "market.referral.hunter_dropout"),
    ),
    fields=(Field("hunter", "u1", "came for the reward"),),
    decisions=(Word("HUNTER", 56),),
    market=Section(
        "referral",
        "An invitation that is taken up brings a bonus hunter with probability ``hunter_share`` + ``hunter_slope`` x "
        "reward of the friend / margin of a mean order.",
        (
            Belief("hunter_share", "Share"),
            Belief("hunter_slope", unit="per margin", limits=(("ge", 0), ("le", 100))),
            Belief("hunter_need", "Ratio"),
            Belief("hunter_dropout", "Ratio"),
        ),
        joins=True,
    ),
)
