"""What an assortment declares. Its tables are scenarios.beside.catalogue."""

from sim.mechanisms.kinds import Belief, Field, Happening, Level, Mechanism, Number, Reported, Section, Without, Word

POLICY, MARKET = "policy.product.assortment", "market.assortment"
LEAST_DEPTH, MOST_DEPTH = 0.01, 0.6
"""Deals are no shallower and no deeper, shares of the price."""
MOST_AGAIN = 0.95
"""The most that a category may be followed by itself, share of lines: an order has to get on."""
MOST_EFFECT = 5.0
"""The most that a unit of depth may do, log odds."""
GOLDEN = 0.6180339887498949
"""What spreads numbers evenly over products (Weyl 1916)."""
OFF = ((f"{MARKET}.categories", 0.0),)
VAIN = "there is no assortment whose products could be on a deal"

SPEC = Mechanism(
    name="assortment",
    on="assortment_on",
    case="orders hold lines of an assortment",
    numbers=(
        Number("assortment_on", "i8", "categories of the assortment [0]"),
        Number("cart_lines", "i8", "most lines of an order [0]"),
        Number("mission_count", "i8", "missions of orders"),
        Number("breadth_spread", "f8", "sd of the log of a customer's breadth", f"{MARKET}.breadth_spread"),
        Number(
            "order_breadth_spread",
            "f8",
            "sd of the log of an order's breadth, given the customer's",
            f"{MARKET}.order_breadth_spread",
        ),
        Number(
            "breadth_dropout",
            "f8",
            "effect of a customer's log breadth on the drop-out rate [0]",
            f"{MARKET}.breadth_dropout",
        ),
        Number("kept_today", "f8", "what is paid at today's deals of what baskets are filled to, mean [1]"),
        Number("deal_days", "f8", "days of a period for which a deal holds"),
        Number("deal_spread", "f8", "sd of the depth of a product's deals", f"{MARKET}.deal_spread"),
        Number("deal_ratio", "f8", "ratio of deals' depth to today's", f"{POLICY}.deal_depth"),
        Number("depth_effect", "f8", "log odds of being put into a basket per unit of depth", f"{MARKET}.deal_effect"),
        Number(
            "switching",
            "f8",
            "share of products passed over in whose place another of the category may come",
            f"{MARKET}.switching",
        ),
        Number("pull_most", "f8", "the most that a price or a deal pulls, ratio on the odds [1]"),
        Number("image_off", "f8", "what prices are felt to be below today's, ratio [0]"),
    ),
    fields=(Field("breadth", "f4", "log of the own breadth of baskets, 0 = the median"),),
    events=(
        Happening("BASKET_LINE", 53, "product x 2**32 + units x 2**8 + depth of its deal, per cent", to="deciders"),
    ),
    decisions=(
        Word("BREADTH", 101),
        Word("MISSION", 102),
        Word("ORDER_BREADTH", 103),
        Word("LINE_CATEGORY", 104),
        Word("LINE_PRODUCT", 105),
        Word("LINE_UNITS", 106),
        Word("LINE_TAKEN", 107),
        Word("DEAL_ON", 108),
        Word("DEAL_DEPTH", 109),
        Word("LINE_FITS", 110),
    ),
    policy=Section(
        "product.assortment",
        """What the firm does with its assortment: how often products are on deals and how deep, ratios to today's, and
    ``prices`` of categories, ratios to theirs of today.

    ``cost_per_deal``: of announcing a product's deal, for each week; deals of today are among the costs of today.
    """,
        (
            Level("deal_weeks", "float", "ratio to today's share of weeks", (("ge", 0), ("le", 100))),
            Level("deal_depth", "float", "ratio to today's depth", (("ge", 0), ("le", 100))),
            Level(
                "cost_per_deal",
                "float",
                "currency per product and week on a deal, whole market",
                (("ge", 0), ("le", 1e9)),
            ),
            Level(
                "prices",
                """dict[str, Annotated[float, quantity("ratio to today's price", gt=0, le=100)]]""",
                "ratio to today's price, by category",
            ),
        ),
    ),
    market=Section(
        "assortment",
        """What orders hold, as drawn from the tables of market.catalogue, or from laws where it has none.

    An order is filled with lines until what is wanted at regular prices, times the breadth of its customer and its own,
    is spent: the value of an order says how much, the assortment what. The first category comes from the mission of
    the order; the next line stays in the category with a probability of its own. A product on a deal is put into
    baskets exp(``deal_effect`` x depth) times as readily; a category whose price changes, its ratio to the power
    ``price_elasticity``. Of what is passed over therefore, the share ``switching`` makes room for another product of
    the category, the rest for any. A deal multiplies the units beyond the first by ``deal_units``. Deals hold for
    periods of ``deal_weeks``; their depths have the sd ``deal_spread`` about that of the product. ``image``: how much
    of a change of prices, weighted by how well categories' prices are known, is felt as one of the price of us.
    ``breadth_dropout``: customers of e times the breadth of others drop out exp(-``breadth_dropout``) times as fast.

    Where there are no tables: ``categories`` with ``products`` each, whose shares fall with their rank to the powers
    ``category_zipf`` and ``product_zipf``; prices are log-normal with sd ``price_spread``, so high that a mean order
    holds ``lines``; products are on deals of mean depth ``deal_depth`` in the share ``deal_share`` of weeks.
    """,
        (
            Belief("categories", unit="categories", limits=(("ge", 0), ("le", 5000))),
            Belief("products", unit="products per category", limits=(("ge", 1), ("le", 1000))),
            Belief("category_zipf", unit="power of the rank", limits=(("ge", 0), ("le", 5))),
            Belief("product_zipf", unit="power of the rank", limits=(("ge", 0), ("le", 5))),
            Belief("price_spread", unit="sd of log prices", limits=(("ge", 0), ("le", 3))),
            Belief("lines", unit="lines of a mean order", limits=(("ge", 1), ("le", 100))),
            Belief("again", unit="share of next lines in the same category", limits=(("ge", 0), ("le", MOST_AGAIN))),
            Belief("extra_units", unit="units beyond the first", limits=(("ge", 0), ("le", 100))),
            Belief("breadth_spread", unit="sd of log breadth", limits=(("ge", 0), ("le", 2))),
            Belief("order_breadth_spread", unit="sd of log breadth", limits=(("ge", 0), ("le", 2))),
            Belief("breadth_dropout", unit="per unit of log breadth", limits=(("ge", -10), ("le", 10))),
            Belief("deal_share", unit="share of weeks", limits=(("ge", 0), ("le", 1))),
            Belief("deal_depth", unit="share of the price", limits=(("ge", 0), ("le", MOST_DEPTH))),
            Belief("deal_spread", unit="share of the price", limits=(("ge", 0), ("le", 0.3))),
            Belief("deal_weeks", unit="weeks", limits=(("ge", 0.2), ("le", 52))),
            Belief("deal_effect", unit="log odds per unit of depth", limits=(("ge", 0), ("le", MOST_EFFECT))),
            Belief("deal_units", "Ratio"),
            Belief("switching", "Share"),
            Belief("price_elasticity", unit="elasticity", limits=(("ge", -10), ("le", 0))),
            Belief("image", unit="share", limits=(("ge", 0), ("le", 2))),
        ),
    ),
    measures=(
        Reported(
            "categories_per_order", "categories", "level", "neither", "Categories in an order.", "categories per order"
        ),
        Reported("items_per_order", "units", "level", "neither", "Units in an order.", "items per order"),
        Reported(
            "lines_on_deal", "share", "level", "neither", "Order lines on a deal, of all.", "order lines on a deal"
        ),
        Reported(
            "deal_depth", "share", "level", "neither", "Mean depth of the deals on order lines.", "depth of deals"
        ),
        Reported(
            "category_share",
            "share",
            "level",
            "neither",
            "What a category sells, of all that is sold.",
            "share of sales by category",
        ),
        Reported(
            "category_margin",
            "share",
            "level",
            "higher",
            "What a category leaves after goods, of what it sells.",
            "margin by category",
        ),
    ),
    front="product",
    by={"category_share": "category", "category_margin": "category"},
    happens=("BASKET_LINE", "DISCOUNT"),
    without=(
        Without(f"{POLICY}.deal_weeks", 1.0, OFF, VAIN),
        Without(f"{POLICY}.deal_depth", 1.0, OFF, VAIN),
        Without(f"{POLICY}.cost_per_deal", 0.0, OFF, VAIN),
    ),
    neutral=(f"{MARKET}.categories=30", f"{MARKET}.deal_share=0", f"{MARKET}.breadth_dropout=0"),
)
