"""What the pages about decisions share: their question beside a result, earlier results, how sure an answer is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import address, asking, company, data, decided, form, format, language, runs, sections, waiting
from dashboard.decision_charts import BEST, TODAY
from dashboard.decision_file import Decided
from dashboard.decision_question import OBJECTIVES, WITHIN
from dashboard.decision_report.document import read
from dashboard.decision_report.page import page as reported
from dashboard.decision_view import DecisionView
from dashboard.job import Decision
from dashboard.question import LIMITS, Remark
from dashboard.safe import markdown, plain
from dashboard.text import Words
from dashboard.text import words as words_of
from scenarios.scenario import Scenario

V = TypeVar("V", bound=DecisionView)
DAYS = 180
"""Days within which profit counts, where nobody says how many."""


@dataclass(frozen=True)
class Asked:
    """The question as the form stands, whether it can be run, and whether it is to be run now."""

    question: Any
    fit: bool
    run: bool


@dataclass(frozen=True)
class Screen:
    """What makes a page about decisions.

    ``kind`` of its documents; ``page``: its name in addresses and texts; ``keys`` of an address that say a question.
    ``first`` question; ``read``: the question of an address, given what is asked at first; ``written``: its address;
    ``answered``: the question of a document. ``form``: draws the question, with a place on the page itself;
    ``difference``: a part in which two questions differ; ``show`` a document; ``note``: the text about a run.
    ``asked_of``: what a question makes of today's policy and its market before it is put. ``button``: the text of the
    button that runs it.
    """

    kind: str
    page: str
    keys: Sequence[str]
    first: Callable[[], Any]
    read: Callable[[Mapping[str, str], Any], tuple[Any, tuple[Remark, ...]]]
    written: Callable[[Any], dict[str, str]]
    answered: Callable[[Mapping[str, Any]], Any]
    form: Callable[[Words, Any, bool, DeltaGenerator], Asked]
    difference: Callable[[str, Any, Any, Words], str]
    show: Callable[[Decided, Words], None]
    note: str
    asked_of: Callable[[Any, Scenario], Scenario] = lambda question, today: today
    button: str = "run"


def draw(screen: Screen) -> None:
    """The page: its question at the side, and below its title the answer, the job that finds it, or what it is for."""
    fresh = address.arrived(screen.page)
    words = language.chosen()
    asking.ready(words)
    standing = address.parts()
    begin, unread = screen.read(standing, _begun(screen, standing))
    key, taken = f"{screen.page} result", f"{screen.page} taken"
    address.seed(key, standing.get("result", ""), fresh)
    takes = st.session_state.pop(taken, None)
    st.title(words(f"{screen.page}.title"), anchor=False)
    told, place = st.container(), st.container()
    with st.sidebar:
        asked = screen.form(words, takes or begin, fresh or takes is not None, place)
        st.divider()
        _list(words, screen)
    with told:
        if asked.question == begin:  # else the form has moved on from what the link says
            strange = asking.strange(standing, (*screen.keys, *address.EVERYWHERE))
            asking.remarks(words, [*unread, *strange])
    turned = _below(words, screen, asked, told)
    shown = str(st.session_state[key])
    wanted = {"lang": words.language, **screen.written(asked.question)} | ({"result": shown} if shown else {})

    def meaning(parts: Mapping[str, str]) -> object:
        said = screen.read(parts, _begun(screen, parts))[0]
        return said, address.language(parts, language.usual()), parts.get("result", "")

    address.settle(screen.page, wanted, meaning)
    if turned:
        st.rerun()


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


def _begun(screen: Screen, parts: Mapping[str, str]) -> Any:
    """What a page begins with: the question of the result that the address ``parts`` name and nothing else, else the
    first one."""
    if parts.get("result") and not set(screen.keys) & parts.keys():
        one = next((one for one in decided.stored(screen.kind) if one.name == parts["result"]), None)
        if one is not None and (found := told_by(one, screen.answered)) is not None:
            return found
    return screen.first()


def _below(words: Words, screen: Screen, asked: Asked, top: DeltaGenerator) -> bool:
    """The page below its form: the result of its address, the job that is to make it, or what the page is for, which
    begins at its ``top``. True when the address has turned to another result."""
    key = f"{screen.page} result"
    shown, run = str(st.session_state[key]), False
    made = runs.start(request(asked.question), words) if asked.run else None
    if made:
        pass  # the page is drawn anew with it
    elif shown and (going := runs.job_of(shown)):
        shown = "" if waiting.show(words, going) else shown
    elif shown and (one := _opened(screen.kind, shown, words)):
        run = _another(words, one, screen, asked)
        screen.show(one, words)
    else:
        run = _offered(words, screen, asked.fit, top)
        shown = _earlier(words, screen.kind) or shown
    if run:
        made = runs.start(request(asked.question), words)
    shown = made or shown
    turned, st.session_state[key] = shown != st.session_state[key], shown
    return turned


def _list(words: Words, screen: Screen) -> None:
    """The list of stored results at the side of the page."""
    current = str(st.session_state[f"{screen.page} result"])
    labels = {one.name: _label(one, words) for one in decided.stored(screen.kind)}
    if not labels:
        st.caption(words("question.none"))
        return
    widget = f"{screen.page} earlier"

    def pick() -> None:
        if st.session_state[widget]:
            st.session_state[f"{screen.page} result"] = st.session_state[widget]

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
    chosen = st.radio(
        words("question.setting"),
        list(markets),
        format_func=markets.__getitem__,
        key=f"{prefix} scenario",
        help=words("question.setting_help"),
    )
    return str(chosen)


def choice_field(words: Words, page: str, name: str, options: Sequence[str], first: str, fresh: bool) -> str:
    """One of ``options``, called by the texts of the ``page``."""
    key = f"{page} {name}"
    form.hold(key, first, words, fresh)
    chosen = st.selectbox(
        words(f"{page}.{name}"),
        options,
        format_func=lambda one: words(f"{page}.{name}_{one}"),
        key=key,
        help=words(f"{page}.{name}_help"),
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


def answer(view: DecisionView, more: Sequence[str] = ()) -> None:
    """The answer as a sentence, its reasons and what is to be said ``more``, and what of it lies beyond the data."""
    st.caption(markdown(view.facts(), 400))
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"### {view.head()}", anchors=False)
        st.markdown(view.answer())
        if reasons := [*view.reasons(), *filter(None, more)]:
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


def _offered(words: Words, screen: Screen, fit: bool, top: DeltaGenerator) -> bool:
    """What a page is for, before a result is chosen; True when the form's question is to be run."""
    prefix = screen.page
    top.markdown(words(f"{prefix}.lead"))
    with st.container(border=True):
        points = "\n".join(f"- {words(f'{prefix}.get_{n}')}" for n in (1, 2, 3))
        st.markdown(f"{words('empty.get')}\n\n{points}")
        run = form.runs(words, f"{prefix} default", fit, f"{prefix}.{screen.button}")
        st.caption(words(f"{prefix}.{screen.note}"))
    return run


def _another(words: Words, one: Decided, screen: Screen, asked: Asked) -> bool:
    """Say where the result answers another question than the form asks; True when the form's is to be run."""
    answers = told_by(one, screen.answered)
    if answers is None:
        lines = [words("another.cannot")]
    else:
        parts = [name for name in vars(answers) if getattr(answers, name) != getattr(asked.question, name)]
        lines = [screen.difference(name, answers, asked.question, words) for name in parts]
        lines += [] if _unchanged(one, answers, screen) else [words("another.changed")]
    if not lines:
        return False
    return asking.told(words, lines, answers, asked.fit, f"{screen.page} ", f"{screen.page}.{screen.button}")


def _unchanged(one: Decided, answers: Any, screen: Screen) -> bool:
    """Whether market and policy of today are those on which a document was made."""
    now = screen.asked_of(answers, data.opened(answers.scenario, company.market()))
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
