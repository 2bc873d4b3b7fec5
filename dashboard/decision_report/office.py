"""What all Office files of ours have: who made them, by which they are known again."""

from __future__ import annotations

import zipfile
from pathlib import Path

from scenarios.ground.places import Kind

AUTHOR = "sixr"
MOST_CORE = 100_000
"""Bytes of the part of an Office file that says who made it."""


def _is_ours(path: Path) -> bool:
    """Whether the file at ``path`` is an Office file that sixr wrote."""
    try:
        with zipfile.ZipFile(path) as parts:
            core = parts.getinfo("docProps/core.xml")
            return core.file_size <= MOST_CORE and f"<dc:creator>{AUTHOR}</dc:creator>".encode() in parts.read(core)
    except (zipfile.BadZipFile, KeyError, ValueError):
        return False


OFFICE = Kind("a file for the report", "name a new file, or a report written by sixr", 1_000_000, _is_ours)
"""The place of a workbook or a slide."""
