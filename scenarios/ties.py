"""Correlations of beliefs taken apart and put together: blocks of a market by what they tie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    from scenarios.market import Market

Rows = tuple[tuple[float, ...], ...]


class Block(NamedTuple):
    """Paths below market, and the correlations of their normal scores."""

    paths: tuple[str, ...]
    matrix: Rows


def blocks(market: Market, but: Callable[[str], bool] = lambda path: False) -> list[Block]:
    """The blocks of ``market`` without the paths that ``but`` names."""
    found = []
    for block in market.correlations:
        kept = [k for k, path in enumerate(block.parameters) if not but(path)]
        rows = tuple(tuple(block.matrix[i][j] for j in kept) for i in kept)
        if len(kept) > 1:
            found.append(Block(tuple(block.parameters[k] for k in kept), rows))
    return found


def tied(found: Sequence[Block]) -> frozenset[Block]:
    """What is tied, however it is put into blocks: the smallest blocks that say the same."""
    parts = set()
    for block in found:
        left = list(range(len(block.paths)))
        while left:
            part, new = {left[0]}, {left[0]}
            while new:
                new = {j for i in new for j in left if block.matrix[i][j] != 0.0} - part
                part |= new
            here = sorted(part)
            left = [k for k in left if k not in part]
            if len(here) > 1:
                rows = tuple(tuple(block.matrix[i][j] for j in here) for i in here)
                parts.add(Block(tuple(block.paths[k] for k in here), rows))
    return frozenset(parts)


def together(found: Sequence[Block], paths: Sequence[str]) -> tuple[list[Block], list[str], np.ndarray]:
    """The blocks that tie none of ``paths``; and these with all that is tied to them, those of blocks first and in
    their order, and their correlations."""
    import numpy as np

    apart = [block for block in found if not set(block.paths) & set(paths)]
    joint = [block for block in found if set(block.paths) & set(paths)]
    names = [path for block in joint for path in block.paths]
    names += [path for path in paths if path not in names]
    matrix, first = np.eye(len(names)), 0
    for block in joint:
        last = first + len(block.paths)
        matrix[first:last, first:last] = block.matrix
        first = last
    return apart, names, matrix
