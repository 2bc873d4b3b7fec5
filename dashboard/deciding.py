"""What the pages about decisions share: their question beside a result, earlier results, how sure an answer is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from dashboard import address, asking, company, data, decided, form, format, runs, sections, waiting
from dashboard.decision_charts import BEST, TODAY
from dashboard.decision_file import Decided
from dashboard.decision_question import OBJECTIVES, WITHIN
from dashboard.decision_report.document import read
from dashboard.decision_report.page import page as reported
from dashboard.decision_view import DecisionView
from dashboard.job import Decision
from dashboard.question import LIMITS
from dashboard.safe import markdown, plain
from dashboard.text import Words
from dashboard.text import words as words_of

V = TypeVar("V", bound=DecisionView)
DAYS = 180
"""Days within which profit counts, where nobody says how many."""


@dataclass(frozen=True)
class Asked:
    """The question as the form stands, whether it can be run, and whether it is to be run now."""

    question: Any
    fit: bool
    run: bool


def begun(
    kind: str,
    parts: Mapping[str, str],
    keys: Sequence[str],
    default: Any,
    answered: Callable[[Mapping[str, Any]], Any],
) -> Any:
    """What a page begins with: the question of the result that the address ``parts`` name and nothing else, else the
    ``default``."""
    if parts.get("result") and not set(keys) & parts.keys():
        one = next((one for one in decided.stored(kind) if one.name == parts["result"]), None)
        if one is not None and (found := told_by(one, answered)) is not None:
            return found
    return default


def told_by(one: Decided, answered: Callable[[Mapping[str, Any]], Any]) -> Any:
    """The question that a document answers; None where the page cannot ask it."""
    try:
        found = answered(one.document)
        fits = all(least <= getattr(found, name) <= most for name, (least, most) in LIMITS.items())
        return found if fits and found.scenario in decided.todays() else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def request(question: Any) -> Decision:
    """The work that answers ``question``."""
    home = company.market()
    market = [] if home is None else ["--company", str(home)]
    return Decision((*question.words, *market))


def page(
    words: Words,
    kind: str,
    prefix: str,
    asked: Asked,
    answered: Callable[[Mapping[str, Any]], Any],
    line: Callable[[str, Any, Any, Words], str],
    show: Callable[[Decided], None],
    empty: Callable[[], bool],
) -> bool:
    """The page below its form: the result of its address, the job that is to make it, or what the page is for
    (``empty``). True when the address has turned to another result. ``line``: a part in which two questions differ."""
    key = f"{prefix} result"
    shown, run = str(st.session_state[key]), False
    made = runs.start(request(asked.question), words) if asked.run else None
    if made:
        pass  # the page is drawn anew with it
    elif shown and (going := runs.job_of(shown)):
        shown = "" if waiting.show(words, going) else shown
    elif shown and (one := _opened(kind, shown, words)):
        run = _another(words, one, prefix, asked, answered, line)
        show(one)
    else:
        run = empty()
        shown = _earlier(words, kind) or shown
    if run:
        made = runs.start(request(asked.question), words)
    shown = made or shown
    turned, st.session_state[key] = shown != st.session_state[key], shown
    return turned


def earlier(words: Words, kind: str, prefix: str) -> None:
    """The list of stored results at the side of the page."""
    current = str(st.session_state[f"{prefix} result"])
    labels = {one.name: _label(one, words) for one in decided.stored(kind)}
    if not labels:
        st.caption(words("question.none"))
        return
    widget = f"{prefix} earlier"

    def pick() -> None:
        if st.session_state[widget]:
            st.session_state[f"{prefix} result"] = st.session_state[widget]

    form.hold(widget, None, words, False)
    st.session_state[widget] = current if current in labels else None
    st.selectbox(
        words("question.open"),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=widget,
        on_change=pick,
        placeholder=words("question.open_empty"),
    )


def scenario_field(words: Words, prefix: str, first: str, fresh: bool) -> str:
    """Whose policy of today is asked about."""
    titles = {choice.name: plain(words.pick(choice.title, choice.name), 60) for choice in data.choices()}
    markets = {name: words.known(f"question.setting_{name}", titles[name]) for name in decided.todays()}
    form.hold(f"{prefix} scenario", first, words, fresh)
    if len(markets) == 1:
        (name,) = markets
        return name
    chosen = st.segmented_control(
        words("question.setting"),
        list(markets),
        format_func=markets.__getitem__,
        key=f"{prefix} scenario",
        required=True,
        width="stretch",
        help=words("question.setting_help"),
    )
    return str(chosen)


def objective_field(words: Words, prefix: str, first: str, fresh: bool) -> tuple[str, bool]:
    """To what end, and whether that is possible."""
    days = first.removeprefix(WITHIN) if first.startswith(WITHIN) else ""
    form.hold(f"{prefix} objective", "within" if days else first, words, fresh)
    chosen = st.selectbox(
        words("decide.objective"),
        OBJECTIVES,
        format_func=lambda one: words(f"decide.objective_{one}"),
        key=f"{prefix} objective",
        help=words("decide.objective_help"),
    )
    if chosen != "within":
        return str(chosen), True
    address.seed(f"{prefix} within", int(days or DAYS), fresh)
    found = st.number_input(words("decide.within_days"), value=None, step=1, key=f"{prefix} within")
    least, most = LIMITS["days"]
    if found is None or not least <= found <= most:
        said = {"name": words("decide.within_days"), "least": format.whole(least), "most": format.whole(most)}
        shown = format.MISSING if found is None else format.whole(found)
        st.error(words("own.empty" if found is None else "own.wrong", found=shown, **said), icon=":material/error:")
        return f"{WITHIN}{days or DAYS}", False
    return f"{WITHIN}{int(found)}", True


def field(
    words: Words, label: str, key: str, first: float, ends: tuple[float, float], fresh: bool, place: Any = st
) -> tuple[float, bool]:
    """A field for a number, and whether what stands there is possible; what is not is said."""
    address.seed(key, first, fresh)
    found = place.number_input(label, value=None, step=1.0, format="%.6g", key=key)
    if found is not None and ends[0] <= found <= ends[1]:
        return float(found), True
    said = {"name": markdown(label), "least": format.whole(ends[0]), "most": format.whole(ends[1])}
    shown = format.MISSING if found is None else f"{found:,.6g}"
    st.error(words("own.empty" if found is None else "own.wrong", found=shown, **said), icon=":material/error:")
    return first, False


def offered(words: Words, prefix: str, note: str, fit: bool) -> bool:
    """What a page is for, before a result is chosen, with a ``note`` on a run; True when the form's question is to be
    run."""
    st.markdown(words(f"{prefix}.lead"))
    with st.container(border=True):
        points = "\n".join(f"- {words(f'{prefix}.get_{n}')}" for n in (1, 2, 3))
        st.markdown(f"{words('empty.get')}\n\n{points}")
        run = form.runs(words, f"{prefix} default", fit, f"{prefix}.run")
        st.caption(words(f"{prefix}.{note}"))
    return run


def answer(view: DecisionView) -> None:
    """The answer as a sentence, its reasons, and what of it lies beyond the data."""
    st.caption(markdown(view.facts(), 400))
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"### {view.head()}", anchors=False)
        st.markdown(view.answer())
        if reasons := view.reasons():
            st.markdown("\n".join(f"- {line}" for line in reasons))
    for text in view.beyond():
        st.caption(f":material/info: {markdown(text, 600)}")


def marks(words: Words, key: str) -> None:
    """Which mark stands for today and which for the best; ``key``: of what they are called, up to its last word."""
    with st.container(horizontal=True, gap="small"):
        for style, name in ((TODAY, "today"), (BEST, "best")):
            st.markdown(f":{style.hue}[{plain(style.glyph)}] {words(f'{key}_{name}')}", width="content")


def viewed(kind: type[V], one: Decided, words: Words) -> V:
    """The view of a document; each is made once for each version of it, with its charts."""
    found = _viewed(kind.__name__, one.name, one.created, words.language, kind, one)
    assert isinstance(found, kind)
    return found


@st.cache_resource(max_entries=16, show_spinner=False)
def _viewed(
    kind: str, name: str, created: str, language: str, _kind: type[DecisionView], _one: Decided
) -> DecisionView:
    return _kind(_one, words_of(language))


def known(view: DecisionView, key: str) -> None:
    """What the numbers of the market rest on, these themselves folded; the report to take along."""
    words = view.words
    st.subheader(words("known.heading"), anchor=False)
    sections.labels(words, view.known)
    with st.expander(words("report.all", count=view.known.count)):
        sections.listed(words, view.known, f"{key} label")
    st.download_button(
        words("result.download"),
        lambda: reported(read(dict(view.of.document)), words.language).encode(),
        file_name=f"sixr-{key}.html",
        mime="text/html",
        on_click="ignore",
        icon=":material/description:",
    )


def _opened(kind: str, name: str, words: Words) -> Decided | None:
    found = next((one for one in decided.stored(kind) if one.name == name), None)
    if found is None:
        st.warning(words("result.missing", name=markdown(name)), icon=":material/help:")
    return found


def _another(
    words: Words,
    one: Decided,
    prefix: str,
    asked: Asked,
    answered: Callable[[Mapping[str, Any]], Any],
    line: Callable[[str, Any, Any, Words], str],
) -> bool:
    """Say where the result answers another question than the form asks; True when the form's is to be run."""
    answers = told_by(one, answered)
    if answers is None:
        lines = [words("another.cannot")]
    else:
        parts = [name for name in vars(answers) if getattr(answers, name) != getattr(asked.question, name)]
        lines = [line(name, answers, asked.question, words) for name in parts]
        lines += [] if _unchanged(one, answers) else [words("another.changed")]
    if not lines:
        return False
    return asking.told(words, lines, answers, asked.fit, f"{prefix} ", f"{prefix}.run")


def _unchanged(one: Decided, answers: Any) -> bool:
    """Whether market and policy of today are those on which a document was made."""
    now = data.opened(answers.scenario, company.market())
    sizes = {name: getattr(answers, name) for name in LIMITS}
    return bool(now.model_copy(update=sizes).fingerprint == one.document["fingerprint"])


def _earlier(words: Words, kind: str) -> str | None:
    return sections.earlier(words, {one.name: _label(one, words) for one in decided.stored(kind)[: data.MOST_OFFERED]})


def _label(one: Decided, words: Words) -> str:
    """When a result was made, on what."""
    document = one.document
    title = plain(words.pick(document["title"], str(document["scenario"])), 30)
    sizes = words("decide.sizes", worlds=format.whole(document["worlds"]), days=format.whole(document["days"]))
    return f"{plain(one.created[:16]).replace('T', ' ')} · {title} · {sizes}"
