"""Messages about the parameters and attributes of a layer, which are not those of other modules or other releases."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from lstm_shapes.explain.clues import Clues
from lstm_shapes.explain.finding import Finding, Suspect
from lstm_shapes.explain.patterns import Values
from lstm_shapes.explain.repairs import with_argument
from lstm_shapes.kinds import KINDS

__all__ = ["no_attribute", "no_matrix", "plain_weight"]

_OF_RELEASES = ("_flat_weights", "_flat_weights_names", "_flat_weight_refs", "_all_weights", "all_weights", "proj_size")
"""Attributes of recurrent layers that not every release of PyTorch has."""

_PARAMETER = re.compile(r"(?P<name>(?:weight|bias)_(?:ih|hh|hr))_l\d+(?P<reverse>_reverse)?")
_CALLED_OTHERWISE: Mapping[str, str] = {
    **dict.fromkeys(("weight", "weight_hh", "kernel"), "weight_hh_l0"),
    "weight_ih": "weight_ih_l0",
    **dict.fromkeys(("bias_hh",), "bias_hh_l0"),
    "bias_ih": "bias_ih_l0",
    **dict.fromkeys(("out_features", "output_size", "out_channels", "hidden_dim"), "hidden_size"),
    **dict.fromkeys(("in_features", "in_channels", "input_dim"), "input_size"),
}
"""What other modules, or people, call the parameters and sizes of a layer."""

_BY_NAME = ("weight_norm", "spectral_norm", "remove_weight_norm", "remove_spectral_norm")
"""PyTorch's functions that take a parameter by its name, `weight` if none is given."""


def no_attribute(values: Values, clues: Clues) -> Finding | None:
    """`'LSTM' object has no attribute '_flat_weights'`, or `'weight'`."""
    name = values["attribute"]
    if name in _OF_RELEASES:
        return _of_another_release(name)
    kind, parameter = KINDS[values["layer"]], _PARAMETER.fullmatch(name)
    right = parameter["name"] if parameter and kind.is_cell else _CALLED_OTHERWISE.get(name)
    if right is not None:
        right = right.removesuffix("_l0") if kind.is_cell else right
        return _called_otherwise(name, right, clues)
    if parameter is None:
        return None
    why = "a layer that was built with `bias=False` has no biases" if name.startswith("bias") else ""
    why = "only a layer with `bidirectional=True` has `_reverse` parameters" if parameter["reverse"] else why
    why = why or (
        "something has taken it out of the parameters, as weight dropout does, which keeps it under another name, or "
        "as quantization does"
    )
    fix = f"print(list({clues.names.layer}.state_dict()))  # the parameters that it has"
    because = f"the layer has no `{name}`: {why}"
    return Finding(name, (Suspect("layer-attribute", "likely", because, fix),))


def _called_otherwise(name: str, right: str, clues: Clues) -> Finding:
    """The finding for a name that is that of a linear layer, or of a cell."""
    layer = clues.owner_of(name) or clues.names.layer
    fix = f"{layer}.{right}"
    given = with_argument(clues, _BY_NAME, name=repr(right)) if name == "weight" else None
    if given is not None:
        fix = given
    elif clues.statement is not None and re.search(rf"\.{name}\b", clues.line):
        fix = re.sub(rf"\.{name}\b", f".{right}", ast.unparse(clues.statement))
    if name == "weight" and isinstance(clues.statement, ast.Expr) and given is None:
        return _every_weight(layer, clues.statement)
    many = "size" not in right and "_l" in right
    because = f"a recurrent layer has no `{name}`, but `{right}`" + (
        ", one for each layer and direction (`weight_ih_l0`, `weight_hh_l0`, `weight_ih_l1`, `weight_ih_l0_reverse`)"
        if many
        else ""
    )
    return Finding(right, (Suspect("layer-attribute", "likely", because, fix),))


def _every_weight(layer: str, line: ast.Expr) -> Finding:
    """The finding for a line that initializes `weight`, as a linear layer has it."""
    inner = re.sub(rf"\b{re.escape(layer)}\.weight\b", "value", ast.unparse(line))
    fix = f"for name, value in {layer}.named_parameters():\n    if name.startswith('weight'):\n        {inner}"
    because = (
        "a recurrent layer has no `weight`, but several: `weight_ih_l0`, `weight_hh_l0` and so on, of each layer and "
        "direction. The same goes for the biases; `bias` itself only says whether there are any"
    )
    return Finding("weight_hh_l0", (Suspect("layer-attribute", "likely", because, fix),))


def _of_another_release(name: str) -> Finding:
    because = (
        f"layers of this release have `{name}`, and this one, which was pickled whole, is of another "
        "release. Save the state_dict where the file was written, and load it into a model that is built here"
    )
    fix = 'torch.save(model.state_dict(), "weights.pt")  # with the release that wrote the file'
    fix += '\nmodel.load_state_dict(torch.load("weights.pt"))  # here'
    return Finding(None, (Suspect("pickled-module", "likely", because, fix),))


def no_matrix(values: Values, clues: Clues) -> Finding:
    """`Fan in and fan out can not be computed for tensor with fewer than 2 dimensions`, said of a bias."""
    because = (
        "this initializer is for matrices, and `parameters()` of a recurrent layer gives its biases too, which have "
        "one axis, (4 * H_cell,) in an LSTM"
    )
    node = next((node for node in clues.calls() if node.args), None)
    fix = "if parameter.dim() > 1:\n    nn.init.xavier_uniform_(parameter)"
    if node is not None and clues.statement is not None:
        fix = f"if {ast.unparse(node.args[0])}.dim() > 1:\n    {ast.unparse(clues.statement)}"
    suspect = Suspect("matrix-for-bias", clues.likelihood, because, fix, clues.doubt and "it is one of their biases")
    return Finding("bias_ih_l0", (suspect,))


def _computed_weight(parameter: str, owner: str, name: str, line: str) -> Finding:
    """The finding for a weight that is computed anew for each call, as weight dropout does, and keeps its graph."""
    because = (
        f"`{parameter}` is an nn.Parameter, and no tensor can take its place. A weight that is computed from others, "
        "as by weight dropout, is to be no parameter at all: take it out of them first"
    )
    fix = f"{owner}._parameters.pop({name}, None)\n{line}"
    return Finding(parameter, (Suspect("plain-tensor-weight", "certain", because, fix),))


def plain_weight(values: Values, clues: Clues) -> Finding:
    """`cannot assign 'torch.FloatTensor' as parameter 'weight_ih_l0' (torch.nn.Parameter or None expected)`."""
    target = f"{clues.names.layer}.{values['parameter']}"
    new, statement = "weight", clues.statement
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Attribute):
        target, new = ast.unparse(statement.targets[0]), ast.unparse(statement.value)
    for node in clues.calls("setattr"):
        if len(node.args) == 3 and statement is not None:
            owner, name, _ = map(ast.unparse, node.args)
            return _computed_weight(values["parameter"], owner, name, ast.unparse(statement))
    because = (
        f"`{values['parameter']}` is an nn.Parameter, which the optimizer knows, and a tensor cannot take its place. "
        "Copy the numbers into it; it stays the same parameter, and the weights stay in one piece of memory"
    )
    fix = f"with torch.no_grad():\n    {target}.copy_({new})"
    return Finding(values["parameter"], (Suspect("plain-tensor-weight", "certain", because, fix),))
