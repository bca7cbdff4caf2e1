"""The flags of `lstm-shapes inspect`, and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from typer import Argument, BadParameter, Context

from lstm_shapes.cli.exits import leave
from lstm_shapes.cli.options import (
    Colour,
    ColourChoice,
    Dtype,
    Format,
    choice,
    file_of,
    format_of,
    given,
    numbers_of,
    panel,
    split_list,
)
from lstm_shapes.cli.options import device as device_option
from lstm_shapes.kinds import ARGUMENTS, KINDS, LSTM
from lstm_shapes.report.choices import SECTIONS
from lstm_shapes.spec import BATCH_SIZE, DEVICE_TYPES, HIDDEN_SIZE, INPUT_SIZE, NONLINEARITIES, SEQ_LEN

__all__ = ["inspect"]

_module, _input, _run, _output = map(panel, ("Module", "Input", "Run", "Output"))


def _read_sections(text: str) -> tuple[str, ...]:
    names = split_list(text)
    for name in names:
        if name not in (*SECTIONS, "all"):
            raise BadParameter(f"there is no section {name!r}; there are {', '.join(SECTIONS)} and all")
    return names


def _read_expectation(text: str) -> tuple[str, str]:
    name, equals, shape = text.partition("=")
    if not equals:
        raise BadParameter(f"{text!r} is not TENSOR=SHAPE, such as h_n=4,3,20")
    return name, shape


def inspect(
    context: Context,
    code: Annotated[
        list[str] | None,
        Argument(
            metavar="CODE",
            help="A constructor call from your source, in place of the module flags.",
            show_default=False,
        ),
    ] = None,
    checkpoint: Annotated[Path | None, _module(help="A file of weights, in place of the module flags.")] = None,
    kind: Annotated[str, choice(tuple(KINDS), f"{', '.join(KINDS)}.")] = LSTM.name,
    input_size: Annotated[int, _module(min=1, metavar="INT", help="H_in, features of the input.")] = INPUT_SIZE,
    hidden_size: Annotated[int, _module(min=1, metavar="INT", help="H_cell, features of the cell.")] = HIDDEN_SIZE,
    num_layers: Annotated[
        int, _module("--layers", "--num-layers", "-l", min=1, metavar="INT", help="num_layers, stacked layers.")
    ] = 1,
    bias: Annotated[bool, _module("--bias/--no-bias", help="With bias vectors or without.")] = True,
    batch_first: Annotated[
        bool, _module("--batch-first", help="Input and output have the batch first; the states do not change.")
    ] = False,
    dropout: Annotated[float, _module(metavar="NUMBER", help="Probability of dropout between layers.")] = 0.0,
    bidirectional: Annotated[bool, _module("--bidirectional", help="Forward and backward: D = 2.")] = False,
    proj_size: Annotated[
        int, _module(min=0, metavar="INT", help="H_out, smaller than H_cell; 0 is no projection.")
    ] = 0,
    nonlinearity: Annotated[str, choice(NONLINEARITIES, "tanh or relu, of an RNN or RNNCell.")] = NONLINEARITIES[0],
    device: Annotated[str, device_option(DEVICE_TYPES, "; meta has shapes without memory")] = "cpu",
    dtype: Dtype = "float32",
    seq_len: Annotated[
        int | None,
        _input(
            min=1,
            metavar="INT",
            help="L, steps of the sequence.",
            show_default=f"{SEQ_LEN}, or the longest of --lengths",
        ),
    ] = None,
    batch_size: Annotated[
        int | None,
        _input(
            min=1,
            metavar="INT",
            help="N, sequences in the batch.",
            show_default=f"{BATCH_SIZE}, or the number of --lengths",
        ),
    ] = None,
    unbatched: Annotated[bool, _input("--unbatched", help="One sequence, without a batch axis.")] = False,
    lengths: Annotated[
        Any,
        _input(
            parser=numbers_of, metavar="INT,...", help="Valid steps of each sequence, as in 5,3,2: a packed sequence."
        ),
    ] = None,
    input_shape: Annotated[
        Any,
        _input(
            parser=numbers_of, metavar="SHAPE", help="All sizes of the input, as in 5,3,10; two numbers are unbatched."
        ),
    ] = None,
    run: Annotated[bool, _run("--run/--no-run", help="Run it in PyTorch, or only predict, which is instant.")] = True,
    seed: Annotated[int, _run(min=0, metavar="INT", help="Of the random weights and input.")] = 0,
    show: Annotated[
        list[Any] | None,
        _output(
            parser=_read_sections,
            metavar="NAME,...",
            help=f"Sections: {', '.join(SECTIONS)} or all; repeatable.",
            show_default="what fits the terminal",
            autocompletion=lambda: [*SECTIONS, "all"],
        ),
    ] = None,
    get: Annotated[str | None, _output(metavar="TENSOR", help="Print the shape of one tensor, as in 4,3,20.")] = None,
    expect: Annotated[
        list[Any] | None,
        _output(
            parser=_read_expectation,
            metavar="TENSOR=SHAPE",
            help="Exit with 1 unless the tensor has this shape, in numbers or symbols; repeatable.",
        ),
    ] = None,
    format: Format = None,
    output: Annotated[
        Path | None, _output("--output", "-o", help="Write the result to this file; an old one is replaced.")
    ] = None,
    color: Colour = ColourChoice.auto,
) -> None:
    """Build an nn.LSTM or one of its siblings, run it, and show every shape with the formula behind it.

    CODE is a constructor call as it stands in your source: "self.lstm = nn.LSTM(10, 20, num_layers=2)", "nn.GRU(9, 8)".

    It is read, never run.

    A SHAPE is 4,3,20 or (4, 3, 20) or 4x3x20 or torch.Size([4, 3, 20]), or symbols: "(D * num_layers, N, H_out)".

    Exit code: 0 all is as predicted and expected; 1 something differs; 2 it could not be run.
    """

    def answer() -> int:
        # Whoever wants help or another command does not wait for this one.
        from lstm_shapes.cli.inspecting import Request
        from lstm_shapes.cli.inspecting import answer as inspected

        seen = given(context, ("seq_len", "batch_size", "lengths")) | ({"batched": False} if unbatched else {})
        sections = None if show is None else tuple(name for names in show for name in names)
        target = file_of(output)
        return inspected(
            Request(
                tuple(code or ()),
                checkpoint,
                given(context, ("kind", *ARGUMENTS)),
                seen,
                input_shape,
                run,
                seed,
                format_of(format, target),
                sections,
                get,
                tuple(expect or ()),
                target,
            )
        )

    leave(context, answer)
