"""The words of one document: what it explains, and which of its variables mean or are spelled alike."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_shapes.check.document import Document
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.values import LOOP_DECIDES, Context, Tensor, Unknown
from lstm_shapes.check.language.legends import legend_of
from lstm_shapes.check.program.comments import comments_of
from lstm_shapes.check.program.program import Program
from lstm_shapes.lexicon import Sense, senses

__all__ = ["OwnWords"]


_MOST_NAMES = 64  # that mean one thing


class OwnWords:
    """A followed document with its words, each looked up once for all claims.

    legend: what it says its letters stand for. layouts: tensors as they would be in other layouts of an LSTM, by their
    names and its key.
    """

    def __init__(self, program: Program, document: Document) -> None:
        self.program = program
        self.legend = legend_of(_written(program, document))
        self.layouts: dict[tuple[str, int], list[tuple[Context, Tensor]]] = {}
        self._spelled: dict[Frame, dict[str, list[str]]] = {}
        self._meaning: dict[Frame, dict[Sense, list[str]]] = {}

    def spelled(self, frame: Frame, name: str) -> list[str]:
        """What a run binds to a name of the same letters: `NMELS` for `n_mels`."""
        if frame not in self._spelled:
            index = self._spelled[frame] = {}
            for other in frame.values:
                others = index.setdefault(_folded(other), [])
                if len(others) < _MOST_NAMES:
                    others.append(other)
        return self._spelled[frame].get(_folded(name), [])

    def meaning(self, frame: Frame, sense: Sense) -> list[str]:
        """What a run binds to a name that means this."""
        if frame not in self._meaning:
            index = self._meaning[frame] = {}
            for name, values in frame.values.items():
                is_index = isinstance(values[-1], Unknown) and values[-1].reason == LOOP_DECIDES
                for known in () if is_index else senses(name):  # the `t` of a loop is no number of steps
                    others = index.setdefault(known, [])
                    if len(others) < _MOST_NAMES:
                        others.append(name)
        return self._meaning[frame].get(sense, [])


def _written(program: Program, document: Document) -> Iterator[str]:
    """What is written for readers: all lines of text, and the comments in code."""
    for position, piece in enumerate(document.pieces):
        if piece.kind == "code":
            yield from (comment.line.text for comment in comments_of(program.codes[position]))
        else:
            yield from (line.text for line in piece.all_lines())


def _folded(name: str) -> str:
    return name.replace("_", "").lower()
