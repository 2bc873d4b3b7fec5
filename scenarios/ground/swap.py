"""One folder takes the place of another in one step, and what others have laid into it comes along."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import signal
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scenarios.ground.places import DRAFT

_AT_FDCWD, _EXCHANGE = -100, 2
_NOT_HERE = (errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.EPERM, errno.ENOTSUP)


def swappable(path: Path) -> bool:
    """Whether the folder at ``path``, if there is one, may be replaced as a whole: it lies on the disk of the folder
    above, which may be written to, and nobody stands in it."""
    if not path.exists():
        return True
    above = path.parent
    stands = Path(os.path.realpath(os.getcwd())).is_relative_to(path)
    return path.stat().st_dev == above.stat().st_dev and os.access(above, os.W_OK | os.X_OK) and not stands


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the disk cannot."""
    try:
        system = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if system(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_HERE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def carried(older: Path, newer: Path, ours: Collection[str]) -> bool:
    """Give everything in ``older`` but the files ``ours`` a second name in ``newer``; False where the disk cannot."""
    try:
        shutil.copymode(older, newer)
        for name in _others(older, ours):
            (newer / name).parent.mkdir(parents=True, exist_ok=True)
            if (older / name).is_dir() and not (older / name).is_symlink():
                (newer / name).mkdir(exist_ok=True)
            else:
                os.link(older / name, newer / name, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True


def cleared(older: Path, newer: Path, ours: Collection[str]) -> None:
    """Remove ``older`` after what came into it since :func:`carried` has been moved to ``newer``."""
    for name in _others(older, ours):
        file, place = older / name, newer / name
        if file.is_dir() and not file.is_symlink():
            place.mkdir(parents=True, exist_ok=True)
        elif not (os.path.lexists(place) and os.path.samestat(file.lstat(), place.lstat())):
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(file, place)
    shutil.rmtree(older, ignore_errors=True)


def _others(folder: Path, ours: Collection[str]) -> list[str]:
    """All that is below ``folder`` but the files ``ours``, the folders that hold these, and drafts."""
    known = {*ours, *(os.path.dirname(name) for name in ours)}
    found = []
    for above, folders, files in os.walk(folder):
        here = Path(above).relative_to(folder)
        folders[:] = [name for name in folders if not DRAFT.fullmatch(name)]
        names = [(here / name).as_posix() for name in (*folders, *files) if not DRAFT.fullmatch(name)]
        found += [name for name in names if name not in known]
    return found


@contextmanager
def unbroken() -> Iterator[None]:
    """Ctrl-C and SIGTERM come too late meanwhile: what is done here takes no time, and is done whole."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, signal.SIG_IGN) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            with suppress(TypeError):  # None: set by a program around this one
                signal.signal(one, handler)
