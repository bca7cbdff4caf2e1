"""The recurrent layers that a program builds, read without running it, and which of them an error is about."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lstm_shapes.constructor import Call
from lstm_shapes.errors import ReadError, SpecError
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.setting import NOTHING_KNOWN, Setting, completed, gives_states, setting_of
from lstm_shapes.kinds import KINDS, Kind

__all__ = ["layers_in", "meant", "told_by"]

_KINDS = "|".join(sorted(KINDS, key=len, reverse=True))
_BUILT = re.compile(rf"(?<!class )(?<![\w.])(?P<callee>(?P<qualified>(?:torch\.)?nn\.)?(?P<kind>{_KINDS}))\(")
_TARGET = re.compile(r"^[\s>.]*(?P<name>[A-Za-z_][\w.]*)\s*(?::[^=\n]{1,60})?=(?!=)")
_PRINTED = re.compile(r"\((?P<name>\w+)\):\s*$")
"""In front of a layer, as `print(model)` shows it."""

_HIDDEN = "..."
"""Stands for an argument that a call does not show."""

_LONGEST_CALL = 2_000  # characters
_MOST_BRACKETS = 40
_LONGEST_LINE = 500
_MOST_LAYERS = 100


def told_by(code: str) -> tuple[Setting, ...]:
    """What the user's code tells of recurrent layers: one call of a constructor, or a program that builds some.

    Raises `ReadError` if there is no recurrent layer in it, and `SpecError` if a single call has a value out of range.
    """
    try:
        return (setting_of(code),)
    except ReadError:
        found = tuple(layers_in(code))
        is_read = any(one.call is None or _HIDDEN not in one.call.names.values() for one in found)
        if not found or (len(found) == 1 and not is_read and not code.lstrip().startswith(("class ", "def "))):
            raise  # the faults of one call are worth telling
        return found


def layers_in(text: str, *, qualified: bool = False) -> Iterator[Setting]:
    """The recurrent layers that a text builds, in code or as PyTorch prints them, each under its name if it has one.

    qualified: whether to pass over `LSTM(...)` without `nn.`, which may be a class of the user's own.
    """
    for count, match in enumerate(_BUILT.finditer(text)):
        if count == _MOST_LAYERS:
            return
        start = text.rfind("\n", 0, match.start()) + 1
        before = text[max(start, match.start() - _LONGEST_LINE) : match.start()]
        printed, target = _PRINTED.search(before), _TARGET.search(before)
        if (qualified and not match["qualified"] and printed is None) or before.lstrip().startswith("#"):
            continue
        source = _whole_call(text, match.start(), match.end())
        if source is None:
            continue
        name = printed["name"] if printed else target["name"] if target else ""
        yield replace(_read(source, KINDS[match["kind"]]), name=name, line=_line_that_calls(name, text))


def _whole_call(text: str, start: int, first: int) -> str | None:
    """The call that starts there, up to the bracket that closes it; None if it has none."""
    end = first - 1
    for _ in range(_MOST_BRACKETS):
        end = text.find(")", end + 1, start + _LONGEST_CALL)
        if end < 0:
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # such as those about `1or 2`
                ast.parse(text[start : end + 1], mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
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
    told: Sequence[Setting], name: str, kinds: Iterable[Kind], values: Values, *, loosely: bool = True
) -> Setting:
    """The layer that an error is about; if that is not clear, what all that may be meant have in common.

    name: what the line that failed calls; empty if that is not known. kinds: those that the error may be about. values:
    what the message tells. loosely: whether a single layer is meant whatever it is.
    """
    if len(told) == 1 and loosely:
        return completed(told[0], values)
    may_be = {kind.name for kind in kinds}
    left = [completed(one, values) for one in told if one.kind is None or one.kind.name in may_be]
    left = [one for one in left if _agrees(one, values) is not False]
    short = name.rpartition(".")[2]
    called_so = [one for one in left if short and one.name.rpartition(".")[2] == short]
    left = called_so or ([] if short and not loosely else left)
    left = [one for one in left if _agrees(one, values)] or left
    if len(left) < 2:
        return _with_giver(left[0], told, values) if left else NOTHING_KNOWN
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


def _agrees(setting: Setting, values: Values) -> bool | None:
    """Whether what the message tells of the layer is true of this one; None if there is nothing to compare."""
    spec, call = setting.spelled_out, setting.call
    given: Mapping[str, Any] = spec.arguments if spec is not None else call.arguments if call is not None else {}
    pairs = [(values[name], given[name]) for name in given if isinstance(values.get(name), int)]
    shape = values.get("expected")
    if spec is not None and isinstance(shape, tuple) and len(shape) == 3:
        features = spec.hidden_size if values.get("which") == 1 else spec.H_out
        pairs += [(shape[0], spec.D * spec.num_layers), (shape[2], features)]
    return all(one == other for one, other in pairs) if pairs else None
