"""Return on a campaign: what a scenario adds to contribution, over the marketing that it adds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def campaign_returns(measures: pd.DataFrame, base: str) -> pd.DataFrame:
    """Rows of campaign_gain, campaign_cost and campaign_roi for every scenario but the base, world by world.

    Cost is the marketing added against the base in the same world, gain the contribution after service added
    less that cost, and the return gain over cost; NaN where no marketing is added. ``measures`` and the answer
    have columns scenario, replication, measure, by, key, value.
    """
    import pandas as pd

    names = ["contribution_2", "marketing"]
    whole = measures[(measures["by"] == "all") & measures["measure"].isin(names)]
    wide = whole.pivot(index=["scenario", "replication"], columns="measure", values="value")
    rows = []
    if set(names) <= set(wide.columns):
        for scenario, world in wide.index:
            if scenario == base or (base, world) not in wide.index:
                continue
            added = wide.loc[(scenario, world)] - wide.loc[(base, world)]
            cost = float(added["marketing"])
            gain = float(added["contribution_2"]) - cost
            found = {
                "campaign_gain": gain,
                "campaign_cost": cost,
                "campaign_roi": gain / cost if cost > 0 else math.nan,
            }
            rows += [(scenario, world, name, "all", "", value) for name, value in found.items()]
    return pd.DataFrame(rows, columns=["scenario", "replication", "measure", "by", "key", "value"])
