"""YAML text to a tree that knows its lines. Refuses what other readers guess at."""

from __future__ import annotations

import io
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from scenarios.tree.scalar import refusal, resolved
from sim.problems import BadInput, Problem, shown

MOST_BYTES = 1_000_000
MOST_VALUES = 10_000
DEEPEST = 20


class Refused:
    """Stands for a value whose problem has been told already."""

    def __repr__(self) -> str:
        return "a value refused"


@dataclass(frozen=True)
class Node:
    """A value of a file and the line on which it, or its key, begins.

    ``value`` is a dict of nodes, a tuple of nodes, or a text, number, truth value, None or Refused. Never
    change a dict in place: parsed files are shared.
    """

    value: Any
    file: str
    line: int

    def get(self, key: str) -> Node | None:
        """The node under ``key`` of a mapping, or the item of that name (or number) of a list."""
        if isinstance(self.value, dict):
            return self.value.get(key)
        if isinstance(self.value, tuple):
            return next((item for k, item in enumerate(self.value) if key in (item.name, str(k))), None)
        return None

    @property
    def name(self) -> str | None:
        """The text under the key ``name``, for items of a list."""
        name = self.value.get("name") if isinstance(self.value, dict) else None
        return name.value if name is not None and isinstance(name.value, str) else None

    def paths(self, prefix: str = "") -> Iterator[str]:
        """The dotted paths of all that is below; a Parameter is not opened."""
        below: Any = ()
        if isinstance(self.value, dict) and not {"value", "unit"} <= set(self.value):
            below = self.value.items()
        elif isinstance(self.value, tuple):
            below = [(item.name or str(k), item) for k, item in enumerate(self.value)]
        for key, node in below:
            yield f"{prefix}{key}"
            yield from node.paths(f"{prefix}{key}.")

    def plain(self) -> Any:
        """The tree without lines: dicts, tuples and scalars."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return tuple(node.plain() for node in self.value)
        return self.value


def planted(value: Any, file: str = "", line: int = 0) -> Node:
    """Plain values of dicts, lists, tuples and scalars as a tree, all of it on one ``line`` of ``file``."""
    if isinstance(value, dict):
        value = {str(key): planted(below, file, line) for key, below in value.items()}
    elif isinstance(value, list | tuple):
        value = tuple(planted(below, file, line) for below in value)
    return Node(value, file, line)


def read(path: Path, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of the file at ``path`` and what is wrong with it, told under the name ``file``.

    None in place of the tree where nothing can be made of the file.
    """
    if not file:
        return None, (Problem(file, 0, "", "an empty name", "the name of a file"),)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            return None, (Problem(file, 0, "", kind, "a regular file"),)
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "a name that no file can have"
        return None, (Problem(file, 0, "", f"unreadable ({reason.lower()})", "a file that can be read"),)
    if len(data) > MOST_BYTES:
        found = f"{max(status.st_size, len(data)):,} bytes"
        return None, (Problem(file, 0, "", found, "at most 1 MB", "put tables into data files"),)
    return parse(data, file)


