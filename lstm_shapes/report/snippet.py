"""A program in plain PyTorch that builds this module, runs it, and asserts every shape and every proof."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from lstm_shapes.kinds import KINDS
from lstm_shapes.report.proofs import ALIKE, statements
from lstm_shapes.shapes import sequence_axes, tensor_formulas
from lstm_shapes.spec import RecurrentSpec

__all__ = ["write_snippet"]

_PACKED_NAMES = {"input.data": "packed.data", "batch_sizes": "packed.batch_sizes", "output.data": "packed_output.data"}


def write_snippet(spec: RecurrentSpec) -> str:
    """The text of the program, which is complete and prints nothing."""
    parts = [_imports(spec), _given(spec), _call(spec), _asserted_shapes(spec)]
    if not spec.on_meta:
        proofs, slices = "\n".join(_asserted_proofs(spec)), "\n".join(_asserted_slices(spec))
        parts += [_one_step(spec), proofs] if spec.kind.is_cell else [proofs, _run_alone(spec), slices]
    return "\n\n".join(parts)


def _imports(spec: RecurrentSpec) -> str:
    lines = ["import torch", "from torch import nn"]
    if spec.packed:
        lines.append("from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence")
    return "\n".join(lines)


def _given(spec: RecurrentSpec) -> str:
    eval_mode = ".eval()  # without dropout" if spec.dropout else ""
    lines = [f"{spec.kind.variable} = {spec.code}{eval_mode}"]
    formulas = tensor_formulas(spec)
    for name in ("input", *spec.kind.given):
        sizes = ", ".join(map(str, formulas[name].shape(spec.sizes)))
        lines.append(f"{name} = torch.randn({sizes}{_placed(spec)})  # {formulas[name]}")
    return "\n".join(lines)


def _placed(spec: RecurrentSpec) -> str:
    device = "" if spec.device == "cpu" else f", device={spec.device!r}"
    return device + ("" if spec.dtype == "float32" else f", dtype=torch.{spec.dtype}")


def _call(spec: RecurrentSpec) -> str:
    kind = spec.kind
    if spec.lengths is None:
        return f"{kind.returns} = {kind.variable}(input, {kind.takes})"
    order = ", batch_first=True" if spec.batch_first else ""
    # On the meta device there are no numbers, so the caller's order could not be restored.
    lengths = sorted(spec.lengths, reverse=True) if spec.on_meta else list(spec.lengths)
    unsorted = "" if spec.on_meta else ", enforce_sorted=False"
    return (
        f"lengths = torch.tensor({lengths})  # on the CPU, wherever the {kind.name} is\n"
        f"packed = pack_padded_sequence(input, lengths{order}{unsorted})\n"
        f"packed_{kind.returns} = {kind.variable}(packed, {kind.takes})\n"
        f"output, _ = pad_packed_sequence(packed_output{order})"
    )


def _asserted_shapes(spec: RecurrentSpec) -> str:
    return "\n".join(
        f"assert {_PACKED_NAMES.get(name, name)}.shape == {formula.shape(spec.sizes)}  # {formula}"
        for name, formula in tensor_formulas(spec).items()
    )


def _asserted_proofs(spec: RecurrentSpec) -> Iterator[str]:
    for statement in statements(spec):
        if statement.slice_index is None:
            expression = statement.expression(spec)
            asserted = f"({expression}).all()" if statement.relation == "equal" else expression
            yield f"# {statement.meaning.replace('`', '')}\nassert {asserted}"


def _asserted_slices(spec: RecurrentSpec) -> Iterator[str]:
    for statement in statements(spec):
        if statement.slice_index is not None:
            yield f"assert {statement.expression(spec)}"


_EACH_LAYER = """\
for layer in range({num_layers}):
    halves = []
    for number, direction in enumerate({directions}):
        index, reverse = {D} * layer + number, "_reverse" * number
        alone = {layer}(x.size(-1), {arguments})
        alone.load_state_dict(
            {{name: weights[name.replace("l0", f"l{{layer}}") + reverse] for name in alone.state_dict()}}
        )
        states = {states}
        out, {ends} = alone(x.flip(0) if reverse else x, states)
        {keep}
        halves.append(out.flip(0) if reverse else out)
    x = torch.cat(halves, dim=-1)"""


def _run_alone(spec: RecurrentSpec) -> str:
    kind = spec.kind
    letters = [name[0] for name in kind.returned]
    sample = ", n" if spec.packed else ""
    slices = [f"{name}[index : index + 1{sample}]" for name in kind.given]
    keeps = [
        f"{letter}_alone.setdefault((layer, direction), []).append({letter}[0])"
        if spec.packed
        else f"{letter}_alone[layer, direction] = {letter}[0]"
        for letter in letters
    ]
    loop = _EACH_LAYER.format(
        num_layers=spec.num_layers,
        directions=("forward", "backward")[: spec.D],
        D=spec.D,
        layer=kind.code,
        arguments=_arguments_alone(spec),
        states=", ".join(slices),
        ends=f"({', '.join(letters)})" if kind.has_cell_state else letters[0],
        keep="\n        ".join(keeps),
    )
    weights = f"weights = {kind.variable}.state_dict()\n"
    time, _ = sequence_axes(spec)
    time_first = f".movedim({time}, 0)" if time else ""
    alone = [f"{letter}_alone" for letter in letters]
    empty = ", ".join(["{}"] * len(alone))
    if not spec.packed:
        return (
            "# Which slice of the states is which: each layer and direction alone, with its own weights.\n"
            f"{', '.join(alone)}, x = {empty}, input{time_first}\n{weights}{loop}"
        )
    index = "n, :length" if time else ":length, n"
    stacked = [f"{name} = {{key: torch.stack(rows) for key, rows in {name}.items()}}" for name in alone]
    return (
        "# Which slice of the states is which: each layer and direction alone, with its own weights,\n"
        "# and each sequence alone, without its padding.\n"
        f"{', '.join(alone)} = {empty}\n{weights}"
        "for n, length in enumerate(lengths):\n"
        f"    x = input[{index}]\n{indent(loop, '    ')}\n" + "\n".join(stacked)
    )


def _arguments_alone(spec: RecurrentSpec) -> str:
    """The arguments behind `input_size` of a layer that repeats one layer and direction, or a step of a cell."""
    return ", ".join(spec.write_arguments((*ALIKE, "device", "dtype")))


def _one_step(spec: RecurrentSpec) -> str:
    layer = KINDS[spec.kind.layer]
    states = ", ".join(f"{name}.unsqueeze(0)" for name in spec.kind.given)
    return (
        "# A layer with the weights of the cell, for this one step.\n"
        f"layer = {layer.code}({spec.input_size}, {_arguments_alone(spec)})\n"
        'layer.load_state_dict({f"{name}_l0": weight for name, weight in cell.state_dict().items()})\n'
        f"{layer.returns.replace('output', '_')} = layer(input.unsqueeze(0), "
        + (f"({states}))" if layer.has_cell_state else f"{states})")
    )
