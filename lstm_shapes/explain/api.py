"""The Python interface of `explain`."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from lstm_shapes.explain import finding
from lstm_shapes.explain.diagnose import diagnose
from lstm_shapes.explain.programs import told_by
from lstm_shapes.explain.sections import page_of_diagnosis
from lstm_shapes.explain.setting import Setting
from lstm_shapes.explain.sources import source_named_in
from lstm_shapes.formats import render_pages
from lstm_shapes.spec import RecurrentSpec

if TYPE_CHECKING:
    from rich.console import Group

__all__ = ["Diagnosis", "explain_text"]


class Diagnosis(finding.Diagnosis):
    """One error, explained; it can show itself with `print`, with rich and in notebooks."""

    __slots__ = ()

    def __repr__(self) -> str:
        causes = ", ".join(suspect.cause for suspect in self.finding.suspects)
        return f"<Diagnosis {' '.join(self.message.split())!r}: {causes}>"

    def __str__(self) -> str:
        return render_pages([page_of_diagnosis(self)], "table").rstrip("\n")

    def __rich__(self) -> Group:
        from lstm_shapes.render import render

        return render(page_of_diagnosis(self))

    def _repr_html_(self) -> str:
        from lstm_shapes.markup import html

        return html(page_of_diagnosis(self))


def explain_text(
    text: str,
    spec: RecurrentSpec | str | None = None,
    input_shape: tuple[int, ...] | None = None,
    *,
    read_files: bool = False,
) -> list[Diagnosis]:
    """Explain every different error about LSTM shapes in a message, a traceback or a log, without loading torch.

    spec, input_shape: the module and the shape of its input, if known; they help to decide between several causes. The
        module is a specification, or code as text: a constructor call, which may have names in place of numbers, or a
        program that builds such modules, of which the one that the message is about is taken.

    read_files: whether the Python files that a traceback names are read, if they are here and unchanged, to find the
        module in them; they are never run.

    Raises `ReadError` where the code builds no recurrent layer, and `SpecError` if a value is out of range.

    Returns an empty list if nothing is recognised. Each `Diagnosis` has a `finding` whose `suspects` are the possible
    causes, the likeliest first, each with a `fix` in Python.

    >>> diagnosis, = explain_text("Expected hidden[0] size (2, 3, 20), got [3, 2, 20]")
    >>> diagnosis.finding.suspects[0].cause
    'batch-first-states'
    """
    told = told_by(spec) if isinstance(spec, str) else (Setting(spec),) if spec is not None or input_shape else ()
    shaped = [replace(one, input_shape=input_shape) for one in told]
    found = diagnose([text], shaped, *[source_named_in] * read_files)
    return [Diagnosis(**{field.name: getattr(one, field.name) for field in fields(one)}) for one in found]
