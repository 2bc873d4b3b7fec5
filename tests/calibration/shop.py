"""A shop: its profile, and a file of its orders."""

from pathlib import Path

import pytest

from calibration.profile import load
from calibration.sources import orders_of
from sim.problems import BadInput

PROFILE = """\
orders:
  file: orders.csv
  columns: {customer_id: client, ordered_at: bought, amount: total}
"""


def imported(folder: Path, content: str | bytes, profile: str = PROFILE):
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "orders.csv").write_bytes(data)
    (folder / "shop.yaml").write_text(profile)
    return orders_of(load(folder / "shop.yaml"), "USD")


def many(*odd: str, good: int = 100, header: str = "client,bought,total", ends: str = "\n") -> str:
    """A file of ``good`` good rows with the ``odd`` ones after the first ten."""
    rows = [f"c{k % 40},2024-01-{1 + k % 28:02d},{k}.5" for k in range(good)]
    return ends.join([header, *rows[:10], *odd, *rows[10:], ""])


def refusal(folder: Path, content: str | bytes, profile: str = PROFILE) -> str:
    with pytest.raises(BadInput) as caught:
        imported(folder, content, profile)
    return str(caught.value)
