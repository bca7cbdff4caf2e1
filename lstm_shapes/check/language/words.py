"""The words that stand beside a shape and its name: which are names of nothing, which leave a noun alone."""

from __future__ import annotations

import re

__all__ = [
    "AFTERWARDS",
    "BEFORE_NOUN",
    "BEHIND_NOUN",
    "BY",
    "FLAG",
    "GENERIC",
    "HAS_OTHER",
    "IN_SENTENCE",
    "NO_NAME",
    "OF_THING",
    "WORD_RIGHT_BEFORE",
]

NO_NAME = re.compile(r"a|i|A|an|in|is|it|of|on|to|at|as|by|or|and|for|the|we|be|if|with|each|all|both|time")
"""Words of English, which variables are seldom called by in a sentence."""

GENERIC = re.compile(
    r"a|q|i|shape|shapes|size|sizes|dim|dims|dimension|dimensions|result|results|tensor|now|note|expected|"
    r"returns|return|gives|here|e\.g|eg|i\.e|ie|format|layout|value|values|output_shape|torch\.size|形状|尺寸|"
    r"大小|维度|サイズ|크기|형태|форма|размер|forma|tamaño|form|größe|forme|taille",
    re.IGNORECASE,
)
"""What a shape may be introduced by that tells nothing of whose it is."""

BEFORE_NOUN = re.compile(
    r"the|an?|its|their|our|this|that|these|and|or|of|for|both|all|is|are|as|(?:lstm|gru|rnn)(?:['’]s)?|full|entire|whole|"
    r"so|shape|size|then|here|has|have|with|to|into",
    re.IGNORECASE,
)
"""What may stand right before `output` in a sentence, so that it is that of the layer, and of nothing else."""

BEHIND_NOUN = re.compile(
    r"is|are|has|have|having|with|of|shapes?|tensors?|will|must|becomes|comes|which|that|and|or|as|it|in|at|from|for|to|"
    r"states?",
    re.IGNORECASE,
)
"""What may stand right behind it: `output is` is the output, `output gate` and `output layer` are not."""

WORD_RIGHT_BEFORE = re.compile(
    r"(?<![\w/])(?!(?:shapes?|sizes?|dims?|dimensions?|is|are|gives?|returns?|becomes?|now|of|tensors?|to|still|also|"
    r"stays?|same|outputs?|and|i\.e\.|e\.g\.|here|again|got|yields?|prints?|get|as|be|has|have)\b)[A-Za-z'’]+\.?\s+\Z",
    re.IGNORECASE | re.ASCII,
)
"""A word right before numbers that does not introduce a shape: `see section (3, 2)`."""

IN_SENTENCE = re.compile(r"\s+[a-z]{2,}", re.IGNORECASE)
"""What goes on behind axes without brackets: `process seq x batch at once`."""

BY = re.compile(r"\b(?:by|at|over|until|through|see|per|times|every)\s+\Z", re.IGNORECASE)
"""What introduces numbers of another kind: `scaled by (1, 2)`."""

HAS_OTHER = re.compile(
    r"\b(?:has|have|having)\s+(?:an?\s+|the\s+)?(?!shape|size|dim|format|layout|form)[a-z]", re.IGNORECASE
)
"""What says that the tensor has something else than a shape: `has strides`."""

AFTERWARDS = re.compile(r"[\s`*)]*(?:after|once|when|as soon as|per|for each)\b", re.IGNORECASE)
"""What says that something was done to the tensor first."""

OF_THING = re.compile(
    r"[`*]*\s+(?:of|to|for|from)\s+(?:the\s+|an?\s+|this\s+|our\s+)?(?!\W*(?:\w*lstm|\w*rnn|\w*gru|nn\.|torch|layer|network|model|cell|encoder|decoder|shape|size|dim))",
    re.IGNORECASE,
)
"""What says that the name belongs to something that is no layer: `input to the loss`."""

FLAG = re.compile(
    r"\b(?:batch[_ -]?first|(?:bi|uni)-?directional|unbatched|proj_size)\b|双向|単方向|双方向|양방향|двунаправлен",
    re.IGNORECASE,
)
"""Arguments of layers, which a sentence may take for given."""
