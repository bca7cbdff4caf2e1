"""What a section, an item or a row may be about in place of the document's own LSTM: THE table of these words."""

from __future__ import annotations

import re

__all__ = ["goes_on_elsewhere", "is_conditional_title", "is_denial", "is_elsewhere", "is_of_another_cell"]
__all__ += ["is_of_the_lstm", "is_variant"]

_LSTM = re.compile(r"lstm", re.IGNORECASE)
_MODULE = re.compile(r"\bnn\.(?!utils\b|functional\b|Module\b|Parameter\b)\w+\(")
_OTHER_CELLS = re.compile(
    r"LSTMCell|LSTM cell|\bGRU|\bRNNs?\b(?!_)|keras|tensorflow|\bTF\b|\bjax\b|flax|paddle", re.IGNORECASE
)
_OTHER_TOPICS = re.compile(
    r"\bnn\.(?!LSTM\b|utils\b)\w+|\b(?:numpy|rust|c\+\+|julia|onnx|bert|cnn|linear|attention|mlp|loss)\b|\bconv|"
    r"from scratch|transformer|resnet|classif|pooling|softmax|embedding|projection layer|decoder head|readout",
    re.IGNORECASE,
)
_BIDIRECTIONAL = re.compile(r"bi-?directional|bi?-?lstm|双向|双方向|양방향|bidirec|двунаправ", re.IGNORECASE)
_BATCH_FIRST = re.compile(r"batch_first", re.IGNORECASE)
_VARIANTS = re.compile(
    r"variant|version|second|third|\bnn\.LSTM\(|\b\d+\.\d+|larger|smaller|longer|shorter|bigger|deeper|"
    r"(?:one|two|three|four|single|multi|\d)[- ]layers?|\bwith(?:out)? \d|time[- ]?(?:major|first)|"
    r"num_layers|proj_size|hidden_size",
    re.IGNORECASE,
)
_THE_LSTM = re.compile(
    r"\W*(?:(?:py)?torch|(?:torch\.)?(?:nn\.)?lstm|shapes?|sizes?|values?|dimensions?|result)?\W*", re.IGNORECASE
)
_FALSE = re.compile(r"\W*(?:no|false|wrong|✗|✘|❌|×|x|nein|non|нет|否|いいえ|아니오)\W*", re.IGNORECASE)
_CONDITION = re.compile(
    r"batch_first|bidirectional|=\s*(?:True|False)|default|unbatched|\d\s*-?\s*layer|\bbi-?lstm|\bstack", re.IGNORECASE
)


def is_of_another_cell(text: str) -> bool:
    """Whether a text speaks of a recurrent layer that is no `nn.LSTM`."""
    return bool(_OTHER_CELLS.search(text))


def is_elsewhere(title: str) -> bool:
    """Whether what stands under a heading or an item is about something else than an LSTM."""
    return is_of_another_cell(title) or bool(_OTHER_TOPICS.search(title) and not _LSTM.search(title))


def goes_on_elsewhere(text: str, before: bool) -> bool:
    """Whether a document has gone on to another module with this text; `before` is how it stood before it."""
    return False if _LSTM.search(text) else before or bool(_MODULE.search(text))


def is_variant(title: str, are_bidirectional: bool, are_batch_first: bool) -> bool:
    """Whether what stands under a heading is, perhaps, about another LSTM than those in the code, which are so."""
    return (
        bool(_VARIANTS.search(title))
        or (not are_bidirectional and bool(_BIDIRECTIONAL.search(title)))
        or (not are_batch_first and bool(_BATCH_FIRST.search(title)))
    )


def is_of_the_lstm(label: str) -> bool:
    """Whether the row of a table is labelled with nothing but the LSTM, or nothing at all."""
    return bool(_THE_LSTM.fullmatch(label))


def is_denial(cell: str) -> bool:
    """Whether the cell of a table says that what stands beside it is not so."""
    return bool(_FALSE.fullmatch(cell))


def is_conditional_title(title: str) -> bool:
    """Whether a column or row is said under a condition that the code may not meet."""
    return bool(_CONDITION.search(title))
