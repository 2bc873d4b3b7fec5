"""What a file may leave out: the numbers of items of lists that have a default."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import BaseModel

from scenarios.fields import bare
from scenarios.parameter import Parameter
from scenarios.parts import PARTS
from scenarios.tree.source import Node, planted


def filled(tree: Node, model: type[BaseModel]) -> Node:
    """``tree`` with every default that it leaves out, so that each number has a path, and can be laid over.

    What has no default, or is of a wrong kind, stays as it is.
    """
    if not isinstance(tree.value, dict) or model is Parameter:
        return tree
    values = dict(tree.value)
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in values:
            values[key] = _below(values[key], field.annotation)
        elif not field.is_required() and field.get_default(call_default_factory=True) is not None:
            values[key] = _planted(field.get_default(call_default_factory=True), tree)
    return Node(values, tree.file, tree.line)


def with_parts(tree: Node) -> Node:
    """A scenario's tree with the sections of mechanisms that it leaves out and that have defaults: files that extend it
    can then say something of them. Where what is around a section is not there, it stays out."""
    for path, part in PARTS:
        tree = _with_part(tree, path.split("."), part)
    return tree


def _with_part(node: Node, path: list[str], part: type[BaseModel]) -> Node:
    if not isinstance(node.value, dict):
        return node
    if not path:
        return Node({**filled(Node({}, node.file, node.line), part).value, **node.value}, node.file, node.line)
    if path[0] not in node.value:
        return node
    return Node({**node.value, path[0]: _with_part(node.value[path[0]], path[1:], part)}, node.file, node.line)


def _below(node: Node, annotation: Any) -> Node:
    kind = bare(annotation)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return node if getattr(kind, "as_stated", False) else filled(node, kind)
    if get_origin(kind) is tuple and isinstance(node.value, tuple):
        return Node(tuple(_below(item, get_args(kind)[0]) for item in node.value), node.file, node.line)
    return node


def _planted(value: Any, place: Node) -> Node:
    """A default as a tree that stands where ``place`` does."""
    if isinstance(value, BaseModel):
        value = value.model_dump(by_alias=True, exclude_none=True, warnings=False)  # amounts in mean orders are texts
    return planted(value, place.file, place.line)
