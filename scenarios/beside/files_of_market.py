"""Files beside a scenario that its market names: where they lie, and that their content stays what it was."""

from __future__ import annotations

import os
from pathlib import Path

from scenarios.tree.layers import put
from scenarios.tree.reading import at
from scenarios.tree.source import Node
from sim.problems import Problem


def located(tree: Node, folder: Path, path: str) -> Node:
    """``tree`` of a file in ``folder`` with the absolute place of the file named at ``path`` for a relative one."""
    node = at(tree, path)
    if node is None or not isinstance(node.value, str) or not node.value:
        return tree
    return put(tree, path, Node(os.path.abspath(folder / node.value), node.file, node.line))


def sealed(
    tree: Node, path: str, place: str, checksum_path: str, checksum: str, what: str, fix: str
) -> tuple[Node, list[Problem]]:
    """``tree`` with the ``place`` of a file at ``path`` and the ``checksum`` of its content; as it is, and its fault,
    where it asks for another content, as one that was written into a result. ``what`` the content is of; ``fix``."""
    said, node = at(tree, checksum_path), at(tree, path)
    if said is not None and said.value not in (None, checksum):
        found = f"another content of the {what}"
        return tree, [Problem(said.file, said.line, checksum_path, found, "the same content", fix)]
    file, line = ("", 0) if node is None else (node.file, node.line)
    tree = put(tree, path, Node(place, file, line))
    return put(tree, checksum_path, Node(checksum, file, line)), []
