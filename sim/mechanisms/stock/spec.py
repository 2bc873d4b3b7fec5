"""What buying ahead declares."""

from sim.mechanisms.kinds import Belief, Field, Level, Mechanism, Number, Section, Word

SPEC = Mechanism(
    name="stock",
    on="stores",
    case="customers buy ahead",
    numbers=(
        Number("stores", "i8", "whether anything is laid in [0]"),
        Number("stock_effect", "f8", "units per unit of depth [0]"),
        Number("stock_most", "i8", "units laid in with one order", "market.stock.most"),
    ),
    fields=(Field("stock", "u2", "occasions covered by what is at home", often=True),),
    decisions=(Word("STOCK_UP", 25),),
    market=Section(
        "stock",
        "Buying ahead at a lower price: units at home that cover later occasions.",
        (
            Belief("effect", unit="units per unit of discount", limits=(("ge", 0), ("le", 1000))),
            Level("most", "Whole", "units", (("ge", 1), ("le", 1000))),
        ),
    ),
)
