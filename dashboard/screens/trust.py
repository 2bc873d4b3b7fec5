"""Trust: does the market reproduce the last year, were earlier forecasts right, which numbers are known?"""

from collections.abc import Mapping

import streamlit as st

from dashboard import address, asking, company, customer_sections, fitted, language, notes, trust_sections, trust_view
from sim.problems import BadInput

PAGE = "trust"
address.arrived(PAGE)
words = language.chosen()
folder = company.folder()


def meaning(parts: Mapping[str, str]) -> object:
    """What an address of this page shows."""
    return address.language(parts, language.usual())


st.title(words("trust.title"), anchor=False)
asking.remarks(words, list(asking.strange(address.parts(), ("lang",))))
try:
    found = fitted.current()
except (BadInput, OSError) as error:
    st.error(words("company.unreadable"), icon=":material/error:")
    st.text(notes.refusal(str(error), words.language))
else:
    if found is None:
        customer_sections.none(words, None if folder is None else folder.name)
    else:
        trust_sections.show(trust_view.opened(found, words.language))
address.settle(PAGE, {"lang": words.language}, meaning)
