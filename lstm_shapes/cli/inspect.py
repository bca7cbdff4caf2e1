"""The flags of `lstm-shapes inspect`, and their help."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from lstm_shapes.cli.options import file_or_none, panel
from lstm_shapes.report.choices import DEFAULT_SECTIONS, FORMATS, SECTIONS
from lstm_shapes.spec import DEVICE_TYPES, DTYPE_BYTES

__all__ = ["inspect"]


_module, _input, _run, _output = map(panel, ("Module", "Input", "Run", "Output"))


def inspect(
    code: Annotated[
        str | None,
        Argument(
            metavar="CODE",
            help="A constructor call from your source, in place of the module flags.",
            show_default=False,
        ),
    ] = None,
    checkpoint: Annotated[
        str | None, _module("A file of weights, in place of the module flags.", metavar="FILE")
    ] = None,
    input_size: Annotated[str | None, _module("H_in, features of the input. [default: 10]", metavar="INT")] = None,
    hidden_size: Annotated[str | None, _module("H_cell, features of the cell. [default: 20]", metavar="INT")] = None,
    num_layers: Annotated[
        str | None, _module("num_layers, stacked LSTMs. [default: 1]", "--layers", "--num-layers", metavar="INT")
    ] = None,
    bias: Annotated[bool | None, _module("With bias vectors or without. [default: with]", "--bias/--no-bias")] = None,
    batch_first: Annotated[
        bool | None, _module("Input and output have the batch first; the states do not change.", "--batch-first")
    ] = None,
    dropout: Annotated[
        str | None, _module("Probability between layers, from 0 to 1. [default: 0]", metavar="NUMBER")
    ] = None,
    bidirectional: Annotated[bool | None, _module("Forward and backward: D = 2.", "--bidirectional")] = None,
    proj_size: Annotated[
        str | None, _module("H_out, smaller than H_cell. [default: 0, no projection]", metavar="INT")
    ] = None,
    device: Annotated[
        str | None,
        _module(
            f"{', '.join(DEVICE_TYPES)}, or cuda:1; meta has shapes without memory. [default: cpu]",
            metavar="NAME",
            values=DEVICE_TYPES,
        ),
    ] = None,
    dtype: Annotated[
        str | None, _module(f"{', '.join(DTYPE_BYTES)}. [default: float32]", metavar="NAME", values=DTYPE_BYTES)
    ] = None,
    seq_len: Annotated[
        str | None, _input("L, steps of the sequence. [default: 5, or the longest of --lengths]", metavar="INT")
    ] = None,
    batch_size: Annotated[str | None, _input("N, sequences in the batch. [default: 3]", metavar="INT")] = None,
    unbatched: Annotated[bool, _input("One sequence, without a batch axis.", "--unbatched")] = False,
    lengths: Annotated[
        str | None, _input("Valid steps of each sequence, as in 5,3,2: a packed sequence.", metavar="INT,...")
    ] = None,
    input_shape: Annotated[
        str | None,
        _input("All sizes of the input at once, as in 5,3,10; two numbers are unbatched.", metavar="SHAPE"),
    ] = None,
    run: Annotated[bool, _run("Run it in PyTorch, or only predict, at once. [default: run]", "--run/--no-run")] = True,
    seed: Annotated[str, _run("Of the random weights and input. [default: 0]", metavar="INT")] = "0",
    format: Annotated[
        str | None,
        _output("table, json (always complete), markdown or latex. [default: table]", metavar="FORMAT", values=FORMATS),
    ] = None,
    show: Annotated[
        list[str] | None,
        _output(
            f"Sections, repeatable: {', '.join(SECTIONS)} or all. [default: {','.join(DEFAULT_SECTIONS)}]",
            metavar="NAME,...",
            values=(*SECTIONS, "all"),
        ),
    ] = None,
    get: Annotated[str | None, _output("Print the shape of one tensor, as in 4,3,20.", metavar="TENSOR")] = None,
    expect: Annotated[
        list[str] | None,
        _output(
            "Exit with 1 unless the tensor has this shape, in numbers or symbols; repeatable.", metavar="TENSOR=SHAPE"
        ),
    ] = None,
    output: Annotated[
        str | None, _output("Write the result to this file; an existing one is replaced in one step.", metavar="FILE")
    ] = None,
) -> int:
    """Build an nn.LSTM, run it, and show every shape with the formula behind it.

    CODE is a constructor call as it stands in your source, such as
    "self.lstm = nn.LSTM(10, 20, num_layers=2, bidirectional=True)". It is read, never run.

    A SHAPE is 4,3,20 or (4, 3, 20) or 4x3x20 or torch.Size([4, 3, 20]), or symbols: "(D * num_layers, N, H_out)".

    Exit code: 0 all is as predicted and expected; 1 something differs; 2 it could not be run.
    """
    module = {
        "input_size": input_size,
        "hidden_size": hidden_size,
        "num_layers": num_layers,
        "bias": bias,
        "batch_first": batch_first,
        "dropout": dropout,
        "bidirectional": bidirectional,
        "proj_size": proj_size,
        "device": device,
        "dtype": dtype,
    }
    seen = {
        "seq_len": seq_len,
        "batch_size": batch_size,
        "batched": False if unbatched else None,
        "lengths": lengths,
    }
    # Whoever wants help or another command does not wait for this one.
    from lstm_shapes.cli.inspecting import Request, answer

    return answer(
        Request(code, checkpoint, module, seen, input_shape, run, seed, format, show, get, expect, file_or_none(output))
    )
