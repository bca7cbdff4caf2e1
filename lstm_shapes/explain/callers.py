"""How the program called the function in which an error was raised, and what it gave it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import dedent

from lstm_shapes.explain.clues import Clues, called
from lstm_shapes.explain.frames import frames_in, is_own
from lstm_shapes.syntax import must_parse, parse, with_part

__all__ = ["Caller", "bound_above", "caller_of", "given_from", "gives_pair", "is_parameter", "is_passed"]
__all__ += ["loop_giving", "value_above"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_CALLS_FORWARD = re.compile(r"torch[/\\]nn[/\\]modules[/\\]module\.py")
_LIBRARIES = ("torch.", "nn.", "F.")


@dataclass(frozen=True, slots=True)
class Caller:
    """The line of the program that called the function, and what it gave each parameter."""

    line: ast.stmt
    call: ast.Call

    given: Mapping[str, ast.expr]
    """By the names of the parameters."""

    text: str
    """The line as it stands in the program."""

    def with_argument(self, name: str, new: str) -> str:
        """The line with other code for what a parameter is given."""
        return ast.unparse(must_parse(with_part(self.text, self.given[name], new)))


def caller_of(clues: Clues) -> Caller | None:
    """The call that led into the function around the user's line; None where it is not seen, or may be one of two."""
    frames = frames_in(clues.traceback)
    own = [place for place, frame in enumerate(frames) if is_own(frame)]
    between = frames[own[-2] + 1 : own[-1]] if len(own) > 1 else []
    is_direct = all(_CALLS_FORWARD.search(frame.file) for frame in between)  # and not another module that holds it
    text = frames[own[-2]].code.strip() if len(own) > 1 and is_direct else ""
    tree, line = parse(dedent(clues.function)), parse(text)
    function = tree.body[0] if tree is not None and tree.body else None
    if line is None or len(line.body) != 1 or not isinstance(function, _FUNCTIONS):
        return None
    names = [one.arg for one in function.args.args]
    names = names[1:] if names[:1] in (["self"], ["cls"]) else names
    calls = [(node, _given(node, function, names)) for node in ast.walk(line) if isinstance(node, ast.Call)]
    if not all(_is_plain(node) for node, _ in calls):
        return None
    found = [Caller(line.body[0], node, given, text) for node, given in calls if given]
    return found[0] if len(found) == 1 else None


def _given(call: ast.Call, function: ast.FunctionDef | ast.AsyncFunctionDef, names: list[str]) -> dict[str, ast.expr]:
    """What a call gives the function by the names of its parameters; empty where it cannot be a call of it."""
    name = called(call)
    is_it = name.rpartition(".")[2] == function.name or (function.name == "forward" and bool(name))
    words = {word.arg: word.value for word in call.keywords if word.arg is not None}
    if not is_it or name.startswith(_LIBRARIES) or len(call.args) > len(names):
        return {}
    given = dict(zip(names, call.args)) | words
    needed = names[: len(names) - len(function.args.defaults)]
    return given if set(needed) <= given.keys() <= set(names) else {}


def _is_plain(call: ast.Call) -> bool:
    """Whether a call shows all that it gives."""
    return not any(isinstance(one, ast.Starred) for one in call.args) and all(one.arg for one in call.keywords)


def is_parameter(name: str, clues: Clues) -> bool:
    """Whether a name is still what the caller gave, on the user's line."""
    tree = parse(dedent(clues.function))
    function = tree.body[0] if tree is not None and tree.body else None
    if not isinstance(function, ast.FunctionDef):
        return False
    given = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    bound = _bound_in(function) - (_bound_in(clues.statement) if clues.statement is not None else Counter())
    return name in given and name not in bound


def bound_above(name: str, clues: Clues) -> ast.Assign | None:
    """What gives a name its value before the user's line, in the function around it; None where that may differ."""
    tree = parse(dedent(clues.function or clues.program))
    function = tree.body[0] if clues.function and tree is not None else tree
    return _bound(function, clues.statement, name)


