"""Diagnoses and causes as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_shapes.explain.causes.cause import Cause
from lstm_shapes.explain.causes.table import CAUSES
from lstm_shapes.explain.finding import Diagnosis, Evidence, Finding, Size, axes_text
from lstm_shapes.formula import SYMBOLS
from lstm_shapes.kinds import KINDS
from lstm_shapes.page import Block, Cell, Code, Page, Section, Table, code, math_text, prose
from lstm_shapes.page import shape as shape_cell

__all__ = ["page_of_cause", "page_of_diagnosis", "page_of_list"]


def page_of_diagnosis(diagnosis: Diagnosis) -> Page:
    """A page with what the message says, the suspected causes with their repairs, and how to see all shapes."""
    finding = diagnosis.finding
    details = "" if diagnosis.times == 1 else f"{diagnosis.times:,} times"
    return Page(
        " ".join(diagnosis.message.split()),
        details,
        (
            *([Section("Where", tuple(_where(finding)))] if finding.tensor else []),
            *([Section("In the program", tuple(_seen(diagnosis.evidence)))] if diagnosis.evidence else []),
            *([Section("Beware", (prose(_contradiction(finding)),))] if finding.contradicts else []),
            *_suspects(finding),
            *_all_shapes(diagnosis),
        ),
    )


def _all_shapes(diagnosis: Diagnosis) -> Iterator[Section]:
    if diagnosis.is_of_code or diagnosis.finding.known:
        title = "All shapes" if diagnosis.is_of_code else "All shapes of one like it"
        yield Section(title, (Code(diagnosis.command, "sh"),))


def _where(finding: Finding) -> Iterator[Block]:
    """The tensor, its formula and both sizes, and the meanings of the symbols."""
    rows = [
        (
            code(finding.tensor or ""),
            Cell("" if finding.axis is None else str(finding.axis)),
            math_text(finding.formula or ""),
            _size(finding.expected, finding.axis),
            _size(finding.actual, finding.axis),
        )
    ]
    yield Table.of(rows, ("tensor", "axis", "formula", "expected", "got"))
    symbols = [symbol for name, symbol in SYMBOLS.items() if name in re.findall(r"\w+", finding.formula or "")]
    if symbols:
        yield prose("; ".join(f"{symbol.name}: {symbol.meaning}" for symbol in symbols))


def _seen(evidence: Evidence) -> Iterator[Block]:
    """The line of the program, the module, and what it was given; dtypes and devices where they differ."""
    yield prose(evidence.line)
    if evidence.layer:
        yield Code(evidence.layer)
    is_one = len({tensor[2:] for tensor in evidence.tensors}) == 1
    rows = (
        (code(name), shape_cell(shape), prose("" if is_one else dtype), prose("" if is_one else device))
        for name, shape, dtype, device in evidence.tensors
    )
    if evidence.tensors:
        yield Table.of(rows, ("given", "shape", "dtype", "device"))


def _size(size: Size, axis: int | None) -> Cell:
    if isinstance(size, int) and axis is None:
        return Cell(axes_text(size), "number")
    return Cell("" if size is None else str(size), "number")


def _contradiction(finding: Finding) -> str:
    return f"What `--code` describes {finding.contradicts}: this message is about another one, or from before a change."


def _suspects(finding: Finding) -> Iterator[Section]:
    shown = ""
    for suspect in finding.suspects:
        title = f"{suspect.likelihood.capitalize()}: {CAUSES[suspect.cause].title}"
        repair: Block = Code(suspect.fix) if suspect.fix != shown else prose("The same lines repair it.")
        shown = suspect.fix
        more = prose(f"`lstm-shapes explain {suspect.cause}` shows an example.")
        yield Section(title, (prose(_sentence(suspect.reason)), repair, more))


def _sentence(text: str) -> str:
    """The text with a full stop and a capital letter, unless it begins with code."""
    first = text[0].upper() if text.split(" ", 1)[0].isalpha() else text[0]
    return f"{first}{text[1:]}{'' if text.endswith('.') else '.'}"


def page_of_cause(cause: Cause) -> Page:
    """A page with the explanation of a cause, the wrong program and the right one."""
    happens: list[Block] = [prose("PyTorch raises nothing. It prints:")] if cause.silent else []
    printed: list[Block] = [prose("It prints:"), Code(cause.prints, "text")] if cause.prints else []
    return Page(
        cause.id,
        cause.title,
        (
            Section("Why", (prose(cause.explanation), *_kinds(cause))),
            Section("Given", (Code(cause.given),)),
            Section("Wrong", (Code(cause.wrong),)),
            Section("What happens", (*happens, Code(cause.happens, "text"))),
            Section("Right", (Code(cause.right), *printed)),
        ),
    )


def _kinds(cause: Cause) -> Iterator[Block]:
    """What a cause is about, unless it is about every kind."""
    if len(cause.kinds) < len(KINDS):
        yield prose(f"This concerns {', '.join(KINDS[name].code for name in cause.kinds)}.")


def _causes(silent: bool) -> Table:
    rows = ((code(cause.id), prose(cause.title)) for cause in CAUSES.values() if cause.silent is silent)
    return Table.of(rows, ("cause", "what goes wrong"))


def page_of_list() -> Page:
    """A page with all causes; those that PyTorch reports come first."""
    groups = {"Said by PyTorch": False, "Silent: PyTorch computes, and not what was meant": True}
    return Page(
        "lstm-shapes explain",
        f"{len(CAUSES)} causes",
        (
            *(
                Section(
                    title,
                    (_causes(silent),),
                )
                for title, silent in groups.items()
            ),
            Section("More", (prose("`lstm-shapes explain CAUSE` shows one, with a wrong and a right program."),)),
        ),
    )
