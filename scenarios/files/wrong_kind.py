"""One kind of file in the place of another: a market, a profile or a table where a scenario is wanted."""

from __future__ import annotations

from scenarios.tree.source import Node, Refused
from scenarios.tree.wording import kind_of
from sim.problems import Problem, shown

FITTING = "fit a market to the orders: sixr company fit --profile {file} --out market.yaml"
TABLES = (".csv", ".tsv", ".txt")


def no_scenario(node: Node) -> Problem | None:
    """What is wrong with the file of ``node`` if it is of another kind than a scenario, and how to use it."""
    if isinstance(node.value, Refused):
        return None
    if not isinstance(node.value, dict):
        fix = "this looks like TOML; write `key: value`" if " = " in str(node.value) else "start with `extends: base`"
        return _table(node, "a scenario") or _instead(node, kind_of(node.value), "a mapping of keys to values", fix)
    if _has(node, "history", "fits"):
        return _instead(node, "a market file", "a scenario", f"name a scenario and add --market {shown(node.file)}")
    return _profile(node, "a scenario")


def no_market(node: Node) -> Problem | None:
    """The same where a market file is wanted."""
    if isinstance(node.value, Refused):
        return None
    allowed = "a market file, as written by `sixr company fit`"
    if not isinstance(node.value, dict):
        return _table(node, allowed) or _instead(node, kind_of(node.value), allowed, "")
    if _has(node, "extends", "policy"):
        return _instead(node, "a scenario", allowed, "name it without --market")
    return _profile(node, allowed)


def unfounded(node: Node, allowed: str) -> Problem | None:
    """The fault of a scenario that extends nothing and has no market of its own; ``allowed``: what it may extend."""
    if "market" in node.value:
        return None
    return Problem(node.file, node.line, "extends", "nothing: it is missing", allowed, "start with `extends: base`")


def _table(node: Node, allowed: str) -> Problem | None:
    if not node.file.lower().endswith(TABLES):
        return None
    return _instead(node, "a table", allowed, "orders are named in a profile, which sixr company fit --profile reads")


def _profile(node: Node, allowed: str) -> Problem | None:
    if "orders" not in node.value or _has(node, "policy", "market", "extends"):
        return None
    return _instead(node, "a profile of orders", allowed, FITTING.format(file=shown(node.file)))


def _has(node: Node, *keys: str) -> bool:
    return any(key in node.value for key in keys)


def _instead(node: Node, found: str, allowed: str, fix: str) -> Problem:
    return Problem(node.file, node.line, "", found, allowed, fix)
