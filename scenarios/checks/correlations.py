"""Correlations of beliefs: known parameters, and a matrix that is one."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.tree.layers import is_parameter
from scenarios.tree.reading import at, items
from scenarios.tree.source import Node
from scenarios.tree.wording import did_you_mean
from sim.problems import Problem, shown


def correlations(root: Node) -> Iterator[Problem]:
    """Faults of every block of correlated beliefs."""
    seen: set[str] = set()
    for k, block in enumerate(items(root, "market.correlations")):
        path = f"market.correlations.{k}"
        names = [n for n in items(block, "parameters") if isinstance(n.value, str)]
        for name in names:
            node = at(root, f"market.{name.value}")
            if node is None or not is_parameter(node):
                found, allowed = (
                    f"the unknown parameter {shown(name.value)}",
                    "paths of parameters below market",
                )
                fix = did_you_mean(name.value, (p.removeprefix("market.") for p in root.paths()))
                yield Problem(name.file, name.line, f"{path}.parameters", found, allowed, fix)
            if name.value in seen:
                found = f"{shown(name.value)} twice"
                yield Problem(name.file, name.line, f"{path}.parameters", found, "every parameter once")
            seen.add(name.value)
        matrix = block.get("matrix")
        rows = [[x.value for x in row.value] for row in items(block, "matrix") if isinstance(row.value, tuple)]
        if matrix is not None and (said := _no_correlation(rows, len(names))):
            allowed = "a symmetric, positive definite matrix with 1 on the diagonal, one row for each name"
            yield Problem(matrix.file, matrix.line, f"{path}.matrix", said, allowed)


def _no_correlation(rows: list[list[object]], size: int) -> str:
    """Why ``rows`` is not the correlation matrix of ``size`` variables; nothing if it is one."""
    import numpy as np

    if len(rows) != size or any(len(row) != size for row in rows):
        return f"{len(rows)} rows of {sorted({len(row) for row in rows})} numbers for {size} parameters"
    if any(isinstance(x, bool) or not isinstance(x, int | float) for row in rows for x in row):
        return ""  # told as a fault of its field
    matrix = np.array(rows, dtype=float)
    if not np.array_equal(matrix, matrix.T):
        i, j = np.argwhere(matrix != matrix.T)[0]
        return f"{matrix[i, j]:g} in row {i + 1}, column {j + 1}, but {matrix[j, i]:g} in the mirrored place"
    if not (np.diag(matrix) == 1.0).all():
        return f"{matrix[np.diag(matrix) != 1.0][0].max():g} on the diagonal"
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    return f"a matrix with eigenvalue {smallest:.3g}" if smallest < 1e-9 else ""
