"""Constructor calls as text: `nn.LSTM(10, 20, num_layers=2)` to its kind and arguments, by `ast`, never evaluated."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lstm_shapes.errors import ReadError
from lstm_shapes.kinds import KINDS, Kind
from lstm_shapes.syntax import must_parse

__all__ = ["DTYPE_NAMES", "Call", "read_constructor"]

DTYPE_NAMES: Mapping[str, str] = {"float": "float32", "double": "float64", "half": "float16"}
"""PyTorch's other names of dtypes."""

_LONGEST_CODE = 2_000  # characters; a call with every argument has 200
_EXAMPLE = "nn.LSTM(10, 20, num_layers=2, bidirectional=True)"
_CALLEES = {f"{prefix}{name}": kind for name, kind in KINDS.items() for prefix in ("nn.", "torch.nn.", "")}
_LARGEST = 10**18
_NEARLY_TRUTH = ("true", "false")  # as other languages spell them
_OPERATORS: Mapping[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}


@dataclass(frozen=True, slots=True)
class Call:
    """What a constructor call says."""

    kind: Kind
    """What it builds."""

    arguments: Mapping[str, object]
    """The values that it gives, by PyTorch's names of the arguments."""

    names: Mapping[str, str]
    """The arguments that are given by names whose values the call does not tell, each as it is written."""


def read_constructor(code: str) -> Call:
    """Read a constructor call; the specifications check the values.

    `code` is `nn.LSTM(...)`, `torch.nn.LSTM(...)` or `LSTM(...)`, or the same of another kind, with or without an
    assignment in front. Values are literals, arithmetic of whole numbers, or names. Raises `ReadError` where the text
    is no such call.
    """
    if len(code) > _LONGEST_CODE:
        raise ReadError(f"a constructor call has at most {_LONGEST_CODE:,} characters, this text has {len(code):,}")
    source = re.sub(r"^\s*(>>>|\.\.\.) ?", "", code, flags=re.MULTILINE).strip().rstrip(",;")  # without prompts
    call = _find_call(source)
    callee = _text(source, call.func)
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        raise ReadError(f"this is more than the constructor call; leave out .{call.func.attr}(…)")
    kind = _CALLEES.get(callee)
    if kind is None:
        raise ReadError(f"the call must be of {', '.join(kind.code for kind in KINDS.values())}, not {callee}")
    most = len(kind.arguments)
    if len(call.args) > most:
        raise ReadError(f"{kind.code} takes at most {most} positional arguments, the call gives {len(call.args)}")
    arguments: dict[str, object] = {}
    names: dict[str, str] = {}
    keywords = [(keyword.arg, keyword.value) for keyword in call.keywords]
    for name, value in [*zip(kind.arguments, call.args), *keywords]:
        if name is None or isinstance(value, ast.Starred):
            hidden = f"**{_text(source, value)}" if name is None else _text(source, value)
            raise ReadError(f"the call must spell out each argument, and {hidden} hides some")
        if name not in kind.arguments:
            raise ReadError(f"{kind.code} has no argument {name}; it has {', '.join(kind.arguments)}")
        if name in arguments or name in names:
            raise ReadError(f"the call gives {name} twice")
        has_names = any(isinstance(node, ast.Name) for node in ast.walk(value))
        if has_names and name not in ("device", "dtype") and _text(source, value) not in _NEARLY_TRUTH:
            names[name] = _text(source, value)
        else:
            arguments[name] = _value(name, value, source)
    for name in ("input_size", "hidden_size"):
        if name not in arguments and name not in names:
            raise ReadError(f"the call lacks {name}; a whole call is {_EXAMPLE}")
    return Call(kind, arguments, names)


def _find_call(source: str) -> ast.Call:
    try:
        statements = must_parse(source).body
    except SyntaxError as error:
        raise ReadError(f"this is not Python ({error.msg}); a call is {_EXAMPLE}") from error
    value = None
    if len(statements) == 1 and isinstance(statements[0], (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return)):
        value = statements[0].value
    if not isinstance(value, ast.Call):
        raise ReadError(f"this must be one constructor call, such as {_EXAMPLE}, not {_short(source)!r}")
    return value


def _value(name: str, value: ast.expr, source: str) -> object:
    text = _text(source, value)
    if name == "dtype":  # everybody writes torch.float64, which is no literal
        if text.startswith("torch."):
            dtype = text.removeprefix("torch.")
            return DTYPE_NAMES.get(dtype, dtype)
        raise ReadError(f"the call must give dtype as torch.float32 or the like, not {text}")
    if text in _NEARLY_TRUTH:
        raise ReadError(f"the call must give {name} as {text.capitalize()}, with a capital letter")
    try:
        return _calculated(value)
    except (ValueError, TypeError, ArithmeticError, RecursionError, MemoryError) as error:
        raise ReadError(f"the call must give {name} as a plain value, not {text}; put its value there") from error


def _calculated(value: ast.expr) -> object:
    """A literal, or the result of an arithmetic of whole numbers."""
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub):
        operand = _calculated(value.operand)
        if not isinstance(operand, (int, float)):
            raise ValueError("no number")
        return -operand
    if not isinstance(value, ast.BinOp):
        return ast.literal_eval(value)
    left, right = _calculated(value.left), _calculated(value.right)
    calculate = _OPERATORS.get(type(value.op))
    if calculate is None or not isinstance(left, int) or not isinstance(right, int) or abs(left * right) > _LARGEST:
        raise ValueError("no arithmetic of whole numbers")
    return calculate(left, right)


def _text(source: str, node: ast.expr) -> str:
    return _short(ast.get_source_segment(source, node) or "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"
