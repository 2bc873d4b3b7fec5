"""Numbers that bound each other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from scenarios.tree.reading import at, blamed, items, number, rows_of_groups
from scenarios.tree.source import Node
from sim.problems import Problem


def shares(root: Node) -> Iterator[Problem]:
    """Shares of people that do not sum to 1, or to more than 1 where the rest has a place of its own."""
    for name in ("segments", "regions", "places", "activity", "service.desks", "service.causes"):
        path = f"market.{name}"
        parts = items(root, path)
        found = [s for item in parts if (s := number(item, "share")) is not None]
        if found and len(found) == len(parts) and abs(math.fsum(found) - 1.0) > 1e-9:
            node = at(root, path) or root
            yield Problem(node.file, node.line, path, f"shares that sum to {math.fsum(found):.10g}", "a sum of 1")
    keys = ("reached", "retained", "customer")
    yield from _at_most_1(root, "market.start", [number(root, f"market.start.{k}") for k in keys], "is unaware")
    keys = ("price_share", "competitor_share", "service_share")
    path = "market.lapse.leave"
    yield from _at_most_1(root, path, [number(root, f"{path}.{k}") for k in keys], "has no need any more")
    captured = [number(channel, "capture") for channel in items(root, "market.channels")]
    yield from _at_most_1(root, "market.channels", captured, "clicks on nothing")


def _at_most_1(root: Node, path: str, found: list[float | None], rest: str) -> Iterator[Problem]:
    total = math.fsum(share for share in found if share is not None)
    node = at(root, path)
    if node is not None and total > 1.0 + 1e-9:
        allowed = f"a sum of at most 1; the rest {rest}"
        yield Problem(node.file, node.line, path, f"shares that sum to {total:.10g}", allowed)


def begun(root: Node) -> Iterator[Problem]:
    """Customers won in a usual week, where nobody knows which customers there are."""
    newcomers, customers = number(root, "market.start.newcomers"), at(root, "market.start.customers")
    if newcomers and (customers is None or not customers.value):
        node = at(root, "market.start.newcomers") or root
        fix = "name the file of customers, or state reached and retained instead"
        found, allowed = f"{newcomers:g} people per week without market.start.customers", "0, or beside the customers"
        yield Problem(node.file, node.line, "market.start.newcomers", found, allowed, fix)


def together(root: Node) -> Iterator[Problem]:
    """Two waves of the year that together would take demand below 0."""
    need = at(root, "market.need")
    first, second = (number(need, key, "high") for key in ("season_amplitude", "season_amplitude_2"))
    if need is not None and first is not None and second is not None and first + second > 1.0 + 1e-9:
        node = blamed(need.get("season_amplitude_2"), need.get("season_amplitude"))
        found = f"amplitudes that sum to {first + second:g}, high ends included"
        yield Problem(node.file, node.line, "market.need.season_amplitude_2", found, "a sum of at most 1")


TIERS = ("tier", "second_tier", "third_tier")


def points(root: Node) -> Iterator[Problem]:
    """An upper tier in which an order would earn more points than is paid for it, or that takes no more orders than the
    one below."""
    path = "policy.relationship.points"
    earned = number(root, f"{path}.earn_rate")
    for tier in TIERS:
        times = number(root, f"{path}.{tier}.earn")
        if earned is not None and times is not None and earned <= 1.0 < earned * times:
            node = blamed(at(root, f"{path}.{tier}.earn"), at(root, f"{path}.earn_rate"))
            found = f"points worth {earned * times:g} times what is paid"
            allowed = f"at most 1 / earn_rate = {1.0 / earned:g}"
            yield Problem(node.file, node.line, f"{path}.{tier}.earn", found, allowed)
    for below, tier in pairwise(TIERS):
        enough, before = (number(root, f"{path}.{one}.orders") for one in (tier, below))
        if enough and before is not None and (before == 0.0 or enough <= before):
            node = blamed(at(root, f"{path}.{tier}.orders"), at(root, f"{path}.{below}.orders"))
            allowed = f"more than the tier below takes ({before:g}), which must be on"
            yield Problem(node.file, node.line, f"{path}.{tier}.orders", f"{enough:g}", allowed)


def laws(root: Node) -> Iterator[Problem]:
    """A binomial number of invitations without a whole number of trials above its mean."""
    referral, law = at(root, "market.referral"), at(root, "market.referral.invites_law")
    mean = number(referral, "invites_mean", "high")
    trials = number(referral, "invites_dispersion", "low")
    if referral is None or law is None or law.value != "binomial" or mean is None or trials is None:
        return
    stated = number(referral, "invites_dispersion")
    if stated is None or not stated.is_integer() or not mean < round(trials) <= 64:
        node = blamed(referral.get("invites_dispersion"), referral.get("invites_mean"), law)
        path, found = (
            "market.referral.invites_dispersion",
            f"{stated:g} trials for a mean of up to {mean:g} invitations",
        )
        allowed = f"a whole number from {math.floor(mean) + 1} to 64, as the law is binomial"
        yield Problem(node.file, node.line, path, found, allowed)


def network(root: Node) -> Iterator[Problem]:
    """The parameters of the kind of network that is used fit together."""
    chosen, people = at(root, "market.referral.network"), number(root, "people")
    kind = at(root, "market.referral.network.kind")
    if chosen is None or kind is None or people is None:
        return
    seeds, contacts = number(chosen, "seeds"), number(root, "market.referral.contacts", "high")
    largest = number(chosen, "largest", "low")
    if kind.value == "fresh" and seeds is not None and not 1 <= seeds <= people:
        node = blamed(chosen.get("seeds"), kind, root.get("people"))
        found, allowed = f"{seeds:,.0f} seeds among {people:,.0f} people", "from 1 up to the number of people"
        yield Problem(node.file, node.line, "market.referral.network.seeds", found, allowed)
    if kind.value == "scale_free" and contacts is not None and largest is not None and contacts > largest:
        node = blamed(chosen.get("largest"), at(root, "market.referral.contacts"), kind)
        found = f"a mean of {contacts:g} contacts and at most {largest:g} of anybody"
        yield Problem(node.file, node.line, "market.referral.network.largest", found, "at least the mean")


def cadence(root: Node) -> Iterator[Problem]:
    """The unsubscribe rate at the policy's cadence, beliefs at their high ends, stays within its bound."""
    retain = at(root, "market.retain")
    keys = ("unsubscribe_rate", "unsubscribe_fatigue", "touch_memory")
    rate, fatigue, memory = (number(retain, key, "high") for key in keys)
    bound = number(retain, "unsubscribe_bound", "low")
    if rate is None or fatigue is None or memory is None or bound is None:
        return
    ways = [f"{above}.relationship.touches_per_week" for above in ("policy", *dict(rows_of_groups(root)))]
    stated = [(touches, path) for path in ways if (touches := number(root, path)) is not None]
    touches, path = max(stated, default=(0.0, ""), key=lambda one: one[0])
    reached = rate + fatigue * (touches / 7.0 * memory) ** 2
    if not path or reached <= bound * (1 + 1e-12):
        return
    said = at(root, path)
    if rate > bound:
        path, allowed = "market.retain.unsubscribe_rate", f"a rate of at most {bound:g}, high end included"
    else:
        most = 7.0 / memory * math.sqrt((bound - rate) / fatigue)
        allowed = f"at most {math.floor(most * 1000) / 1000:g} touches per week"
    parts = [retain.get(key) if retain is not None else None for key in (*keys, "unsubscribe_bound")]
    node = blamed(said, *parts)
    found = f"an unsubscribe rate of up to {reached:.4g} per day, above its bound of {bound:g}"
    fix = "write fewer touches, or raise market.retain.unsubscribe_bound"
    yield Problem(node.file, node.line, path, found, allowed, fix)
