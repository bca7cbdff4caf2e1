"""Lines of Python that repair, in the names of the code at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lstm_shapes.constructor import write_constructor
from lstm_shapes.errors import SpecError
from lstm_shapes.explain.clues import Clues, Names
from lstm_shapes.shapes import tensor_formulas
from lstm_shapes.spec import LSTMSpec

__all__ = ["batch_axis", "call", "constructed", "formula_of", "new_states", "rebuilt", "states_as_tuple"]

_ANY = LSTMSpec(10, 20)


def formula_of(tensor: str, spec: LSTMSpec | None, batched: bool = True) -> str:
    """The shape of a tensor in symbols: of the LSTM that the user describes, or of any."""
    described = spec or _ANY
    if batched != described.batched:
        described = replace(described, batched=batched, batch_size=None)
    return str(tensor_formulas(described)[tensor])


def new_states(shapes: Mapping[str, Sequence[str]], names: Names) -> str:
    """Lines that build `h_0`, `c_0` or both with zeros; a shape is the text of each axis."""
    called = {"h_0": names.h_0, "c_0": names.c_0}
    return "\n".join(
        f"{called[tensor]} = torch.zeros({', '.join(axes)})  # {formula_of(tensor, None)}"
        for tensor, axes in shapes.items()
    )


def call(names: Names, states: str = "") -> str:
    """The call of the LSTM, all its results unpacked."""
    return f"output, (h_n, c_n) = {names.lstm}({names.input}{', ' * bool(states)}{states})"


def states_as_tuple(names: Names) -> str:
    """Both states, in the tuple that nn.LSTM takes."""
    return f"{names.c_0} = torch.zeros_like({names.h_0})\n{call(names, f'({names.h_0}, {names.c_0})')}"


def batch_axis(clues: Clues) -> str:
    """Which axis of the input is the batch, as an expression."""
    spec = clues.setting.spec
    if spec is None:
        return f"0 if {clues.names.lstm}.batch_first else 1"
    return "0" if spec.batch_first else "1"


def constructed(clues: Clues, **right: Any) -> str:
    """A constructor call that PyTorch accepts: the one in the traceback, or one of usual sizes, set right."""
    usual: dict[str, Any] = {"input_size": _ANY.input_size, "hidden_size": _ANY.hidden_size}
    for arguments in (clues.arguments, {}):
        try:
            return f"lstm = {write_constructor(LSTMSpec(**(usual | dict(arguments) | right)))}"
        except SpecError:
            continue
    raise ValueError(f"no LSTM has {right}")


def rebuilt(clues: Clues, input_size: int) -> str:
    """The constructor call of the LSTM at hand, for another number of features."""
    name, spec = clues.names.lstm, clues.setting.spec
    if spec is not None:
        return f"{name} = {write_constructor(replace(spec, input_size=input_size))}"
    return f"{name} = nn.LSTM({input_size}, {name}.hidden_size)  # and its other arguments, as they are"
