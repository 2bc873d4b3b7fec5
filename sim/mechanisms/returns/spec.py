"""What goods that come back declare."""

from sim.mechanisms.kinds import Belief, Booked, Happening, Mechanism, Number, Section, Word

SPEC = Mechanism(
    name="returns",
    on="returns_on",
    case="orders are sent back",
    numbers=(
        Number("returns_on", "i8", "whether orders may come back [0]"),
        Number("return_share", "f8", "of orders sent back, wherever they are placed [0]"),
    ),
    events=(
        Happening(
            "GOODS_RETURNED",
            15,
            "revenue given back, micro-units of currency",
            to="customers",
            after=("FIRST_ORDER", "ORDERED"),
        ),
    ),
    accounts=(Booked("RETURNS", 13, "contra-revenue", group="NET_REVENUE", caused=("GOODS_RETURNED",)),),
    decisions=(Word("GOODS_RETURNED", 19),),
    market=Section(
        "spend",
        "The share of orders that are sent back: delivery is paid for, the goods are there again, nothing is earned.",
        (Belief("return_share", "Share"),),
        joins=True,
    ),
    happens=("GOODS_RETURNED", "RETURNS", "COMMISSION"),
)
