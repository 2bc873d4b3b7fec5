"""The same world with and without the referral programme, person by person: who came because of it."""

from __future__ import annotations

import numpy as np

from sim.engine import Ledger
from sim.measures.money import totals
from sim.plan import Plan
from sim.referral.lineage import referred
from sim.referral.programme import Row, paid
from sim.worth import costs_worth, customers_worth, world_worth


def counterfactual(plan: Plan, on: Ledger, off: Ledger) -> list[Row]:
    """What the programme changed; rows of sim.tables.REFERRALS, people and money scaled to the market.

    ``on`` and ``off``: the same world with and without the programme. Worths are discounted to day 0 and include
    what is expected after the horizon. AssertionError where people or money are counted twice or not at all.
    """
    with_it, without_it = on.people["orders"] > 0, off.people["orders"] > 0
    by_friend = referred(on.people)
    groups = {
        "came_anyway": by_friend & without_it,
        "expansion": by_friend & ~without_it,
        "gained_otherwise": with_it & ~by_friend & ~without_it,
        "lost": without_it & ~with_it,
        "others": with_it & ~by_friend & without_it,
    }
    counts = {name: int(members.sum()) for name, members in groups.items()}
    incremental = int(with_it.sum()) - int(without_it.sum())
    assert int(by_friend.sum()) == counts["came_anyway"] + counts["expansion"]
    assert incremental == counts["expansion"] + counts["gained_otherwise"] - counts["lost"]
    gain = customers_worth(plan, on) - customers_worth(plan, off)
    worth = {f"worth_{name}": float(gain[members].sum()) for name, members in groups.items()}
    worth["worth_costs"] = costs_worth(plan, on) - costs_worth(plan, off)
    total = world_worth(plan, on) - world_worth(plan, off)
    assert np.isclose(sum(worth.values()), total, rtol=1e-9, atol=1e-6 * max(1.0, np.abs(gain).sum()))
    days = off.people["first_at"][groups["came_anyway"]] - on.people["first_at"][groups["came_anyway"]]
    money_on, money_off = totals(plan, on), totals(plan, off)
    market = {
        **{name: count for name, count in counts.items() if name != "others"},
        "came_earlier": int((days > 0).sum()),
        "incremental_customers": incremental,
        "incremental_profit": money_on["profit"] - money_off["profit"],
        **worth,
        "incremental_worth": total,
    }
    share = counts["came_anyway"] / by_friend.sum() if by_friend.any() else np.nan
    average = {
        "came_anyway_share": float(share),
        "days_gained": float(days.mean()) if len(days) else np.nan,
        "reward_per_incremental": paid(on) / incremental if incremental > 0 else np.nan,
    }
    rows: list[Row] = [(name, "all", "", float(value) * plan.scale) for name, value in market.items()]
    return rows + [(name, "all", "", value) for name, value in average.items()]
