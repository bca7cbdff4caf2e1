"""The flags of `lstm-shapes run`, and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from typer import Argument, BadParameter

from lstm_shapes.cli.exits import Handover
from lstm_shapes.cli.options import Format, file_of, format_of, panel

__all__ = ["run_program"]

_program, _watch, _output = map(panel, ("Program", "Watch", "Output"))


def _wanted(text: str) -> Any:
    from lstm_shapes.errors import ReadError
    from lstm_shapes.live.expecting import read_wanted

    try:
        return read_wanted(text)
    except ReadError as error:
        raise BadParameter(str(error)) from error


def run_program(
    target: Annotated[
        str, Argument(metavar="PROGRAM", help="A Python file; with -m the name of a module.", show_default=False)
    ],
    arguments: Annotated[
        list[str] | None, Argument(metavar="ARGS", help="What the program is given.", show_default=False)
    ] = None,
    is_module: Annotated[bool, _program("-m", help="PROGRAM is a module, as after python -m.")] = False,
    first: Annotated[bool, _watch("--first", help="Show each layer after its first call, and not at the end.")] = False,
    calls: Annotated[
        int | None,
        _watch("--calls", min=1, metavar="INT", help="End the program after so many calls of its first layer."),
    ] = None,
    expect: Annotated[
        list[Any] | None,
        _watch(
            parser=_wanted,
            metavar="[PATH:]TENSOR=SHAPE",
            help="Expect this shape in every call, such as encoder.lstm:h_n=4,8,128; repeatable.",
        ),
    ] = None,
    format: Format = None,
    output: Annotated[
        Path | None, _output("--output", "-o", help="Write what was seen to this file, and not on stderr.")
    ] = None,
) -> None:
    """Run a program, and show the shapes of every recurrent layer in it.

    Unlike every other command this one executes the program, as `python PROGRAM ARGS` would.

    The shapes go to stderr when it ends, and errors about recurrent layers are explained.

    For example: lstm-shapes run train.py --epochs 1

    Exit code: the program's own; if that is 0: 1 an expectation is false; 2 no recurrent layer was called.
    """

    def work() -> int:
        from lstm_shapes.cli.running import Request, answer
        from lstm_shapes.live.program import Program

        file = file_of(output)
        program = Program(target, tuple(arguments or ()), is_module)
        return answer(Request(program, first, calls, tuple(expect or ()), format_of(format, file) or "table", file))

    raise Handover(work)
