"""The flags of `lstm-shapes train-demo`, and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import BadParameter, Context

from lstm_shapes.cli.exits import leave
from lstm_shapes.cli.options import Colour, ColourChoice, Format, choice, file_of, format_of, given, panel
from lstm_shapes.cli.options import device as device_option
from lstm_shapes.kinds import KINDS, LSTM
from lstm_shapes.spec import DEVICE_TYPES
from lstm_shapes.training.settings import EPOCHS, HIDDEN_SIZE, LEARNING_RATE, MOST_EPOCHS

__all__ = ["train_demo"]

_data, _model, _run, _output = map(panel, ("Data", "Module", "Run", "Output"))
_LAYERS = tuple(kind.name for kind in KINDS.values() if not kind.is_cell)
_MODULE = ("num_layers", "batch_first", "dropout", "bidirectional", "proj_size", "device")


def _require_svg(path: Path | None) -> Path | None:
    if path is not None and path.suffix.lower() != ".svg":
        raise BadParameter(f"the curve is drawn as SVG; write --plot {path.with_suffix('.svg')}")
    return path


def train_demo(
    context: Context,
    words: Annotated[
        str | None,
        _data(
            metavar="FILE|WORD,...",
            help="A file with a word a line, or a list with commas.",
            show_default="make,need,coal,...",
        ),
    ] = None,
    predict: Annotated[
        list[str] | None, _data(metavar="PREFIX", help="Predict the last letter of this prefix as well; repeatable.")
    ] = None,
    kind: Annotated[str, choice(_LAYERS, f"{', '.join(_LAYERS)}.")] = LSTM.name,
    hidden_size: Annotated[int, _model(min=1, metavar="INT", help="H_cell, features of the cell.")] = HIDDEN_SIZE,
    num_layers: Annotated[
        int, _model("--layers", "--num-layers", "-l", min=1, metavar="INT", help="num_layers, stacked layers.")
    ] = 1,
    bidirectional: Annotated[bool, _model("--bidirectional", help="Forward and backward: D = 2.")] = False,
    proj_size: Annotated[int, _model(min=0, metavar="INT", help="H_out, smaller than H_cell; 0 is no projection.")] = 0,
    dropout: Annotated[float, _model(metavar="NUMBER", help="Probability of dropout between layers.")] = 0.0,
    batch_first: Annotated[bool, _model("--batch-first", help="Leave the batch first: no transpose.")] = False,
    device: Annotated[str, device_option(DEVICE_TYPES[:-1])] = "cpu",
    epochs: Annotated[int, _run(min=1, max=MOST_EPOCHS, metavar="INT", help="How often all words are seen.")] = EPOCHS,
    learning_rate: Annotated[float, _run(metavar="NUMBER", help="The step of Adam, above 0.")] = LEARNING_RATE,
    seed: Annotated[int, _run(min=0, metavar="INT", help="Of the random weights.")] = 0,
    format: Format = None,
    save: Annotated[Path | None, _output(help="Save the model, for inspect --checkpoint and torch.load.")] = None,
    plot: Annotated[Path | None, _output(help="Draw the loss curve as SVG.", callback=_require_svg)] = None,
    output: Annotated[
        Path | None, _output("--output", "-o", help="Write the result to this file; an old one is replaced.")
    ] = None,
    color: Colour = ColourChoice.auto,
) -> None:
    """Train a tiny letter model, and show the shapes at every step.

    The model is given all letters of a word but the last, and learns the last: the classic TextLSTM exercise.

    Exit code: 0 trained, and every shape as predicted; 1 the training diverges; 2 it could not be run.
    """

    def answer() -> int:
        # Whoever wants help or another command does not wait for this one.
        from lstm_shapes.cli.training import Request
        from lstm_shapes.cli.training import answer as trained

        module = {"hidden_size": hidden_size, **given(context, _MODULE)}
        numbers = {"epochs": epochs, "learning_rate": learning_rate, "seed": seed}
        target = file_of(output)
        chosen = format_of(format, target) or "table"
        return trained(Request(words, tuple(predict or ()), kind, module, numbers, chosen, save, plot, target))

    leave(context, answer)
