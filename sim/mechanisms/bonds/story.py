"""The bond to who invited one, in a customer's life."""

from sim.reference.part import Part


class Story(Part):
    """Somebody to whom it matters whether a friend is a customer."""

    friend_active = False

    def friends_matter(self) -> bool:
        """It does."""
        return True

    def inviter_is(self, customer: bool) -> None:
        """Who invited us is a customer, or no longer."""
        self.friend_active = customer

    def dropout_ratio(self) -> float:
        """Customers among their friends are more loyal, or less."""
        return self.nature.number("referred_ratio") if self.friend_active else 1.0
