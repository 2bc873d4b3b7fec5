"""What is stated in files of data that come with the packages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from sim.mechanisms import NAMES


@cache
def packaged(package: str, file: str) -> Any:
    """The YAML document ``file`` of ``package`` as plain data; read once, so never change it."""
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(files(package).joinpath(file).read_text("utf-8"))


def of_mechanisms(file: str) -> list[Any]:
    """The documents of that name in the folders of mechanisms."""
    folder = files("sim.mechanisms")
    return [packaged("sim.mechanisms", f"{one}/{file}") for one in NAMES if folder.joinpath(one, file).is_file()]
