"""From a run to figures: CLV, CAC, payback, repeat rate, k-factor and profit, as a whole and by group.

Totals of people and money are scaled to the whole market; averages per customer are not.
"""

from sim.measures.by_age import curves
from sim.measures.by_day import daily
from sim.measures.journey import journey
from sim.measures.money import accounts, first_days, money
from sim.measures.table import figures, measure

__all__ = ["accounts", "curves", "daily", "figures", "first_days", "journey", "measure", "money"]
