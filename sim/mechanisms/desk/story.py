"""The questions that come with being a customer."""

from sim.reference.part import Part
from sim.reference.support import Support
from sim.vocabulary import Ask, Decision


class Story(Part):
    """Somebody who asks the desk something now and then; how often, no policy moves."""

    questions = 0  # asked so far

    def life_begins(self) -> None:
        """Set when one next wants something of us."""
        patience = self.nature.patience(Decision.QUESTION, self.one.number, self.questions)
        rate = self.nature.number("question_rate") * self.nature.common("questions", self.one.cell)
        self.is_set("at_question", self.nature.after(patience, rate, self.one.now))

    def life_ends(self) -> None:
        """There are no more such questions."""
        self.stops("at_question")

    def at_question(self) -> None:
        """One of them; another one follows."""
        index, self.questions = self.questions, self.questions + 1
        self.one.part(Support).asks(Ask.ROUTINE, index)
        self.life_begins()
