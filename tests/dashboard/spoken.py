"""The texts that modules may say, read off their source: what differs from run to run is an x."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

CHINESE = re.compile("[\u4e00-\u9fff]")


def said(node: ast.AST, here: tuple[ast.AST, ...]) -> list[str]:
    """The texts that an expression may come to, with an x for each part that differs from run to run; ``here``: the
    module and the function around it, whose variables are looked up. Empty for what is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            each = [said(part, here) for part in parts]
            return ["".join(choice) for choice in itertools.product(*each)]
        case ast.FormattedValue(value=ast.Name(id=name)):
            return [text for value in assigned(name, here) for text in said(value, here)] or ["x"]
        case ast.FormattedValue(
            value=ast.Call(func=ast.Name(id="many"), args=[_, ast.Constant(value=one), ast.Constant(value=more)])
        ):
            return [f"1 {one}", f"x {more}"]
        case ast.FormattedValue(value=value):
            return said(value, here) or ["x"]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [one + other for one in said(left, here) for other in said(right, here)]
        case ast.IfExp(body=one, orelse=other):
            return said(one, here) + said(other, here)
    return []


def assigned(name: str, here: tuple[ast.AST, ...]) -> list[ast.expr]:
    """What a variable of the function or the module around may be; but what is made of itself."""
    found = [one.value for one in ast.walk(here[-1]) if isinstance(one, ast.Assign) and named(one, name)]
    found += [one.value for one in here[0].body if isinstance(one, ast.Assign) and named(one, name)]
    own = [value for value in found if any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(value))]
    return [value for value in found if value not in own]


def named(assign: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in assign.targets)


def texts(node: ast.AST, here: tuple[ast.AST, ...]) -> Iterator[str]:
    """All texts below ``node`` but names, docstrings and what is said of bad input."""
    found = said(node, here)
    yield from found
    if found or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Problem", "Field", "TypeError")):
        return
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from texts(child, (here[0], node) if isinstance(node, ast.FunctionDef) else here)


def every(node: ast.expr, here: tuple[ast.AST, ...]) -> list[str]:
    """The texts that an expression may come to, also by the name of a variable."""
    if isinstance(node, ast.Name):
        return [text for value in assigned(node.id, here) for text in every(value, here)]
    return [text.strip() for text in said(node, here)]


def calls(file: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """The calls in the functions of a module: the name of what is called, and what each argument may say."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
        for call in (one for one in ast.walk(function) if isinstance(one, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            yield name, [every(one, (tree, function)) for one in call.args]
