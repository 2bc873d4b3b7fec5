"""Compiled functions that Python calls are kept between runs, each with all the code that it calls (see cache)."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import numba
from numba.core import caching, compiler, compiler_lock, serialize, sigutils
from numba.core.runtime import nrt

from sim.core.ground import cache

CompileResult: Any = compiler.CompileResult
between_threads: Any = compiler_lock.global_compiler_lock
normalised: Any = sigutils.normalize_signature
Nothing: Any = caching.NullCache
Pickler: Any = serialize.NumbaPickler
memory: Any = nrt.rtsys
holds_addresses = attrgetter("library.has_dynamic_globals")
"""Whether a compiled function holds addresses of this process."""

TEXT = 6
"""Which of the parts of a compiled function is a text for people, about places in this process."""


def keep(dispatcher: Any) -> Any:
    """The same function, which is kept once compiled, and compiled by one process at a time.

    One from outside the house, or made inside another function, is compiled by each process for itself.
    """
    function = dispatcher.py_func
    if "<" in function.__qualname__ or not function.__module__.startswith("sim."):
        return dispatcher
    kept = dispatcher._cache = Kept(function)
    compile_now = dispatcher.compile

    def compile_in_turn(sig: Any) -> Any:
        with between_threads:
            if tuple(normalised(sig)[0]) in dispatcher.overloads or kept.holds(sig):
                return compile_now(sig)
            with cache.turn():
                return compile_now(sig)

    dispatcher.compile = compile_in_turn
    return dispatcher


class Kept(Nothing):
    """What numba asks for a function compiled before, and hands one that it has just compiled."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.found: dict[str, bytes] = {}

    def file(self, sig: Any) -> str:
        """Under what name the function is kept: its own and a hash of the types of its arguments."""
        return f"{self.name}-{hashlib.sha256(repr(normalised(sig)[0]).encode()).hexdigest()[:12]}"

    def holds(self, sig: Any) -> bool:
        """Whether the function is kept for arguments of these types; what was read of it is loaded next."""
        content = cache.read(self.file(sig))
        if content is not None:
            self.found[self.file(sig)] = content
        return content is not None

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The function for arguments of these types; None where it has to be compiled.

        What numba knows how to compile is left until something is compiled; code that is made needs but its memory.
        """
        name = self.file(sig)
        content = self.found.pop(name, None) or cache.read(name)
        if content is None:
            return None
        memory.initialize(target_context)
        return CompileResult._rebuild(target_context, *pickle.loads(content))

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled for arguments of these types, unless it holds addresses of this process."""
        if holds_addresses(data):
            return
        parts = list(data._reduce())
        parts[TEXT] = ""
        with io.BytesIO() as out:
            _Pickler(out, protocol=4).dump(tuple(parts))
            cache.write(self.file(sig), out.getvalue())


class _Pickler(Pickler):
    """Leaves out what differs between processes: the numbers that types are given there."""

    def reducer_override(self, value: Any) -> Any:
        if not isinstance(value, numba.types.Type):
            return super().reducer_override(value)
        reduced: Any = value.__reduce__()
        rebuild, (of, arguments, state) = reduced
        return rebuild, (of, arguments, state and {name: one for name, one in state.items() if name != "_code"})
