"""What do we do first?: diagnose, focus, try, and judge what came of it."""

from functools import partial

import streamlit as st

from dashboard import address, decided, deciding, first_form, first_question, first_sections
from dashboard.first_question import STEPS

PAGE = "first"
standing = address.parts()
if address.came(PAGE) or st.session_state.get("first step") not in STEPS:
    named = [one for kind in STEPS.values() for one in decided.stored(kind) if one.name == standing.get("result")]
    of_result = next((step for step, kind in STEPS.items() if named and kind == named[0].kind), "diagnose")
    step = standing.get("step", of_result)
    step = step if step in STEPS else "diagnose"
else:
    step = str(st.session_state["first step"])

deciding.draw(
    deciding.Screen(
        kind=STEPS[step],
        page=PAGE,
        keys=first_question.KEYS,
        first=first_form.first,
        read=lambda parts, usual: first_question.read(
            parts, decided.todays(), usual, first_form.plans, first_form.groups
        ),
        written=first_question.address,
        answered=partial(first_question.answered, default=first_form.first()),
        form=first_form.show,
        difference=first_form.difference,
        show=first_sections.show,
        note=f"note_{step}",
        button=f"run_{step}",
    )
)
