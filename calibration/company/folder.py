"""The folder of a company: what lies where, and which of its fits is the current one.

    profile.yaml    how its tables are to be read; edited by hand
    today.yaml      the policy that the tables show; edited by hand
    current         the number of the fit in use
    fits/0001/      market.yaml and start.parquet (whom it begins with), customers.parquet, facts.json, report.txt,
                    today.yaml (as the tables showed it)
    private/        key and ids (mode 0600): the only way from a pseudonym back to a customer

A fit is written beside the others and becomes the current one when ``current`` names it, so that nothing is ever half
there, and an older one is a number away.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from calibration.faults import nearest
from scenarios.ground.places import Kind, told, write_file
from sim.problems import BadInput, Problem, shown

PROFILE, TODAY, CURRENT, FITS, PRIVATE = "profile.yaml", "today.yaml", "current", "fits", "private"
NUMBER = re.compile(r"\d{4}")
KIND = Kind("a folder of a company", "name a folder that may be written to", 0, option="")
POINTER = Kind("the file that names the current fit", "remove it", 4096, lambda path: bool(_number(path)), option="")


@dataclass(frozen=True)
class Folder:
    """The folder of a company at ``path`` (absolute)."""

    path: Path

    @property
    def name(self) -> str:
        """What messages call it."""
        return shown(self.path.name, 200)

    @property
    def profile(self) -> Path:
        return self.path / PROFILE

    @property
    def today(self) -> Path:
        return self.path / TODAY

    @property
    def private(self) -> Path:
        return self.path / PRIVATE

    @property
    def fits(self) -> tuple[Path, ...]:
        """The folders of its fits, the oldest first."""
        place = self.path / FITS
        if not place.is_dir():
            return ()
        return tuple(sorted(one for one in place.iterdir() if one.is_dir() and NUMBER.fullmatch(one.name)))

    @property
    def current(self) -> Path | None:
        """The folder of the fit in use; None where there is none so far."""
        number = _number(self.path / CURRENT)
        place = self.path / FITS / number
        return place if number and place.is_dir() else None

    def fitted(self) -> Path:
        """The folder of the fit in use; BadInput where the company has not been fitted."""
        place = self.current
        if place is None:
            fix = f"run `sixr company fit {self.path.name}`"
            raise BadInput([Problem(self.name, 0, "", "no fitted market", "a company that has been fitted", fix)])
        return place

    @property
    def market(self) -> Path:
        """The market in use; BadInput as for :meth:`fitted`."""
        return self.fitted() / "market.yaml"

    def use(self, number: str) -> None:
        """Make the fit ``number`` the one in use."""
        write_file(self.path / CURRENT, POINTER, lambda out: out.write(f"{number}\n"))

    def next_number(self) -> str:
        """The number that the next fit gets."""
        return f"{max((int(one.name) for one in self.fits), default=0) + 1:04d}"


def opened(place: str | os.PathLike[str]) -> Folder:
    """The folder of a company; BadInput where ``place`` is none."""
    path = Path(os.path.realpath(place))
    name = shown(os.fspath(place), 200)
    if not path.is_dir():
        beside = [one.name for one in path.parent.iterdir() if one.is_dir()] if path.parent.is_dir() else []
        found = "no such folder" if not os.path.lexists(path) else "no folder"
        fix = nearest(path.name, beside) or f"`sixr company new {name} --from FILE...` makes one"
        raise BadInput([Problem(f"--company {name}", 0, "", found, "the folder of a company", fix)])
    if not (path / PROFILE).is_file():
        fix = f"`sixr company new {name} --from FILE...` makes one"
        raise BadInput([Problem(f"--company {name}", 0, "", f"no {PROFILE} in it", "the folder of a company", fix)])
    return Folder(path)


def made(place: str | os.PathLike[str]) -> Folder:
    """A new folder for a company; BadInput where there is one already, or none can be made."""
    path = Path(os.path.realpath(place))
    name = shown(os.fspath(place), 200)
    if (path / PROFILE).exists():
        fix = f"edit {name}/{PROFILE}, or name another folder"
        raise BadInput([Problem(name, 0, "", "a company already", "a new or an empty folder", fix)])
    with told(place, KIND):
        path.mkdir(parents=True, exist_ok=True)
    return Folder(path)


def here() -> Folder | None:
    """The company in whose folder the command was called; None elsewhere."""
    path = Path.cwd()
    return Folder(path) if (path / PROFILE).is_file() and (path / CURRENT).is_file() else None


def _number(path: Path) -> str:
    """The number that the file ``path`` names; empty where there is none."""
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        return ""
    return text if NUMBER.fullmatch(text) else ""
