"""How compiled code reaches the arrays of a world: by one pointer, without reference counts or copies.

A function of the core takes ``w`` first. To plain Python ``w`` is any object that has the numbers of a world and its
arrays as attributes. To compiled code it is the world's record, which holds the same numbers, and of each array the
address and the length of its axes: ``w.levers[cell, day]`` means the same to both. What an array of records holds at a
place is the record itself, not a copy.

Places are checked when a plan is made, not here, for speed; with SIXR_CHECK set, each one is checked where it is used,
and one outside its array ends the run with the array's name. Nobody's second record, for example, lies anywhere.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Mapping
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import extending
from numba.core import cgutils, imputils
from numba.core.datamodel import models
from numba.core.typing import templates
from numba.np.arrayobj import record_getattr

from sim.core.ground.jit import types
from sim.core.ground.world import ARRAYS, Layout

CHECKED = os.environ.get("SIXR_CHECK", "") not in ("", "0")
"""Whether each place is checked."""

WORD: Any = ir.IntType(64)
BYTE: Any = ir.IntType(8)
numba_models: Any = models
numba_templates: Any = templates
numba_extending: Any = extending
numba_imputils: Any = imputils
code_of: Any = cgutils
Kind: Any = types.Type
Attributes: Any = templates.AttributeTemplate
Function: Any = templates.AbstractTemplate


class Placed(Kind):
    """The type of an array in compiled code; its value is the pointer to the world's record."""

    def __init__(self, record: Any, array: str, layout: Layout) -> None:
        self.record, self.array, self.axes = record, array, layout.axes
        self.element = numba.from_dtype(np.dtype(layout.element))
        super().__init__(f"{array} of {record}")


numba_extending.register_model(Placed)(numba_models.OpaqueModel)


def find_arrays(world: np.dtype, arrays: Mapping[str, Layout] = ARRAYS) -> None:
    """From now on, compiled code finds ``arrays`` by their names in records of type ``world``, which hold their
    addresses and the lengths of their axes (sim.core.ground.world.finding)."""
    record = numba.from_dtype(world)
    kinds = {name: Placed(record, name, layout) for name, layout in arrays.items()}

    class Names(Attributes):
        key = record

        def generic_resolve(self, found: Any, name: str) -> Any:
            return kinds[name] if name in kinds else found.typeof(name)

    numba_templates.infer_getattr(Names)
    for name in kinds:
        numba_imputils.lower_getattr(types.Record, name)(_array(name))


def _array(name: str) -> Any:
    def code(context: Any, builder: Any, kind: Any, value: Any) -> Any:
        if name in kind.fields:  # of another record
            return record_getattr(context, builder, kind, value, name)
        return builder.bitcast(value, BYTE.as_pointer())

    return code


@numba_templates.infer_global(operator.getitem)
class _Read(Function):
    def generic(self, args: Any, kws: Any) -> Any:
        if isinstance(args[0], Placed):
            return numba_templates.signature(args[0].element, *args)
        return None


@numba_templates.infer_global(operator.setitem)
class _Write(Function):
    def generic(self, args: Any, kws: Any) -> Any:
        if isinstance(args[0], Placed):
            return numba_templates.signature(types.none, args[0], args[1], args[0].element)
        return None


def _address(context: Any, builder: Any, kind: Placed, value: Any, index_kind: Any, index: Any) -> Any:
    """Where the element at an index lies."""
    several = isinstance(index_kind, types.BaseTuple)
    given = code_of.unpack_tuple(builder, index, len(index_kind)) if several else [index]
    kinds = list(index_kind) if several else [index_kind]
    if len(given) != kind.axes:
        raise TypeError(f"{kind.array} has {kind.axes} axes, not {len(given)}")
    places = [context.cast(builder, place, of, types.int64) for place, of in zip(given, kinds, strict=True)]
    world = builder.bitcast(value, context.get_value_type(kind.record))

    def number(name: str) -> Any:
        return record_getattr(context, builder, kind.record, world, f"{kind.array}_{name}")

    flat = places[0]
    for axis, place in enumerate(places):
        if CHECKED:
            outside = builder.icmp_unsigned(">=", place, number(str(axis)))
            with code_of.if_unlikely(builder, outside):
                said = f"{kind.array}: a place outside axis {axis}"
                context.call_conv.return_user_exc(builder, IndexError, (said,))
        if axis:
            flat = builder.add(builder.mul(flat, number(str(axis))), place)
    size = kind.element.size if isinstance(kind.element, types.Record) else kind.element.bitwidth // 8
    return builder.add(number("at"), builder.mul(flat, ir.Constant(WORD, size)))


@numba_extending.lower_builtin(operator.getitem, Placed, types.Any)
def _read(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    kind, index_kind = signature.args
    at = _address(context, builder, kind, arguments[0], index_kind, arguments[1])
    if isinstance(kind.element, types.Record):
        return builder.inttoptr(at, context.get_value_type(kind.element))
    return builder.load(builder.inttoptr(at, context.get_data_type(kind.element).as_pointer()))


@numba_extending.lower_builtin(operator.setitem, Placed, types.Any, types.Any)
def _write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    kind, index_kind, _ = signature.args
    at = _address(context, builder, kind, arguments[0], index_kind, arguments[1])
    builder.store(arguments[2], builder.inttoptr(at, context.get_data_type(kind.element).as_pointer()))
    return context.get_dummy_value()
