"""The measures that stand on the first screen, with units and directions from the model's registry."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.text import Words
from scenarios.results.sentences import FLOWS
from sim.tables import MEASURES


@dataclass(frozen=True)
class Headline:
    """A measure to be shown."""

    measure: str

    @property
    def unit(self) -> str:
        """currency, days, ratio or people."""
        return MEASURES[self.measure].unit

    def unit_in(self, words: Words, currency: str) -> str:
        """The unit in words, of flows with the year: "USD a year"."""
        name = words(f"unit.{self.unit}", currency=currency)
        return words("unit.a_year", unit=name) if self.measure in FLOWS else name

    @property
    def higher(self) -> bool:
        """Whether more of it is better."""
        return MEASURES[self.measure].better == "higher"

    @property
    def sign(self) -> float:
        """1 where more of it is better, else -1."""
        return 1.0 if self.higher else -1.0


HEADLINES = tuple(map(Headline, ("clv", "cac", "clv_to_cac", "payback_days", "profit")))
DECIDING = tuple(map(Headline, ("profit", "clv_to_cac")))
"""The measures on which a winner is named."""
CHARTED = (*HEADLINES, Headline("customers"))
"""The measures whose differences are drawn."""
