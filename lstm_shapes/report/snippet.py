"""A program in plain PyTorch that builds this LSTM, runs it, and asserts every shape and every proof."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from lstm_shapes.report.proofs import statements
from lstm_shapes.shapes import sequence_axes, tensor_formulas
from lstm_shapes.spec import LSTMSpec

__all__ = ["write_snippet"]

_PACKED_NAMES = {"input.data": "packed.data", "batch_sizes": "packed.batch_sizes", "output.data": "packed_output.data"}


def write_snippet(spec: LSTMSpec) -> str:
    """The text of the program, which is complete and prints nothing."""
    parts = [_imports(spec), _given(spec), _call(spec), _asserted_shapes(spec)]
    if not spec.on_meta:
        parts += ["\n".join(_asserted_proofs(spec)), _run_alone(spec), "\n".join(_asserted_slices(spec))]
    return "\n\n".join(parts)


def _imports(spec: LSTMSpec) -> str:
    lines = ["import torch", "from torch import nn"]
    if spec.packed:
        lines.append("from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence")
    return "\n".join(lines)


def _given(spec: LSTMSpec) -> str:
    eval_mode = ".eval()  # without dropout" if spec.dropout else ""
    lines = [f"lstm = {spec.code}{eval_mode}"]
    formulas = tensor_formulas(spec)
    for name in ("input", "h_0", "c_0"):
        sizes = ", ".join(map(str, formulas[name].shape(spec.sizes)))
        lines.append(f"{name} = torch.randn({sizes}{_placed(spec)})  # {formulas[name]}")
    return "\n".join(lines)


def _placed(spec: LSTMSpec) -> str:
    device = "" if spec.device == "cpu" else f", device={spec.device!r}"
    return device + ("" if spec.dtype == "float32" else f", dtype=torch.{spec.dtype}")


def _call(spec: LSTMSpec) -> str:
    if spec.lengths is None:
        return "output, (h_n, c_n) = lstm(input, (h_0, c_0))"
    order = ", batch_first=True" if spec.batch_first else ""
    # On the meta device there are no numbers, so the caller's order could not be restored.
    lengths = sorted(spec.lengths, reverse=True) if spec.on_meta else list(spec.lengths)
    unsorted = "" if spec.on_meta else ", enforce_sorted=False"
    return (
        f"lengths = torch.tensor({lengths})  # on the CPU, wherever the LSTM is\n"
        f"packed = pack_padded_sequence(input, lengths{order}{unsorted})\n"
        "packed_output, (h_n, c_n) = lstm(packed, (h_0, c_0))\n"
        f"output, _ = pad_packed_sequence(packed_output{order})"
    )


def _asserted_shapes(spec: LSTMSpec) -> str:
    return "\n".join(
        f"assert {_PACKED_NAMES.get(name, name)}.shape == {formula.shape(spec.sizes)}  # {formula}"
        for name, formula in tensor_formulas(spec).items()
    )


def _asserted_proofs(spec: LSTMSpec) -> Iterator[str]:
    for statement in statements(spec):
        if statement.slice_index is None:
            expression = statement.expression(spec)
            asserted = f"({expression}).all()" if statement.relation == "equal" else expression
            yield f"# {statement.meaning.replace('`', '')}\nassert {asserted}"


def _asserted_slices(spec: LSTMSpec) -> Iterator[str]:
    for statement in statements(spec):
        if statement.slice_index is not None:
            yield f"assert {statement.expression(spec)}"


# lstm-shapes: off[LS010] - a template, which becomes Python when it is filled in
_EACH_LAYER = """\
for layer in range({num_layers}):
    halves = []
    for number, direction in enumerate({directions}):
        index, reverse = {D} * layer + number, "_reverse" * number
        alone = nn.LSTM(x.size(-1), {arguments})
        alone.load_state_dict(
            {{name: lstm.state_dict()[name.replace("l0", f"l{{layer}}") + reverse] for name in alone.state_dict()}}
        )
        states = h_0[index : index + 1{sample}], c_0[index : index + 1{sample}]
        out, (h, c) = alone(x.flip(0) if reverse else x, states)
        {keep}
        halves.append(out.flip(0) if reverse else out)
    x = torch.cat(halves, dim=-1)"""
# lstm-shapes: on[LS010]


def _run_alone(spec: LSTMSpec) -> str:
    arguments = [str(spec.hidden_size)]
    arguments += [] if spec.bias else ["bias=False"]
    arguments += [f"proj_size={spec.proj_size}"] if spec.proj_size else []
    loop = _EACH_LAYER.format(
        num_layers=spec.num_layers,
        directions=("forward", "backward")[: spec.D],
        D=spec.D,
        arguments=", ".join(arguments) + _placed(spec),
        sample=", n" if spec.packed else "",
        keep="h_alone.setdefault((layer, direction), []).append(h[0])\n"
        "        c_alone.setdefault((layer, direction), []).append(c[0])"
        if spec.packed
        else "h_alone[layer, direction], c_alone[layer, direction] = h[0], c[0]",
    )
    time, _ = sequence_axes(spec)
    time_first = f".movedim({time}, 0)" if time else ""
    if not spec.packed:
        return (
            "# Which slice of the states is which: each layer and direction alone, with its own weights.\n"
            f"h_alone, c_alone, x = {{}}, {{}}, input{time_first}\n{loop}"
        )
    sample = "n, :length" if time else ":length, n"
    return (
        "# Which slice of the states is which: each layer and direction alone, with its own weights,\n"
        "# and each sequence alone, without its padding.\n"
        "h_alone, c_alone = {}, {}\n"
        "for n, length in enumerate(lengths):\n"
        f"    x = input[{sample}]\n{indent(loop, '    ')}\n"
        "h_alone = {key: torch.stack(rows) for key, rows in h_alone.items()}\n"
        "c_alone = {key: torch.stack(rows) for key, rows in c_alone.items()}"
    )
