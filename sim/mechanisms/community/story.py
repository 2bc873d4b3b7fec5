"""The community in a customer's life."""

from sim.reference.part import Part
from sim.vocabulary import Decision


class Story(Part):
    """Somebody who may join."""

    community = False  # whether one is a member

    def becomes_customer(self) -> None:
        """With the first order, or never."""
        share = self.one.lever("community")
        self.community = share > 0.0 and self.nature.uniform(Decision.COMMUNITY, self.one.number) < share

    def is_member(self) -> bool:
        """Whether the customer has joined."""
        return self.community

    def dropout_ratio(self) -> float:
        """Members leave as they do."""
        return self.nature.number("community_dropout") if self.community else 1.0

    def inviting_odds(self) -> float:
        """They invite as they do."""
        return self.nature.number("community_share_ratio") if self.community else 1.0
