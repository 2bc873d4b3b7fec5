"""Between address, form and result of the Referral loop page; what dashboard.asking is to Compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import asking, company, data, format, loop_form, loop_question, runs
from dashboard.loop_form import Asked
from dashboard.loop_question import CHANGES, LoopQuestion
from dashboard.question import LIMITS, Remark
from dashboard.safe import markdown
from dashboard.sheet import Sheet
from dashboard.text import Words


def reading(parts: Mapping[str, str], choices: Sequence[data.Choice]) -> tuple[LoopQuestion, tuple[Remark, ...]]:
    """The question of an address of the page, and what of it cannot be asked; one that names a result and nothing else
    asks what that answers."""
    offered, default = loop_form.programmes(choices), loop_form.first(choices)
    if parts.get("result") and not set(loop_question.KEYS) & parts.keys():
        one = next((one for one in data.stored() if one.name == parts["result"] and one.kind == "referrals"), None)
        found = _answered(one.manifest) if one is not None else None
        default = found if found is not None and found.scenario in offered else default
    return loop_question.read(parts, offered, default, loop_form.own)


def programme(name: str, words: Words) -> Sheet | None:
    """The stored result ``name``, or None after saying why it cannot be shown or holds no programme."""
    found = runs.result(name, words)
    if found is not None and found.view.manifest["kind"] != "referrals":
        st.warning(words("loop.none"), icon=":material/help:")
        return None
    return found


def another(found: Sheet, asked: Asked, words: Words) -> bool:
    """As dashboard.asking.another."""
    answers = _answered(found.view.manifest)
    if answers is None:
        lines = [words("another.cannot")]
    else:
        parts = loop_question.differences(answers, asked.question)
        lines = [_difference(part, answers, asked.question, words) for part in parts]
        lines += _market(found, words)
        if not lines:
            return False
    possible = answers is not None and answers.scenario in loop_form.programmes(data.choices())
    return asking.told(words, lines, answers if possible else None, asked.fit, "loop ", "loop.run")


def _market(found: Sheet, words: Words) -> list[str]:
    """That a result is of another market than the company's, where there is one."""
    home, market = company.market(), str((found.view.manifest.get("market") or {}).get("name") or "")
    if home is None or data.market_name(home) == market:
        return []
    texts = markdown(market) or words("question.market_base"), markdown(data.market_name(home))
    return [words("another.part", part=words("question.market"), answers=texts[0], asks=texts[1])]


def _answered(manifest: Mapping[str, object]) -> LoopQuestion | None:
    try:
        return loop_question.answered(manifest)
    except (KeyError, TypeError, ValueError, StopIteration):
        return None


def _difference(part: str, answers: LoopQuestion, asks: LoopQuestion, words: Words) -> str:
    if part in LIMITS:
        name, texts = words(f"question.{part}"), [format.whole(getattr(one, part)) for one in (answers, asks)]
    elif part in CHANGES:
        name = loop_form.label(part, words)
        texts = [f"{dict(one.changes).get(part, loop_form.own(asks.scenario)[part]):g}" for one in (answers, asks)]
    else:
        titles = {choice.name: words.pick(choice.title, choice.name) for choice in data.choices()}
        name = words("loop.whose")
        texts = [markdown(titles.get(one.scenario, one.scenario)) for one in (answers, asks)]
    return words("another.part", part=name, answers=texts[0], asks=texts[1])
