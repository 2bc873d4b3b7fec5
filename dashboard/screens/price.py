"""Price: what it should cost, what a price does, and how sure that is."""

from dashboard import decided, deciding, price_form, price_question, price_sections

deciding.draw(
    deciding.Screen(
        kind="price",
        page="price",
        keys=price_question.KEYS,
        first=price_form.first,
        read=lambda parts, usual: price_question.read(parts, decided.todays(), usual),
        written=price_question.address,
        answered=price_question.answered,
        form=price_form.show,
        difference=price_form.difference,
        show=price_sections.show,
        note="paired",
        asked_of=price_question.asked_of,
    )
)
