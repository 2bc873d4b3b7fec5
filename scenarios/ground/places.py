"""Where output goes: looked at before the work, and what is written there appears whole or not at all.

Whatever is being written is a draft ``.sixr-<16 hex>.tmp`` beside its place, locked as long as its process lives: a
draft that nobody holds is what a killed process left, and is removed by the next one that writes beside it.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from sim.problems import BadInput, Problem, shown

MAKE_ROOM = "make room there, or name a place on another disk"
DRAFT = re.compile(r"\.sixr-[0-9a-f]{16}\.tmp")


@dataclass(frozen=True)
class Kind:
    """A kind of output: what its place may be, how to mend another one, and the bytes that must be free for it.

    ``ours`` says of an older file whether sixr wrote such a file, so that it may be replaced.
    """

    allowed: str
    fix: str
    room: int
    ours: Callable[[Path], bool] = lambda path: False
    option: str = "--out"


def refused(place: str | os.PathLike[str], found: str, kind: Kind) -> BadInput:
    """The one message about a place that cannot be written to."""
    where = f"{kind.option} {shown(os.fspath(place), 200)}".strip()
    return BadInput([Problem(where, 0, "", found, kind.allowed, kind.fix)])


@contextlib.contextmanager
def told(place: str | os.PathLike[str], kind: Kind) -> Iterator[None]:
    """What the system refuses at ``place`` becomes the one message."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise refused(place, reason(error), replace(kind, fix=MAKE_ROOM) if full else kind) from error


def reason(error: OSError) -> str:
    """What the system says, in its own words."""
    return os.strerror(error.errno).lower() if error.errno else shown(error)


def located(place: str | os.PathLike[str], kind: Kind) -> Path:
    """The absolute path of ``place``, links resolved; BadInput where it is no name that a file can have."""
    text = os.fspath(place)
    if not text.strip():
        raise refused(place, "an empty name", kind)
    if "\0" in text:
        raise refused(place, "a name with a NUL character", kind)
    try:
        os.lstat(text)
    except FileNotFoundError:
        pass
    except NotADirectoryError:
        raise refused(place, "a place below a file", kind) from None
    except (OSError, UnicodeError) as error:
        raise refused(place, reason(error) if isinstance(error, OSError) else "a name in another code", kind) from None
    if os.path.islink(text) and not os.path.exists(text):
        raise refused(place, "a link to nowhere", kind)
    return Path(os.path.realpath(text))


def check_file(place: str | os.PathLike[str], kind: Kind) -> Path:
    """The path at which a file of ``kind`` may be written, tried out; BadInput otherwise.

    That is a new file, an empty one, or an older one of ours, in a folder that exists and takes ``kind.room`` bytes.
    """
    path = located(place, kind)
    with told(place, kind):
        if path.is_dir():
            raise refused(place, "a folder", kind)
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise refused(place, "no regular file", kind)
        if path.exists() and path.stat().st_size and not kind.ours(path):
            raise refused(place, "a file that sixr did not write", kind)
        if not path.parent.is_dir():
            raise refused(place, "a folder that does not exist", kind)
        clear(path.parent)
        with draft_file(path.parent) as draft:
            take_room(draft, kind)
    return path


def write_file(place: str | os.PathLike[str], kind: Kind, content: Callable[[IO[str]], object]) -> None:
    """Write what ``content`` puts into a stream of UTF-8; an older file stays until the new one is on the disk."""
    with _replaced(place, kind) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        content(stream)
        stream.flush()
        os.fsync(stream.fileno())


def write_bytes(place: str | os.PathLike[str], kind: Kind, content: bytes) -> None:
    """Write ``content``; an older file stays until the new one is on the disk."""
    with _replaced(place, kind) as draft, draft.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


@contextlib.contextmanager
def _replaced(place: str | os.PathLike[str], kind: Kind) -> Iterator[Path]:
    """A draft that takes its place in the end."""
    path = check_file(place, kind)
    with told(place, kind), draft_file(path.parent) as draft:
        yield draft
        os.chmod(draft, 0o666 & ~_mask())
        os.replace(draft, path)


def take_room(file: Path, kind: Kind) -> None:
    """Take ``kind.room`` bytes of the disk for ``file``. OSError where there are not as many."""
    with file.open("wb") as stream:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(stream.fileno(), 0, kind.room)
        elif shutil.disk_usage(file.parent).free < kind.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextlib.contextmanager
def draft_file(folder: Path) -> Iterator[Path]:
    """A new file in ``folder``, held by this process; in the end it is gone or has got its own name."""
    with _draft(folder, lambda place: place.touch(0o600, exist_ok=False)) as place:
        try:
            yield place
        finally:
            place.unlink(missing_ok=True)


@contextlib.contextmanager
def draft_folder(folder: Path) -> Iterator[Path]:
    """A new folder in ``folder``, held by this process; in the end it is gone or has got its own name.

    It is renamed before it is removed, so that a world that still runs cannot put another file into it.
    """
    with _draft(folder, Path.mkdir) as place:
        try:
            yield place
        finally:
            rest = place
            if place.exists():
                with contextlib.suppress(OSError):
                    rest = place.rename(_name_in(folder))
                shutil.rmtree(rest, ignore_errors=True)


def clear(folder: Path) -> None:
    """Remove the drafts in ``folder`` whose process no longer lives."""
    with contextlib.suppress(OSError):
        for place in folder.iterdir():
            if DRAFT.fullmatch(place.name):
                with contextlib.suppress(OSError), held(place):
                    if place.is_dir():
                        shutil.rmtree(place, ignore_errors=True)
                    else:
                        place.unlink()


@contextlib.contextmanager
def held(place: Path, wait: bool = False) -> Iterator[None]:
    """Hold the file or folder ``place``. OSError where it is gone, and unless one is to ``wait`` where another process
    holds it, or this disk knows no locks."""
    handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            if not wait:
                raise
        if not os.path.samestat(os.fstat(handle), os.lstat(place)):
            raise FileNotFoundError(errno.ENOENT, "replaced in the meantime", str(place))
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def steady(place: Path) -> Iterator[None]:
    """The folder ``place`` is not replaced meanwhile: writers of it are waited for, a second at most, and wait."""
    until = time.monotonic() + 1.0
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, ValueError):
            while True:
                handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
                stack.callback(os.close, handle)
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                    if os.path.samestat(os.fstat(handle), os.stat(place)):
                        break
                if time.monotonic() > until:
                    break
                time.sleep(0.01)
        yield


@contextlib.contextmanager
def _draft(folder: Path, make: Callable[[Path], object]) -> Iterator[Path]:
    while True:
        place = _name_in(folder)
        make(place)
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(held(place))
            except (BlockingIOError, FileNotFoundError):
                continue  # taken for one that was left
            except OSError:
                pass  # a disk without locks: nobody clears drafts on it
            yield place
            return


def _name_in(folder: Path) -> Path:
    return folder / f".sixr-{secrets.token_hex(8)}.tmp"


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
