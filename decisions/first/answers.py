"""Answers to the questions of a diagnosis, in a YAML file: dimension.question: 1 to 5, or unknown."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from scenarios.ground.places import MAKE_ROOM, Kind, check_file, write_file
from scenarios.tree.source import Node, read
from scenarios.tree.wording import did_you_mean, listed
from sim.mechanisms import NAMES
from sim.problems import BadInput, Problem, shown

LOW, HIGH = 1, 5
UNKNOWN = "unknown"
KIND = Kind("a YAML file that does not exist yet", MAKE_ROOM, 1 << 16, option="--questions")
HEAD = {
    "en": f"How true is each sentence of us? {LOW} not at all, {HIGH} wholly; {UNKNOWN} is an answer, too.",
    "zh": f"每句话在多大程度上符合我们？{LOW} 完全不符合，{HIGH} 完全符合；不知道就写 {UNKNOWN}。",
}


@dataclass(frozen=True)
class Indicator:
    """A ``measure`` of today's policy, or the number at ``path`` of its market: scores 1 at ``weak``, 5 at
    ``strong``."""

    weak: float
    strong: float
    source: Mapping[str, str]
    measure: str = ""
    path: str = ""

    @property
    def name(self) -> str:
        return self.measure or self.path

    def score(self, value: Any) -> Any:
        """The score of a value, from LOW to HIGH; NaN where there is none."""
        import numpy as np

        return LOW + (HIGH - LOW) * np.clip((value - self.weak) / (self.strong - self.weak), 0.0, 1.0)


@dataclass(frozen=True)
class Question:
    """A sentence in both languages; ``name``: "product.value"."""

    name: str
    says: Mapping[str, str]


@dataclass(frozen=True)
class Dimension:
    """A dimension of a firm, its indicators and questions."""

    name: str
    title: Mapping[str, str]
    indicators: tuple[Indicator, ...]
    questions: tuple[Question, ...]


@cache
def dimensions() -> tuple[Dimension, ...]:
    """All of them, in the order of diagnosis.yaml."""
    return tuple(map(_dimension, table("diagnosis.yaml")))


def table(name: str) -> list[dict[str, Any]]:
    """The rows of a table that stands beside this file, and of those of that name in the folders of mechanisms."""
    from ruamel.yaml import YAML

    folders = (files("sim.mechanisms").joinpath(mechanism) for mechanism in NAMES)
    places = (folder.joinpath(name) for folder in (files("decisions.first"), *folders))
    load = YAML(typ="safe", pure=True).load
    return [row for place in places if place.is_file() for row in load(place.read_text("utf-8"))]


def _dimension(row: Mapping[str, Any]) -> Dimension:
    name = row["dimension"]
    asked = (Question(f"{name}.{one['name']}", {key: one[key] for key in ("en", "zh")}) for one in row["questions"])
    return Dimension(name, row["title"], tuple(Indicator(**one) for one in row.get("indicators", ())), tuple(asked))


def questions() -> Iterator[Question]:
    """All of them."""
    for dimension in dimensions():
        yield from dimension.questions


def template(language: str = "en", answers: Mapping[str, int] | None = None) -> str:
    """The questionnaire as a file, every question under its sentence, with the ``answers`` that there are."""
    said = answers or {}
    lines = [f"# {HEAD[language]}"]
    for dimension in dimensions():
        lines += ["", f"# {dimension.title[language]}"]
        for one in dimension.questions:
            lines += [f"# {one.says[language]}", f"{one.name}: {said.get(one.name, UNKNOWN)}"]
    return "\n".join(lines) + "\n"


def write_template(path: str | os.PathLike[str], language: str) -> None:
    """Write the questionnaire. BadInput where the file is there, or cannot be written."""
    check_file(path, KIND)
    write_file(path, KIND, lambda file: file.write(template(language)))


def answered(path: str | os.PathLike[str]) -> dict[str, int]:
    """The answers of a file by question; what is unknown is left out. BadInput with every fault."""
    node, problems = read(Path(path), shown(os.fspath(path), 200))
    if node is None or problems:
        raise BadInput(problems)
    return _checked(node)


def checked(answers: Mapping[str, Any]) -> dict[str, int]:
    """Answers that are given as a mapping. BadInput as for :func:`answered`."""
    from scenarios.tree.source import planted

    return _checked(planted(dict(answers), "answers"))


def _checked(node: Node) -> dict[str, int]:
    if not isinstance(node.value, dict):
        allowed = "answers, such as product.value: 3"
        raise BadInput([Problem(node.file, node.line, "", "no mapping", allowed)])
    known = [one.name for one in questions()]
    faults, found = [], {}
    for name, one in node.value.items():
        if name not in known:
            fix = did_you_mean(name, known)
            faults.append(Problem(one.file, one.line, name, "an unknown question", f"one of: {listed(known)}", fix))
        elif isinstance(one.value, int) and not isinstance(one.value, bool) and LOW <= one.value <= HIGH:
            found[name] = one.value
        elif one.value not in (None, UNKNOWN):
            faults.append(Problem(one.file, one.line, name, shown(one.value), "1, 2, 3, 4, 5 or unknown"))
    if faults:
        raise BadInput(faults)
    return found
