"""The table of formulas: the shape of every tensor and every parameter of an `nn.LSTM` and its siblings.

Source: PyTorch's pages of `torch.nn.LSTM`, `GRU`, `RNN` and their cells, sections Inputs, Outputs and Variables.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lstm_shapes.errors import ReadError
from lstm_shapes.formula import Axis, Formula, parse_formula
from lstm_shapes.spec import RecurrentSpec

__all__ = [
    "find_name",
    "layer_formula",
    "parameter_formulas",
    "sequence_axes",
    "state_slices",
    "tensor_formulas",
    "ways_to_write",
]


def _table(rows: Mapping[str, str]) -> dict[str, Formula]:
    return {name: parse_formula(formula) for name, formula in rows.items()}


# The shapes with batch_first=False; `_arranged` reorders or removes axes for other inputs.
_OF_LAYERS = _table(
    {
        "input": "(L, N, H_in)",
        "input.data": "(sum(lengths), H_in)",
        "batch_sizes": "(max(lengths),)",
        "h_0": "(D * num_layers, N, H_out)",
        "c_0": "(D * num_layers, N, H_cell)",
        "output.data": "(sum(lengths), D * H_out)",
        "output": "(L, N, D * H_out)",
        "h_n": "(D * num_layers, N, H_out)",
        "c_n": "(D * num_layers, N, H_cell)",
    }
)
_OF_CELLS = _table(
    {
        "input": "(N, H_in)",
        "h_0": "(N, H_cell)",
        "c_0": "(N, H_cell)",
        "h_1": "(N, H_cell)",
        "c_1": "(N, H_cell)",
    }
)
_CELL_STATE = "c_"  # how the names of a state begin that only some kinds have
_ONLY_PACKED = {"input.data", "batch_sizes", "output.data"}
_LONGEST = Axis(1, ("max(lengths)",))
_FIRST_LAYER = _table(
    {
        "weight_ih": "(G * H_cell, H_in)",
        "weight_hh": "(G * H_cell, H_out)",
        "bias_ih": "(G * H_cell,)",
        "bias_hh": "(G * H_cell,)",
        "weight_hr": "(H_out, H_cell)",
    }
)
_DEEPER_LAYER = _FIRST_LAYER | _table({"weight_ih": "(G * H_cell, D * H_out)"})
_L, _N, _H_CELL, _H_OUT = (Axis(1, (name,)) for name in ("L", "N", "H_cell", "H_out"))


def _arranged(formula: Formula, spec: RecurrentSpec) -> Formula:
    """Put the time and batch axes where this input has them; no other code decides it."""
    axes = formula.axes
    if not spec.batched:
        return Formula(tuple(axis for axis in axes if axis != _N))
    if spec.batch_first and axes[:2] == (_L, _N):
        return Formula((_N, _L, *axes[2:]))
    return formula


def tensor_formulas(spec: RecurrentSpec) -> dict[str, Formula]:
    """The shapes of the tensors that the module takes and returns, in the order of the data flow.

    `input`, `h_0`, `c_0`, `output`, `h_n`, `c_n`; for a packed sequence also `input.data`, `batch_sizes` and
    `output.data`, with `input` before `pack_padded_sequence` and `output` after `pad_packed_sequence`. A cell returns
    `h_1` and `c_1`; `c_…` are left out where the kind has no cell state.
    """
    rows = {
        name: _arranged(row, spec)
        for name, row in (_OF_CELLS if spec.kind.is_cell else _OF_LAYERS).items()
        if (spec.packed or name not in _ONLY_PACKED) and (spec.kind.has_cell_state or not name.startswith(_CELL_STATE))
    }
    if spec.packed:  # pad_packed_sequence pads to the longest sequence, however long the input was
        rows["output"] = rows["output"].substitute({"L": _LONGEST})
    return rows


def layer_formula(spec: RecurrentSpec) -> Formula | None:
    """The shape of what each stacked layer gives to the next: that of output, which the last one gives.

    None for a cell, which has no layers.
    """
    return tensor_formulas(spec).get("output.data" if spec.packed else "output")


def sequence_axes(spec: RecurrentSpec) -> tuple[int, int | None]:
    """Which axes of a layer's `input` and `output` are time and batch; the batch axis is None if there is none."""
    axes = tensor_formulas(spec)["input"].axes
    return axes.index(_L), axes.index(_N) if _N in axes else None


