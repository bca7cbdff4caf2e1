"""A training run as pages: one is shown before the training, and one after it."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_shapes.notes import notes_for
from lstm_shapes.page import Block, Cell, Code, Page, Section, Table, code, mark, number, prose, warning
from lstm_shapes.shape_row import shape_table
from lstm_shapes.shapes import sequence_axes
from lstm_shapes.training.curve import milestones, sparkline
from lstm_shapes.training.result import Prediction, Training
from lstm_shapes.training.settings import Settings
from lstm_shapes.training.walk import Step, model_code, summary_code

__all__ = ["after_page", "before_page", "whole_page"]

_MOST_WORDS = 20  # in the table of the data; the JSON has all


def before_page(settings: Settings, steps: Sequence[Step]) -> Page:
    """The data, the model, and the shape at each of its steps."""
    spec = settings.spec
    details = f"{len(settings.words.words):,} words of {settings.words.prefix_length + 1} letters · {spec.device}"
    return Page(spec.code, details, (_data(settings), _model(settings), _shapes(settings, steps), _why(settings)))


def after_page(training: Training) -> Page:
    """The loss, the predictions, and warnings; without a heading, as it follows the first page."""
    sections = [_loss(training), _predictions(training), _notes(training)]
    return Page("", "", tuple(sections)).without_blank_sections()


def whole_page(training: Training) -> Page:
    """Both pages in one."""
    before = before_page(training.settings, training.steps)
    return Page(before.subject, before.details, before.sections + after_page(training).sections)


def _data(settings: Settings) -> Section:
    words = settings.words.words
    rows = ([code(word), code(word[:-1]), code(word[-1])] for word in words[:_MOST_WORDS])
    blocks: list[Block] = [Table.of(rows, ("word", "prefix", "target"))]
    if len(words) > _MOST_WORDS:
        blocks.append(prose(f"and {len(words) - _MOST_WORDS:,} more"))
    blocks.append(prose(f"{len(settings.words.letters)} letters are the classes: {settings.words.letters_in_words}."))
    return Section("Data", tuple(blocks))


def _model(settings: Settings) -> Section:
    return Section("Model", (Code("\n".join(model_code(settings.spec))),))


def _shapes(settings: Settings, steps: Sequence[Step]) -> Section:
    return Section("Shapes", (shape_table([step.row for step in steps], settings.spec.sizes, "step"),))


def _loss(training: Training) -> Section:
    losses = training.losses
    if not losses:
        return Section("Loss", ())
    rows = ([number(epoch), Cell(f"{losses[epoch - 1]:.6f}", "number")] for epoch in milestones(len(losses)))
    scale = prose(f"From {max(losses):.6f} down to {min(losses):.6f}, on a logarithmic scale.")
    return Section("Loss", (Table.of(rows, ("epoch", "cross-entropy")), code(sparkline(losses)), scale))


def _predictions(training: Training) -> Section:
    rows = map(_prediction, training.predictions)
    count = len(training.settings.words.words)
    accuracy = (
        f"Training accuracy: {training.correct:,} of {count:,} ({training.training_accuracy:.0%}). "
        "There are no held-out words: this says what was memorised."
    )
    headers = ("prefix", "target", "predicted", "probability", "")
    return Section("Predictions", (Table.of(rows, headers), prose(accuracy)))


def _prediction(prediction: Prediction) -> list[Cell]:
    probability = Cell(f"{prediction.probability:.2%}", "number")
    target = code(prediction.target or "")
    return [code(prediction.prefix), target, code(prediction.predicted), probability, mark(prediction.correct)]


def _why(settings: Settings) -> Section:
    spec = settings.spec
    time, _ = sequence_axes(spec)
    last = f"output[{':, ' * time}-1]"
    if time:
        order = "`batch_first=True`: the words go in as they are, (N, L, H_in); the states keep their axes."
    else:
        order = (
            "`transpose(0, 1)`: the words are (N, L, H_in), and without `batch_first` "
            f"the {spec.kind.name} reads (L, N, H_in)."
        )
    cell = " (`c_0`: H_cell)" * spec.kind.has_cell_state
    states = f"`h_0` has three axes: for each layer and direction, for each word, H_out numbers{cell}."
    if spec.bidirectional:
        summary = (
            f"`{summary_code(spec)}` is the last layer where each direction ends. `{last}` would be wrong: "
            "its backward half has seen only the last letter."
        )
    else:
        summary = f"`{summary_code(spec)}` is the last layer at the last letter, the same as `{last}`."
    return Section("Why", (Table.of([prose(answer)] for answer in (order, states, summary)),))


def _notes(training: Training) -> Section:
    settings = training.settings
    notes = [note.text for note in notes_for(settings.spec) if note.id == "dropout-without-layers"]
    if training.interrupted:
        epochs = f"{len(training.losses):,} of {settings.epochs:,} epochs"
        notes.append(f"interrupted after {epochs}: this is what was learned until then")
    if settings.words.ambiguous:
        shown = ", ".join(settings.words.ambiguous[:3])
        notes.append(f"100% cannot be reached: words with the prefix {shown} have more than one ending")
    return Section("Notes", (Table.of([warning(), prose(note)] for note in notes),) if notes else ())
