"""A hunter of rewards, or a true customer."""

from sim.reference.part import Part
from sim.reference.precision import single
from sim.vocabulary import Decision


class Story(Part):
    """Somebody who may come for the reward."""

    hunter = False

    def takes_invitation(self, sender: int) -> None:
        """For its sake, or not."""
        share = self.one.lever("hunter")
        if share > 0.0:
            self.hunter = self.nature.uniform(Decision.HUNTER, sender, self.one.number) < share

    def leaves_list(self) -> None:
        """The reward is left behind."""
        self.hunter = False

    def becomes_customer(self) -> None:
        """The reward is had."""
        if self.hunter:
            self.one.need_rate = single(self.one.need_rate * self.nature.number("hunter_need"))

    def dropout_ratio(self) -> float:
        """Hunters leave as they do."""
        return self.nature.number("hunter_dropout") if self.hunter else 1.0
