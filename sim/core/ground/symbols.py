"""Compiled functions are named by what they are.

numba tells functions of one name and signature apart by counting, in each process anew: code of two processes may then
hold two bodies under one symbol, of which the linker takes either. Here the count is a hash of the function instead:
its module and name, its code, and what it closes over. One symbol has one body, whatever else was compiled before, and
the code of any two processes may be put together.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from types import CodeType
from typing import Any

from numba import types as numba_types
from numba.core import bytecode

types: Any = numba_types
FunctionIdentity: Any = bytecode.FunctionIdentity

_ADDRESS = re.compile(" at 0x[0-9a-f]+")


def number_of(function: Callable[..., Any]) -> int:
    """The number of a function, the same in every process: 60 bits."""
    digest = hashlib.sha256(f"{function.__module__}\0{function.__qualname__}\0".encode())
    _add_code(digest, function.__code__, function.__doc__)
    for cell in function.__closure__ or ():
        digest.update(_name_of(cell.cell_contents).encode() + b"\0")
    return int.from_bytes(digest.digest()[:8], "big") >> 4


def _add_code(digest: Any, code: CodeType, text: str | None = None) -> None:
    digest.update(repr((code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)).encode())
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            _add_code(digest, constant)
        elif constant != text:
            digest.update(repr(constant).encode() + b"\0")


def _name_of(value: Any) -> str:
    """What a function closes over: a function by its number, all else by what it prints."""
    inner = getattr(value, "py_func", value)
    if hasattr(inner, "__code__"):
        return f"{number_of(inner):x}"
    return _ADDRESS.sub("", repr(value))


def name_functions_by_what_they_are() -> None:
    """From now on, symbols of whatever this process compiles are the same in every process."""
    counted = FunctionIdentity.from_function.__func__
    if counted.__module__ == __name__:
        return

    def from_function(cls: Any, function: Any) -> Any:
        identity = counted(cls, function)
        number = number_of(identity.func)
        identity.unique_name = f"{identity.func_qualname}${number:x}"
        identity.unique_id = number
        return identity

    FunctionIdentity.from_function = classmethod(from_function)
    types.Record.mangling_args = property(_named_by_fields)


def _named_by_fields(record: Any) -> tuple[str, tuple[int]]:
    """Records by what they hold; numba counts them in each process."""
    digest = hashlib.sha256(repr(record).encode()).digest()
    return type(record).__name__, (int.from_bytes(digest[:8], "big") >> 4,)
