"""Where our sources say something: every call that names a text, with the values it gives."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import envwright

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Use", "calls", "error_names", "help_keys", "said_keys", "trees", "written_in"]

ROOT = Path(envwright.__file__).parent


class Use(NamedTuple):
    """A call that names a text."""

    place: str
    """File and line."""
    call: ast.Call
    function: ast.AST
    """The function it stands in, or the module."""

    def texts(self, position: int) -> list[str | None]:
        """Return what the positional argument may be: literals, None where it is something else."""
        return _literals(self.call.args[position], self.function)

    def values(self) -> set[str]:
        return {str(keyword.arg) for keyword in self.call.keywords}


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module but the tables themselves."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("messages/"):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def calls(*names: str) -> list[Use]:
    """Return every call of a function, method or class of one of these names."""
    found = []
    for file, tree in trees():
        for function, node in _walk(tree, tree):
            if isinstance(node, ast.Call) and _name_of(node.func) in names:
                found.append(Use(f"{file}:{node.lineno}", node, function))
    return found


def error_names() -> list[str]:
    """Return the names of all our exceptions that a person sees."""
    known = {"EnvwrightError"}
    classes = [
        node for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    while more := {
        node.name
        for node in classes
        if node.name not in known and {_name_of(base) for base in node.bases} & known
    }:
        known |= more
    return sorted(known)


def said_keys() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return every string of our sources, and the patterns of the keys that are put together."""
    literal = {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    made = [argument for use in calls("say", "report") for argument in use.call.args]
    return literal, [
        re.compile("".join(_pattern(part) for part in parts))
        for parts in (
            node.values if isinstance(node, ast.JoinedStr) else [node.left, node.right]
            for node in made
            if isinstance(node, ast.JoinedStr | ast.BinOp)
        )
    ]


def help_keys() -> Iterator[tuple[str, list[str | None]]]:
    """Yield place and key of every text of a command's help."""
    for use in calls("CommandParser"):
        yield use.place, use.texts(1)
        yield from _keywords(use, "usage")
    for use in calls("add_argument"):
        yield from _keywords(use, "help")
        yield from _keywords(use, "metavar")


def written_in(node: ast.AST) -> list[str]:
    """Return the strings written in an expression, but those given to a function in it."""
    if isinstance(node, ast.Call):
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    return [text for child in ast.iter_child_nodes(node) for text in written_in(child)]


def _keywords(use: Use, name: str) -> Iterator[tuple[str, list[str | None]]]:
    for keyword in use.call.keywords:
        if keyword.arg == name:
            yield use.place, _literals(keyword.value, use.function)


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"


def _name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _walk(node: ast.AST, function: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        inside = child if isinstance(child, ast.FunctionDef) else function
        yield function, child
        yield from _walk(child, inside)


def _literals(node: ast.expr, function: ast.AST) -> list[str | None]:
    if isinstance(node, ast.Constant):
        return [node.value if isinstance(node.value, str) else None]
    if isinstance(node, ast.IfExp):
        return _literals(node.body, function) + _literals(node.orelse, function)
    if isinstance(node, ast.Name):
        given = [
            value
            for assignment in ast.walk(function)
            if isinstance(assignment, ast.Assign)
            and any(_name_of(target) == node.id for target in assignment.targets)
            for value in _literals(assignment.value, function)
        ]
        return given or [None]
    return [None]
