"""Names as numbers, for the addresses of draws."""

from __future__ import annotations

import hashlib
from functools import lru_cache


@lru_cache(maxsize=4096)
def number_of(name: str) -> int:
    """A number of 32 bits that is always that of this name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
