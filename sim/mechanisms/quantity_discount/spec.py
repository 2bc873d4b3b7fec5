"""What quantity discounts declare. The steps themselves are scenarios.policy.price."""

from sim.mechanisms.kinds import Belief, Booked, Happening, Mechanism, Number, Reported, Section, Word

MARKET = "market.quantity"

SPEC = Mechanism(
    name="quantity_discount",
    on="price_breaks",
    case="many pieces cost less each",
    numbers=(
        Number("price_breaks", "i8", "steps of the quantity discount [0]", "policy.price.quantity_discount.steps"),
        Number("round_up", "f8", "share of orders that go up to a notch where that is worth it", f"{MARKET}.round_up"),
        Number("spare_value", "f8", "what spare pieces are worth, ratio to the price", f"{MARKET}.spare_value"),
        Number(
            "spare_later", "f8", "share of spare pieces that are used instead of later ones", f"{MARKET}.spare_later"
        ),
    ),
    events=(Happening("ROUNDED_UP", 38, "spare pieces at today's price, micro-units of currency", to="deciders"),),
    accounts=(Booked("QUANTITY_DISCOUNT", 25, "quantity discounts: contra-revenue", group="NET_REVENUE"),),
    decisions=(Word("ROUND_UP", 80),),
    market=Section(
        "quantity",
        """Who wants fewer pieces than a notch asks for may go up to it, where it costs no more than what is wanted.

    ``round_up``: share of orders that do so. Pieces beyond the need are worth ``spare_value`` x their price to who
    buys them (0 = nothing), and ``spare_later`` of them take the place of pieces of a later order.
    """,
        (
            Belief("round_up", "Share"),
            Belief("spare_value", unit="ratio to the price", limits=(("ge", 0), ("lt", 1))),
            Belief("spare_later", "Share"),
        ),
    ),
    measures=(
        Reported(
            "quantity_discounts", "currency", "flow", "lower", "What quantity discounts took off.", "quantity discounts"
        ),
        Reported(
            "rounded_up", "orders", "flow", "neither", "Orders that went up to a notch.", "orders rounded up to a notch"
        ),
    ),
    counts={"rounded_up": "ROUNDED_UP"},
    costs={"quantity_discounts": "QUANTITY_DISCOUNT"},
    happens=("ROUNDED_UP", "QUANTITY_DISCOUNT"),
)
