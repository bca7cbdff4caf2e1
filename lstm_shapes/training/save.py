"""A trained model as a file: its `state_dict`, and the settings that are needed to build it again."""

from __future__ import annotations

from io import BytesIO

from lstm_shapes.pytorch import load_torch
from lstm_shapes.training.model import LetterModel
from lstm_shapes.training.settings import Settings

__all__ = ["to_bytes"]


def to_bytes(model: LetterModel, settings: Settings) -> bytes:
    """The file's content: `state_dict`, `letters`, `prefix_length`, and the arguments of the layer's constructor.

    These are called `lstm`, or `gru` or `rnn`, as the layer is. The file holds no code, so that `torch.load(...,
    weights_only=True)` can read it.
    """
    content = BytesIO()
    load_torch().save(
        {
            "state_dict": model.module.state_dict(),
            settings.spec.kind.variable: settings.spec.arguments,
            "letters": list(settings.words.letters),
            "prefix_length": settings.words.prefix_length,
        },
        content,
    )
    return content.getvalue()
