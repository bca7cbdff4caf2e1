"""The recurrent layers that a program builds, read without running it, and which of them an error is about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from textwrap import dedent
from typing import Any

from lstm_shapes.constructor import Call
from lstm_shapes.errors import ReadError, SpecError
from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.setting import NOTHING_KNOWN, Setting, completed, gives_states, setting_of
from lstm_shapes.kinds import KINDS, Kind
from lstm_shapes.syntax import parse, parse_expression

__all__ = ["layers_in", "meant", "told_by"]

_KINDS = "|".join(sorted(KINDS, key=len, reverse=True))
_BUILT = re.compile(rf"(?<!class )(?<![\w.])(?P<callee>(?P<qualified>(?:torch\.)?nn\.)?(?P<kind>{_KINDS}))\(")
_TARGET = re.compile(r"^[\s>.]*(?P<name>[A-Za-z_][\w.]*)\s*(?::[^=\n]{1,60})?=\s*$")
"""In front of a call that is all that a name is bound to."""

_CALLEE = re.compile(rf"(?P<qualified>(?:torch\.)?nn\.)?(?P<kind>{_KINDS})")
_MOVES = ("to", "cuda", "cpu", "double", "float", "half", "bfloat16", "eval", "train")
_BINDING = (ast.AnnAssign, ast.AugAssign, ast.For)
_MOST_CALLS = 20_000
_PRINTED = re.compile(r"\((?P<name>\w+)\):\s*$")
"""In front of a layer, as `print(model)` shows it."""

_HIDDEN = "..."
"""Stands for an argument that a call does not show."""

_LONGEST_CALL = 2_000  # characters
_MOST_BRACKETS = 40
_LONGEST_LINE = 500
_MOST_LAYERS = 100
_ENOUGH = 2
"""Of so many equal numbers none is equal by chance; a layer without numbers may always be meant."""


def told_by(code: str) -> tuple[Setting, ...]:
    """What the user's code tells of recurrent layers: one call of a constructor, or a program that builds some.

    Raises `ReadError` if there is no recurrent layer in it, and `SpecError` if a single call has a value out of range.
    """
    try:
        return (setting_of(code),)
    except ReadError:
        found = layers_in(code)
        tree = parse(dedent(code))
        is_one_call = tree is None or (len(tree.body) == 1 and not isinstance(tree.body[0], _DEFINITIONS))
        is_read = any(one.call is None or _HIDDEN not in one.call.names.values() for one in found)
        if not found or (is_one_call and not is_read):
            raise  # the faults of one call are worth telling
        return found


_DEFINITIONS = (ast.ClassDef, ast.FunctionDef)


@lru_cache(maxsize=32)  # a log holds many messages of one program
def layers_in(text: str, *, qualified: bool = False) -> tuple[Setting, ...]:
    """The recurrent layers that a text builds, in code or as PyTorch prints them, each under its name if it has one.

    qualified: whether to pass over `LSTM(...)` without `nn.`, which may be a class of the user's own.
    """
    if _BUILT.search(text) is None:
        return ()  # as most texts have none, and a tree takes time
    tree = parse(dedent(text))
    return tuple(_in_program(tree, text, qualified) if tree is not None else _in_prose(text, qualified))


def _in_program(tree: ast.Module, text: str, qualified: bool) -> Iterator[Setting]:
    """The layers that a program builds; one whose name stands for something else as well has none."""
    named: dict[int, str] = {}
    bound: dict[str, int] = {}
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, _BINDING) else []
        for target in filter(None, targets):
            name = ast.unparse(target)
            bound[name] = bound.get(name, 0) + 1
            value = getattr(node, "value", None)
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(target, (ast.Name, ast.Attribute)):
                named[id(_moved(value))] = name
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in calls[:_MOST_CALLS]:
        match = _CALLEE.fullmatch(ast.unparse(call.func))
        if match is None or (qualified and not match["qualified"]):
            continue
        name = named.get(id(call), "")
        name = name if bound.get(name) == 1 else ""
        setting = _read(ast.unparse(call), KINDS[match["kind"]])
        yield replace(setting, name=name, line=_line_that_calls(name, text))


def _moved(value: ast.AST | None) -> ast.AST | None:
    """A value without what moves a module or changes its mode: `nn.LSTM(...)` in `nn.LSTM(...).to(device)`."""
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _MOVES:
        value = value.func.value
    return value


def _in_prose(text: str, qualified: bool) -> Iterator[Setting]:
    """The layers that are built in a text of which not all is code."""
    for count, match in enumerate(_BUILT.finditer(text)):
        if count == _MOST_LAYERS:
            return
        start = text.rfind("\n", 0, match.start()) + 1
        before = text[max(start, match.start() - _LONGEST_LINE) : match.start()]
        printed, target = _PRINTED.search(before), _TARGET.search(before)
        if (qualified and not match["qualified"] and printed is None) or "#" in before:
            continue
        source = _whole_call(text, match.start(), match.end())
        if source is None:
            continue
        is_whole = not re.match(r"\s*[\[(]", text[match.start() + len(source) :])  # and not called at once
        name = printed["name"] if printed else target["name"] if target and is_whole else ""
        yield replace(_read(source, KINDS[match["kind"]]), name=name, line=_line_that_calls(name, text))


def _whole_call(text: str, start: int, first: int) -> str | None:
    """The call that starts there, up to the bracket that closes it; None if it has none."""
    end = first - 1
    for _ in range(_MOST_BRACKETS):
        end = text.find(")", end + 1, start + _LONGEST_CALL)
        if end < 0:
            return None
        if parse_expression(text[start : end + 1]) is not None:
            return text[start : end + 1]
    return None


def _read(source: str, kind: Kind) -> Setting:
    """What a call tells; of one that hides its arguments, or that PyTorch refuses, only the kind."""
    try:
        return setting_of(source)
    except (ReadError, SpecError):
        return Setting(call=_of_kind(kind))


def _of_kind(kind: Kind) -> Call:
    """A call of which only the kind is known."""
    return Call(kind, {}, dict.fromkeys(kind.arguments, _HIDDEN))


def _line_that_calls(name: str, text: str) -> str:
    """The first line of a program that calls the layer of this name; empty if there is none."""
    short = name.rpartition(".")[2]
    if not short:
        return ""
    pattern = rf"^[^\n#]{{0,{_LONGEST_LINE}}}\b{re.escape(short)}\((?!\w+ ?: )[^\n]*$"
    lines = (match[0].strip() for match in re.finditer(pattern, text, re.MULTILINE))
    return next((line for line in lines if "def " not in line and not _BUILT.search(line)), "")


def meant(
    told: Sequence[Setting],
    clues: Clues,
    values: Values,
    *,
    loosely: bool = True,
    others: Sequence[Setting] = (),
) -> Setting:
    """The layer that an error is about; if that is not clear, what all that may be meant have in common.

    clues: what stands around the error. values: what the message tells. loosely: whether a single layer is meant
    whatever it is. others: the layers of the whole program, which may give the states, if they are not those told.
    """
    if len(told) == 1 and loosely:
        return completed(told[0], values)
    may_be = {kind.name for kind in clues.kinds}
    left = [completed(one, values) for one in told if one.kind is None or one.kind.name in may_be]
    counted = [(one, _agreements(one, values)) for one in left]
    counted = [(one, count) for one, count in counted if count >= 0]
    short = clues.called.rpartition(".")[2]
    called_so = [(one, count) for one, count in counted if short and one.name.rpartition(".")[2] == short]
    counted = called_so or ([] if short and not loosely else counted)
    sure = [one for one, count in counted if count >= _ENOUGH]
    left = sure or [one for one, _ in counted]
    if len(left) < 2:
        return _with_giver(left[0], others or told, values) if left else NOTHING_KNOWN
    first = left[0]
    if all((one.spec, one.call) == (first.spec, first.call) for one in left):
        return replace(first, name=first.name if len({one.name for one in left}) == 1 else "", line="")
    kind = first.kind
    if kind is None or any(one.kind != kind for one in left):
        return NOTHING_KNOWN
    return Setting(None, first.input_shape, _of_kind(kind))


def _with_giver(setting: Setting, told: Sequence[Setting], values: Values) -> Setting:
    """The setting with what gives the states, if another layer of the program gives states of that shape."""
    actual = values.get("actual")
    if setting.spec is None or not isinstance(actual, tuple) or gives_states(setting.spec, actual):
        return setting
    others = [completed(one, {"expected": actual}) for one in told if one.name != setting.name]
    givers = [one for one in others if one.spec is not None and gives_states(one.spec, actual)]
    if len(givers) != 1:
        return setting
    (giver,) = givers
    named = (giver.name, giver.spelled_out) if giver.spelled_out is not None else None
    return replace(setting, giver=named, states_hold=True)


def _agreements(setting: Setting, values: Values) -> int:
    """How many numbers the message tells that are this layer's as well; -1 if one is another's."""
    spec, call = setting.spelled_out, setting.call
    given: Mapping[str, Any] = spec.arguments if spec is not None else call.arguments if call is not None else {}
    pairs = [(values[name], given[name]) for name in given if isinstance(values.get(name), int)]
    shape = values.get("expected")
    if spec is not None and isinstance(shape, tuple) and len(shape) == 3:
        features = spec.hidden_size if values.get("which") == 1 else spec.H_out
        pairs += [(shape[0], spec.D * spec.num_layers), (shape[2], features)]
    return len(pairs) if all(one == other for one, other in pairs) else -1
