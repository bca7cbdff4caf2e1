"""The settings of a training run: the layer, the words, and a few numbers, all validated."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from lstm_shapes.errors import SpecError
from lstm_shapes.spec import LARGEST_SEED, RecurrentSpec, require_whole_number
from lstm_shapes.training.words import DEFAULT_WORDS, Words

__all__ = ["EPOCHS", "HIDDEN_SIZE", "LEARNING_RATE", "MOST_EPOCHS", "Settings"]

HIDDEN_SIZE, EPOCHS, LEARNING_RATE = 128, 1_000, 0.001
"""The values of the classic exercise."""

MOST_EPOCHS = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What one training run needs."""

    spec: RecurrentSpec
    """Its `N`, `L` and `H_in` must be the number of words, of letters in a prefix, and of classes."""

    words: Words = DEFAULT_WORDS
    epochs: int = EPOCHS
    learning_rate: float = LEARNING_RATE
    seed: int = 0

    def __post_init__(self) -> None:
        require_whole_number("epochs", self.epochs, 1, MOST_EPOCHS)
        require_whole_number("seed", self.seed, 0, LARGEST_SEED)
        rate = self.learning_rate
        if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not (isfinite(rate) and rate > 0):
            raise SpecError("learning_rate", f"must be a number above 0, such as 0.001, got {rate!r}")
