"""What may be said of every run: the same names in Python and on the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from scenarios.running.effort import Effort
    from scenarios.running.progress import Progress

    OnEffort = Callable[[Effort], None]

File = str | os.PathLike[str]


class Setting(TypedDict, total=False):
    """In which market, of which size, with which changes.

    ``market``, ``company`` and ``overrides`` are as in :func:`sixr.load`; ``customers`` (people simulated), ``days``,
    ``replications`` (worlds) and ``seed`` replace those of the scenario. ``threads``: None takes all cores; results do
    not depend on it. ``on_progress(done, total, message)`` is called after every world, and in between with the parts
    done of those under way.
    """

    market: File | None
    company: File | None
    overrides: Sequence[str]
    customers: int | None
    days: int | None
    replications: int | None
    seed: int | None
    threads: int | None
    on_progress: Progress | None


class Look(Setting, total=False):
    """Also by which engine, and where the result goes.

    ``engine``: "compiled", or "reference", the slow one that reads like the story of a customer and gives the same
    answers. ``out``: folder to which the result is written. ``on_effort(effort)`` is called before a run of more than
    20 seconds with what it will take (see scenarios.running.effort), found in a second or so.
    """

    engine: str
    out: File | None
    on_effort: OnEffort | None


class RunOptions(Look, total=False):
    """Also what of it is kept.

    ``incremental`` adds the incremental CAC of every channel (one more run per channel and world). ``journal`` keeps
    every event: as table "journal" in memory or, with ``out``, in the file tables/journal.parquet alone, which is
    written while the worlds run.
    """

    incremental: bool
    journal: bool


def known(options: Mapping[str, Any], kind: type) -> None:
    """TypeError where ``options`` hold what ``kind`` does not name: a dict of options takes what is misspelt, too."""
    strange = next((name for name in options if name not in kind.__annotations__), None)
    if strange is not None:
        raise TypeError(f"unexpected keyword argument {strange!r}; there are: {', '.join(kind.__annotations__)}")
