"""What is reported of incentives: of each row, by its name, and in all."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine import Ledger
from sim.plan import Plan
from sim.vocabulary import MICRO, WON_BACK, Event, Granted, Reason, Stage

Row = tuple[str, str, str, float]

MEASURES = {
    "incentives_sent": (Granted.SENT, 1),
    "incentives_cost": (Granted.COST, MICRO),
    "coupons_redeemed": (Granted.REDEEMED, 1),
    "coupons_less": (Granted.LESS, MICRO),
    "incentives_won_back": (Granted.RETURNED, 1),
}


def rows(plan: Plan, ledger: Ledger) -> Iterator[Row]:
    """Of the whole market; nothing where no incentive is on."""
    if not plan.incentive_names:
        return
    each = ledger.granted.sum(axis=0)
    for measure, (kind, unit) in MEASURES.items():
        yield measure, "all", "", float(each[:, kind].sum()) / unit * plan.scale
        for name, row in zip(plan.incentive_names, each, strict=True):
            yield measure, "incentive", name, float(row[kind]) / unit * plan.scale
    if (plan.incentive_rows["reasons"] > 0).any():
        yield "talks", "all", "", float(ledger.counts[:, :, Event.TALKED].sum()) * plan.scale
        here = (ledger.more["life"] >= WON_BACK) & (ledger.people["stage"] == Stage.CUSTOMER)
        back = ledger.more["reason"][here]
        yield "came_back", "all", "", float(len(back)) * plan.scale
        for reason in Reason:
            yield "came_back", "reason", reason.name.lower(), float((back == reason).sum()) * plan.scale
