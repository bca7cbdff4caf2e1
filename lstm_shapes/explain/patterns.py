"""Messages as templates, such as `got {actual:int}`, and how to find them in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

__all__ = ["Pattern", "Values", "read_shape"]

Values = Mapping[str, Any]
_FIELD = re.compile(r"\{(\w+):(\w+)\}")


def read_shape(text: str) -> tuple[int, ...]:
    """The numbers of `(2, 3, 20)`, `[2, 3, 20]` or `torch.Size([2, 3, 20])`."""
    return tuple(map(int, re.findall(r"\d+", text)))


def _read_view(text: str) -> tuple[int, ...]:
    """The numbers of `[3, -1, 20]`."""
    return tuple(map(int, re.findall(r"-?\d+", text)))


_KINDS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "int": (r"-?\d{1,18}", int),
    "number": (r"-?[\d.e-]{1,30}", str),
    "shape": (r"torch\.Size\(\[[\d,\s]{0,200}\]\)|[(\[][\d,\sL]{0,200}[)\]]", read_shape),  # `2L` of Python 2
    "name": (r"\b[A-Za-z0-9_.:]{1,100}", str),  # torch.float32, cuda:0, layer_norm
    "view": (r"\[[\d,\s-]{0,200}\]", _read_view),
    "type": (r"[\w.\[\](), ?]{1,100}", str),
    "rnn_backward": (r"['\"]?(?:aten::)?\b\w{0,30}(?:rnn|lstm|gru)\w{0,30}_backward['\"]?", str),
    "parameter": (r"[\w.]{0,200}?(?:weight|bias)_(?:ih|hh|hr)(?:_l\d{1,4}(?:_reverse)?)?\b", str),
    "layer": (r"\b(?:LSTM|GRU|RNN)(?:Cell)?", str),
    "cell": (r"\b(?:LSTM|GRU|RNN)Cell", str),
    "wrapper": (
        r"(?:[\w-]{1,60}\", \"){0,20}?"  # other keys that name no parameter
        r"(?:(?:model|net|network|best)?_?(?:state|weights|params)?(?:_dict)?|model|net|epochs?|step|optim\w*|args|config"
        r"|hyper\w*|loss\w*|arch|vocab\w*)",
        str,
    ),
    "arguments": (r"[\w=,. ]{1,200}", str),
    "keys": (r'(?:, "[^"\n]{1,200}"){0,5000}', str),
    "others": (r'(?:"(?![^"\n]{0,200}(?:weight|bias)_(?:ih|hh|hr))[^"\n]{1,200}", ){0,5000}', str),
    "size": ("input_size|hidden_size|num_layers", str),
    "flag": ("bias|batch_first", str),
    "start": (r"(?<![\w.])", str),  # `__init__()`, and not `CRF.__init__()`
    "names": (r"\[[^\]\n]{1,300}\]", str),
    "word": (r"[^'\"\n]{1,40}", str),
    "sign": (r"[-+*/@]", str),
}
"""The kinds of fields in a template: what each matches, and how its value is read."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A template to search for; it is compiled only if a text may match."""

    template: str
    """A blank matches any white space, including line breaks; the value of a field `_` is not kept."""

    hint: str = field(init=False)
    """The longest word of the template; a text without it cannot match."""

    def __post_init__(self) -> None:
        literals = _FIELD.sub(" ", self.template).split()
        object.__setattr__(self, "hint", max(literals, key=len))

    def find_all(self, text: str) -> Iterator[tuple[re.Match[str], Values]]:
        """Every occurrence of the message in a text, and the values of its fields."""
        if self.hint not in text:
            return
        kinds = {name: _KINDS[kind][1] for name, kind in _FIELD.findall(self.template) if name != "_"}
        for match in _compiled(self.template).finditer(text):
            yield match, {name: read(match[name]) for name, read in kinds.items()}


@cache
def _compiled(template: str) -> re.Pattern[str]:
    pieces, position = [], 0
    for match in _FIELD.finditer(template):
        name, kind = match.groups()
        group = "(?:" if name == "_" else f"(?P<{name}>"
        pieces += [_literal(template[position : match.start()]), f"{group}{_KINDS[kind][0]})"]
        position = match.end()
    return re.compile("".join([*pieces, _literal(template[position:])]))


def _literal(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in re.split(r"\s", text))
