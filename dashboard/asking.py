"""Between address, form and result: what the address asks, what of it cannot be read, whether the result answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from dashboard import data, form, format, notes, question, sheet, variant
from dashboard.form import Asked
from dashboard.question import LIMITS, Question, Reading, Remark
from dashboard.safe import markdown, plain
from dashboard.sheet import Sheet
from dashboard.text import LANGUAGES, Words
from sim.problems import BadInput

SCALES = ("absolute", "percent")


def reading(parts: Mapping[str, str], words: Words) -> Reading:
    """The question of an address of the Compare page; one that names a result and nothing else asks what that
    answers, as far as the form can ask it."""
    names = {choice.name: choice.market for choice in data.choices()}
    default = question.first(names, data.defaults(), data.offered()[0])
    if parts.get("result") and not set(question.KEYS) & parts.keys():
        default = _answered(parts["result"], words) or default
    return question.read(parts, names, default, data.markets(), data.levers)


def ready(words: Words) -> None:
    """Where the company's policy of today, which is edited by hand, cannot be used, say why and end the page."""
    if trouble := data.trouble():
        st.error(words("company.today"), icon=":material/error:")
        st.text("\n".join(plain(line, 400) for line in notes.refusal(trouble, words.language).splitlines()))
        st.stop()


def scale(parts: Mapping[str, str]) -> str:
    """Whether an address shows differences as they are or in percent."""
    return parts["scale"] if parts.get("scale") in SCALES else SCALES[0]


def strange(parts: Mapping[str, str], keys: Sequence[str]) -> Iterator[Remark]:
    """What an address says beside the question that means nothing: unknown keys, languages, scales."""
    yield from question.unknown(parts, keys)
    for key, allowed in (("lang", tuple(LANGUAGES)), ("scale", SCALES)):
        if key in keys and key in parts and parts[key] not in allowed:
            yield Remark("choice", {"part": key, "found": parts[key], "allowed": allowed})


def remarks(words: Words, found: Sequence[Remark]) -> None:
    """Say what of the address could not be read: what was found there, and what is allowed."""
    if found:
        lines = [f"- {words(f'link.{one.kind}', **_shown(one.said, words))}" for one in found]
        with st.container(border=True):
            st.markdown("\n".join([f":material/link_off: **{words('link.heading')}**", "", *lines]))


def another(found: Sheet, asked: Asked, words: Words) -> bool:
    """Say where the result answers another question than the form asks; offer to take over its question, or to run the
    form's: True when that is to be done."""
    try:
        answers = found.question
    except (KeyError, TypeError, ValueError, AttributeError):  # a result that says less than results of today
        return False
    parts = question.differences(answers, asked.question)
    kind = found.view.manifest["kind"]
    if kind == "compare" and not parts:
        return False
    lines = [_difference(part, answers, asked.question, words) for part in parts]
    if kind != "compare":
        lines = [words(f"another.kind_{kind}")]
    takes = answers if data.askable(answers, found.view.manifest) else None
    return told(words, lines, takes, asked.fit)


def told(
    words: Words, lines: Sequence[str], takes: object, fit: bool, prefix: str = "", run: str = "question.run"
) -> bool:
    """Say in ``lines`` that a result answers another question. The form begins with ``takes`` when the reader wants to
    take that over (None: it cannot ask it); True when the form's own question is to be run."""
    with st.container(border=True):
        heading = f":material/alt_route: **{words('another.heading')}**"
        st.markdown("\n".join([heading, "", *(f"- {line}" for line in lines)]))
        left, right = st.columns(2)
        with left:
            about = words("another.cannot") if takes is None else None
            key = f"{prefix}take"
            if st.button(words("another.take"), key=key, disabled=takes is None, width="stretch", help=about):
                st.session_state[f"{prefix}taken"] = takes
                st.rerun()
        with right:
            return form.runs(words, f"{prefix}run another", fit, run)
    return False


def _answered(name: str, words: Words) -> Question | None:
    """The question of the stored result ``name`` if the form can ask it."""
    one = next((one for one in data.stored() if one.name == name), None)
    try:
        found = sheet.opened(one, words.language) if one is not None else None
        if found is not None and data.askable(found.question, found.view.manifest):
            return found.question
    except (BadInput, OSError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return None


def _difference(part: str, answers: Question, asks: Question, words: Words) -> str:
    """One part in which two questions differ, in words."""
    if part in LIMITS:
        texts = [format.whole(getattr(one, part)) for one in (answers, asks)]
    elif part == "market":
        texts = [markdown(one.market) or words("question.market_base") for one in (answers, asks)]
    elif part == "own":
        texts = [_plan(one, words) for one in (answers, asks)]
    else:
        titles = {choice.name: words.pick(choice.title, choice.name) for choice in data.choices()}
        lists = [(one.base,) if part == "base" else one.others for one in (answers, asks)]
        texts = [" / ".join(markdown(titles.get(name, name)) for name in names) or format.MISSING for names in lists]
    name = words("own.title") if part == "own" else words(f"question.{part}")
    return words("another.part", part=name, answers=texts[0], asks=texts[1])


def _plan(one: Question, words: Words) -> str:
    if one.own is None:
        return words("another.no_plan")
    title = markdown(variant.titles(one.own)[words.language])
    try:
        base = data.opened(one.base, data.markets().get(one.market))
        levers = {lever.key: lever for lever in variant.levers(base)}
        parts = [markdown(variant.change(levers[key], value, base, words)) for key, value in one.own.values]
    except (BadInput, OSError, KeyError):  # the plan of another base
        parts = [f"{markdown(key)} {value:g}" for key, value in one.own.values]
    changes = words("link.and").join(parts)
    return words("another.plan", title=title, changes=changes) if changes else title


def _shown(said: Mapping[str, object], words: Words) -> dict[str, str]:
    """What fills a remark, made harmless."""
    found = {}
    for key, value in said.items():
        if isinstance(value, tuple):
            found[key] = words("link.and").join(map(markdown, value)) or words("link.none")
        elif isinstance(value, int) and not isinstance(value, bool) and key != "found":
            found[key] = format.whole(value)
        else:
            found[key] = markdown(value) or format.MISSING
    return found
