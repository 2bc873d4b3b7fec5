"""The only place that knows numba's options and the rule of its cache.

numba looks only at the file of a function itself when it decides whether cached machine code is fresh, and
serves stale code when a callee in another file changed. So the cache folder is named by a hash of every file
of this package and of the vocabulary.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import types as numba_types

F = TypeVar("F", bound=Callable[..., Any])

FORMULA: dict[str, Any] = {"cache": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}
"""No reference counts: compiled code allocates nothing. Division as in NumPy: no error is raised. No calls from C."""
njit: Any = numba.njit
types: Any = numba_types
WORD_BITS = 64


def cache_folder() -> Path:
    """A private folder for compiled code, named by what it was compiled from."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for file in [*sorted(here.glob("*.py")), here.parent / "vocabulary.py"]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    root = os.environ.get("SIXR_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "sixr" / f"kernels-{digest.hexdigest()[:16]}"


def _prepare() -> None:
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:  # no writable home: numba then compiles in memory
        return
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]


_prepare()


def _wide(kind: Any) -> Any:
    """The type that an argument of type ``kind`` is handed over as."""
    kind = types.unliteral(kind)
    if isinstance(kind, types.IntEnumMember):
        kind = kind.dtype
    if isinstance(kind, types.Integer) and kind.bitwidth < WORD_BITS:
        return types.int64
    return kind


def _once(dispatcher: Any) -> Any:
    """The same function, compiled once for all calls that differ in constants, enumerations or the width of integers.

    numba would compile a version for every constant that somebody hands over.
    """
    template = dispatcher.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        return template([_wide(one) for one in args], {name: _wide(one) for name, one in kws.items()})

    dispatcher.get_call_template = get_call_template
    return dispatcher


def formula(function: F) -> F:
    """A scalar rule: compiled, without arrays allocated or errors raised.

    One about a world (its first parameter is ``w``) is for compiled code alone: without the wrapper that makes it a
    function of Python it is compiled sooner, and Python must not call it (see ``lookup``).
    """
    inside = function.__code__.co_varnames[0] == "w"
    return cast(F, _once(njit(**FORMULA, no_cpython_wrapper=inside)(function)))


def part(function: F) -> F:
    """A formula about a world that few others use, and often: it is compiled into each of them, not called."""
    return cast(F, _once(njit(**FORMULA, forceinline=True, no_cpython_wrapper=True)(function)))


def step(function: F) -> F:
    """A formula about a world that one other uses: written into it before that is compiled.

    What calls much is compiled with all of it each time, so steps on the way there would have to be compiled again.
    """
    return cast(F, njit(**FORMULA, inline="always", no_cpython_wrapper=True)(function))


def lookup(function: F) -> F:
    """A formula about a world that Python may call, too."""
    return cast(F, _once(njit(**FORMULA)(function)))


def kernel(function: F) -> F:
    """A loop over people: compiled, releases the interpreter lock, allocates nothing."""
    return cast(F, njit(**FORMULA, nogil=True)(function))
