"""What `lstm-shapes explore` does once its flags are read: write the page, and open it."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from tempfile import mkdtemp

from lstm_shapes import console
from lstm_shapes.cli.exits import TRUE
from lstm_shapes.cli.flags import named_after
from lstm_shapes.files import require_writable, write_file
from lstm_shapes.picture.explorer import ARGUMENTS, explorer
from lstm_shapes.spec import RecurrentSpec

__all__ = ["answer"]

_STANDARD_OUTPUT = Path("-")
_PAGE = "lstm-shapes.html"


def answer(code: str, output: Path | None) -> int:
    """Write the page where it is asked for, or else open it in the browser."""
    with named_after("CODE"):
        start = RecurrentSpec.from_code(code) if code else None
    page = explorer(start)
    if start is not None and (others := start.write_arguments(set(start.arguments) - set(ARGUMENTS))):
        console.complain(f"the page leaves out {', '.join(others)}: no shape depends on it")
    if output == _STANDARD_OUTPUT:
        console.write(page)
        return TRUE
    if output is not None:
        require_writable(output)
        write_file(output, page.encode())
        return TRUE
    file = Path(mkdtemp(prefix="lstm-shapes-")) / _PAGE  # the browser reads it after this command has ended
    write_file(file, page.encode())
    if not webbrowser.open(file.as_uri()):
        console.complain(f"no browser could be opened; the page is {file}")
    return TRUE
