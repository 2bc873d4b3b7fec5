"""A market that was fitted, as the tree that its file holds."""

from typing import Any

from calibration.fit import Fit


def tree(found: Fit) -> dict[str, Any]:
    """What ``Fit.write`` writes, without going through a file."""
    told = found.to_json()
    return {name: told[name] for name in ("schema", "name", "title", "history", "market", "fits")}
