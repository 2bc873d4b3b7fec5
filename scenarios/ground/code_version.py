"""Which code computes worlds: two processes that name the same version find the same bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PACKAGES = ("sim", "scenarios")
"""All that a scenario and the number of a world go through."""
LIBRARIES = ("numpy", "pandas", "pyarrow", "pydantic", "scipy", "simpy")


@cache
def code_version() -> str:
    """SHA-256, in hex, of the source and data files of PACKAGES, of what is compiled here (its versions and the
    processor included), and of the versions of LIBRARIES as they are installed."""
    from sim.core.ground import cache as compiled

    digest = hashlib.sha256(compiled.key().encode())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for package in PACKAGES:
        for file in sorted((HOUSE / package).rglob("*")):
            if file.suffix in (".py", ".yaml"):
                content = hashlib.sha256(file.read_bytes()).hexdigest()
                digest.update(f"{file.relative_to(HOUSE).as_posix()} {content}\n".encode())
    return digest.hexdigest()
