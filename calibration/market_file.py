"""The market file: YAML that people can read, one parameter to a line, written whole or not at all."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, SequenceNode
from ruamel.yaml.representer import SafeRepresenter

from sim.problems import BadInput, Problem


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


def write_whole(path: Path, content: Callable[[IO[str]], object]) -> None:
    """Write what ``content`` puts into a stream; the old file stays until the new one is on disk."""
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            content(stream)
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        os.replace(draft, path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        Path(draft).unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> BadInput:
    reason = (error.strerror or "unknown reason").lower()
    return BadInput([Problem(str(path), 0, "", f"not writable ({reason})", "a file in a folder that exists")])
