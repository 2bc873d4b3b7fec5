"""What forecasts from earlier days of a company's history were worth, kept beside its fit."""

from __future__ import annotations

import json
from collections.abc import Sequence

from calibration.company.folder import Folder
from calibration.rolling import Rolling, rolling
from scenarios.running.progress import Progress

FILE = "backtest.json"


def track(folder: Folder, origins: int, horizons: Sequence[int], on_progress: Progress | None = None) -> Rolling:
    """The rolling forecasts of the company; what ``Rolling.to_json`` says is kept as FILE beside the fit in use.

    Arguments as for ``rolling``. BadInput where the company has not been fitted.
    """
    place = folder.fitted()
    found = rolling(profile=folder.profile, origins=origins, horizons=horizons, on_progress=on_progress)
    text = json.dumps(found.to_json(), ensure_ascii=False, indent=1, allow_nan=False)
    (place / FILE).write_text(text + "\n", encoding="utf-8")
    return found
