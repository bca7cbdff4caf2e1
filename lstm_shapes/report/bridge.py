"""What the results go into, as lines of Python that are run: linear layers, a decoder, attention, a loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lstm_shapes.formula import Axis, Formula, parse_formula
from lstm_shapes.pytorch import load_torch, quiet_torch
from lstm_shapes.report.findings import Beware, Use
from lstm_shapes.shapes import parameter_formulas, sequence_axes, tensor_formulas
from lstm_shapes.spec import LARGEST_SIZE, RecurrentSpec

if TYPE_CHECKING:
    from lstm_shapes.report.observe import Run

__all__ = ["CLASSES", "MOST_NUMBERS", "beware", "uses"]

CLASSES = 6
"""How many classes the examples have; C in words."""

MOST_NUMBERS = 1_000_000
"""With more numbers in the output, or in the weights, the lines are predicted and not run."""

_RUN_IN = ("float32", "float64")  # in others, not every device has every function
_BOTH = "torch.cat((h_n[-2], h_n[-1]), dim=-1)"


@dataclass(frozen=True, slots=True)
class _Line:
    """An assignment, and the shape of what it assigns."""

    purpose: str
    code: str
    formula: Formula
    meaning: str


def uses(spec: RecurrentSpec, run: Run | None) -> tuple[Use, ...]:
    """The lines for this configuration, each with the shape that it gives, and that it gave on the run, if any.

    They are not run in half precision, on devices without values, or with more than `MOST_NUMBERS`.
    """
    lines = list(_lines(spec))
    observed = _observed(spec, run, lines) if run is not None and _may_run(spec, run) else [None] * len(lines)
    sizes = spec.sizes
    return tuple(
        Use(line.purpose, line.code, line.formula, line.formula.shape(sizes), shape, line.meaning)
        for line, shape in zip(lines, observed)
    )


def beware(spec: RecurrentSpec, run: Run | None) -> tuple[Beware, ...]:
    """What runs and is wrong: an expression, what it is taken for, and whether the two differ on the run."""
    found = []
    for wrong, right, meaning in _mistaken(spec):
        differs = None
        if run is not None and _may_run(spec, run):
            torch = load_torch()
            one, other = (eval(code, {"torch": torch, **run.tensors}) for code in (wrong, right))
            differs = not torch.equal(one, other)
        found.append(Beware(wrong, right, meaning, differs))
    return tuple(found)


def _may_run(spec: RecurrentSpec, run: Run) -> bool:
    """Whether the lines take next to no memory and time, beside the run itself."""
    formulas = (*tensor_formulas(spec).values(), *parameter_formulas(spec).values())
    most = sum(formula.elements(spec.sizes) for formula in formulas)
    return run.has_values and spec.dtype in _RUN_IN and most <= MOST_NUMBERS


def _observed(spec: RecurrentSpec, run: Run, lines: list[_Line]) -> list[tuple[int, ...]]:
    """What each line gives, one after the other; the caller's random state and defaults are not changed."""
    torch = load_torch()
    default = torch.get_default_dtype()
    shapes = []
    try:
        torch.set_default_dtype(torch.float32)  # as the lines, which are for whoever has changed no default
        with quiet_torch(), torch.no_grad(), torch.random.fork_rng(devices=[]), torch.device("cpu"):
            names = _variables(spec, run)
            for line in lines:
                exec(line.code, names)
                shapes.append(tuple(names[line.code.partition(" = ")[0].split(",")[0]].shape))
    finally:
        torch.set_default_dtype(default)
    return shapes


def _variables(spec: RecurrentSpec, run: Run) -> dict[str, Any]:
    """What stands in the lines without being made in them."""
    torch = load_torch()
    names: dict[str, Any] = {"torch": torch, "nn": torch.nn, **run.tensors}
    if spec.kind.is_cell:  # another one, as somebody may be listening to the run's
        arguments = spec.arguments | {"dtype": getattr(torch, spec.dtype)}
        names["cell"] = getattr(torch.nn, spec.kind.name)(**arguments)
    if spec.lengths is not None:
        names["packed_output"] = torch.nn.utils.rnn.pack_padded_sequence(
            run.tensors["output"], torch.tensor(spec.lengths), batch_first=spec.batch_first, enforce_sorted=False
        )
    return names


def _lines(spec: RecurrentSpec) -> Iterator[_Line]:
    if spec.kind.is_cell:
        yield from _after_cell(spec)
        return
    if spec.packed:
        first = ", batch_first=True" * spec.batch_first
        code = f"output, lengths = nn.utils.rnn.pad_packed_sequence(packed_output{first})"
        yield _Line("unpacked", code, tensor_formulas(spec)["output"], "what the layer returns is a PackedSequence")
    yield from _linear(spec)
    yield from _decoder(spec)
    yield from _attention(spec)
    yield from _loss(spec)


