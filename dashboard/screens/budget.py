"""Budget: where the next unit of money goes, how sure that is, and what it rests on."""

from dashboard import budget_form, budget_question, budget_sections, decided, deciding

deciding.draw(
    deciding.Screen(
        kind="advice",
        page="budget",
        keys=budget_question.KEYS,
        first=budget_form.first,
        read=lambda parts, usual: budget_question.read(parts, decided.todays(), usual, budget_form.channels),
        written=budget_question.address,
        answered=budget_question.answered,
        form=budget_form.show,
        difference=budget_form.difference,
        show=budget_sections.show,
        note="fresh",
    )
)
