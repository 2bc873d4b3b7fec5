"""A tree as YAML."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from scenarios.tree.scalar import resolved


def written(tree: dict[str, Any]) -> str:
    """``tree`` of dicts, lists, tuples, scalars and dates as YAML that this module reads back the same.

    Scenarios that are compared share their market: an entry of the tree that was written lately is not written again.
    """
    return "".join(_lines(_Entry(key, repr(value), value)) for key, value in tree.items()) or "{}\n"


@dataclass(frozen=True)
class _Entry:
    """An entry of a tree, the same as another where its key and what is said of its value are."""

    key: str
    said: str
    value: Any = field(compare=False)


@lru_cache(maxsize=32)
def _lines(entry: _Entry) -> str:
    """The lines of an entry: lists and mappings of scalars in one line, others line by line."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None if isinstance(entry.value, dict | list | tuple) else False
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # keep the order of keys
    yaml.representer.add_representer(str, _quoted_where_needed)
    yaml.representer.add_representer(tuple, lambda r, items: r.represent_list(list(items)))
    stream = io.StringIO()
    yaml.dump({entry.key: entry.value}, stream)
    return stream.getvalue()


def _quoted_where_needed(representer: Any, text: str) -> Any:
    plain = isinstance(resolved(text), str) and re.fullmatch(r"[^\W\d_]([\w /.-]*\w)?", text)
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')
