"""Who is known to the firm, who invited whom, and what was sent to whom."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calibration.synth.lived import Lived
from sim.core.ground.draws import uniform
from sim.measures.groups import kinds_of
from sim.vocabulary import MICRO, Decision, Event, Stage

ENDS_OF_STAY = (Event.UNSUBSCRIBED, Event.FIRST_ORDER, Event.TRIAL_STARTED, Event.LOST)
BEGINNINGS_OF_STAY = (Event.OPTED_IN, Event.ACCEPTED, Event.TRIAL_ENDED)


def customers(world: Lived) -> pd.DataFrame:
    """Everybody who has ordered: since when, by which channel as the firm credits it, and who invited them."""
    lines = world.lines(Event.FIRST_ORDER)
    lines = lines[np.argsort(lines["time"], kind="stable")]
    who = lines["who"]
    people = world.people[who]
    opted = np.full(len(world.people), np.inf)
    joined = world.lines(Event.OPTED_IN, Event.ACCEPTED)
    np.minimum.at(opted, joined["who"], joined["time"])
    referrer = np.where(people["referrer"] >= 0, world.ids[people["referrer"]], "")
    regions = world.plan.regions
    of_label = next((kind.of_label for kind in kinds_of(world.plan) if kind.by == "region"), None)
    lives = None if of_label is None else of_label[world.plan.levers["label"][people["cell"], 0]]
    return pd.DataFrame(
        {
            "customer_id": world.ids[who],
            "acquired_at": world.moment(lines["time"]),
            "channel": np.array(world.plan.sources, object)[people["attributed"]],
            "segment": np.array(world.plan.segments, object)[people["segment"]],
            **({} if lives is None else {"region": np.array(regions, object)[lives]}),
            "referrer_id": referrer,
            "owned_channel_opt_in_at": world.moment(opted[who]),
        }
    )


def referrals(world: Lived) -> pd.DataFrame:
    """Every invitation: who sent it and when; who took it up and ordered, where that happened, and what was paid.

    Whoever is invited becomes known by taking it up. A second account of one's own that nobody found out looks like
    a friend who joined at once; one that was found out like an invitation that nobody took up.
    """
    sent = world.lines(Event.SHARED, Event.CHEATED, Event.UNDELIVERABLE)
    sent = sent[np.argsort(sent["time"], kind="stable")]
    taken = {(int(a["amount"]), int(a["who"])): float(a["time"]) for a in world.lines(Event.ACCEPTED)}
    first, referrer = world.first_orders(), world.people["referrer"]
    levers = world.plan.levers
    table = []
    for time, amount, who, kind in sent.tolist():
        friend, accepted, ordered, paid = "", np.inf, np.inf, (0.0, 0.0)
        cell = int(world.people["cell"][who])
        if kind == Event.SHARED and (who, amount) in taken:
            friend, accepted = world.ids[amount], taken[who, amount]
            if referrer[amount] == who and accepted <= first[amount] < np.inf:
                ordered = float(first[amount])
                if _due(world, amount):
                    friends = int(world.people["cell"][amount])
                    paid = _rewards(levers, cell, ordered)[0], _rewards(levers, friends, ordered)[1]
        elif kind == Event.CHEATED and amount == 0:
            accepted = ordered = time
            paid = _rewards(levers, cell, time)
        table.append((world.ids[who], time, friend, accepted, ordered, *paid))
    names = ["referrer_id", "invited_at", "invitee_id", "accepted_at", "first_order_at"]
    frame = pd.DataFrame(table, columns=[*names, "reward_referrer", "reward_invitee"])
    for name in ("invited_at", "accepted_at", "first_order_at"):
        frame[name] = world.moment(frame[name].to_numpy(float))
    return frame


def _rewards(levers: np.ndarray, cell: int, time: float) -> tuple[float, float]:
    """What the referrer and the friend get, currency."""
    lever = levers[cell, min(int(time), levers.shape[1] - 1)]
    return float(lever["reward_referrer"]) / MICRO, float(lever["reward_friend"]) / MICRO


def _due(world: Lived, friend: int) -> bool:
    """Whether the rewards for a friend were paid: not where the firm took the friend for a cheat."""
    behaviour = world.plan.behaviour[0]
    alarm = float(behaviour["false_alarm"])
    return alarm == 0.0 or uniform(behaviour["key"], int(Decision.DETECTION), friend, 0, 1) >= alarm


def touches(world: Lived) -> pd.DataFrame:
    """Messages to those on the list, evenly spaced at the policy's cadence; incentives and calls to customers."""
    parts = [part for part in (_messages(world), _granted(world), _called(world)) if len(part)]
    if not parts:
        return pd.DataFrame({"customer_id": [], "at": [], "campaign_id": [], "channel": []})
    table = pd.concat(parts).sort_values(["at", "customer_id"], kind="stable")
    return table.assign(at=world.moment(table["at"].to_numpy(float)))


def stays(world: Lived) -> np.ndarray:
    """Stays on the own list before the first order: who, from, to; float64 [stay, 3], days."""
    lines = world.lines(*BEGINNINGS_OF_STAY, *ENDS_OF_STAY)
    since = {int(i): 0.0 for i in np.flatnonzero(world.people["start"] == Stage.RETAINED)}
    found = []
    for time, _, who, kind in lines.tolist():
        if kind in BEGINNINGS_OF_STAY:
            since.setdefault(who, time)
        elif who in since:
            found.append((who, since.pop(who), time))
    found.extend((who, begin, float(world.plan.days)) for who, begin in since.items())
    return np.array(found, float).reshape(-1, 3)


def _messages(world: Lived) -> pd.DataFrame:
    daily = world.plan.levers["touches"].max(axis=0)
    sent = np.concatenate([[0.0], np.cumsum(daily)])
    number = int(np.floor(sent[-1] + 1e-9))
    at = np.interp(np.arange(1, number + 1), sent, np.arange(world.plan.days + 1.0))
    spans = stays(world)
    low, high = np.searchsorted(at, spans[:, 1]), np.searchsorted(at, spans[:, 2])
    which = np.repeat(np.arange(len(spans)), high - low)
    campaign = np.arange(len(which)) - np.repeat(np.cumsum(high - low) - (high - low), high - low) + low[which]
    names = np.array([f"M{k:04d}" for k in range(1, number + 1)], object)
    return pd.DataFrame(
        {
            "customer_id": world.ids[spans[which, 0].astype(int)],
            "at": at[campaign] if number else np.zeros(0),
            "campaign_id": names[campaign] if number else np.zeros(0, object),
            "channel": "list",
        }
    )


def _granted(world: Lived) -> pd.DataFrame:
    lines = world.lines(Event.GRANTED)
    names = np.array([row.name for row in world.scenario.policy.incentives], object)
    return pd.DataFrame(
        {
            "customer_id": world.ids[lines["who"]],
            "at": lines["time"],
            "campaign_id": names[lines["amount"]],
            "channel": "incentive",
        }
    )


def _called(world: Lived) -> pd.DataFrame:
    lines = world.lines(Event.CALLED)
    return pd.DataFrame(
        {"customer_id": world.ids[lines["who"]], "at": lines["time"], "campaign_id": "call", "channel": "phone"}
    )
