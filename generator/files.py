"""Which files are written, and by what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator import types_of_core

ROOT = Path(__file__).parents[1]
FILES: dict[str, Callable[[], str]] = {"sim/core/ground/types.py": types_of_core.source}
"""What makes the text of each file that is written."""
