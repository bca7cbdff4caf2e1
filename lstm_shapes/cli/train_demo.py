"""The flags of `lstm-shapes train-demo`, and their help."""

from __future__ import annotations

from typing import Annotated

from lstm_shapes.cli.options import file_or_none, panel
from lstm_shapes.spec import DEVICE_TYPES

__all__ = ["train_demo"]

_FORMATS = ("table", "json", "markdown")
_data, _model, _run, _output = map(panel, ("Data", "Model", "Run", "Output"))


def train_demo(
    words: Annotated[
        str | None,
        _data("A file, a word a line, or a list with commas. [default: make,need,coal,...]", metavar="FILE|WORD,..."),
    ] = None,
    predict: Annotated[
        list[str] | None, _data("Predict the last letter of this prefix as well; repeatable.", metavar="PREFIX")
    ] = None,
    hidden_size: Annotated[str | None, _model("H_cell, features of the cell. [default: 128]", metavar="INT")] = None,
    num_layers: Annotated[
        str | None, _model("num_layers, stacked LSTMs. [default: 1]", "--layers", "--num-layers", metavar="INT")
    ] = None,
    bidirectional: Annotated[bool | None, _model("Forward and backward: D = 2.", "--bidirectional")] = None,
    proj_size: Annotated[
        str | None, _model("H_out, smaller than H_cell. [default: 0, no projection]", metavar="INT")
    ] = None,
    dropout: Annotated[
        str | None, _model("Probability between layers, from 0 to 1. [default: 0]", metavar="NUMBER")
    ] = None,
    batch_first: Annotated[bool | None, _model("Leave the batch first: no transpose.", "--batch-first")] = None,
    epochs: Annotated[str | None, _run("How often all words are seen. [default: 1000]", metavar="INT")] = None,
    learning_rate: Annotated[str | None, _run("Adam's step. [default: 0.001]", metavar="NUMBER")] = None,
    device: Annotated[
        str | None, _run("cpu, cuda, cuda:1, mps, xpu. [default: cpu]", metavar="NAME", values=DEVICE_TYPES[:-1])
    ] = None,
    seed: Annotated[str | None, _run("Of the weights. [default: 0]", metavar="INT")] = None,
    format: Annotated[
        str | None, _output("table, json or markdown. [default: table]", metavar="FORMAT", values=_FORMATS)
    ] = None,
    save: Annotated[
        str | None, _output("Save the model, for inspect --checkpoint and torch.load.", metavar="FILE")
    ] = None,
    plot: Annotated[str | None, _output("Draw the loss curve.", metavar="FILE.svg")] = None,
    output: Annotated[
        str | None, _output("Write the result to this file; an existing one is replaced in one step.", metavar="FILE")
    ] = None,
) -> int:
    """Train a tiny letter model, and show the shapes at every step.

    The model is given all letters of a word but the last, one-hot, and learns the last: the classic TextLSTM exercise.

    Exit code: 0 trained, and every shape as predicted; 1 the training diverges; 2 it could not be run.
    """
    module = {
        "hidden_size": hidden_size,
        "num_layers": num_layers,
        "batch_first": batch_first,
        "dropout": dropout,
        "bidirectional": bidirectional,
        "proj_size": proj_size,
        "device": device,
    }
    numbers = {"epochs": epochs, "learning_rate": learning_rate, "seed": seed}
    # Whoever wants help or another command does not wait for this one.
    from lstm_shapes.cli.training import Request, answer

    return answer(
        Request(words, tuple(predict or ()), module, numbers, format or "table", save, plot, file_or_none(output))
    )
