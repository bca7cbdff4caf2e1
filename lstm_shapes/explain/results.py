"""Messages about what is done with an LSTM's results: unpacked too late, viewed across samples, too wide."""

from __future__ import annotations

from lstm_shapes.explain import packing
from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Likelihood, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import call, formula_of
from lstm_shapes.explain.states import not_a_tuple

__all__ = ["attribute_of_tuple", "incompatible_view", "misused_tuple", "not_a_tensor", "width"]

_OF_TENSORS = """
    shape size dim ndim view reshape permute transpose squeeze unsqueeze contiguous flatten chunk split device dtype to
    cpu cuda detach float double long mean sum max min argmax softmax log_softmax relu tanh sigmoid numel item numpy
    backward requires_grad is_cuda new_zeros expand repeat masked_fill unbind matmul bmm T data
"""
_TENSOR_ATTRIBUTES = frozenset(_OF_TENSORS.split())


def not_a_tensor(values: Values, clues: Clues) -> Finding:
    """`linear(): argument 'input' (position 1) must be Tensor, not tuple`."""
    return _tuple(f"`{values['function']}` was given a tuple", clues)


def attribute_of_tuple(values: Values, clues: Clues) -> Finding | None:
    """`'tuple' object has no attribute 'shape'`: a tensor has it."""
    if values["attribute"] not in _TENSOR_ATTRIBUTES:
        return None
    if clues.in_rnn and clues.state is not None and "hx.dim" in clues.traceback:
        return not_a_tuple(values, clues)
    return _tuple(f"`{values['attribute']}` was asked of a tuple", clues)


def misused_tuple(values: Values, clues: Clues) -> Finding:
    """Python's own messages about tuples, where a recurrent layer is at hand."""
    return _tuple("a tuple was used as a tensor", clues)


def _tuple(because: str, clues: Clues) -> Finding:
    names = clues.names
    likelihood: Likelihood = "likely" if clues.about_recurrence else "possible"
    suspect = Suspect(
        "output-is-a-tuple",
        likelihood,
        f"{because}: nn.LSTM gives output, (h_n, c_n), a tuple in a tuple, and so does an nn.Sequential that ends "
        "with it; one that goes on after it cannot unpack it. (nn.GRU and nn.RNN give output, h_n)",
        call(names),
    )
    return Finding("output", (suspect,), formula=formula_of("output", clues.setting.spec))


def incompatible_view(values: Values, clues: Clues) -> Finding:
    """`view size is not compatible with input tensor's size and stride (...). Use .reshape(...) instead.`."""
    suspect = Suspect(
        "view-after-transpose",
        "likely" if clues.about_recurrence else "possible",
        "after `transpose` or `permute` the numbers no longer lie in memory in the order of the axes, and `view` needs "
        "them so; `reshape` copies them. Leaving out the `transpose` instead would mix the samples, silently",
        "summary = h_n.transpose(0, 1).reshape(h_n.size(1), -1)",
    )
    return Finding("h_n", (suspect,), formula=formula_of("h_n", clues.setting.spec))


def width(values: Values, clues: Clues) -> Finding | None:
    """`mat1 and mat2 shapes cannot be multiplied (10x8 and 4x2)`: perhaps a linear layer after an LSTM."""
    if clues.in_rnn:
        return packing.products(values, clues)
    actual, expected, spec = values["columns"], values["rows"], clues.setting.spec
    why = _why_so_wide(actual, expected)
    if why is None and not clues.about_recurrence:
        return None  # a product like any other
    known = {"hidden_size": actual // 2, "bidirectional": True} if actual == 2 * expected else {}
    likelihood: Likelihood = "likely" if clues.about_recurrence else "possible"
    if spec is not None:
        likelihood = "certain" if actual == spec.D * spec.H_out else "possible"
    suspect = Suspect(
        "linear-width",
        likelihood,
        f"the last axis of output has D * H_out features, here {actual}, and the linear layer was built for {expected}"
        f"{why or ''}",
        f"linear = nn.Linear({actual}, {values['out']})",
    )
    return Finding("output", (suspect,), expected, actual, -1, formula_of("output", spec), known)


def _why_so_wide(actual: int, expected: int) -> str | None:
    """What a linear layer of the other width says of the LSTM before it; None where nothing fits."""
    if actual == 2 * expected:
        return ": a bidirectional LSTM gives both directions side by side, D = 2"
    if expected == 2 * actual:
        return ": D = 1, as `bidirectional=True` is missing, or one direction alone was taken"
    if actual % expected == 0:
        return f", {actual // expected} times as few: several steps, layers or directions were put side by side"
    if actual < expected:
        return ": with a projection H_out is proj_size, and not hidden_size"
    return None
