"""Where compiled code is kept between runs, and when what is kept there may be used.

Each function that Python calls is kept in a file of its own with all the code it calls, and begins with a checksum.
One process at a time compiles (a lock between processes), and files appear whole or not at all, so that any number of
processes may fill one place at once, in any order, and leave the bytes that one of them would (see symbols).

The place is named by what the compiler sees: the syntax trees, without their texts, of all files with compiled code and
of what these import; the versions of Python, NumPy and numba; the processor. A comment compiles nothing anew.
"""

from __future__ import annotations

import ast
import atexit
import fcntl
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import llvmlite
import numba
import numpy as np
from llvmlite import binding

HOUSE = Path(__file__).parents[3]
"""What module names begin from."""
MARKET = Path(__file__).parents[2]
"""All compiled code lies below."""
DOOR = "sim.core.ground.jit"
"""Whoever imports it may have something compiled."""
ENDING = ".compiled"
CHECKSUM = 32


def root() -> Path:
    """The folder that the reader names in SIXR_CACHE, or that of their programs' caches."""
    named = os.environ.get("SIXR_CACHE") or os.environ.get("XDG_CACHE_HOME")
    if named:
        return Path(named) / "sixr"
    try:
        return Path.home() / ".cache" / "sixr"
    except RuntimeError:  # somebody without a home
        return Path(tempfile.gettempdir()) / f"sixr-{os.getuid()}"


@cache
def folder() -> Path | None:
    """The place of compiled code, private to the user; None where nothing can be kept.

    Where the place cannot be written to, and does not hold it already, code is kept in a temporary folder for this
    process and those that it starts, which is said once.
    """
    place = root() / f"kernels-{key()}"
    if is_private(place):
        return place
    try:
        refuge = Path(tempfile.mkdtemp(prefix="sixr-"))
    except OSError:
        refuge = None
    where = "in a temporary folder for this run" if refuge else "in memory for this run"
    sys.stderr.write(
        f"Note: {root()} cannot be written to; what is compiled is kept {where}. SIXR_CACHE names another.\n"
    )
    if refuge is None:
        return None
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(refuge, ignore_errors=True)

    atexit.register(remove)
    os.environ["SIXR_CACHE"] = str(refuge)
    place = refuge / "sixr" / f"kernels-{key()}"
    place.mkdir(parents=True, mode=0o700)
    return place


def is_private(place: Path) -> bool:
    """Whether ``place`` is there or could be made, belongs to this user and can be written to by nobody else."""
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = place.stat()
        if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return False
        descriptor, probe = tempfile.mkstemp(dir=place)
        os.close(descriptor)
        os.unlink(probe)
    except OSError:
        return False
    return True


@cache
def key() -> str:
    """The name of what the compiler sees: 16 hexadecimal digits."""
    processor = (binding.get_process_triple(), binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten())
    made_by = (sys.version, np.__version__, numba.__version__, llvmlite.__version__)
    options = sorted((name, value) for name, value in os.environ.items() if name.startswith(("NUMBA_", "SIXR_CHECK")))
    digest = hashlib.sha256(repr((processor, made_by, options)).encode())
    digest.update(_source().encode())
    return digest.hexdigest()[:16]


def _source() -> str:
    """A hash of the compiled source, remembered by the bytes of the files: to take them apart takes longer."""
    files = sorted(MARKET.rglob("*.py"))
    exact = hashlib.sha256()
    for file in files:
        exact.update(f"{file.relative_to(HOUSE)}\0".encode() + file.read_bytes() + b"\0")
    memory = root() / f"source-{exact.hexdigest()[:32]}"
    with suppress(OSError):
        known = memory.read_text("ascii")
        if len(known) == 2 * CHECKSUM:
            return known
    digest = hashlib.sha256()
    for name, tree in sorted(compiled_source(MARKET).items()):
        digest.update(f"{name}\0{tree}\0".encode())
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(memory, digest.hexdigest().encode())
    return digest.hexdigest()


def compiled_source(market: Path) -> dict[str, str]:
    """What the compiler sees of the files below ``market``, by the name of the module.

    These are the files that import DOOR, and those of ``market`` that they import, and so on.
    """
    house = market.parent
    trees = {_module(file, house): ast.parse(file.read_bytes()) for file in market.rglob("*.py")}
    imports = {name: _imports(tree) & trees.keys() for name, tree in trees.items()}
    seen: set[str] = set()
    todo = [name for name in trees if DOOR in imports[name]]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(imports[name])
    return {name: ast.dump(_without_texts(trees[name])) for name in seen}


def _module(file: Path, house: Path) -> str:
    return ".".join(file.relative_to(house).with_suffix("").parts).removesuffix(".__init__")


def _imports(tree: ast.Module) -> set[str]:
    """All modules that a file may import: of ``from a import b``, a and a.b."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found | {name.rpartition(".")[0] for name in found}


def _without_texts(tree: ast.Module) -> ast.Module:
    """The tree without docstrings, of which the compiler sees nothing."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not _is_text(one)] or [ast.Pass()]  # type: ignore[attr-defined]
    return tree


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


_turns: list[Path] = []
"""Whether this process has the turn (under numba's own lock between threads)."""


@contextmanager
def turn() -> Iterator[None]:
    """The turn to compile: of all processes that share the place, one at a time has it."""
    place = folder()
    if place is None or _turns:
        yield
        return
    with lock(place / "turn"):
        _turns.append(place)
        try:
            yield
        finally:
            _turns.clear()


@contextmanager
def lock(file: Path) -> Iterator[None]:
    """Hold a lock between processes, which ends with the process at the latest."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def read(name: str) -> bytes | None:
    """What is kept under ``name``; None where nothing is, or it is damaged."""
    place = folder()
    if place is None:
        return None
    try:
        whole = (place / (name + ENDING)).read_bytes()
    except OSError:
        return None
    checksum, content = whole[:CHECKSUM], whole[CHECKSUM:]
    return content if hashlib.sha256(content).digest() == checksum else None


def write(name: str, content: bytes) -> None:
    """Keep ``content`` under ``name``, whole or not at all; a full disk keeps nothing."""
    place = folder()
    if place is not None:
        with suppress(OSError):
            write_whole(place / (name + ENDING), hashlib.sha256(content).digest() + content)


def write_whole(file: Path, content: bytes) -> None:
    """Write ``file`` whole, or leave it as it was."""
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix="draft-")
    try:
        with open(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
