"""How much memory this machine has for runs."""

from __future__ import annotations

import os
from pathlib import Path

PART = 0.8
"""The part of the free memory that runs may take."""


def limit() -> int:
    """Bytes that runs may take on this machine: a part of what is free now, within the process's own bounds."""
    free = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    available = Path("/proc/meminfo")
    if available.exists():
        lines = dict(line.split(":", 1) for line in available.read_text().splitlines())
        if "MemAvailable" in lines:
            free.append(int(lines["MemAvailable"].split()[0]) * 1024)
    group = Path("/sys/fs/cgroup/memory.max")
    if group.exists() and (most := group.read_text().strip()).isdigit():
        free.append(int(most))
    return int(PART * min(free))
