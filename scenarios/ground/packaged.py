"""What is stated in files of data that come with the packages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def packaged(package: str, file: str) -> Any:
    """The YAML document ``file`` of ``package`` as plain data; read once, so never change it."""
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(files(package).joinpath(file).read_text("utf-8"))
