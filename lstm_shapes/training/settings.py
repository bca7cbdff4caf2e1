"""What is trained, and how: the words, the LSTM, and the numbers of the run, validated."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from lstm_shapes.errors import SpecError
from lstm_shapes.spec import LARGEST_SEED, LSTMSpec, require_whole_number
from lstm_shapes.training.words import DEFAULT_WORDS, Words

__all__ = ["Settings"]

MOST_EPOCHS = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """One training run; `spec` must take the words: an input of `(N, L, H_in)` = words, prefix letters, classes."""

    spec: LSTMSpec
    words: Words = DEFAULT_WORDS
    epochs: int = 1_000
    learning_rate: float = 0.001
    seed: int = 0

    def __post_init__(self) -> None:
        require_whole_number("epochs", self.epochs, 1, MOST_EPOCHS)
        require_whole_number("seed", self.seed, 0, LARGEST_SEED)
        rate = self.learning_rate
        if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not (isfinite(rate) and rate > 0):
            raise SpecError("learning_rate", f"must be a number above 0, such as 0.001, got {str(rate)[:40]!r}")
