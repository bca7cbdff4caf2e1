"""A trained model as a file: its `state_dict`, and the settings that are needed to build it again."""

from __future__ import annotations

from io import BytesIO

from lstm_shapes.constructor import ARGUMENTS
from lstm_shapes.pytorch import load_torch
from lstm_shapes.training.model import LetterModel
from lstm_shapes.training.settings import Settings

__all__ = ["to_bytes"]


def to_bytes(model: LetterModel, settings: Settings) -> bytes:
    """The file's content: `state_dict`, `lstm` (the constructor's arguments), `letters` and `prefix_length`.

    It holds no code, so that `torch.load(..., weights_only=True)` can read it.
    """
    content = BytesIO()
    load_torch().save(
        {
            "state_dict": model.module.state_dict(),
            "lstm": {name: getattr(settings.spec, name) for name in ARGUMENTS},
            "letters": list(settings.words.letters),
            "prefix_length": settings.words.prefix_length,
        },
        content,
    )
    return content.getvalue()
