"""What tells the kind of the layer in an error: PyTorch's words, its source, and the names in the user's code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lstm_shapes.kinds import KINDS, Kind

__all__ = ["kinds_in_code", "kinds_in_message", "kinds_in_name", "narrowed", "of"]

_ALL = tuple(KINDS.values())
_LAYERS = tuple(kind for kind in _ALL if not kind.is_cell)
_CELLS = tuple(kind for kind in _ALL if kind.is_cell)
_NAME = re.compile(rf"\b({'|'.join(KINDS)})(?:: Expected |\.forward\(|\.__init__\(|\()")
_METHOD = re.compile(rf"\bin ({'|'.join(KINDS)})\.")


def of(name: str, *, cell: bool | None = None) -> tuple[Kind, ...]:
    """The layer of this name and its cell, or only one of the two."""
    return tuple(kind for kind in _ALL if kind.layer == name and cell in (None, kind.is_cell))


_ONE_STATE = tuple(kind for kind in _LAYERS if not kind.has_cell_state)
_ONE_STATE_CELLS = tuple(kind for kind in _CELLS if not kind.has_cell_state)
_LSTM, _GRU, _RNN = (of(name, cell=False) for name in ("LSTM", "GRU", "RNN"))
_LSTM_CELL, _GRU_CELL, _RNN_CELL = (of(name, cell=True) for name in ("LSTM", "GRU", "RNN"))

# The names of PyTorch's functions, which stand in its messages and in its source.
_FUNCTIONS = (
    (r"\blstm\(", _LSTM),
    (r"\bgru\(", _GRU),
    (r"\brnn_(?:tanh|relu)\(", _RNN),
    (r"\blstm_cell\(", _LSTM_CELL),
    (r"\bgru_cell\(", _GRU_CELL),
    (r"\brnn_(?:tanh|relu)_cell\(", _RNN_CELL),
)
# ... and the names of its kernels.
_KERNELS = (
    (r"aten::lstm|_lstm_(?!cell)", _LSTM),
    (r"aten::gru(?!_cell)", _GRU),
    (r"aten::rnn_(?:tanh|relu)(?!_cell)", _RNN),
    (r"lstm_cell", (*_LSTM, *_LSTM_CELL)),  # of which a layer is made on a GPU
    (r"gru_cell", (*_GRU, *_GRU_CELL)),
)
# Of each message, the words that not every kind says.
_MESSAGES = (
    *_FUNCTIONS,
    *_KERNELS,
    (r"hx and cx should|Expected hidden\[\d\] size|lstm expects|\bcx is not contiguous", _LSTM),
    (r"index 1 is out of bounds|proj_size (?:has to be|should be)", _LSTM),
    (r"hx should also|Expected hidden size|proj_size argument is only", _ONE_STATE),
    (r"RNNBase|num_layers|batch_first|dropout|(?:size|bias) (?:must|should) be", _LAYERS),
    (r"input\.size\(-1\)|RNN input dtype|\brnn: [hc]x|sequence length to be|stacked_rnn", _LAYERS),
    (r"hidden\[\d\] (?:has|batch)|hidden1 ", _LSTM_CELL),
    (r"hidden (?:has|batch)|Expected hidden to be 1D", _ONE_STATE_CELLS),
    (r"has inconsistent \w+_size|Input batch size|to be 1D or 2D", _CELLS),
    (r"Unknown nonlinearity: ", _RNN_CELL),
    (r"Unknown nonlinearity '", _RNN),
)
# Of PyTorch's source, the lines that not every kind runs.
_CODE = (
    *_FUNCTIONS,
    (r"__init__\(\s*[\"']LSTM", _LSTM),
    (r"__init__\(\s*[\"']GRU", _GRU),
    (r"__init__\(mode\b", _RNN),
    (r"\bnum_chunks=4", _LSTM_CELL),
    (r"\bnum_chunks=3", _GRU_CELL),
    (r"\bnum_chunks=1", _RNN_CELL),
    (r"\bhx\[\d\]\.dim\(\) !=", _LSTM),
    (r"\bhx\.dim\(\) !=", _ONE_STATE),
    (r"\bvalue\.dim\(\) not in|\bhx\[\d\]\.dim\(\) not in", _LSTM_CELL),
    (r"\bhx\.dim\(\) not in", _ONE_STATE_CELLS),
    (r"check_hidden_size\(hidden,|_apply_permutation\(hx,", _ONE_STATE),
    (r"check_hidden_size\(\s*hidden\[|_apply_permutation\(hx\[", _LSTM),
    (r"\bself\.num_layers\b|\bself\.check_forward_args\(", _LAYERS),
)
# Of the words in a name, those that say what it is; a name may have several.
_WORDS = (
    (r"lstm", of("LSTM")),
    (r"gru(?![bdefmnp])", of("GRU")),  # and not `congruent`
    (r"(?<!ex)(?<!can)cell(?!_?state)", _CELLS),
)


def _found(rows: Iterable[tuple[str, tuple[Kind, ...]]], text: str) -> Iterator[tuple[Kind, ...]]:
    return (kinds for pattern, kinds in rows if re.search(pattern, text))


def narrowed(kinds: Sequence[Kind], *told: Sequence[Kind]) -> tuple[Kind, ...]:
    """Those of the kinds that every piece of evidence allows; a piece that allows none of them is passed over."""
    for allowed in told:
        kinds = [kind for kind in kinds if kind in allowed] or kinds
    return tuple(kinds)


def kinds_in_message(message: str) -> tuple[Kind, ...]:
    """The kinds whose layers say this."""
    named = [(KINDS[name],) for name in _NAME.findall(message)]
    return narrowed(_ALL, *named, *_found(_MESSAGES, message))


def kinds_in_code(lines: Sequence[str]) -> tuple[Kind, ...]:
    """The kinds that run these lines of PyTorch's own source; the last line tells most."""
    return narrowed(_ALL, *(kinds for line in reversed(lines) for kinds in _told_by(line)))


def _told_by(line: str) -> Iterator[tuple[Kind, ...]]:
    yield from ((KINDS[name],) for name in _METHOD.findall(line))
    yield from _found(_CODE, line)


def kinds_in_name(name: str) -> tuple[Kind, ...]:
    """The kinds that somebody may mean by a name such as `decoder_gru`."""
    return narrowed(_ALL, *_found(_WORDS, name.lower()))