def _placed(spec: RecurrentSpec) -> str:
    """What a module needs to be of the dtype and on the device of the results."""
    return "" if (spec.dtype, spec.device) == ("float32", "cpu") else ".to(output)"


def _width(spec: RecurrentSpec) -> int:
    return spec.D * spec.H_out


def _formula(spec: RecurrentSpec, text: str) -> Formula:
    """A formula that is written for a batch; N is left out where there is none."""
    axes = parse_formula(text).axes
    return Formula(tuple(axis for axis in axes if spec.batched or "N" not in axis.symbols or len(axis.symbols) > 1))


def _after_cell(spec: RecurrentSpec) -> Iterator[_Line]:
    linear = f"nn.Linear({spec.hidden_size}, {CLASSES}){_placed(spec).replace('output', 'h_1')}"
    states = ", ".join(spec.kind.returned)
    after = states.replace("_1", "_2")
    given = f"({states})" if spec.kind.has_cell_state else states
    state = _formula(spec, "(N, H_cell)")
    yield _Line(
        "the next step",
        f"{after} = cell(input, {given})",
        state,
        "the states after one step are what the next one is given",
    )
    scores = Formula((*state.axes[:-1], Axis(CLASSES)))
    yield _Line("a linear layer", f"scores = {linear}(h_1)", scores, "in_features = H_cell")


def _linear(spec: RecurrentSpec) -> Iterator[_Line]:
    output = tensor_formulas(spec)["output"]
    linear = f"nn.Linear({_width(spec)}, {CLASSES}){_placed(spec)}"
    every = Formula((*output.axes[:-1], Axis(CLASSES)))
    yield _Line("every step", f"scores = {linear}(output)", every, "in_features = D * H_out, for each step alike")
    if spec.bidirectional:
        why = "the last layer's two directions, each after all its steps; the last step of `output` is something else"
        yield _Line("the sequence", f"summary = {_BOTH}", _formula(spec, "(N, D * H_out)"), why)
    else:
        ends = "each sequence's own last step" if spec.packed else "the last step"
        yield _Line("the sequence", "summary = h_n[-1]", _formula(spec, "(N, H_out)"), f"the last layer after {ends}")
    classes = Formula((*_formula(spec, "(N, H_out)").axes[:-1], Axis(CLASSES)))
    yield _Line("", f"label = {linear}(summary)", classes, "one row of scores for each sequence")


def _decoder(spec: RecurrentSpec) -> Iterator[_Line]:
    """What a decoder of as many layers is given; of another number of layers there is no one answer."""
    kind, rows = spec.kind, _formula(spec, "(num_layers, N, H_out)")
    states = ("h_n", "c_n")[: len(kind.returned)]
    widths = {"h_n": "H_out", "c_n": "H_cell"}
    if not spec.bidirectional:
        yield from _decoded(spec, states, 1, "takes the states as they are")
        return
    is_too_wide = 2 * spec.hidden_size > LARGEST_SIZE
    for state in states if not is_too_wide else ():
        joined = _formula(spec, f"(num_layers, N, D * {widths[state]})")
        code = f"{state[0]}_both = torch.cat(({state}[0::2], {state}[1::2]), dim=-1)"
        told = "both directions of each layer, side by side, for a decoder of twice the width"
        yield _Line("a decoder" if state == "h_n" else "", code, joined, told if state == "h_n" else "")
    if not is_too_wide:
        yield from _decoded(spec, tuple(f"{state[0]}_both" for state in states), 2, "")
    for state in states:
        code = f"{state[0]}_sum = {state}[0::2] + {state}[1::2]"
        told = "or their sum, for a decoder of the same width" if state == "h_n" else ""
        yield _Line("", code, _formula(spec, f"(num_layers, N, {widths[state]})"), told)
    yield from _decoded(spec, tuple(f"{state[0]}_sum" for state in states), 1, "")
    if is_too_wide:
        return
    linear = f"nn.Linear({_width(spec)}, {spec.H_out}){_placed(spec)}"
    told = "or a learned mix of both" + ("; c_n needs a layer of its own" if spec.proj_size else "")
    yield _Line("", f"h_bridge = {linear}(h_both)", rows, told)


