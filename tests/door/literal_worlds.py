"""Worlds that need no market to be simulated: what comes out is known beforehand."""

import numpy as np
import pandas as pd

from scenarios.running.experiment import World
from sim.core.ground.state import JOURNAL


def world(scenario, replication, engine="compiled", threads=1, journal=False, on_share=None):
    """1,000 customers at today's price, more where it is lower, fewer where it is higher, plus 10 a world."""
    customers = 1000 * (2 - scenario.policy.price.level) + 10 * replication
    media = sum(scenario.policy.channel.weekly_spend.values()) * scenario.days / 7
    profit = 20 * customers * scenario.policy.price.level - media
    values = {"customers": customers, "profit": profit, "media": media, "cac": media / customers, "clv": 30.0}
    measures = pd.DataFrame(
        [(name, "all", "", value) for name, value in values.items()],
        columns=["measure", "by", "key", "value"],
    )
    day = pd.DataFrame({"day": [0, 1], "series": "orders", "value": [1.0, 2.0 + replication]})
    age = pd.DataFrame({"age_days": [30], "series": "retention", "value": [0.5]})
    account = pd.DataFrame({"account": ["media"], "value": [-media]})
    return World(measures, day, age, account, journal=np.zeros(2, JOURNAL) if journal else None)
