"""What offers to customers declare. The rows themselves are scenarios.policy.offers."""

from sim.mechanisms.kinds import Belief, Booked, Field, Mechanism, Number, Reported, Section, Word

SPEC = Mechanism(
    name="offers",
    on="rows_on",
    numbers=(Number("rows_on", "i8", "rows of offers that are on [0]"),),
    fields=(
        Field("coupon_until", "f4", "a coupon holds until then", often=True, begins="-1.0"),
        Field("coupon_row", "u1", "the place of the row whose coupon that is"),
        Field("at_offer", "f4", "when the next offer is due that waits for its day", apart=True),
    ),
    events=(Word("OFFERED", 19, "the number of the row of the offers that went out"),),
    accounts=(Booked("OFFER", 19, "offers to customers", group="RETURNING"),),
    decisions=(Word("WINBACK", 52), Word("BIRTHDAY", 77), Word("OFFER_SHARE", 86)),
    market=Section(
        "gifts",
        """What a gift or an upgrade is worth to who gets it, an experience of so much satisfaction, and the ratio on
    the drop-out rate of who comes back by a gift.
    """,
        (
            Belief("gift_satisfaction", unit="satisfaction", limits=(("ge", -100), ("le", 100))),
            Belief("upgrade_satisfaction", unit="satisfaction", limits=(("ge", -100), ("le", 100))),
            Belief("gift_life", "Ratio"),
        ),
    ),
    measures=(
        Reported("offers_sent", "offers", "flow", "neither", "Offers to customers that went out.", "offers"),
        Reported(
            "offers_cost", "currency", "flow", "lower", "What these offers cost, coupons apart.", "cost of offers"
        ),
        Reported(
            "coupons_redeemed", "orders", "flow", "neither", "Orders with a coupon of an offer.", "coupons redeemed"
        ),
        Reported("coupons_less", "currency", "flow", "lower", "What these coupons took off the price.", "coupons"),
        Reported(
            "offers_won_back", "people", "flow", "higher", "Who had dropped out and came back by an offer.", "won back"
        ),
    ),
    happens=("OFFERED", "OFFER", "COUPON", "RETURNED", "WINBACK"),
    neutral=(
        "policy.offers.winback.active=true",
        "policy.offers.winback.on=birthday",
        "policy.offers.winback.cost=0",
    ),
)
