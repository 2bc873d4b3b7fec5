"""What every plan of the library brings, written into docs/library.md and docs/library.zh.md.

    python -m benchmarks.plans [PEOPLE] [WORLDS] [SPLIT] [PLAN ...]

Each plan is compared, in the same worlds, with what it lies over: a policy of today, or another plan. Its profit is
split by step of the journey and by lever in SPLIT worlds. A reading follows from the numbers by rule. Where plans are
named, their rows alone are written anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

import sixr
from dashboard import format
from dashboard.data import MARKETS
from dashboard.decision_report.saying import measure_name
from dashboard.text import LANGUAGES, Words, words
from decisions.parts import Part, Parts, parts
from scenarios.files.finding import chain, library
from scenarios.scenario import Scenario
from sim.problems import BadInput

PEOPLE, WORLDS, SPLIT, AT_ONCE = 2000, 100, 10, 6
SURE = 0.95
TOLD, SMALL, CLEAR = 3, 0.1, 2.0
"""Most steps that a reading names; the share of the greatest below which none is; standard errors from zero."""
DOCS, TEXTS = Path(__file__).parents[1] / "docs", Path(__file__).with_suffix(".yaml")
MEASURES = ("profit", "clv", "customers", "cac")


@dataclass(frozen=True)
class Found:
    """What a plan brings: its rows of the comparison and the split of its profit (None in another market)."""

    plan: Scenario
    rows: pd.DataFrame
    split: Parts | None


def plans() -> dict[str, list[str]]:
    """The plans of the library by what each is compared with: the plan or policy of today that it lies over."""
    found: dict[str, list[str]] = {name: [] for name in MARKETS}
    for name in (one for one in library() if "/" not in one and one not in MARKETS):
        above = [str(layer.name) for layer in chain(name)[0]]
        if len(above) > 1:
            found.setdefault(above[-2], []).append(name)
    return {over: names for over, names in found.items() if names}


def brought(over: str, names: Sequence[str], people: int, worlds: int, split: int) -> Iterator[Found]:
    """What each of ``names`` brings over what they lie over."""
    sizes = [f"people={people}", f"worlds={worlds}"]
    base, few = sixr.load(over, overrides=sizes), [f"people={people}", f"worlds={split}"]
    for first in range(0, len(names), AT_ONCE):
        some = {name: sixr.load(name, overrides=sizes) for name in names[first : first + AT_ONCE]}
        found = sixr.compare(base, *some.values()).comparison
        for name, plan in some.items():
            rows = found[(found["scenario"] == name) & (found["by"] == "all")].set_index("measure")
            yield Found(plan, rows, _split(sixr.load(over, overrides=few), sixr.load(name, overrides=few)))


def _split(base: Scenario, plan: Scenario) -> Parts | None:
    try:
        return parts(base, plan)
    except BadInput:  # another market, so that nothing of it is the policy's alone
        return None


class Page:
    """The page in one language."""

    def __init__(self, language: str) -> None:
        self.words: Words = words(language)
        self.place = list(LANGUAGES).index(language)
        self.texts: dict[str, Any] = YAML(typ="safe", pure=True).load(TEXTS.read_text("utf-8"))

    def say(self, key: str, **values: object) -> str:
        """A sentence of the page."""
        found: Any = self.texts
        for step in key.split("."):
            found = found[step]
        return str(found[self.place]).format_map(values)

    def begin(self, people: int, worlds: int, split: int) -> Iterator[str]:
        """Title and head."""
        numbers = {"people": format.whole(people), "worlds": worlds, "split": split, "sure": f"{SURE:.0%}"}
        yield f"# {self.say('title')}\n"
        yield self.say("head", **numbers)
        yield from self.surprises()

    def table(self, over: str, found: Sequence[Found]) -> Iterator[str]:
        """The lines of a table."""
        yield f"\n{self.heading(over)}\n"
        heads = [self.say("columns.plan"), *(measure_name(one, self.words) for one in MEASURES)]
        yield f"| {' | '.join([*heads, self.say('columns.reading')])} |"
        yield "|---" * (len(heads) + 1) + "|"
        yield from map(self.row, found)

    def heading(self, over: str) -> str:
        """That of the table of what lies over ``over``."""
        return f"## {self.say('against', title=self.words.pick(sixr.load(over).title.model_dump(), over), name=over)}"

    def renewed(self, text: str, sizes: Sequence[int]) -> list[str]:
        """The lines of a page with its head written anew."""
        first = self.heading(next(iter(plans())))
        return [*"\n".join(self.begin(*sizes)).splitlines(), "", first, *text.split(first)[1].splitlines()[1:]]

    def row(self, one: Found) -> str:
        """The line of a plan."""
        cells = [self.told(one.plan), *(self.cell(one.rows, measure) for measure in MEASURES), self.reading(one)]
        return f"| {' | '.join(cells)} |"

    def told(self, plan: Scenario) -> str:
        """A plan by its title and name."""
        return f"**{self.words.pick(plan.title.model_dump(), plan.name)}** (`{plan.name}`)"

    def cell(self, rows: pd.DataFrame, measure: str) -> str:
        """A difference with its range and the share of worlds that are better."""
        if measure not in rows.index or np.isnan(rows["difference"][measure]):
            return ""
        middle, low, high, p = (float(rows[name][measure]) for name in ("difference", "low", "high", "p_better"))
        better = "" if np.isnan(p) else f"; {format.chance(p, self.words.language)}"
        return f"{self.number(middle)} ({self.number(low)} – {self.number(high)}{better})"

    def number(self, value: float) -> str:
        """A difference with its sign."""
        return format.signed(format.compact(value, self.words.language))

    def reading(self, one: Found) -> str:
        """What is settled of profit and of CLV, and where the profit comes from: by rule."""
        verdicts = [self.verdict(one.rows, measure) for measure in ("profit", "clv")]
        told = [self.say("between").join(verdicts) + self.say("stop")]
        if one.split is None:
            told.append(self.say("elsewhere") if one.rows["difference"]["profit"] else "")
        else:
            told.append(self.most(one.split.steps, "steps", "decision.step.{}"))
            if len(one.split.levers) > 1:
                told.append(self.most(one.split.levers, "levers", "front.{}"))
        return self.say("next").join(text for text in told if text)

    def verdict(self, rows: pd.DataFrame, measure: str) -> str:
        """Whether a difference is settled."""
        better, by = (rows[of].get(measure, np.nan) for of in ("p_better", "difference"))
        settled = "better" if better >= SURE else "worse" if better <= 1.0 - SURE else "open"
        name = "same" if np.isnan(better) or by == 0.0 else settled
        return self.say(name, measure=measure_name(measure, self.words))

    def most(self, all_parts: Sequence[Part], key: str, names: str) -> str:
        """The greatest parts that are clearly not zero, in words."""
        clear = sorted((one for one in all_parts if abs(one.mean) > CLEAR * one.se), key=lambda one: -abs(one.mean))
        some = [one for one in clear[:TOLD] if abs(one.mean) >= SMALL * abs(clear[0].mean)]
        told = [f"{self.words.known(names.format(one.name), one.name)} {self.number(one.mean)}" for one in some]
        return self.say(key, parts=self.say("between").join(told)) if told else ""

    def surprises(self) -> Iterator[str]:
        """Signs that common sense or the literature would not expect, with their causes."""
        yield f"\n## {self.say('surprises.title')}\n\n{self.say('surprises.from')}\n"
        for one in self.texts["surprises"]["found"]:
            plans = ", ".join(f"`{name}`" for name in one["plans"])
            yield f"- {plans}{self.say('surprises.colon')}{one['text'][self.place]}"


def path_of(language: str) -> Path:
    """The page in a language."""
    return DOCS / ("library.md" if language == "en" else f"library.{language}.md")


def rewritten(names: Sequence[str], sizes: Sequence[int], pages: dict[str, Page]) -> None:
    """Write the rows of ``names``, and the head, into the pages as they are. ValueError where one has no row."""
    text = {language: page.renewed(path_of(language).read_text("utf-8"), sizes) for language, page in pages.items()}
    for over, all_names in plans().items():
        for one in brought(over, [name for name in all_names if name in names], *sizes):
            for language, page in pages.items():
                (row,) = (k for k, line in enumerate(text[language]) if f"** (`{one.plan.name}`) |" in line)
                text[language][row] = page.row(one)
                print(page.row(one), flush=True)
    for language, lines in text.items():
        path_of(language).write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    """Run all, or the plans that are named, and write the pages."""
    numbers = [int(word) for word in sys.argv[1:4] if word.isdecimal()]
    sizes, names = [*numbers, *(PEOPLE, WORLDS, SPLIT)[len(numbers) :]], sys.argv[1 + len(numbers) :]
    pages = {language: Page(language) for language in LANGUAGES}
    if names:
        rewritten(names, sizes, pages)
        return
    lines = {language: list(page.begin(*sizes)) for language, page in pages.items()}
    for over, names in plans().items():
        found = list(brought(over, names, *sizes))
        for language, page in pages.items():
            lines[language] += page.table(over, found)
        print("\n".join(lines["en"][-len(found) :]), flush=True)
    for language, all_lines in lines.items():
        path_of(language).write_text("\n".join(all_lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