def _decoded(spec: RecurrentSpec, states: tuple[str, ...], times: int, meaning: str) -> Iterator[_Line]:
    """One step of a decoder that is given these states, which are `times` as wide as one direction's."""
    alike = {name: value for name, value in spec.arguments.items() if name in ("bias", "nonlinearity")}
    arguments = {
        "input_size": spec.input_size,
        "hidden_size": times * spec.hidden_size,
        "num_layers": spec.num_layers,
        "proj_size": times * spec.proj_size,
        **alike,
    }
    decoder = type(spec)(**{name: value for name, value in arguments.items() if name in spec.kind.arguments})
    given = f"({', '.join(states)})" if len(states) == 2 else states[0]
    step = ("1, N, H_in" if spec.batched else "1, H_in").replace("N", str(spec.N)).replace("H_in", str(spec.input_size))
    formula = parse_formula(f"(1, N, {times} * H_out)" if spec.batched else f"(1, {times} * H_out)")
    code = f"word, _ = {decoder.code}{_placed(spec)}(output.new_zeros({step}), {given})"
    yield _Line("a decoder" if not spec.bidirectional else "", code, formula, meaning)


def _attention(spec: RecurrentSpec) -> Iterator[_Line]:
    output = tensor_formulas(spec)["output"]
    time, batch = sequence_axes(spec)
    length = output.axes[time]
    width = output.axes[-1]
    if batch is None:
        yield _Line("attention", "weights = (output @ summary).softmax(dim=0)", Formula((length,)), "one for each step")
        yield _Line("", "context = weights @ output", Formula((width,)), "the steps, weighted")
        return
    samples = output.axes[batch]
    keys = "output" if batch == 0 else "output.transpose(0, 1)"
    yield _Line("attention", f"keys = {keys}", Formula((samples, length, width)), "the steps, with the batch first")
    scores = Formula((samples, length, Axis(1)))
    yield _Line("", "weights = torch.bmm(keys, summary.unsqueeze(2))", scores, "the summary is the query")
    if spec.packed:
        code = "padding = torch.arange(keys.size(1), device=keys.device) >= lengths.to(keys.device).unsqueeze(1)"
        yield _Line("", code, Formula((samples, length)), "")
        code = 'weights = weights.masked_fill(padding.unsqueeze(2), float("-inf"))'
        yield _Line("", code, scores, "padding gets no weight")
    code = "context = (weights.softmax(dim=1) * keys).sum(dim=1)"
    yield _Line("", code, Formula((samples, width)), "over the steps, not over the batch")


def _loss(spec: RecurrentSpec) -> Iterator[_Line]:
    output = tensor_formulas(spec)["output"]
    time, batch = sequence_axes(spec)
    if batch is None:
        yield _Line("a loss", "targets = output.new_zeros(output.size(0)).long()", Formula((output.axes[0],)), "")
        loss = "loss = nn.functional.cross_entropy(scores, targets)"
        yield _Line("", loss, Formula(()), "scores of (L, C), targets of (L,)")
        return
    length, samples = output.axes[time], output.axes[batch]
    both = Axis.product((length, samples))
    yield _Line("a loss", "rows = scores.flatten(0, 1)", Formula((both, Axis(CLASSES))), "every step is a row")
    order = ", ".join(map(str, (batch, 2, time)))
    classes = Formula((samples, Axis(CLASSES), length))
    yield _Line("", f"columns = scores.permute({order})", classes, "or the classes on axis 1")
    yield _Line("", "targets = columns.new_zeros(columns[:, 0].shape).long()", Formula((samples, length)), "")
    if spec.packed:
        code = "targets = targets.masked_fill(padding, -100)"
        yield _Line("", code, Formula((samples, length)), "padding does not count: `ignore_index` is -100")
    code = "loss = nn.functional.cross_entropy(columns, targets)"
    yield _Line("", code, Formula(()), "scores of (N, C, L), targets of (N, L)")


def _mistaken(spec: RecurrentSpec) -> Iterator[tuple[str, str, str]]:
    """Expressions that run, what they are taken for, and what they are."""
    if spec.kind.is_cell or not spec.bidirectional:
        return
    layers = spec.num_layers
    if spec.batched and spec.N != 1:
        wrong = f"h_n.view({layers}, {spec.N}, -1)"
        right = "torch.cat((h_n[0::2], h_n[1::2]), dim=-1)"
        yield wrong, right, "has the same shape, and mixes the sequences of the batch"
    what = (
        "is the forward direction alone" if layers == 1 else "holds the lower layers' directions, not the last layer's"
    )
    kept = "h_n[0::2] + h_n[1::2]"
    yield f"h_n[:{layers}]", kept, f"has the shape that a decoder of as many layers takes, and {what}"
