"""Where the fields of a record lie: those asked for often together, gaps filled."""

from __future__ import annotations

import numpy as np

LINE = 64
"""Bytes that memory moves at a time."""

Fields = list[tuple[str, str]]


def packed(often: Fields, rarely: Fields) -> tuple[np.dtype, int]:
    """A record with the fields that are asked for often first, and where these end, bytes.

    Of the fields that fit behind what is there without a gap, the largest comes next. ValueError where what is asked
    for often is more than a line of memory.
    """
    offsets: dict[str, int] = {}
    kinds = {name: np.dtype(kind) for name, kind in often + rarely}
    if len(kinds) < len(often) + len(rarely):
        raise ValueError("two fields of one name")
    end, often_end = 0, 0
    for part in (often, rarely):
        left = [name for name, _ in part]
        while left:
            fitting = [name for name in left if end % kinds[name].alignment == 0]
            if not fitting:
                end += 1
                continue
            name = max(fitting, key=lambda name: kinds[name].itemsize)
            left.remove(name)
            offsets[name] = end
            end += kinds[name].itemsize
        often_end = often_end or end
    if often_end > LINE:
        raise ValueError(f"what occasions ask for takes {often_end} bytes: at most {LINE}")
    widest = max(kind.alignment for kind in kinds.values())
    record = np.dtype(
        {
            "names": list(offsets),
            "formats": [kinds[name] for name in offsets],
            "offsets": list(offsets.values()),
            "itemsize": -(-end // widest) * widest,
        },
        align=True,
    )
    return record, often_end
