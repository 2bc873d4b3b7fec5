"""The mechanisms of the market, each a folder of this one. Their order is that in which hooks ask them."""

NAMES = (
    "points",
    "care_calls",
    "offers",
    "tiers",
    "free_tier",
    "messages",
    "first_order_service",
    "classes",
    "places",
    "promoters",
    "chain_care",
    "seeding",
    "discretion",
    "use",
    "buying_centre",
    "assortment",
)
"""One name for each folder; what follows from it is written by `make generate`."""
