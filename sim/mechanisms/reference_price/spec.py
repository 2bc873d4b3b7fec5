"""What reference prices declare."""

from sim.mechanisms.kinds import Belief, Field, Mechanism, Number, Section

STRENGTH = (("ge", 0), ("le", 100))

MARKET = "market.choice"

SPEC = Mechanism(
    name="reference_price",
    on="reference_gain",
    case="people remember prices",
    numbers=(
        Number(
            "reference_gain", "f8", "of a price below it, ratio to the price response [0]", f"{MARKET}.reference_gain"
        ),
        Number("loss_aversion", "f8", "losses count so many times as much", f"{MARKET}.loss_aversion"),
        Number(
            "reference_memory",
            "f8",
            "weight of the price remembered when another one is seen",
            f"{MARKET}.reference_memory",
        ),
    ),
    fields=(Field("reference", "f4", "reference price, ratio to today's", often=True, begins="1.0"),),
    market=Section(
        "choice",
        "What people are used to paying: what a price below adds, the memory of prices, what one above counts.",
        (
            Belief("reference_gain", unit="ratio", limits=STRENGTH),
            Belief("reference_memory", unit="per occasion", limits=(("ge", 0), ("le", 1))),
            Belief("loss_aversion", unit="ratio", limits=STRENGTH),
        ),
        joins=True,
    ),
)
