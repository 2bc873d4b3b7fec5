"""A tree as YAML."""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML

from scenarios.scalar import resolved


def written(tree: Any) -> str:
    """``tree`` of dicts, lists, tuples, scalars and dates as YAML that this module reads back the same."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # keep the order of keys
    yaml.representer.add_representer(str, _quoted_where_needed)
    yaml.representer.add_representer(tuple, lambda r, items: r.represent_list(list(items)))
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _quoted_where_needed(representer: Any, text: str) -> Any:
    plain = isinstance(resolved(text), str) and re.fullmatch(r"[^\W\d_]([\w /.-]*\w)?", text)
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')
