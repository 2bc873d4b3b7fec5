"""A company in Python: its folder, its fit, its customers."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.problems import BadInput, Problem

if TYPE_CHECKING:
    from calibration.company.customers import Customers
    from calibration.company.doctor import Examination
    from calibration.company.fitting import CompanyFit

    File = str | os.PathLike[str]


class Company:
    """The company whose folder is ``folder``; BadInput where that is none.

    ``company.fit()`` fits its market, after which ``sixr.compare("today", "price_up_10", company=folder)`` compares
    plans in it. Everything that can be asked of it here is a command of the same name.
    """

    def __init__(self, folder: File) -> None:
        from calibration.company.folder import opened

        self._folder = opened(folder)

    @classmethod
    def new(cls, folder: File, *, sample: str | None = None, sources: Sequence[File] = (), lang: str = "en") -> Company:
        """Make the folder with a profile: for the ``sample`` history of that name, or as guessed from ``sources``
        (files, or URLs of databases); ``lang``: of its comments, "en" or "zh".

        BadInput where the folder is a company already, or no orders can be found.
        """
        from calibration.company.making import make

        if (sample is None) == (not sources):
            found = "neither" if sample is None else "both"
            raise BadInput([Problem("company new", 0, "", found, "either --sample NAME or --from FILE...")])
        make(folder, sample=sample, sources=sources, lang=lang)
        return cls(folder)

    @property
    def folder(self) -> Path:
        """The absolute path of the folder."""
        return self._folder.path

    @property
    def profile(self) -> dict[str, Any]:
        """What its profile says, as plain data. BadInput where the file cannot be read."""
        from scenarios.tree.source import read

        node, problems = read(self._folder.profile, self._folder.profile.name)
        if node is None or problems:
            raise BadInput(problems)
        plain: dict[str, Any] = node.plain()
        return plain

    def doctor(self) -> Examination:
        """What its tables hold, what is odd, what is missing: ``.summary()``, ``.to_json()``, ``.sound``."""
        from calibration.company.doctor import examine

        return examine(self._folder)

    def fit(self, *, until: str | None = None, on_step: Callable[[str], None] = lambda words: None) -> CompanyFit:
        """Fit its market to its tables; older fits stay. ``until``: the last day whose orders are used; ``on_step``
        hears what is being done. The result has ``.summary()``, ``.changes`` and ``.to_json()``."""
        from calibration.company.fitting import fit_company

        return fit_company(self._folder, until, on_step)

    def undo(self) -> list[str]:
        """Use the fit before; what was done, in sentences."""
        from calibration.company.undo import undo

        return undo(self._folder)

    def customers(self, *, weeks: int = 52, ids: bool = False) -> Customers:
        """Its customers, the most valuable first: ``.table``, ``.summary()``, ``.to_json()``; ``weeks``: over which
        orders and value are expected; ``ids``: their own ids in the place of pseudonyms."""
        from calibration.company.customers import customers_of

        return customers_of(self._folder, weeks, ids)
