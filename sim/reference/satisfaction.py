"""What customers make of us: satisfaction, what they tell others, what they answer when we ask, and who listens."""

from __future__ import annotations

from sim.core.ground.normal import normal_score
from sim.mechanisms.satisfaction.rules import logistic, moved_to, score_of
from sim.reference.awareness import Awareness
from sim.reference.letters import Letters
from sim.reference.loyalty import Loyalty
from sim.reference.person import Person
from sim.reference.precision import single
from sim.vocabulary import ORGANIC, Decision, Event, Letter, Score, Stage

TICKET, MENDING = 0x8000, 0x4000
"""Items of addresses: experiences with tickets, from here on, and with what has been mended."""


class Satisfaction:
    """A person with an opinion of us."""

    def __init__(self, one: Person) -> None:
        self.one, self.nature = one, one.nature
        self.awareness, self.letters, self.loyalty = one.part(Awareness), one.part(Letters), one.part(Loyalty)
        self.told = 0  # contacts told how it was

    def enjoys_the_order(self, occasion: int, item: int) -> None:
        """What one has ordered is as good as its quality."""
        beyond = self.one.lever("quality") - self.nature.number("quality_anchor")
        self.experiences(self.nature.number("satisfaction_quality") * beyond, occasion, item)

    def experiences(self, worth: float, when: int, item: int) -> None:
        """Something of a worth (0 is as usual) happens between us; one may speak of it, and be asked about it."""
        if self.nature.has("satisfaction_on"):
            worth, weight = worth + self.surprise(when, item), self.nature.number("satisfaction_weight")
            self.one.satisfaction = single(moved_to(self.one.satisfaction, worth, weight))
            self.loyalty.is_reconsidered()
            self.may_speak_of_us(when, item)
        if self.nature.has("survey_share"):
            self.may_be_asked_for_a_score(when, item)

    def surprise(self, when: int, item: int) -> float:
        """What else makes up an experience."""
        noise = self.nature.number("satisfaction_noise")
        if noise <= 0.0:
            return 0.0
        return noise * normal_score(self.nature.uniform(Decision.EXPERIENCE, self.one.number, when, item))

    def may_speak_of_us(self, when: int, item: int) -> None:
        """Who is dissatisfied may warn others; who is very satisfied may praise us."""
        nature, told = self.nature, self.nature.uniform(Decision.TELL, self.one.number, when, item)
        if nature.has("warn_share") and self.one.satisfaction < nature.number("warn_below"):
            people = nature.amount("warn_people") if told < nature.number("warn_share") else 0
            self.speaks(people, Event.WARNED, Letter.WARNING)
        elif nature.has("praise_share") and self.one.satisfaction > nature.number("praise_above"):
            people = nature.amount("praise_people") if told < nature.number("praise_share") else 0
            self.speaks(people, Event.PRAISED, Letter.PRAISE)

    def speaks(self, people: int, event: Event, letter: Letter) -> None:
        """Tell the next few of one's friends, who may have heard it before."""
        friends = self.nature.contacts(self.one.number)
        if friends == 0:
            return
        for _ in range(people):
            friend = self.nature.friend(self.one.number, self.told % friends)
            self.told += 1
            if friend != self.one.number:
                self.one.notes(event, friend)
                self.letters.writes(letter, friend)

    def may_be_asked_for_a_score(self, when: int, item: int) -> None:
        """A survey: would you recommend us? Not everybody is asked, nor answers."""
        nature, address = self.nature, (self.one.number, when, item)
        if nature.uniform(Decision.SURVEY, *address) >= nature.number("survey_share"):
            return
        slope, low, high = (nature.number(f"score_{part}") for part in ("slope", "low", "high"))
        u = nature.uniform(Decision.SCORE, *address)
        score = Score(int(score_of(self.one.satisfaction, slope, low, high, u)))
        extreme = 0.0 if score == Score.PASSIVE else nature.number("survey_extreme")  # they have more to say
        chance = logistic(nature.number("survey_answer") + extreme)
        answers = nature.uniform(Decision.SURVEY_ANSWER, *address) < chance
        self.one.books.counts("scores", self.one.day, int(answers), score)
        if answers:
            self.one.notes(Event.SCORED, score)

    def is_warned(self) -> None:
        """Others' stories count as long as one has none of one's own."""
        if self.one.orders == 0:
            self.one.opinion = single(self.one.opinion - self.nature.number("warn_effect"))

    def is_told_good_things(self) -> None:
        """The same; and so one hears of us, if one has not yet."""
        if self.one.orders > 0:
            return
        self.one.opinion = single(self.one.opinion + self.nature.number("praise_effect"))
        if self.one.stage == Stage.UNAWARE and not self.awareness.is_absent():
            self.awareness.hears_of_us(ORGANIC)

    def hears_it_is_mended(self, cause: int) -> None:
        """What one complained of is a thing of the past."""
        self.one.notes(Event.TOLD, cause)
        if self.nature.has("satisfaction_on"):
            self.experiences(self.nature.number("satisfaction_mended"), cause, MENDING)
