"""Which files are written, and by what."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = {
    "sim/mechanisms/all.py": ("specs", "source"),
    "sim/words.py": ("words", "source"),
    "sim/core/ground/types.py": ("types_of_core", "source"),
    "docs/mechanisms.md": ("docs", "source"),
    "sim/measured.py": ("specs", "measured"),
    "scenarios/parts.py": ("schema", "source"),
    "scenarios/lowering/parts.py": ("specs", "lowerings"),
    "sim/reference/parts.py": ("specs", "parts"),
    "sim/core/hooks/answers.py": ("hooks", "answers"),
    "sim/core/hooks/acts.py": ("hooks", "acts"),
}
"""Module and function that make the text of each file that is written; the first one is what the others read."""


def text_of(path: str) -> str:
    """The text of a file that is written, laid out as `make format` does."""
    module, function = FILES[path]
    text = str(getattr(import_module(f"generator.{module}"), function)())
    if not path.endswith(".py"):
        return text
    for steps in (("check", "--fix", "--select", "F401,I"), ("format",)):  # unused imports go, the rest is laid out
        command = [sys.executable, "-m", "ruff", *steps, "--quiet", "--stdin-filename", path, "-"]
        text = subprocess.run(command, input=text, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return text
