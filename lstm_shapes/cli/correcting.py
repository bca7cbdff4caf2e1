"""Write corrections into files, and check again what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lstm_shapes import console
from lstm_shapes.check.batch import Job
from lstm_shapes.check.decoding import read_source
from lstm_shapes.check.discovery import kind_of
from lstm_shapes.check.fix import fixed, write_text
from lstm_shapes.check.result import Checked
from lstm_shapes.check.summary import count
from lstm_shapes.errors import LSTMShapesError

__all__ = ["correct"]


def correct(
    checked: Sequence[Checked], check: Callable[[Sequence[Job]], Iterator[Checked]]
) -> tuple[list[Checked], bool]:
    """Correct every file that can be, and check it again; also whether all of them could be written."""
    results, claims, files, could_write = [], 0, 0, True
    for document in checked:
        corrected = fixed(document)
        kind = kind_of(document.path)
        if not corrected.claims or kind is None:
            results.append(document)
            continue
        try:
            write_text(read_source(document.path), corrected.text)
        except LSTMShapesError as error:
            console.complain(str(error))
            could_write = False
            results.append(document)
            continue
        claims, files = claims + len(corrected.claims), files + 1
        results += check([Job(document.path, kind)])
    if claims:
        console.complain(f"corrected {count(claims, 'claim')} in {count(files, 'file')}")
    return results, could_write
