"""What a plan is made of: what each of its levers brings, and by which step of the journey.

Both splits are Shapley values, so that their parts sum to the whole difference in every world, and so in the mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from decisions.paired import paired
from decisions.shapley import Subset, interactions, shapley, subsets
from scenarios.running.batch import Batch
from scenarios.running.progress import Progress
from scenarios.scenario import Scenario
from sim.measures.journey import AMOUNTS
from sim.problems import BadInput, Problem, shown

if TYPE_CHECKING:
    from scenarios.policy.channel import ChannelPolicy

MOST = 6
"""The most levers that are taken in all orders; of more each is switched alone and last, and the mean is taken."""
CLEAR = 2.0
"""Standard errors from which on an interaction is named."""
CHANNEL, OF_CHANNEL = "channel", "channel."
"""The policy of channels, and what the name of a part begins with that is one channel of it."""
STEPS = ("reached", "converted", "referral", "kept", "repeat", "margin", "service")
"""Factors of profit, in the order of the journey; the rest is money spent."""
SPENT = ("advertising", "rewarding", "messaging", "winning_back", "fixed")


@dataclass(frozen=True)
class Part:
    """A part of a difference: ``mean`` over worlds, its standard error ``se``, the 5 % and 95 % points over worlds;
    ``alone``: what it brings with nothing else changed (NaN where that is not known)."""

    name: str
    mean: float
    se: float
    low: float
    high: float
    alone: float = np.nan


@dataclass(frozen=True)
class Parts:
    """The split of a difference of ``measure``: ``whole`` first, then ``levers`` and ``steps`` (of profit alone), each
    of which sums to it; ``together``: pairs of levers that bring clearly more or less than both alone."""

    measure: str
    whole: Part
    levers: tuple[Part, ...]
    steps: tuple[Part, ...]
    together: tuple[Part, ...]


def levers_of(base: Scenario, plan: Scenario, by: str = "") -> dict[str, Scenario]:
    """``base`` with one lever of ``plan`` at a time, by the name of the policy that it is; ``by`` CHANNEL takes the
    policy of channels apart, "channel.search". BadInput where the two are not set in one market or differ in nothing,
    or ``by`` is something else."""
    if by not in ("", CHANNEL):
        raise BadInput([Problem("--by", 0, "", shown(by), CHANNEL)])
    if not plan.shares_market_with(base):
        found = "another market, so that the difference is not the policy's alone"
        raise BadInput([Problem(plan.name, 0, "market", found, f"the market of {base.name}")])
    names = [
        name for name in type(base.policy).model_fields if getattr(base.policy, name) != getattr(plan.policy, name)
    ]
    if base.market != plan.market:  # what data tell about people is bought, not given
        names.append("data")
    if by == CHANNEL and CHANNEL in names:
        k = names.index(CHANNEL)
        names[k : k + 1] = _channels(base.policy.channel, plan.policy.channel)
    if not names:
        raise BadInput([Problem(plan.name, 0, "policy", f"the policy of {base.name}", "a plan that changes something")])
    return {name: switched(base, plan, (name,)) for name in dict.fromkeys(names)}


def switched(base: Scenario, plan: Scenario, names: Sequence[str]) -> Scenario:
    """``base`` with the policies ``names`` of ``plan``; "channel.search" is that of one channel."""
    some = [name for name in names if not name.startswith(OF_CHANNEL)]
    update = {name: getattr(plan.policy, name) for name in some}
    channels = [name.removeprefix(OF_CHANNEL) for name in names if name.startswith(OF_CHANNEL)]
    if channels:
        update[CHANNEL] = _with(update.get(CHANNEL, base.policy.channel), plan.policy.channel, channels)
    policy = base.policy.model_copy(update=update)
    market = plan.market if "data" in names else base.market
    called = " + ".join(names)[:80] if names else base.name
    return base.model_copy(update={"policy": policy, "market": market, "name": called})


def _channels(base: ChannelPolicy, plan: ChannelPolicy) -> list[str]:
    """What differs between two policies of channels: the channels on which they spend otherwise, and the rest."""
    every = {**base.weekly_spend, **plan.weekly_spend, **{one.channel: 0.0 for one in (*base.flights, *plan.flights)}}
    names = [f"{OF_CHANNEL}{name}" for name in every if _spent(base, name) != _spent(plan, name)]
    return names + ([CHANNEL] if base.attribution_window != plan.attribution_window else [])


def _spent(policy: ChannelPolicy, name: str) -> tuple[object, ...]:
    """All that a policy spends on a channel."""
    flights = tuple(flight for flight in policy.flights if flight.channel == name)
    return policy.weekly_spend.get(name, 0.0), policy.creative_per_week.get(name, 0.0), flights


def _with(base: ChannelPolicy, plan: ChannelPolicy, channels: Sequence[str]) -> ChannelPolicy:
    """``base`` with what ``plan`` spends on ``channels``."""

    def chosen(field: str) -> dict[str, float]:
        one, other = getattr(base, field), getattr(plan, field)
        return {name: (other if name in channels else one).get(name, 0.0) for name in {**one, **other}}

    kept = [flight for flight in base.flights if flight.channel not in channels]
    flown = [flight for flight in plan.flights if flight.channel in channels]
    spend = {field: chosen(field) for field in ("weekly_spend", "creative_per_week")}
    return base.model_copy(update={**spend, "flights": (*kept, *flown)})


def parts(
    base: Scenario,
    plan: Scenario,
    *,
    measure: str = "profit",
    by: str = "",
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Parts:
    """What the levers of ``plan`` bring over ``base``, in the worlds of ``base``. ``by`` and BadInput as for
    :func:`levers_of`."""
    return shared(
        list(levers_of(base, plan, by)),
        lambda some: switched(base, plan, some),
        measure=measure,
        threads=threads,
        on_progress=on_progress,
    )


def shared(
    names: Sequence[str],
    with_only: Callable[[Sequence[str]], Scenario],
    *,
    measure: str,
    worlds: Sequence[int] | None = None,
    chances: int = 1,
    threads: int | None = None,
    on_progress: Progress | None = None,
) -> Parts:
    """What each of ``names`` brings: ``with_only`` gives the plan that has some of them and no other. ``worlds``: as in
    scenarios.running.batch.evaluate; of ``chances`` runs of each, with other people, the mean is taken."""
    count = len(names)
    every = subsets(count) if count <= MOST else _alone_and_last(count)
    plans = [with_only([names[k] for k in some]) for some in every]
    kept = tuple(dict.fromkeys((measure, *AMOUNTS)))
    runs = paired(plans, kept, chances=chances, worlds=worlds, threads=threads, on_progress=on_progress)
    batch = replace(runs[0], values=np.mean([run.values for run in runs], axis=0))
    worth = dict(zip(every, batch.of(measure), strict=True))
    whole = tuple(range(count))
    values = shapley(count, worth.__getitem__) if count <= MOST else _halfway(count, worth)
    alone = [float(np.nanmean(worth[(k,)] - worth[()])) for k in range(count)]
    levers = tuple(_part(name, row, one) for name, row, one in zip(names, values, alone, strict=True))
    steps = _by_step(batch, every.index(()), every.index(whole)) if measure == "profit" else ()
    return Parts(measure, _part("whole", worth[whole] - worth[()]), levers, steps, _together(names, worth))


def _alone_and_last(count: int) -> list[Subset]:
    whole = tuple(range(count))
    ones = [(k,) for k in whole]
    return [(), *ones, *(tuple(j for j in whole if j != k) for k in whole), whole]


def _halfway(count: int, worth: Mapping[Subset, np.ndarray]) -> np.ndarray:
    """The mean of what each lever brings alone and last; what these leave of the whole is shared out by how far the two
    lie apart, so that a lever that minds no other has none of it."""
    whole = tuple(range(count))
    alone = np.array([worth[(k,)] - worth[()] for k in whole])
    last = np.array([worth[whole] - worth[tuple(j for j in whole if j != k)] for k in whole])
    means, apart = (alone + last) / 2, np.abs(last - alone)
    left, total = worth[whole] - worth[()] - means.sum(axis=0), apart.sum(axis=0)
    return np.asarray(means + left * np.where(total > 0.0, apart / np.where(total > 0.0, total, 1.0), 1.0 / count))


def _together(names: Sequence[str], worth: Mapping[Subset, np.ndarray]) -> tuple[Part, ...]:
    if len(names) > MOST:
        return ()
    found = []
    for (a, b), row in interactions(len(names), worth.__getitem__).items():
        part = _part(f"{names[a]} x {names[b]}", row)
        if abs(part.mean) > CLEAR * part.se:
            found.append(part)
    return tuple(found)


def _part(name: str, row: np.ndarray, alone: float = np.nan) -> Part:
    kept = row[np.isfinite(row)]
    if not len(kept):
        return Part(name, np.nan, np.nan, np.nan, np.nan, alone)
    low, high = np.quantile(kept, [0.05, 0.95]) if len(kept) > 1 else (np.nan, np.nan)
    se = float(kept.std(ddof=1) / np.sqrt(len(kept))) if len(kept) > 1 else np.nan
    return Part(name, float(kept.mean()), se, float(low), float(high), alone)


def _by_step(batch: Batch, before: int, after: int) -> tuple[Part, ...]:
    """What each step of the journey brings: Shapley values of the factors of profit, world by world."""
    one, other = ({name: batch.of(name)[k] for name in AMOUNTS} for k in (before, after))

    def worth(some: Subset) -> np.ndarray:
        factors = [_factor(k, other if k in some else one) for k in range(len(STEPS))]
        return _earned(_at_start(one), *factors)

    values = shapley(len(STEPS), worth)
    spent = [one[name] - other[name] for name in SPENT]
    rows = [*zip(STEPS, values, strict=True), *zip(SPENT, spent, strict=True)]
    return tuple(_part(name, row) for name, row in rows)


def _over(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.zeros_like(top), where=bottom != 0.0)


def _at_start(amounts: Mapping[str, np.ndarray]) -> np.ndarray:
    return amounts["customers_ever"] - amounts["won_otherwise"] - amounts["won_by_invitation"]


def _factor(step: int, of: Mapping[str, np.ndarray]) -> np.ndarray:
    """A factor of profit in each world: who comes to know us; of these who orders; who comes invited; days a customer
    stays; orders again a day; earned an order; service a day."""
    orders = of["won_otherwise"] + of["won_by_invitation"] + of["repeat_orders"]
    factors: tuple[Any, ...] = (
        lambda: of["awakenings"],
        lambda: _over(of["won_otherwise"], of["awakenings"]),
        lambda: of["won_by_invitation"],
        lambda: _over(of["active_days"], of["customers_ever"]),
        lambda: _over(of["repeat_orders"], of["active_days"]),
        lambda: _over(of["earned"], orders),
        lambda: _over(of["serving"], of["active_days"]),
    )
    return np.asarray(factors[step]())


def _earned(
    start: np.ndarray,
    known: np.ndarray,
    converted: np.ndarray,
    invited: np.ndarray,
    stay: np.ndarray,
    again: np.ndarray,
    margin: np.ndarray,
    service: np.ndarray,
) -> np.ndarray:
    """Contribution after service: (N + D again) margin - D service, N = known x converted + invited customers won, who
    with those of the ``start`` stay D days."""
    won = known * converted + invited
    days = (won + start) * stay
    return np.asarray((won + days * again) * margin - days * service)
