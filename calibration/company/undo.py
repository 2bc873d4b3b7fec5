"""Going back to the fit before."""

from __future__ import annotations

from calibration.company.facts import facts_of
from calibration.company.folder import Folder
from calibration.company.today import edited, write_today
from sim.problems import BadInput, Problem


def undo(folder: Folder) -> list[str]:
    """Use the fit before the one in use; the later one stays where it is, and a new fit gets a new number.

    today.yaml goes back with it unless it was edited by hand. Returns what was done, in sentences; BadInput where there
    is no fit before.
    """
    place = folder.fitted()
    earlier = [one for one in folder.fits if one.name < place.name]
    if not earlier:
        found = f"fit {place.name}, the first"
        raise BadInput([Problem(folder.name, 0, "", found, "a fit with one before it", "run `sixr company fit`")])
    before = earlier[-1]
    kept = edited(folder.today, facts_of(place).tree["today_sha256"])
    if not kept:
        write_today(folder.today, (before / "today.yaml").read_text(encoding="utf-8"))
    folder.use(before.name)
    done = [f"Fit {before.name} is in use again; {place.name} stays in fits/{place.name}."]
    return [*done, "today.yaml was edited by hand and stays as it is."] if kept else done
