"""What a scenario verifies: of a stage, channel, desk, segment or offer that there is."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.checks.names import unknown
from scenarios.tree.reading import items
from scenarios.tree.source import Node
from scenarios.tree.wording import described, did_you_mean, listed
from sim.problems import Problem, shown

STAGES = ("reached", "retained", "customer", "dropped_out")
"""The stages in which people are counted."""
OF = {
    "people_in": "stage",
    "credited": "channel",
    "brought": "channel",
    "cac_incremental": "channel",
    "cac_marginal": "channel",
    "mean_wait": "desk",
    "gave_up": "desk",
    "tickets_in_system": "desk",
    "turns_per_question": "desk",
    "segment_wait": "segment",
}
"""What each quantity is of; one that is not named is of nothing."""
AMONG = {"channel": "market.channels", "desk": "market.service.desks", "segment": "market.segments"}


def verified(root: Node) -> Iterator[Problem]:
    """Names under ``of`` that there are not, that a quantity needs, or that it has no use for; offers by numbers
    that there are not."""
    asked = items(root, "verify")
    if not asked:
        return
    from sim.quantities import QUANTITIES

    for k, wish in enumerate(asked):
        quantity = wish.get("quantity")
        if quantity is None or not isinstance(quantity.value, str) or quantity.value not in QUANTITIES:
            continue
        yield from _of(root, wish, quantity.value, f"verify.{k}")
        if quantity.value == "offer_share":
            yield from _offers(root, wish, f"verify.{k}")


def _of(root: Node, wish: Node, quantity: str, path: str) -> Iterator[Problem]:
    what, of = OF.get(quantity), wish.get("of")
    if of is None or of.value is None:
        if what is not None and what != "desk":  # of no desk in particular is of all of them
            found, allowed = f"nothing: {quantity} is that of a {what}", f"one of: {listed(_names(root, what))}"
            yield Problem(wish.file, wish.line, f"{path}.of", found, allowed)
    elif what is None:
        allowed = "no `of`: there is one for the whole market"
        yield Problem(of.file, of.line, f"{path}.of", f"{described(of.value)} with {shown(quantity)}", allowed)
    elif isinstance(of.value, str) and what == "stage":
        if of.value not in STAGES:
            found, allowed = f"the unknown stage {shown(of.value)}", f"one of: {listed(STAGES)}"
            yield Problem(of.file, of.line, f"{path}.of", found, allowed, did_you_mean(of.value, STAGES))
    elif isinstance(of.value, str):
        yield from unknown(root, of.value, of, f"{path}.of", what, AMONG[what])


def _names(root: Node, what: str) -> list[str]:
    return [*STAGES] if what == "stage" else [item.name for item in items(root, AMONG[what]) if item.name is not None]


def _offers(root: Node, wish: Node, path: str) -> Iterator[Problem]:
    """Numbers under ``at`` that no offer has; offers are counted from 1."""
    made, asked = len(items(root, "market.offers")), items(wish, "at")
    allowed = f"numbers of offers from 1 to {made}" if made > 1 else "the number of the only offer, 1"
    if not asked:
        yield Problem(wish.file, wish.line, f"{path}.at", "nothing: offer_share is that of an offer", allowed)
    for number in asked:
        if isinstance(number.value, int) and made and not 1 <= number.value <= made:
            yield Problem(number.file, number.line, f"{path}.at", f"offer {number.value}", allowed)
