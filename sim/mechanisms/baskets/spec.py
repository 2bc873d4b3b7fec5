"""What baskets over categories declare; what files may say of them is scenarios.market.offers.Basket."""

from sim.mechanisms.kinds import Field, Mechanism, Number, Word

SPEC = Mechanism(
    name="baskets",
    on="categories",
    case="",
    numbers=(
        Number("categories", "i8", "that an order may hold; 0 = not told apart"),
        Number("breadth_effect", "f8", "log drop-out rate per further category [0]", "market.basket.breadth_effect"),
    ),
    fields=(Field("categories", "u1", "bought so far, a bit for each"),),
    decisions=(Word("BASKET", 18),),
)
