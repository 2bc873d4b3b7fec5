"""Customers: who is still one, what they will order and bring, who brings how much of it."""

from collections.abc import Mapping

import streamlit as st

from dashboard import address, asking, company, customer_sections, customer_view, fitted, language, notes
from dashboard.question import Remark
from sim.problems import BadInput

KEYS = ("weeks", "lang")
PAGE = "customers"
fresh = address.arrived(PAGE)
words = language.chosen()
standing = address.parts()
folder = company.folder()
try:
    found = fitted.current()
except (BadInput, OSError) as error:
    st.error(words("company.unreadable"), icon=":material/error:")
    st.text(notes.refusal(str(error), words.language))
    st.stop()

horizons = [] if found is None else [str(weeks) for weeks in found.horizons]


def weeks(parts: Mapping[str, str]) -> str:
    """The horizon that an address says; the longest where it says none that is forecast."""
    return parts["weeks"] if parts.get("weeks") in horizons else horizons[-1]


def meaning(parts: Mapping[str, str]) -> object:
    """What an address of this page shows."""
    return weeks(parts) if horizons else "", address.language(parts, language.usual())


st.title(words("customers.title"), anchor=False)
strange = list(asking.strange(standing, KEYS))
if horizons and standing.get("weeks", horizons[0]) not in horizons:
    strange.append(Remark("choice", {"part": "weeks", "found": standing["weeks"], "allowed": tuple(horizons)}))
asking.remarks(words, strange)
wanted = {"lang": words.language}
if found is None:
    customer_sections.none(words, None if folder is None else folder.name)
else:
    place = st.container()
    address.seed("weeks", weeks(standing), fresh)
    chosen = st.segmented_control(
        words("customers.horizon_choose"),
        horizons,
        format_func=lambda one: words("customers.horizon", weeks=one),
        key="weeks",
        required=True,
    )
    chosen = str(chosen)
    wanted |= {"weeks": chosen} if chosen != horizons[-1] else {}
    view = customer_view.opened(found, int(chosen), words.language)
    with place:
        with st.spinner(words("customers.working")):
            found.customers(int(chosen))  # takes a while where there are many
        customer_sections.answer(view)
    customer_sections.show(view)
address.settle(PAGE, wanted, meaning)
