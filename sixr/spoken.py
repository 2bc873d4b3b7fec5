"""In which language commands speak: English or Chinese."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable
from typing import Any

import typer

from sim.problems import BadInput, Problem, shown
from sixr.terminal import SPOKEN, complain, print_json, printing


def language(stated: str) -> str:
    """The language ``stated``, else that of the command around, else that of the locale: en or zh."""
    if stated not in ("", "en", "zh"):
        raise BadInput([Problem("--lang", 0, "", shown(stated), "en or zh")])
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return stated or SPOKEN.get() or ("zh" if spoken.lower().startswith("zh") else "en")


def speaks(command: Callable[..., None]) -> Callable[..., None]:
    """A ``command`` with ``lang`` says in that language, too, what is wrong with its input."""

    @functools.wraps(command)
    def spoken(*given: Any, lang: str = "", **named: Any) -> None:
        token = SPOKEN.set(language(lang))
        try:
            command(*given, lang=lang, **named)
        except BadInput as error:
            complain(str(error))
            raise typer.Exit(2) from None
        finally:
            SPOKEN.reset(token)

    return spoken


def tell(lines: Iterable[str], lang: str) -> None:
    """Print sentences about a company in the language that was asked for."""
    from dashboard.notes import company

    typer.echo("\n".join(company(line, language(lang)) for line in lines))


def answer(found: Any, as_json: bool, lang: str, *more: str) -> None:
    """Print what was ``found`` as one JSON document, or in sentences, with ``more`` behind them."""
    with printing():
        if as_json:
            print_json(found.to_json())
        else:
            tell([*found.summary(), *more], lang)
