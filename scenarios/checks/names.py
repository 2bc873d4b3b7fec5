"""Names that refer to other parts of the tree, and names that differ too little."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.tree.layers import has_names
from scenarios.tree.lookalike import difference, look
from scenarios.tree.reading import at, blamed, items, number
from scenarios.tree.source import Node
from scenarios.tree.wording import did_you_mean, listed
from sim.problems import Problem, shown


def doubled_names(node: Node, path: str = "") -> Iterator[Problem]:
    """Items of one list whose names differ in nothing, or only look different to a machine."""
    if has_names(node):
        seen: dict[str, Node] = {}
        for item in node.value:
            if item.name is None:
                continue
            first = seen.setdefault(look(item.name), item)
            if first is not item and first.name is not None:
                odd = difference(item.name, first.name)
                found = f"the names {shown(first.name)} (line {first.line}) and {shown(item.name)}"
                allowed = "names that look different" if odd else "names that differ in more than capitals"
                yield Problem(item.file, item.line, path, found, allowed, odd)
    below = node.value.items() if isinstance(node.value, dict) else ()
    for key, value in below:
        yield from doubled_names(value, f"{path}.{key}" if path else key)


def channels(root: Node) -> Iterator[Problem]:
    """Money for channels that there are not."""
    spend, known = at(root, "policy.channel.weekly_spend"), at(root, "market.channels")
    if spend is not None and spend.value and known is not None and known.value == ():
        node = blamed(spend, known)
        found, path = "no channel, but money for channels", "market.channels"
        yield Problem(node.file, node.line, path, found, "a channel for all that is spent", "weekly_spend: {}")
        return
    yield from keys_known(root, "policy.channel.limits", "channel", "market.channels")
    yield from channel_known(root, "policy.channel")


def channel_known(root: Node, path: str) -> Iterator[Problem]:
    """Channels named in the part of a policy at ``path`` that there are not."""
    for key in ("weekly_spend", "creative_per_week"):
        yield from keys_known(root, f"{path}.{key}", "channel", "market.channels")
    for k, flight in enumerate(items(root, f"{path}.flights")):
        yield from _named(root, flight, f"{path}.flights.{k}", "channel", "market.channels")


def projects(root: Node) -> Iterator[Problem]:
    """Projects of a kind, or for segments, that there are not."""
    for one in items(root, "policy.projects"):
        path = f"policy.projects.{one.name}"
        yield from _named(root, one, path, "kind", "market.projects")
        for segment in items(one, "segments"):
            if isinstance(segment.value, str):
                yield from unknown(root, segment.value, segment, f"{path}.segments", "segment", "market.segments")


def firms(root: Node) -> Iterator[Problem]:
    """Segments of firms that there are not."""
    centre = at(root, "market.buying_centre")
    if centre is not None:
        yield from people_known(root, centre, "market.buying_centre")


def past(root: Node) -> Iterator[Problem]:
    """Money spent before time 0 on channels that there are not."""
    yield from keys_known(root, "market.start.spend", "channel", "market.channels")


def media(root: Node) -> Iterator[Problem]:
    """Channels that there are not, of which people of a segment or a region see more or less than others."""
    for part in ("segments", "regions"):
        for one in items(root, f"market.{part}"):
            for seen in items(one, "media"):
                if seen.name is not None:
                    path = f"market.{part}.{one.name}.media.{seen.name}"
                    yield from unknown(root, seen.name, seen, path, "channel", "market.channels")


def offers(root: Node) -> Iterator[Problem]:
    """Prices of offers, categories and segments that there are not; several offers where no choice is made."""
    yield from keys_known(root, "policy.price.offers", "offer", "market.offers")
    for offer in items(root, "market.offers"):
        if at(root, "market.basket.categories") is not None:
            yield from _named(root, offer, f"market.offers.{offer.name}", "category", "market.basket.categories")
    for deal in items(root, "policy.promotion.deals"):
        yield from deal_known(root, deal, f"policy.promotion.deals.{deal.name}")
    yield from _bundles(root)
    rule, made = at(root, "market.choice.rule"), items(root, "market.offers")
    if rule is not None and rule.value == "threshold" and len(made) > 1:
        node = blamed(at(root, "market.offers"), rule)
        found = f"{len(made)} offers, while people only compare the price with what they are willing to pay"
        yield Problem(node.file, node.line, "market.offers", found, "one offer", "rule: logit")


def people_known(root: Node, who: Node, path: str) -> Iterator[Problem]:
    """Whom something is for, where there are none such."""
    kinds = {"segments": "segment", "regions": "region", "places": "place", "classes": "activity class"}
    for key, what in kinds.items():
        for name in items(who, key):
            if isinstance(name.value, str):
                among = "market.activity" if key == "classes" else f"market.{key}"
                yield from unknown(root, name.value, name, f"{path}.{key}", what, among)


def deal_known(root: Node, deal: Node, path: str) -> Iterator[Problem]:
    """Whom a deal is for, where there are none such."""
    for key in ("segment", "region", "place"):
        yield from _named(root, deal, path, key, f"market.{key}s")


def _bundles(root: Node) -> Iterator[Problem]:
    """Products in a bundle, and segments it is for, that there are not; a first offer that is not for everybody."""
    for k, offer in enumerate(items(root, "market.offers")):
        path = f"market.offers.{offer.name}"
        for key, what, among in (
            ("with", "category", "market.basket.categories"),
            ("for", "segment", "market.segments"),
        ):
            for name in items(offer, key):
                if isinstance(name.value, str):
                    yield from unknown(root, name.value, name, f"{path}.{key}", what, among)
        if k == 0 and items(offer, "for"):
            found, allowed = "the first offer for some only", "an offer for everybody; its shares are those of choice"
            yield Problem(offer.file, offer.line, f"{path}.for", found, allowed)


def audiences(root: Node) -> Iterator[Problem]:
    """Audiences of other activity classes than those of the market, or of nobody."""
    named = [item for item in items(root, "market.activity") if item.name is not None]
    classes = [item.name for item in named if item.name is not None]
    peopled = [item.name for item in named if item.name is not None and number(item, "share") != 0.0]
    for channel in items(root, "market.channels"):
        audience = channel.get("audience")
        if audience is None or not isinstance(audience.value, dict) or not audience.value or not classes:
            continue
        path = f"market.channels.{channel.name}.audience"
        for name, node in audience.value.items():
            if name not in classes:
                found, allowed = f"the unknown activity class {shown(name)}", f"one of: {listed(classes)}"
                yield Problem(node.file, node.line, f"{path}.{name}", found, allowed, did_you_mean(name, classes))
        missing = [name for name in classes if name not in audience.value]
        if missing:
            found = f"no weight for {listed(missing)}"
            yield Problem(
                audience.file, audience.line, path, found, "a weight for every activity class, or none at all"
            )
        elif all(number(audience, name) == 0.0 for name in peopled):
            allowed = "at least one weight above 0, of a class with people"
            yield Problem(audience.file, audience.line, path, "weights that are all 0", allowed)


def keys_known(root: Node, path: str, what: str, among: str) -> Iterator[Problem]:
    """Keys of the mapping at ``path`` that name no item of the list at ``among``."""
    mapping = at(root, path)
    for name, node in mapping.value.items() if mapping is not None and isinstance(mapping.value, dict) else ():
        yield from unknown(root, name, node, f"{path}.{name}", what, among)


def _named(root: Node, item: Node, path: str, key: str, among: str) -> Iterator[Problem]:
    """The name under ``key`` of an item, where it names no item of the list at ``among``."""
    used = item.get(key)
    if used is not None and isinstance(used.value, str):
        yield from unknown(root, used.value, used, f"{path}.{key}", key, among)


def unknown(root: Node, name: str, node: Node, path: str, what: str, among: str) -> Iterator[Problem]:
    """The ``name`` said at ``path``, where no item of the list at ``among`` has it."""
    listing = at(root, among)
    if listing is None or not isinstance(listing.value, tuple):
        return
    names = [item.name for item in listing.value if item.name is not None]
    if name not in names:
        node = blamed(node, listing)
        allowed = f"one of: {listed(names)}" if names else f"none, as {among} has none"
        yield Problem(
            node.file, node.line, path, f"the unknown {what} {shown(name)}", allowed, did_you_mean(name, names)
        )
