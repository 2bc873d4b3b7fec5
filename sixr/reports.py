"""What `sixr report` writes: a result as a page, or a decision as a page, a workbook or a slide."""

from __future__ import annotations

import os
from pathlib import Path


def write(what: str | os.PathLike[str], out: str | os.PathLike[str], language: str = "en") -> None:
    """Write ``what``, the folder of a result or the JSON document of a decision, to ``out`` in ``language``.

    BadInput where it is neither, or ``out`` has another ending than .html (of a decision also .xlsx, .pptx).
    """
    from dashboard.decision_report import writing

    if not Path(what).is_file():
        from dashboard import report

        if Path(out).suffix.lower() in writing.NEEDS:
            writing.ending(out, (".html",))
        report.write(what, out, language)
        return
    from dashboard.decision_report import document

    writing.ending(out)
    writing.write(document.opened(what), out, language)