def value_above(name: str, clues: Clues) -> ast.expr | None:
    """The value that a name has before the user's line; None where that may differ, or is a part of a result."""
    bound = bound_above(name, clues)
    pairs = (pair for target in bound.targets for pair in _paired(target, bound.value)) if bound is not None else ()
    return next((value for target, value in pairs if isinstance(target, ast.Name) and target.id == name), None)


def _paired(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """A target with its value, or those of a tuple each with its own."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, own in zip(target.elts, value.elts):
            yield from _paired(one, own)
    else:
        yield target, value


def given_from(name: str, clues: Clues) -> ast.Assign | None:
    """What gives a parameter its value before the caller's line, if the caller has a name for it."""
    caller = caller_of(clues)
    given = caller.given.get(name) if caller is not None else None
    if caller is None or not isinstance(given, ast.Name):
        return None
    return _bound(_scope_of(caller, clues), caller.line, given.id)


def loop_giving(name: str, clues: Clues) -> ast.For | None:
    """The caller's loop whose variable a parameter is given."""
    caller = caller_of(clues)
    given = caller.given.get(name) if caller is not None else None
    if caller is None or not isinstance(given, ast.Name):
        return None
    scope = _scope_of(caller, clues)
    places = [place.lineno for place in _places(scope, caller.line)]
    loops = [node for node in _own(scope) if isinstance(node, ast.For) and _bound_in(node.target)[given.id]]
    around = [loop for loop in loops if len(places) == 1 and loop.lineno < places[0] <= (loop.end_lineno or 0)]
    return around[-1] if around else None


def _scope_of(caller: Caller, clues: Clues) -> ast.AST | None:
    """The function in which the caller's line stands, or the program; None where it stands in several."""
    program = parse(dedent(clues.program))
    functions = [node for node in ast.walk(program) if isinstance(node, _FUNCTIONS)] if program is not None else []
    scopes: list[ast.AST | None] = [function for function in functions if _places(function, caller.line)]
    scope, *others = scopes or [program]
    return None if others else scope


def is_passed(clues: Clues) -> bool:
    """Whether the states are parameters of the function around the call, and so made by its caller."""
    return any(is_parameter(name, clues) for name in (clues.names.states, clues.names.h_0) if name)


def _bound_in(node: ast.AST) -> Counter[str]:
    """How many times each name is bound."""
    names = (part for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
    return Counter(name.id for name in names)


def gives_pair(clues: Clues) -> bool:
    """Whether the second argument is a tuple: written there, or bound to its name before, here or by the caller."""
    state = clues.state
    if isinstance(state, ast.Name):
        bound = bound_above(state.id, clues) or given_from(state.id, clues)
        is_whole = bound is not None and any(isinstance(target, ast.Name) for target in bound.targets)
        state = bound.value if bound is not None and is_whole else state
    return isinstance(state, ast.Tuple)


def _bound(scope: ast.AST | None, line: ast.stmt | None, name: str) -> ast.Assign | None:
    places = _places(scope, line)
    if len(places) != 1:
        return None
    (place,) = places
    above = [node for node in _own(scope) if isinstance(node, ast.Assign) and node.lineno < place.lineno]
    found = max((node for node in above if _binds(node, name)), key=lambda node: node.lineno, default=None)
    return found if found is not None and found.col_offset <= place.col_offset else None


def _places(scope: ast.AST | None, line: ast.stmt | None) -> list[ast.stmt]:
    """Where a line stands in a function, or outside of all."""
    return [node for node in _own(scope) if line is not None and ast.dump(node) == ast.dump(line)]


def _own(scope: ast.AST | None) -> Iterator[ast.stmt]:
    """The statements of a function or a program, without those of the functions and classes in it."""
    for node in ast.iter_child_nodes(scope) if scope is not None else ():
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield from _own(node)


def _binds(node: ast.Assign, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for target in node.targets for part in ast.walk(target))
