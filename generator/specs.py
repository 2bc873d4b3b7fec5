"""sim/mechanisms/all.py: the specs of all mechanisms, imported by name so that tools see it."""

from __future__ import annotations

from sim.mechanisms import NAMES


def source() -> str:
    """The text of sim/mechanisms/all.py."""
    imports = "".join(f"from sim.mechanisms.{name}.spec import SPEC as {name}\n" for name in sorted(NAMES))
    listed = "".join(f"    {name},\n" for name in NAMES)
    return (
        '"""The specs of all mechanisms. Written by `make generate` of sim.mechanisms.NAMES."""\n\n'
        "from __future__ import annotations\n\n"
        f"from sim.mechanisms.kinds import Mechanism\n{imports}\n"
        f"ALL: tuple[Mechanism, ...] = (\n{listed})\n"
    )
