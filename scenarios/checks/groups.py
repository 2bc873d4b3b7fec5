"""Groups: people whom there are, what they may have of their own, and not too many kinds of them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scenarios.checks.names import channel_known, deal_known, keys_known, people_known
from scenarios.tree.reading import at, blamed, items, number, rows_of_groups
from scenarios.tree.source import Node
from sim.problems import Problem

MOST_CELLS = 65_536
"""Cells that a person's record can tell apart."""


def groups(root: Node) -> Iterator[Problem]:
    """People, offers and channels that there are not; media for others than the people of regions."""
    for path, row in rows_of_groups(root):
        yield from people_known(root, row, path)
        yield from keys_known(root, f"{path}.price.offers", "offer", "market.offers")
        for deal in items(row, "promotion.deals"):
            yield from deal_known(root, deal, f"{path}.promotion.deals.{deal.name}")
        yield from _media(root, row, path)
        yield from _kept(root, row, path)


def _kept(root: Node, row: Node, path: str) -> Iterator[Problem]:
    """Prices of a row's own beside prices that old customers keep, which are kept by everybody alike."""
    spared = [one for one in items(root, "policy.price.changes") if _for_new(one)]
    own = [one for one in items(row, "price.changes") if _for_new(one)]
    price = row.get("price")
    stated = price is not None and any(price.get(key) is not None for key in ("level", "changes"))
    if own or (spared and stated):
        node = own[0] if own else price
        assert node is not None
        found = "a price of its own, while old customers keep theirs"
        allowed = "prices for new customers alone in policy.price.changes, and no level or changes in groups"
        yield Problem(node.file, node.line, f"{path}.price", found, allowed)


def _for_new(change: Node) -> bool:
    whom = change.get("for")
    return whom is not None and whom.value == "new"


def _media(root: Node, row: Node, path: str) -> Iterator[Problem]:
    """Money for media of a row."""
    channel = row.get("channel")
    if channel is None or not channel.value:
        return
    yield from channel_known(root, f"{path}.channel")
    others = [key for key in ("segments", "places", "classes") if items(row, key)]
    others += ["share"] if row.get("share") is not None else []
    called = {"classes": "activity classes", "share": "people, drawn at random,"}
    for key in others:
        found = f"media for some {called.get(key, key)} alone"
        fix = "make a row of its own for channel, by regions; classes have an audience of each channel"
        yield Problem(channel.file, channel.line, f"{path}.channel", found, "media for regions", fix)
    regions, named = items(root, "market.regions"), {name.value for name in items(row, "regions")}
    shares = [number(one, "share") for one in regions if one.name in named]
    if shares and all(share == 0.0 for share in shares):
        found = "money for media in regions where nobody lives"
        yield Problem(channel.file, channel.line, f"{path}.channel", found, "regions with a share above 0")


def kinds(root: Node) -> Iterator[Problem]:
    """More kinds of people than can be told apart."""
    listed = ("segments", "regions", "places", "activity")
    many = [max(len(items(root, f"market.{name}")), 1) for name in listed]
    if 2 * math.prod(many) > MOST_CELLS:
        node = blamed(*(at(root, f"market.{name}") for name in listed))
        parts = " x ".join(f"{count:,} {name}" for count, name in zip(many, listed, strict=True))
        found = f"{parts}: {math.prod(many):,} kinds of people"
        yield Problem(node.file, node.line, "market", found, f"at most {MOST_CELLS // 2:,}", "name fewer of them")
