"""Where a report of a decision goes: its form follows from the ending of the file."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from dashboard import report
from dashboard.decision_report.document import Document
from dashboard.decision_report.office import OFFICE
from scenarios.ground.places import check_file, write_bytes, write_file
from sim.problems import BadInput, Problem, shown

ENDINGS = (".html", ".xlsx", ".pptx")
NEEDS = {".xlsx": "xlsxwriter", ".pptx": "pptx"}
"""Libraries of the extra ``office``, by ending."""


def ending(file: str | os.PathLike[str], allowed: tuple[str, ...] = ENDINGS) -> str:
    """The ending of ``file``, in small letters. BadInput unless it is ``allowed`` and its library is here."""
    found = Path(file).suffix.lower()
    name = f"--out {shown(os.fspath(file), 200)}"
    if found not in allowed:
        raise BadInput([Problem(name, 0, "", found or "no ending", " or ".join(allowed), f"--out report{allowed[0]}")])
    if found in NEEDS and find_spec(NEEDS[found]) is None:
        fix = "pip install 'sixr[office]'"
        raise BadInput([Problem(name, 0, "", f"{NEEDS[found]} is not installed", "the extra office of sixr", fix)])
    return found


def write(document: Document, file: str | os.PathLike[str], language: str = "en") -> None:
    """Write ``document`` to ``file`` as a page, a workbook or a slide in ``language``.

    An older one is replaced at once or not at all, another file never. BadInput where it cannot be written.
    """
    match ending(file):
        case ".html":
            from dashboard.decision_report.page import page

            check_file(file, report.KIND)
            text = page(document, language)
            write_file(file, report.KIND, lambda out: out.write(text))
        case ".xlsx":
            from dashboard.decision_report.workbook import workbook

            check_file(file, OFFICE)
            write_bytes(file, OFFICE, workbook(document, language))
        case _:
            from dashboard.decision_report.slide import slide

            check_file(file, OFFICE)
            write_bytes(file, OFFICE, slide(document, language))
