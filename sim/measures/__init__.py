"""From a run to figures: CLV, CAC, payback, repeat rate, k-factor and profit, as a whole and by group.

Totals of people and money are scaled to the whole market; averages per customer are not.
"""

from sim.measures.by_age import curves
from sim.measures.by_day import daily
from sim.measures.money import accounts, money
from sim.measures.table import measure

__all__ = ["measure", "daily", "curves", "accounts", "money"]
