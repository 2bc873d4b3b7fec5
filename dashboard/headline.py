"""The measures that stand on the first screen, with units and directions from the model's registry."""

from __future__ import annotations

from dataclasses import dataclass

from sim.tables import MEASURES


@dataclass(frozen=True)
class Headline:
    """A measure to be shown."""

    measure: str

    @property
    def unit(self) -> str:
        """currency, days, ratio or people."""
        return MEASURES[self.measure].unit

    @property
    def higher(self) -> bool:
        """Whether more of it is better."""
        return MEASURES[self.measure].better == "higher"

    @property
    def sign(self) -> float:
        """1 where more of it is better, else -1."""
        return 1.0 if self.higher else -1.0


HEADLINES = tuple(map(Headline, ("profit", "clv_to_cac", "clv", "cac", "payback_days")))
CHARTED = (*HEADLINES, Headline("customers"))
"""The measures whose differences are drawn."""
