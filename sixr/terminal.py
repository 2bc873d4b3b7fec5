"""What commands say to a terminal, and how they end when they are stopped."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import typer

from sim.problems import BadInput, shown

SPOKEN: ContextVar[str] = ContextVar("spoken", default="")
"""The language in which the command that runs speaks; "" where none does."""


@contextmanager
def printing() -> Iterator[None]:
    """What is printed here gets out, or is told about."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unprintable(error) from None


def complain(message: str) -> None:
    """Print to stderr, if that takes it, in the language that is SPOKEN."""
    if SPOKEN.get() not in ("", "en"):
        from dashboard.notes import company

        message = "\n".join(company(line, SPOKEN.get()) for line in message.splitlines())
    with suppress(OSError):
        typer.echo(message, err=True)


def unprintable(error: OSError) -> BadInput:
    """The message about an output that takes nothing more."""
    from scenarios.ground.places import Kind, reason, refused

    kind = Kind("an output that takes all that is printed", "print to another place", 0, option="")
    return refused("standard output", reason(error), kind)


@contextmanager
def stoppable(out: str | None = None) -> Iterator[None]:
    """Say that Ctrl-C or SIGTERM has ended the work; what is written to ``out`` is written last of all, and whole."""
    before = made(out)
    try:
        yield
    except KeyboardInterrupt:
        written = made(out) != before
        complain(f"stopped; {shown(out, 200)} is written" if written else "stopped; nothing written")
        raise typer.Exit(130) from None


def made(out: str | None) -> tuple[int, int] | None:
    """What tells the file ``out``, or the result in the folder ``out``, from an older one."""
    try:
        path = Path(out or "")
        status = (path / "manifest.json" if path.is_dir() else path).stat()
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_mtime_ns


def print_text(text: str) -> None:
    """Print ``text``; what the terminal has no character for is a question mark there."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    typer.echo(text.encode(encoding, "replace").decode(encoding))


def print_json(document: Any) -> None:
    """Print one JSON document, in the characters that the terminal takes."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeError:
        text = json.dumps(document, allow_nan=False, indent=1)
    typer.echo(text)
