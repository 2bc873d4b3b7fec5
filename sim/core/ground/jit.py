"""The only place that knows numba's options, and what is kept of what they make (sim.core.ground.kept)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numba.core import types as numba_types
from numba.extending import overload

from sim.core.ground import symbols
from sim.core.ground.kept import keep

F = TypeVar("F", bound=Callable[..., Any])

FORMULA: dict[str, Any] = {"error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}
"""No reference counts: compiled code allocates nothing. Division as in NumPy: no error is raised. No calls from C."""
ACCESSOR: dict[str, Any] = {"forceinline": True, "_nrt": False}
njit: Any = numba.njit
types: Any = numba_types
WORD_BITS = 64

symbols.name_functions_by_what_they_are()


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
    compiled = njit(**FORMULA, no_cpython_wrapper=inside)(function)
    return cast(F, _once(compiled if inside else keep(compiled)))


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
    return cast(F, _once(keep(njit(**FORMULA)(function))))


def kernel(function: F) -> F:
    """A loop over people: compiled, releases the interpreter lock, allocates nothing."""
    return cast(F, keep(njit(**FORMULA, nogil=True)(function)))


def accessor(function: Callable[..., Any]) -> Callable[[Callable[..., Any]], None]:
    """The compiled body of a function that reaches into a world's arrays: what the decorated function returns.

    The body has the name of the function, so that symbols tell what they are.
    """

    def register(make: Callable[..., Any]) -> None:
        @functools.wraps(make)
        def made(*arguments: Any) -> Any:
            body = make(*arguments)
            body.__name__, body.__qualname__ = function.__name__, function.__qualname__
            return body

        overload(function, jit_options=ACCESSOR)(made)

    return register
