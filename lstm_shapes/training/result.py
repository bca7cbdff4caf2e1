"""The results of a training run as values, and the functions that run it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, log

from lstm_shapes.devices import require_device
from lstm_shapes.errors import RunError, SpecError
from lstm_shapes.memory import require_memory
from lstm_shapes.pytorch import load_torch, quiet_torch
from lstm_shapes.shapes import parameter_formulas
from lstm_shapes.training.model import LetterModel
from lstm_shapes.training.settings import Settings
from lstm_shapes.training.walk import Step, walk

__all__ = ["DivergedError", "Prediction", "Training", "begin", "finish", "learn"]

_TIMES_GUESSING = 100


class DivergedError(RunError):
    """The loss has become far too large: the learning rate is too high."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The last letter that the model predicts for a prefix."""

    prefix: str

    target: str | None
    """The last letter of the word; None if the prefix was asked for and belongs to no training word."""

    predicted: str

    probability: float
    """How sure the model is, from 0 to 1."""

    @property
    def correct(self) -> bool | None:
        """Whether the prediction is the word's last letter; None if there is no such word."""
        return None if self.target is None else self.predicted == self.target


@dataclass(frozen=True, slots=True)
class Training:
    """One training run and its results."""

    settings: Settings

    steps: tuple[Step, ...]
    """The operations of the model, each with the shape that it gives."""

    losses: tuple[float, ...]
    """One for each epoch."""

    predictions: tuple[Prediction, ...]
    """First for the words in their order, then for the other prefixes that were asked for."""

    seconds: float
    """How long the training took."""

    torch_version: str

    @property
    def correct(self) -> int:
        """The number of training words whose last letter is predicted correctly."""
        return sum(prediction.correct is True for prediction in self.predictions)

    @property
    def training_accuracy(self) -> float:
        """The same as a share of all training words, from 0 to 1."""
        return self.correct / len(self.settings.words.words)

    @property
    def interrupted(self) -> bool:
        """Whether the run ended before its last epoch."""
        return len(self.losses) < self.settings.epochs


def begin(settings: Settings) -> tuple[LetterModel, tuple[Step, ...]]:
    """Build the model and observe its shapes.

    Raises `SpecError` if the device is missing or has no numbers, and `RunError` if the memory is not enough.
    """
    spec = settings.spec
    if spec.on_meta:
        raise SpecError("device", "must be one with numbers to train on, not meta")
    load_torch()
    require_device(spec.device)
    require_memory(_needed_bytes(settings), spec.device)
    try:
        with quiet_torch():
            model = LetterModel(settings)
            return model, walk(spec, model.observe())
    except (RuntimeError, TypeError) as error:  # raised if the device lacks an operator
        reason = str(error).strip().splitlines()[0]
        raise RunError(f"PyTorch cannot run this model on {spec.device}: {reason}") from error


def _needed_bytes(settings: Settings) -> int:
    """An upper estimate: the weights, their gradients, Adam's two averages, and what every step keeps for backward."""
    spec = settings.spec
    parameters = sum(formula.elements(spec.sizes) for formula in parameter_formulas(spec).values())
    kept = spec.num_layers * spec.D * (16 * spec.hidden_size + 4 * spec.H_out) + 4 * spec.input_size
    return 2**26 + 4 * (6 * parameters + 2 * spec.valid_steps * kept)


def learn(model: LetterModel, settings: Settings, tell: Callable[[int, float], None]) -> tuple[list[float], float]:
    """Train, and return the loss of every epoch and the time in seconds.

    tell: is called after each epoch, with its number and its loss.

    Ctrl-C ends the training early; what was learned until then is kept. Raises `DivergedError` if the loss is not a
    finite number, or more than a hundred times the loss of guessing.
    """
    guessing = log(len(settings.words.letters))
    losses: list[float] = []
    began = time.perf_counter()
    try:
        with quiet_torch():
            for epoch, loss in enumerate(model.train(), 1):
                if not (isfinite(loss) and loss <= _TIMES_GUESSING * guessing):
                    raise DivergedError(
                        f"the training diverges: the loss is {loss:.6g} at epoch {epoch:,}, where guessing has "
                        f"{guessing:.2f}; try a --learning-rate below {settings.learning_rate:g}"
                    )
                losses.append(loss)
                tell(epoch, loss)
    except KeyboardInterrupt:
        pass  # the caller sees that epochs are missing
    return losses, time.perf_counter() - began


def finish(
    settings: Settings,
    model: LetterModel,
    steps: tuple[Step, ...],
    learned: tuple[Sequence[float], float],
    prefixes: Sequence[str],
) -> Training:
    """Predict the last letter of every word and of the other prefixes, and return all results."""
    words = settings.words.words
    known: list[tuple[str, str | None]] = [(word[:-1], word[-1]) for word in words]
    asked = known + [(prefix, None) for prefix in prefixes]
    answers = model.predict([prefix for prefix, _ in asked])
    return Training(
        settings,
        steps,
        tuple(learned[0]),
        tuple(Prediction(prefix, target, *answer) for (prefix, target), answer in zip(asked, answers)),
        learned[1],
        load_torch().__version__,
    )
