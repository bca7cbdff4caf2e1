"""What a section, an item or a row may be about in place of the document's own LSTM: THE table of these words."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from lstm_shapes.check.language.moods import flags_in

__all__ = [
    "goes_on_elsewhere",
    "is_elsewhere",
    "is_of_another_kind",
    "is_of_another_module",
    "is_variant",
    "kinds_named",
]

_RECURRENT = re.compile(r"(?:lstm|gru|rnn)(?:[ _]?cell)?(?!_)", re.IGNORECASE)
_MODULE = re.compile(r"\bnn\.(?!utils\b|functional\b|Module\b|Parameter\b)\w+\(")
_FRAMEWORKS = re.compile(r"keras|tensorflow|\bTF\b|\bjax\b|flax|paddle|onnx", re.IGNORECASE)
_OTHER_TOPICS = re.compile(
    r"\bnn\.(?!LSTM\b|utils\b)\w+|\b(?:numpy|rust|c\+\+|julia|onnx|bert|cnn|linear|attention|mlp|loss)\b|\bconv|"
    r"from scratch|transformer|resnet|classif|pooling|softmax|embedding|projection layer|decoder head|readout|"
    r"卷积|嵌入|畳み込み|埋め込み|합성곱|임베딩",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"[\w-]+?(?=\s*(?:的|の|의)?\s*\Z)")  # without the particle behind it
_BIDIRECTIONAL = re.compile(r"bi-?directional|bi?-?lstm|双向|双方向|양방향|bidirec|двунаправ", re.IGNORECASE)
_BATCH_FIRST = re.compile(r"batch_first", re.IGNORECASE)
_VARIANTS = re.compile(
    r"variant|version|second|third|\bnn\.LSTM\(|\b\d+\.\d+|larger|smaller|longer|shorter|bigger|deeper|"
    r"(?:one|two|three|four|single|multi|\d)[- ]layers?|\bwith(?:out)? \d|time[- ]?(?:major|first)|"
    r"num_layers|proj_size|hidden_size|[单多一两二三単複]层|[単多一二三]層|단층|다층",
    re.IGNORECASE,
)


def is_of_another_kind(text: str, kinds: Collection[str]) -> bool:
    """Whether a text speaks of a recurrent layer of a kind that the code does not build, or of another framework's."""
    return bool(_FRAMEWORKS.search(text)) or not kinds_named(text) <= {kind.lower() for kind in kinds}


@lru_cache(maxsize=64)
def kinds_named(text: str) -> frozenset[str]:
    """The kinds of recurrent layers that a text names, in small letters."""
    return frozenset(re.sub("[ _]", "", match[0]).lower() for match in _RECURRENT.finditer(text))


@lru_cache(maxsize=64)
def is_elsewhere(title: str, kinds: frozenset[str]) -> bool:
    """Whether what stands under a heading or an item is about something else than the layers of the code."""
    return is_of_another_kind(title, kinds) or bool(_OTHER_TOPICS.search(title) and not _RECURRENT.search(title))


def is_of_another_module(before: str) -> bool:
    """Whether the word right before a tensor's name makes it that of another module: `CNN output`, `卷积输出`."""
    word = _LAST_WORD.search(before)
    return word is not None and bool(_OTHER_TOPICS.search(word[0]) and not _RECURRENT.search(word[0]))


def goes_on_elsewhere(text: str, before: bool) -> bool:
    """Whether a document has gone on to another module with this text; `before` is how it stood before it."""
    return False if _RECURRENT.search(text) else before or bool(_MODULE.search(text))


def is_variant(title: str, are_bidirectional: bool, are_batch_first: bool) -> bool:
    """Whether what stands under a heading is, perhaps, about another LSTM than those in the code, which are so."""
    return (
        bool(_VARIANTS.search(title))
        or (are_bidirectional and ("bidirectional", False) in flags_in(title))
        or (not are_bidirectional and bool(_BIDIRECTIONAL.search(title)))
        or (not are_batch_first and bool(_BATCH_FIRST.search(title)))
    )
