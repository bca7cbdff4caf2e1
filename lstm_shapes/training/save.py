"""A trained model as a file: a `state_dict` with the settings that rebuild it."""

from __future__ import annotations

from io import BytesIO

from lstm_shapes.pytorch import load_torch
from lstm_shapes.spec import MODULE_ARGUMENTS
from lstm_shapes.training.model import LetterModel
from lstm_shapes.training.settings import Settings

__all__ = ["to_bytes"]


def to_bytes(model: LetterModel, settings: Settings) -> bytes:
    """The file's content: `state_dict`, `lstm` (the constructor's arguments) and `letters`.

    `torch.load(..., weights_only=True)` reads it: there is no code in it.
    """
    content = BytesIO()
    load_torch().save(
        {
            "state_dict": model.module.state_dict(),
            "lstm": {name: getattr(settings.spec, name) for name in MODULE_ARGUMENTS},
            "letters": list(settings.words.letters),
            "prefix_length": settings.words.prefix_length,
        },
        content,
    )
    return content.getvalue()
