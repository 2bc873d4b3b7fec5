"""The market file: YAML that people can read, one parameter to a line."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, SequenceNode
from ruamel.yaml.representer import SafeRepresenter

from scenarios.ground.places import Kind
from scenarios.tree.source import read


class _Representer(SafeRepresenter):
    """Parameters and lists of numbers go on one line; numbers never read as text, nor text as numbers."""

    def represent_dict(self, data: dict[str, Any]) -> MappingNode:
        inline = "value" in data or all(not isinstance(v, dict | list | tuple) for v in data.values())
        return self.represent_mapping("tag:yaml.org,2002:map", data, flow_style=inline and len(data) <= 8)

    def represent_list(self, data: list[Any]) -> SequenceNode:
        inline = not any(isinstance(item, dict | list | tuple) for item in data)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=inline)

    def represent_str(self, data: str) -> Any:
        numeric = re.match(r"[-+.~0-9]", data) or data.lower() in {
            "",
            "null",
            "true",
            "false",
            "yes",
            "no",
            "on",
            "off",
        }
        return self.represent_scalar("tag:yaml.org,2002:str", data, style='"' if numeric else None)


_Representer.add_representer(dict, _Representer.represent_dict)
_Representer.add_representer(list, _Representer.represent_list)
_Representer.add_representer(tuple, _Representer.represent_list)
_Representer.add_representer(str, _Representer.represent_str)


def as_yaml(tree: dict[str, Any]) -> str:
    """``tree`` of dicts, lists, texts and finite numbers as YAML 1.2."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Representer
    yaml.allow_unicode = True
    yaml.width = 100_000
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # keep the order of keys
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def is_market(path: Path) -> bool:
    """Whether the file at ``path`` reads like a market that calibration wrote."""
    node, _ = read(path, path.name)
    return node is not None and isinstance(node.value, dict) and {"history", "market", "fits"} <= set(node.value)


KIND = Kind("a file for the market", "name a new file, or a market file written by sixr", 1_000_000, is_market)
"""The place of a market file."""
