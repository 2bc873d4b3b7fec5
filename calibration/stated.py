"""Numbers that are stated in files of data, each with its unit and its source."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def stated(package: str, file: str) -> dict[str, Any]:
    """The document ``file`` of ``package`` as plain data; read once."""
    from ruamel.yaml import YAML

    found: dict[str, Any] = YAML(typ="safe", pure=True).load(files(package).joinpath(file).read_text("utf-8"))
    return found