@lru_cache(maxsize=64)
def parse(data: bytes, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a YAML document and everything that is wrong with it; equal input is parsed once."""
    text, problems = _text(data, file)
    if problems:
        return None, tuple(problems[:50])
    reader = _Reader(file)
    try:
        return reader.document(text), tuple(reader.problems)
    except BadInput as stop:
        return None, (*reader.problems, *stop.problems)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "a fault"
        line = mark.line + 1 if isinstance(error, MarkedYAMLError) and mark else 0
        fix = "this looks like TOML; write `key: value`" if re.search(r"(?m)^\s*[\w.]+ *= ", text) else ""
        return None, (*reader.problems, Problem(file, line, "", shown(said), "YAML 1.2", fix))


def parse_value(text: str, file: str, path: str) -> Node:
    """One scalar written as in YAML; BadInput if it is anything else."""
    if not text:
        raise BadInput([Problem(file, 0, path, "nothing after the =", "one number, text, date, true or false")])
    node, problems = parse(text.encode("utf-8", "surrogatepass"), file)
    if node is None or isinstance(node.value, dict | tuple):
        problems = problems or (Problem(file, 0, path, shown(text), "one number, text, date, true or false"),)
    if problems:
        raise BadInput(Problem(file, 0, path, p.found, p.allowed, p.fix) for p in problems)
    assert node is not None
    return Node(node.value, file, 0)


def _text(data: bytes, file: str) -> tuple[str, list[Problem]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", [Problem(file, 1, "", "UTF-16", "UTF-8", "save the file again as UTF-8")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02X} at {error.start}"
        line = data.count(b"\n", 0, error.start) + 1
        return "", [Problem(file, line, "", found, "UTF-8", "save the file again as UTF-8")]
    problems = []
    blank = 0
    for number, line_text in enumerate(text.splitlines(), 1):
        blank = 0 if line_text.strip() else blank + 1
        if "\t" in line_text:
            problems.append(Problem(file, number, "", "a tab", "spaces", "put spaces where the tab is"))
        if "\0" in line_text:
            problems.append(Problem(file, number, "", "a NUL character", "text"))
        if line_text.startswith("%"):
            problems.append(Problem(file, number, "", "a directive (%)", "YAML 1.2 without directives"))
        if blank == 1000:  # the parser's time grows with the square of them
            problems.append(Problem(file, number, "", "1,000 blank lines", "fewer"))
    return text, problems


class _Reader:
    """Builds the tree of one document from the events of the YAML parser."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.values = 0

    def document(self, text: str) -> Node | None:
        events = YAML(typ="safe", pure=True).parse(io.StringIO(text))
        root: Node | None = None
        for event in events:
            if not isinstance(event, DocumentStartEvent):
                continue
            line = event.start_mark.line + 1
            if root is not None:
                found = f"a second document that starts at line {line}"
                self.problems.append(Problem(self.file, line, "", found, "one document in a file"))
                break
            root = self.node(next(events), events, "", 0, None)
        if root is None and not self.problems:
            self.problems.append(Problem(self.file, 0, "", "an empty file", "a scenario", "start with `extends: base`"))
        return root

    def complain(self, event: Any, path: str, found: str, allowed: str, fix: str = "") -> Node:
        line = event.start_mark.line + 1
        self.problems.append(Problem(self.file, line, path, found, allowed, fix))
        return Node(Refused(), self.file, line)

    def node(self, event: Any, events: Iterator[Any], path: str, depth: int, line: int | None) -> Node:
        self.values += 1
        if len(self.problems) >= 50 or depth > DEEPEST or self.values > MOST_VALUES:
            if depth > DEEPEST:
                self.complain(event, path, f"a value below level {DEEPEST}", f"at most {DEEPEST} levels")
            if self.values > MOST_VALUES:
                self.complain(event, path, "too many values", f"at most {MOST_VALUES:,}", "put tables into data files")
            raise BadInput(())
        line = line or event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            return self.complain(event, path, f"an alias *{shown(event.anchor)}", "no aliases", "write the value again")
        assert isinstance(event, NodeEvent)
        if event.anchor is not None:
            self.complain(event, path, f"an anchor &{shown(event.anchor)}", "no anchors", "leave it out")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.complain(event, path, f"a tag {shown(tag)}", "no tags", "leave it out")
        value: Any
        if isinstance(event, MappingStartEvent):
            value = self.mapping(events, path, depth)
        elif isinstance(event, SequenceStartEvent):
            value = self.sequence(events, path, depth)
        else:
            value = self.scalar(event, path)
        return Node(value if tag is None else Refused(), self.file, line)

    def mapping(self, events: Iterator[Any], path: str, depth: int) -> dict[str, Node]:
        values: dict[str, Node] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            if isinstance(event, ScalarEvent):
                key = unicodedata.normalize("NFC", event.value)
                if event.anchor is not None or event.tag is not None:
                    self.complain(event, path, "a key with an anchor or a tag", "plain keys")
            else:
                self.node(event, events, path, depth + 1, None)
                self.complain(event, path, "a key that is a mapping, a list or an alias", "keys that are text")
                key = ""
            place = f"{path}.{key}" if path else key
            if key == "<<":
                self.complain(event, place, "a merge key", "no merge keys", "write the values again")
            value = self.node(next(events), events, place, depth + 1, event.start_mark.line + 1)
            if key in values:
                found = f"the key twice (lines {values[key].line} and {value.line})"
                self.complain(event, place, found, "every key once", "leave one of them out")
            elif key != "<<":
                values[key] = value
        return values

    def sequence(self, events: Iterator[Any], path: str, depth: int) -> tuple[Node, ...]:
        items: list[Node] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self.node(event, events, f"{path}.{len(items)}", depth + 1, None))
        return tuple(items)

    def scalar(self, event: Any, path: str) -> Any:
        text = unicodedata.normalize("NFC", event.value)
        if any("\ud800" <= c <= "\udfff" for c in text):
            return self.complain(event, path, f"half a character, {shown(text)}", "Unicode text").value
        if event.style is not None:
            return text
        fault = refusal(text)
        return resolved(text) if fault is None else self.complain(event, path, *fault).value
