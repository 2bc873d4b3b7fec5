"""Options and arguments that several commands have, with what the help says of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any, get_type_hints

import typer

Market = Annotated[str | None, typer.Option(metavar="FILE", help="Market file written by `sixr company fit --out`.")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change one value, e.g. policy.price.level=1.1; repeatable."),
]
Customers = Annotated[
    int | None, typer.Option(metavar="N", help="People simulated; results are scaled to the whole market.")
]
Days = Annotated[int | None, typer.Option(metavar="D", help="Length of the run, days.")]
Replications = Annotated[int | None, typer.Option(metavar="R", help="Worlds: draws of beliefs and of chance.")]
Seed = Annotated[int | None, typer.Option(metavar="S", help="Seed of all random numbers.")]
Engine = Annotated[str, typer.Option(metavar="NAME", help="compiled, or reference: slow, the same answers.")]
Threads = Annotated[int | None, typer.Option(metavar="K", help="Threads; does not change results. Default: all cores.")]
Processes = Annotated[
    int | None, typer.Option(metavar="N", help="Run worlds in N processes of this machine, in the place of threads.")
]
Cluster = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Run worlds on a Dask cluster, e.g. tcp://HOST:8786.")
]
Store = Annotated[
    bool, typer.Option("--store/--no-store", help="Keep what worlds bring in .sixr, and run none of them twice.")
]
StoreLimit = Annotated[float, typer.Option("--store-limit", metavar="GB", help="Most that .sixr may hold.")]
Incremental = Annotated[
    bool,
    typer.Option("--incremental", help="Incremental CAC: one more run per channel and world, and one for all."),
]
Journal = Annotated[bool, typer.Option("--journal", help="Keep every event in tables/journal.parquet of --out.")]
Out = Annotated[str | None, typer.Option(metavar="DIR", help="Folder to write the result to.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Sample = Annotated[str | None, typer.Option(metavar="NAME", help="A sample history, e.g. cdnow.")]
Profile = Annotated[str | None, typer.Option(metavar="FILE", help="How to read your own history (YAML).")]
ProgressTo = Annotated[str | None, typer.Option("--progress", metavar="FILE", hidden=True)]
Company = Annotated[
    str | None,
    typer.Option(metavar="DIR", help="Folder of a fitted company. Default: the current folder, where it is one."),
]
Folder = Annotated[str | None, typer.Argument(metavar="DIR", help="Folder of the company. Default: the current one.")]
Lang = Annotated[str, typer.Option(metavar="en|zh", help="Language of what is said. Default: that of the locale.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Last day whose orders are used.")]

RUN: dict[str, tuple[Any, Any]] = {
    "market": (Market, None),
    "company": (Company, None),
    "changes": (Changes, None),
    "customers": (Customers, None),
    "days": (Days, None),
    "replications": (Replications, None),
    "seed": (Seed, None),
    "threads": (Threads, None),
    "as_json": (Json, False),
    "progress_to": (ProgressTo, None),
}
"""Options of every command that runs worlds, with their defaults."""
WORKERS: dict[str, tuple[Any, Any]] = {"processes": (Processes, None), "cluster": (Cluster, None)}
"""Where worlds may be run."""


def taking(command: Callable[..., Any], own: str, shared: Mapping[str, tuple[Any, Any]]) -> Callable[..., Any]:
    """Say of a function that it takes what ``command`` takes, but for ``own``, and the ``shared`` options behind: each
    by its name with what it is and its default."""

    def said(wrapper: Callable[..., Any]) -> Callable[..., Any]:
        hints = get_type_hints(command, include_extras=True)
        keyword = inspect.Parameter.KEYWORD_ONLY
        first = [
            one.replace(kind=keyword, annotation=hints[one.name])
            for one in inspect.signature(command).parameters.values()
            if one.name != own
        ]
        options = [inspect.Parameter(k, keyword, default=usual, annotation=one) for k, (one, usual) in shared.items()]
        wrapper.__signature__ = inspect.Signature([*first, *options])  # type: ignore[attr-defined]
        wrapper.__annotations__ = {one.name: one.annotation for one in (*first, *options)}
        wrapper.__name__, wrapper.__doc__ = command.__name__, command.__doc__
        return wrapper

    return said
