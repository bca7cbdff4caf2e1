"""Findings as a page: what each section of `inspect` shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from lstm_shapes.formula import SYMBOLS
from lstm_shapes.page import (
    Block,
    Cell,
    Code,
    Page,
    Section,
    Span,
    Table,
    code,
    mark,
    math,
    number,
    prose,
    shape,
    warning,
)
from lstm_shapes.report.choices import DEFAULT_SECTIONS, SECTIONS
from lstm_shapes.report.findings import Expectation, Findings, StateSlice, Use
from lstm_shapes.shape_row import compared, shape_table, symbols_in
from lstm_shapes.shapes import tensor_formulas
from lstm_shapes.spec import RecurrentSpec

__all__ = ["draw_svg", "glance", "make_page"]

_FEW_STATES = 4  # that the short page names one by one


def make_page(
    findings: Findings,
    show: Collection[str] = DEFAULT_SECTIONS,
    path: str | None = None,
    *,
    pictured: bool = False,
) -> Page:
    """A page with the sections named in `show`, in their fixed order, and always with the expectations, if any.

    path: the path of the LSTM in a file of weights. pictured: whether the network is drawn above them.
    """
    sections = [Section(title, _BLOCKS[name](findings)) for name, title in SECTIONS.items() if name in show]
    page = _page(findings, path, sections)
    return replace(page, picture=draw_svg([findings], [path])) if pictured else page


def draw_svg(found: Sequence[Findings], paths: Sequence[str | None] | None = None) -> str:
    """The unrolled networks as SVG, one under the other.

    paths: the path of each module in a file of weights.
    """
    from lstm_shapes.picture.elements import stacked
    from lstm_shapes.picture.network import draw
    from lstm_shapes.picture.svg import svg

    return svg(stacked([draw(one.spec, _title(one, path)) for one, path in zip(found, paths or [None] * len(found))]))


def _picture(findings: Findings) -> tuple[Block, ...]:
    from lstm_shapes.picture.blocks import write

    return (Code(write(findings.spec), "text", "`--format svg` draws the picture; there is no room for it here."),)


def glance(findings: Findings, path: str | None = None) -> Page:
    """A short page that fits a terminal of 24 lines: the complete shapes, and a summary of everything else."""
    rows = [*_states_at_a_glance(findings), *_proofs_at_a_glance(findings), *_notes_at_a_glance(findings)]
    sections = [
        Section("Shapes", (*_shapes(findings), _legend(findings))),
        Section("States, proofs and notes", (Table.of(rows),)),
    ]
    return _page(findings, path, sections)


def _page(findings: Findings, path: str | None, sections: list[Section]) -> Page:
    spec = findings.spec
    details = ["packed" if spec.packed else "", f"input {findings.tensors[0].predicted}", spec.dtype, spec.device]
    if findings.expectations:
        sections.append(Section("Expectations", _expectations(findings)))
    page = Page(_title(findings, path), " · ".join(filter(None, details)), tuple(sections))
    return page.without_blank_sections()


def _title(findings: Findings, path: str | None) -> str:
    """The call that builds the module, under the path that it has in a file of weights."""
    named = "" if not path else f"{path if path.isprintable() else ascii(path)} = "
    return f"{named}{findings.spec.code}"


def _legend(findings: Findings) -> Cell:
    """The value and the meaning of each symbol in the shapes, in one line."""
    sizes = findings.spec.sizes
    spans: list[Span] = []
    for name in symbols_in(findings.tensors):
        spans += [(" · ", "prose")] * bool(spans)
        spans += [(f"{name} = {sizes[name]:,}", name), (f" {SYMBOLS[name].meaning}", "prose")]
    return Cell("".join(text for text, _ in spans), symbols=tuple(spans))


def _states_at_a_glance(findings: Findings) -> list[list[Cell]]:
    states = findings.states
    if not states:
        return []
    named = [f"`[{state.index}]` layer {state.layer} {state.direction}" for state in states[:_FEW_STATES]]
    more = f" · {len(states) - _FEW_STATES:,} more" if len(states) > _FEW_STATES else ""
    return [[mark(_slices_hold(findings)), prose(f"{_returned(findings.spec)}: {' · '.join(named)}{more}")]]


def _returned(spec: RecurrentSpec) -> str:
    """The names of the last states as a part of a sentence: `h_n` and `c_n`."""
    return " and ".join(f"`{name}`" for name in spec.kind.returned)


def _proofs_at_a_glance(findings: Findings) -> list[list[Cell]]:
    proofs = [proof for proof in findings.proofs if proof.slice_index is None]
    if any(proof.holds is None for proof in proofs):
        return []
    holding = sum(proof.holds is True for proof in proofs)
    count = "1 proof holds" if len(proofs) == holding == 1 else f"{holding} of {len(proofs)} proofs hold"
    return [[mark(holding == len(proofs)), prose(f"{count} on this run: `--show proofs`")]]


def _notes_at_a_glance(findings: Findings) -> list[list[Cell]]:
    count = len(findings.notes)
    if not count:
        return []
    return [[warning(), prose(f"{count} {'note' if count == 1 else 'notes'} on what to beware of: `--show notes`")]]


def _symbols(findings: Findings) -> tuple[Block, ...]:
    spec = findings.spec
    sizes, origins = spec.sizes, _origins(spec)
    present = [SYMBOLS[name] for name in symbols_in((*findings.tensors, *findings.parameters))]
    rows = ([code(s.name), number(sizes[s.name], s.name), prose(s.meaning), prose(origins[s.name])] for s in present)
    return (Table.of(rows, ("symbol", "value", "meaning", "given by"), spare=("given by",)),)


def _origins(spec: RecurrentSpec) -> dict[str, str]:
    kind = spec.kind
    axes = [str(axis) for axis in tensor_formulas(spec)["input"].axes]
    return {
        **{name: f"axis {axes.index(name)} of the input" for name in ("L", "N") if name in axes},
        "D": f"`bidirectional={spec.bidirectional}`",
        "G": f"`{kind.code}`: {', '.join(kind.gates)}",
        "H_in": "`input_size`",
        "H_cell": "`hidden_size`",
        "H_out": "`proj_size`"
        if spec.proj_size
        else f"`hidden_size`{', as there is no projection' * kind.has_projection}",
        "num_layers": "`num_layers`",
        "sum(lengths)": "`lengths`",
        "max(lengths)": "`lengths`",
    }


def _shapes(findings: Findings) -> tuple[Block, ...]:
    return (shape_table(findings.tensors, findings.spec.sizes, "tensor"),)


def _slices_hold(findings: Findings) -> bool | None:
    """Whether every slice of the states belongs to the layer and direction given for it; None without a run."""
    held = [proof.holds for proof in findings.proofs if proof.slice_index is not None]
    return None if None in held else all(held)


def _states(findings: Findings) -> tuple[Block, ...]:
    spec = findings.spec
    if not findings.states:
        return ()
    failed = {proof.slice_index for proof in findings.failed_proofs}
    was_run = _slices_hold(findings) is not None

    def cells(state: StateSlice) -> list[Cell]:
        index = state.index
        holds = index not in failed if was_run else None
        slices = "  ".join(f"{name}[{index}]" for name in spec.kind.returned)
        return [code(slices), prose(f"layer {state.layer} {state.direction}"), mark(holds)]

    h_n = next(row for row in findings.tensors if row.name == "h_n")
    view = ", ".join(map(str, (spec.num_layers, spec.D, *h_n.predicted[1:])))
    symbols = f"num_layers, D, {'' if spec.N is None else 'N, '}H_out"
    blocks: list[Block] = [Table.of(map(cells, findings.states), ("slice", "holds", "proved"))]
    if len(findings.states) > 1:
        recipe = f"`h_n.view({symbols})`, here `h_n.view({view})`,"
        blocks.append(prose(f"{recipe} has an axis for the layer and one for the direction."))
    if was_run and not failed:
        blocks.append(
            prose("Proved by running each layer and direction alone, with its own weights, to the same states.")
        )
    return tuple(blocks)


def _proofs(findings: Findings) -> tuple[Block, ...]:
    rows = [proof for proof in findings.proofs if proof.slice_index is None]
    table = Table.of([mark(proof.holds), code(proof.expression), prose(proof.meaning)] for proof in rows)
    if any(proof.holds is None for proof in rows):
        return (prose("Not proved, as nothing was run with numbers; these are what a run proves:"), table)
    return (table,)


def _parameters(findings: Findings) -> tuple[Block, ...]:
    rows = ([*compared(row), number(row.elements)] for row in findings.parameters)
    spare = ("predicted",) if all(row.matches for row in findings.parameters) else ()
    spec, height = findings.spec, findings.spec.hidden_size
    gates = [
        f"{gate} {position * height}–{(position + 1) * height - 1}" for position, gate in enumerate(spec.kind.gates)
    ]
    named = f" The G * H_cell rows are the gates: {', '.join(gates)}." if len(gates) > 1 else ""
    return (
        Table.of(rows, ("parameter", "formula", "predicted", "PyTorch", "", "elements"), spare),
        prose(f"{findings.cost.parameters:,} elements in all.{named}"),
        *([prose(spec.kind.biases)] if spec.bias else []),
    )


def _cost(findings: Findings) -> tuple[Block, ...]:
    cost, spec = findings.cost, findings.spec
    counted = ["sum(lengths)"] if spec.packed else ["L"] * (not spec.kind.is_cell) + ["N"] * spec.batched
    steps = f"{' * '.join(counted)} = {spec.valid_steps:,} {'rows' if spec.kind.is_cell else 'steps'}"
    each = f" for each of {steps}" if counted else ""
    return (
        Table.of(
            [
                [prose("parameters"), number(cost.parameters), prose("numbers to learn")],
                [prose("bytes"), number(cost.bytes), prose(f"of memory for them, in {spec.dtype}")],
                [
                    prose("multiply-adds"),
                    number(cost.multiply_adds),
                    prose(f"in one forward pass: every weight once{each}"),
                ],
            ]
        ),
        prose("Weight matrices only: biases, gates and activations are left out. One multiply-add is two FLOPs."),
    )


def _code(findings: Findings) -> tuple[Block, ...]:
    from lstm_shapes.report.snippet import write_snippet

    return (Code(write_snippet(findings.spec)),)


def _next(findings: Findings) -> tuple[Block, ...]:
    blocks: list[Block] = [Code("\n".join(_as_program(findings.uses)))]
    if findings.beware:
        rows = [[warning(), prose(f"`{one.wrong}` is not `{one.right}`: it {one.meaning}")] for one in findings.beware]
        blocks.append(Table.of(rows))
    if not findings.spec.kind.is_cell:
        blocks.append(
            prose(
                "For a decoder with another number of layers there is no single right answer: give it the last layers' "
                "states, or what a linear layer makes of them, and zeros for the rest."
            )
        )
    if findings.uses and findings.uses[0].observed is not None:
        blocks.append(prose("Each line was run after those before it, and gave these shapes."))
    return tuple(blocks)


def _as_program(uses: Sequence[Use]) -> Iterator[str]:
    """The lines, each with the shape that it gives behind it, and above it what it is for."""
    for position, use in enumerate(uses):
        if use.purpose and position:
            yield ""
        words = f"{use.purpose}: {use.meaning}" if use.purpose and use.meaning else use.purpose or use.meaning
        if words:
            yield f"# {words[0].upper() if use.purpose else words[0]}{words[1:]}"
        has_symbols = any(axis.symbols for axis in use.formula.axes)
        gives = f"{use.formula} = {use.predicted}" if has_symbols else str(use.predicted)
        wrong = "" if use.matches is not False else f"; PyTorch gives {use.observed}"
        yield f"{use.code}  # {gives}{wrong}"


def _notes(findings: Findings) -> tuple[Block, ...]:
    if not findings.notes:
        return ()
    return (Table.of([warning(), prose(note.text)] for note in findings.notes),)


def _expectations(findings: Findings) -> tuple[Block, ...]:
    def cells(row: Expectation) -> list[Cell]:
        return [
            code(row.name),
            math(row.written),
            shape(row.expected, row.written),
            math(row.formula),
            shape(row.actual, row.formula),
            mark(row.holds),
        ]

    headers = ("tensor", "you expect", "in numbers", "it is", "in numbers", "")
    return (Table.of(map(cells, findings.expectations), headers),)


_BLOCKS: Mapping[str, Callable[[Findings], tuple[Block, ...]]] = {
    "picture": _picture,
    "symbols": _symbols,
    "shapes": _shapes,
    "states": _states,
    "proofs": _proofs,
    "parameters": _parameters,
    "cost": _cost,
    "code": _code,
    "next": _next,
    "notes": _notes,
}
