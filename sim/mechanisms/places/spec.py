"""What places to buy declare. Places themselves are scenarios.market.people, what is done with them policy.places."""

from sim.mechanisms.kinds import Belief, Booked, Mechanism, Number, Reported, Section, Word

CHOICE = "market.place_choice"

SPEC = Mechanism(
    name="places",
    on="places_on",
    case="there are places to buy at",
    numbers=(
        Number("places_on", "i8", "places to buy at [0]", "market.places"),
        Number(
            "dissimilarity", "f8", "of places, 0 = all alike, 1 = each a product of its own", f"{CHOICE}.dissimilarity"
        ),
        Number(
            "gap_seen", "f8", "share of people who see that a price differs from place to place", f"{CHOICE}.gap_seen"
        ),
    ),
    accounts=(
        Booked("RENT", 31, "fit-out, rent and staff of places", group="OVERHEAD"),
        Booked("HOST", 32, "fees of hosts", group="OVERHEAD"),
        Booked("REBATE", 33, "rebates to dealers", group="SELLING"),
    ),
    decisions=(Word("PLACE_TAKEN", 88), Word("SEES_GAP", 89)),
    market=Section(
        "place_choice",
        """How a customer chooses among the places that are open: a nested logit whose log-sum moves the choice of us.

    ``dissimilarity``: 1 where orders at a small new place are all new, 0 where all come from other places. ``habit``:
    share of orders for which the usual place is taken beyond what its share of orders brings, at today's terms.
    ``delivery``: what a day less until delivery adds to the orders of a customer. Where one price is asked here and
    another there, a dealer who is undercut tries less, by the factor exp(-``effort_loss`` x gap), and sells as effort
    to the power of ``effort_sales``; the share ``gap_seen`` of people sees the gap and trusts us ``trust_loss`` x gap
    less. ``patience``: days for which an order waits where a place can serve only so many; what no such wait helps goes
    elsewhere, or is lost.
    """,
        (
            Belief("dissimilarity", unit="ratio", limits=(("ge", 0.01), ("le", 1))),
            Belief("habit", "Share"),
            Belief("delivery", unit="ln orders per day saved", limits=(("ge", 0), ("le", 1))),
            Belief("effort_loss", unit="per ratio to the price", limits=(("ge", 0), ("le", 100))),
            Belief("effort_sales", unit="elasticity", limits=(("ge", 0), ("le", 10))),
            Belief("trust_loss", unit="utility per ratio to the price", limits=(("ge", 0), ("le", 100))),
            Belief("gap_seen", "Share"),
            Belief("patience", unit="days", limits=(("ge", 1), ("le", 3650))),
        ),
    ),
    measures=(
        Reported(
            "online_share",
            "share",
            "level",
            "neither",
            "Of all orders, those at places that are online.",
            "online share",
        ),
        Reported("place_first_orders", "orders", "flow", "higher", "First orders at a place.", "first orders by place"),
        Reported(
            "place_contribution",
            "currency",
            "flow",
            "higher",
            "What orders at a place leave after goods, delivery, commission and rebates, less its rent and hosts.",
            "contribution by place",
        ),
        Reported(
            "place_margin",
            "share",
            "level",
            "higher",
            "That contribution over what was paid there for orders that were kept.",
            "margin by place",
        ),
        Reported(
            "place_use",
            "share",
            "level",
            "neither",
            "Orders at a place over what it could serve while it was open.",
            "use of capacity by place",
        ),
        Reported(
            "place_turned_away",
            "orders",
            "flow",
            "lower",
            "Who came to a place to order and found it full.",
            "orders turned away by place",
        ),
        Reported(
            "dealer_effort",
            "ratio",
            "level",
            "higher",
            "Effort of a dealer on the last day, ratio to that where nobody undercuts.",
            "dealer effort",
        ),
    ),
    front="places",
    by={
        "place_first_orders": "place",
        "place_contribution": "place",
        "place_margin": "place",
        "place_use": "place",
        "place_turned_away": "place",
        "dealer_effort": "place",
    },
    happens=("RENT", "HOST", "REBATE", "COMMISSION", "GOODS_RETURNED", "FIRST_ORDER", "ORDERED"),
)
