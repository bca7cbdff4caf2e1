"""Messages about the input: its features, its axes, its dtype and its device."""

from __future__ import annotations

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import batch_axis, formula_of, rebuilt
from lstm_shapes.spec import LSTMSpec

__all__ = ["device", "dtype", "empty", "features", "rank", "state_device"]


def features(values: Values, clues: Clues) -> Finding:
    """`input.size(-1) must be equal to input_size. Expected 10, got 7`."""
    expected, actual, name = values["expected"], values["actual"], clues.names.input
    spec, shape = clues.setting.spec, clues.setting.input_shape or ()
    suspects = [
        Suspect(
            "wrong-input-size",
            "likely",
            f"the last axis of the input has {actual} features, and the LSTM was built for input_size = {expected}. "
            f"Build it for {actual}, or give it what has {expected} (an embedding's embedding_dim, say)",
            rebuilt(clues, input_size=actual),
        )
    ]
    if len(shape) == 3 and shape[-1] == actual and expected in shape[:-1]:  # they stand elsewhere
        axis = shape.index(expected)
        transposed = Suspect(
            "wrong-input-size",
            "likely",
            f"the {expected} features stand on axis {axis} of the input, and nn.LSTM reads them from the last one",
            f"{name} = {name}.transpose({axis}, -1)",
        )
        suspects = [transposed]
    contradicts = f"has input_size = {spec.input_size}" if spec is not None and spec.input_size != expected else None
    formula, known = formula_of("input", spec), {"input_size": expected}
    return Finding("input", tuple(suspects), expected, actual, -1, formula, known, contradicts)


def rank(values: Values, clues: Clues) -> Finding:
    """`LSTM: Expected input to be 2D or 3D, got 4D instead`, and the wordings before it."""
    actual, expected = values["actual"], values.get("expected", 3)
    suspect = Suspect(
        "wrong-input-rank", "certain", _reason(actual, expected), _with_right_rank(actual, expected, clues)
    )
    return Finding("input", (suspect,), expected, actual, None, formula_of("input", clues.setting.spec))


def _reason(actual: int, expected: int) -> str:
    if expected == 2:
        return f"the data of a packed sequence has 2 axes, (sum(lengths), H_in), and this has {actual}"
    wanted = "nn.LSTM reads 3 axes (time, batch and features), or 2 for one sequence without a batch"
    if actual > expected:
        return f"{wanted}; {actual} are too many: take away those of size 1, or make features of all from the third on"
    if actual == 2:
        return f"{wanted}; releases before 1.11 read 3 only, so that one sequence needs a batch axis of 1"
    return f"{wanted}; {actual} is too few: one step of one sequence needs a time axis"


def _with_right_rank(actual: int, expected: int, clues: Clues) -> str:
    name, shape, spec = clues.names.input, clues.setting.input_shape, clues.setting.spec
    if actual < expected:
        return f"{name} = {name}.unsqueeze({batch_axis(clues) if actual == 2 else 0})"
    if shape is not None and len(shape) == actual == 4 and shape.count(1) == 1 and _is_width(shape[-1], spec):
        return f"{name} = {name}.squeeze({shape.index(1)})"
    return f"{name} = {name}.flatten(2)  # (N, L, ...) -> (N, L, H_in)"


def _is_width(size: int, spec: LSTMSpec | None) -> bool:
    return spec is None or spec.input_size == size


def dtype(values: Values, clues: Clues) -> Finding:
    """`RNN input dtype (torch.float64) does not match weight dtype (torch.float32)`, and older wordings."""
    actual, expected = _dtype(values["actual"]), _dtype(values["expected"])
    name = clues.names.input
    because = f"the input is {actual} and the weights are {expected}; shapes have nothing to do with it"
    if actual == "torch.float64":
        because += ". NumPy's arrays are float64, unless told otherwise"
    elif actual in ("torch.int64", "torch.int32"):
        because += f". Numbers of words ({actual}) go through an nn.Embedding first, which makes features of them"
    suspect = Suspect("dtype-mismatch", "certain", because, f"{name} = {name}.to({expected})")
    return Finding("input", (suspect,), expected, actual, None, None)


def _dtype(name: str) -> str:
    """`Float` and `float` are what older messages call torch.float32."""
    usual = {"float": "float32", "double": "float64", "half": "float16", "long": "int64", "int": "int32"}
    bare = name.removeprefix("torch.").lower()
    return f"torch.{usual.get(bare, bare)}"


def device(values: Values, clues: Clues) -> Finding:
    """`Input and parameter tensors are not at the same device, found input tensor at cpu and ...`."""
    actual, expected = values.get("actual"), values.get("expected")
    names = clues.names
    places = f"the input is on {actual} and the weights are on {expected}" if actual else "tensors are on two devices"
    suspect = Suspect(
        "device-mismatch",
        "certain",
        f"{places}: move the LSTM, the input and the states to one device; shapes have nothing to do with it",
        f"{names.lstm} = {names.lstm}.to({names.input}.device)",
    )
    return Finding("input", (suspect,), expected, actual, None, None)


def state_device(values: Values, clues: Clues) -> Finding:
    """`Input and hidden tensors are not at the same device, found input tensor at cuda:0 and ...`."""
    names = clues.names
    suspect = Suspect(
        "device-mismatch",
        "certain",
        f"the input is on {values['expected']} and the states are on {values['actual']}: make them where the input is",
        "\n".join(
            f"{state} = torch.zeros_like({state}, device={names.input}.device)" for state in (names.h_0, names.c_0)
        ),
    )
    return Finding("h_0", (suspect,), values["expected"], values["actual"], None, None)


def empty(values: Values, clues: Clues) -> Finding:
    """`Expected sequence length to be larger than 0 in RNN`."""
    name = clues.names.input
    suspect = Suspect(
        "empty-sequence",
        "certain",
        "the input has no time step: L = 0. Leave empty sequences out before the call; an empty batch, N = 0, is "
        "accepted",
        f"if {name}.numel():\n    output, (h_n, c_n) = {clues.names.lstm}({name})",
    )
    return Finding("input", (suspect,), None, 0, None, formula_of("input", clues.setting.spec))
