"""What the habit of deals declares."""

from sim.mechanisms.kinds import Belief, Field, Mechanism, Number, Section

MARKET = "market.choice"

SPEC = Mechanism(
    name="deal_habit",
    on="deal_effect",
    case="people wait for bargains",
    numbers=(
        Number(
            "deal_effect", "f8", "deal-proneness that an order adds, per unit of depth [0]", f"{MARKET}.deal_effect"
        ),
        Number("deal_response", "f8", "what it adds to the response to prices, ratio", f"{MARKET}.deal_response"),
        Number("deal_decay", "f8", "how fast it fades, per day"),
    ),
    fields=(
        Field("deal", "f4", "deal-proneness at deal_at, 0 to 1", often=True),
        Field("deal_at", "f4", "when that was", often=True),
    ),
    market=Section(
        "choice",
        "What an order at a discount adds to the habit, what this does to the response to prices, and how long.",
        (
            Belief("deal_effect", unit="ratio", limits=(("ge", 0), ("le", 1))),
            Belief("deal_response", unit="ratio", limits=(("ge", 0), ("le", 100))),
            Belief("deal_half_life", "Days"),
        ),
        joins=True,
    ),
)