def parameter_formulas(spec: RecurrentSpec) -> dict[str, Formula]:
    """The shapes of the parameters, by their names in `state_dict()` and in its order."""
    left_out = set() if spec.bias else {"bias_ih", "bias_hh"}
    if not spec.proj_size:
        left_out.add("weight_hr")
    if spec.kind.is_cell:
        first = {stem: formula.substitute({"H_out": _H_CELL}) for stem, formula in _FIRST_LAYER.items()}
        return {stem: formula for stem, formula in first.items() if stem not in left_out}
    return {
        f"{stem}_l{layer}{'_reverse' if direction == 'backward' else ''}": formula
        for _, layer, direction in state_slices(spec)
        for stem, formula in (_DEEPER_LAYER if layer else _FIRST_LAYER).items()
        if stem not in left_out
    }


def state_slices(spec: RecurrentSpec) -> list[tuple[int, int, str]]:
    """What `h_n[index]` and `c_n[index]` hold: rows of index, layer, and `forward` or `backward`; none for a cell."""
    if spec.kind.is_cell:
        return []
    directions = ("forward", "backward")[: spec.D]
    return [
        (layer * spec.D + number, layer, direction)
        for layer in range(spec.num_layers)
        for number, direction in enumerate(directions)
    ]


def ways_to_write(axis: Axis, spec: RecurrentSpec, unknown: Collection[str] = ()) -> set[Axis]:
    """All the correct ways to write an axis in this configuration, independent of the sizes of the input.

    `D`, `G` and `num_layers` may be replaced by their numbers, and a factor of 1 may be left out. Without a
    projection, `H_out` may be `H_cell`; in a kind that never has one, the two are the same. `max(lengths)` may be `L`
    if the longest sequence has `L` steps.

    unknown: symbols whose value in the specification is only an example, so that they must not be replaced.
    """
    fixed = {"D": Axis(spec.D), "G": Axis(spec.G), "num_layers": Axis(spec.num_layers)}
    if not spec.proj_size:
        fixed["H_out"] = _H_CELL
    if not spec.kind.has_projection:
        fixed["H_cell"] = _H_OUT
    if spec.lengths is not None and max(spec.lengths) == spec.L:
        fixed["max(lengths)"] = _L
    ways = {axis}
    for name, value in fixed.items():
        if name in unknown:
            continue
        ways |= {way.substitute({name: value}) for way in ways}
    return ways


def find_name(text: str, spec: RecurrentSpec) -> str:
    """The name of a tensor or parameter of this module, from any common spelling: `hn` is `h_n`.

    Raises `ReadError` if it has no such tensor.
    """
    name = text.strip()
    tensors, parameters = tensor_formulas(spec), parameter_formulas(spec)
    if name in tensors or name in parameters:
        return name
    from lstm_shapes.lexicon import roles_of  # not needed for a tensor's own name

    plain = name.lower().replace("_", "")
    meant = [tensor for tensor in tensors if tensor.replace("_", "") == plain or tensor in roles_of(name)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise ReadError(f"{name!r} may mean {' or '.join(meant)}; name one of them")
    raise ReadError(
        f"{text.strip()!r} is not a tensor of this {spec.kind.name}{_why_absent(name, spec)}; it has "
        f"{', '.join(tensors)}, and the {len(parameters)} parameters from {next(iter(parameters))} on"
    )


def _why_absent(name: str, spec: RecurrentSpec) -> str:
    kind = spec.kind
    if name.startswith(_CELL_STATE) and not kind.has_cell_state:
        return ", which has no cell state"
    if kind.is_cell and name in _OF_LAYERS:
        return f", which takes one step and returns {' and '.join(kind.returned)}"
    return ""
