"""Places to buy in a customer's life."""

from itertools import accumulate

from sim.core.ground.arithmetic import exp, log
from sim.reference.part import Part
from sim.vocabulary import Decision


class Story(Part):
    """Somebody who may buy here or there."""

    def usual_weights(self) -> list[float]:
        """What each place weighs in the choice of people of one's label, 0 where it is closed; and all of today."""
        return self.nature.place_weights[self.nature.place_rows[self.one.day]][self.one.label]

    def weights(self, price: float, response: float) -> list[float]:
        """What each place weighs today, 0 where it is closed."""
        *own, _ = self.usual_weights()
        dearer = [price * (place.price - 1.0) - (place.today - 1.0) for place in self.nature.places(self.one.now)]
        share = self.nature.number("dissimilarity")
        return [
            weight if more == 0.0 else weight * exp(-response * more / share)
            for weight, more in zip(own, dearer, strict=True)
        ]

    def utility_of_places(self, price: float, response: float) -> float:
        """How much better we look for where we can be bought; worse, to who sees that prices differ."""
        today = self.usual_weights()[-1]
        total = list(accumulate(self.weights(price, response), initial=0.0))[-1]
        utility = self.nature.number("dissimilarity") * log(total / today)
        lost = self.nature.places(self.one.now)[0].trust_lost
        seen = self.nature.number("gap_seen")
        if lost != 0.0 and self.nature.uniform(Decision.SEES_GAP, self.one.number) < seen:
            utility -= lost
        return utility

    def place_taken(self, occasion: int, which: int, price: float, response: float) -> int:
        """Where an order is placed."""
        below = list(accumulate(self.weights(price, response)))
        at = self.nature.uniform(Decision.PLACE_TAKEN, self.one.number, occasion, which) * below[-1]
        return next((place for place, end in enumerate(below) if at < end), len(below) - 1)
