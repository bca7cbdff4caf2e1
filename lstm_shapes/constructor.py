"""Constructor calls as text: `nn.LSTM(10, 20, num_layers=2)` to arguments and back, by `ast`, never evaluated."""

from __future__ import annotations

import ast
import re
from dataclasses import fields

from lstm_shapes.errors import ReadError
from lstm_shapes.spec import MODULE_ARGUMENTS, LSTMSpec

__all__ = ["read_constructor", "write_constructor"]

_LONGEST_CODE = 2_000  # characters; a call with every argument has 200
_EXAMPLE = "nn.LSTM(10, 20, num_layers=2, bidirectional=True)"
_SPELLINGS = ("nn.LSTM", "torch.nn.LSTM", "LSTM")
_DTYPES = {"torch.float": "float32", "torch.double": "float64", "torch.half": "float16"}
_DEFAULTS = {field.name: field.default for field in fields(LSTMSpec)}


def read_constructor(code: str) -> dict[str, object]:
    """The arguments of a constructor call, by PyTorch's names; only those that the call gives.

    `code` is `nn.LSTM(...)`, `torch.nn.LSTM(...)` or `LSTM(...)`, with an assignment in front or not. Their values are
    checked by `LSTMSpec`, not here. Raises `ReadError` where the text is no such call or an argument is no literal.
    """
    if len(code) > _LONGEST_CODE:
        raise ReadError(f"CODE must be one constructor call of at most {_LONGEST_CODE:,} characters, got {len(code):,}")
    source = re.sub(r"^\s*(>>>|\.\.\.) ?", "", code, flags=re.MULTILINE).strip().rstrip(",;")  # without prompts
    call = _find_call(source)
    callee = _text(source, call.func)
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        raise ReadError(f"CODE must be the constructor call alone; leave out .{call.func.attr}(…)")
    if callee not in _SPELLINGS:
        raise ReadError(f"CODE must call {', '.join(_SPELLINGS[:-1])} or {_SPELLINGS[-1]}, not {callee}")
    if len(call.args) > len(MODULE_ARGUMENTS):
        raise ReadError(
            f"nn.LSTM takes at most {len(MODULE_ARGUMENTS)} positional arguments, CODE gives {len(call.args)}"
        )
    given: dict[str, object] = {}
    keywords = [(keyword.arg, keyword.value) for keyword in call.keywords]
    for name, value in [*zip(MODULE_ARGUMENTS, call.args), *keywords]:
        if name is None or isinstance(value, ast.Starred):
            hidden = f"**{_text(source, value)}" if name is None else _text(source, value)
            raise ReadError(f"CODE must spell out each argument, and {hidden} hides some")
        if name not in MODULE_ARGUMENTS:
            raise ReadError(f"nn.LSTM has no argument {name}; it has {', '.join(MODULE_ARGUMENTS)}")
        if name in given:
            raise ReadError(f"CODE gives {name} twice")
        given[name] = _literal(name, value, source)
    for name in ("input_size", "hidden_size"):
        if name not in given:
            raise ReadError(f"CODE lacks {name}; a whole call is {_EXAMPLE}")
    return given


def _find_call(source: str) -> ast.Call:
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else "it nests too deeply or holds a NUL"
        raise ReadError(f"CODE is not Python ({reason}); a call is {_EXAMPLE}") from error
    value = None
    if len(statements) == 1 and isinstance(statements[0], (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return)):
        value = statements[0].value
    if not isinstance(value, ast.Call):
        raise ReadError(f"CODE must be one constructor call, such as {_EXAMPLE}, got {_short(source)!r}")
    return value


def _literal(name: str, value: ast.expr, source: str) -> object:
    text = _text(source, value)
    if name == "dtype":  # everybody writes torch.float64, which is no literal
        if text.startswith("torch."):
            return _DTYPES.get(text, text.removeprefix("torch."))
        raise ReadError(f"CODE must give dtype as torch.float32 or the like, got {text}")
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, RecursionError, MemoryError) as error:
        raise ReadError(f"CODE must give {name} as a plain value, not {text}; put its value there") from error


def _text(source: str, node: ast.expr) -> str:
    return _short(ast.get_source_segment(source, node) or "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"


def write_constructor(spec: LSTMSpec) -> str:
    """The shortest call that builds this LSTM: `nn.LSTM(10, 20, num_layers=2)`."""
    arguments = [str(spec.input_size), str(spec.hidden_size)]
    for name in MODULE_ARGUMENTS[2:]:
        value = getattr(spec, name)
        if value != _DEFAULTS[name]:
            arguments.append(f"{name}={f'torch.{value}' if name == 'dtype' else repr(value)}")
    return f"nn.LSTM({', '.join(arguments)})"
