"""What a document says its letters stand for: `B = batch size`, `K: number of layers`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lstm_shapes.lexicon import Sense, is_listed, senses

__all__ = ["legend_of"]

_ENTRY = re.compile(
    r"(?<![\w*(\[.,])[`$*'\"]*(?P<name>[A-Za-z](?:_?[a-z\d]{1,3})?)[`$*'\"]*"
    r"(?:\s*(?:=|:|：|—|–|->|为|是|表示|代表|は|는|은)\s*|\s+(?:is|are|denotes|means|(?:stands\s+)?for|-)\s+|\s{2,}|\s+(?=[^\x00-\x7f]))"
    r"(?:the\s+|a\s+|an\s+)?(?P<meaning>[^\W\d][^,.;:，。；、\n()\[\]=`]{1,40})(?!\w|[.(\[]\w|\s*[*×]|\s+x\s)"
)
_LONGEST = 4_000  # characters of one text


def legend_of(texts: Iterable[str]) -> Mapping[str, tuple[Sense, ...]]:
    """The letters that are explained, each with what it then means and nothing else; one explained twice is left."""
    found: dict[str, tuple[Sense, ...]] = {}
    for text in texts:
        for match in _ENTRY.finditer(text[:_LONGEST]):
            symbols = {sense.symbols for sense in senses(match["meaning"].strip())}
            usual = {sense.symbols for sense in senses(match["name"])}
            is_equation = text[match.end() :].lstrip().startswith("=") and usual and usual.isdisjoint(symbols)
            if len(symbols) != 1 or is_equation:  # `N = num_layers = 3` says that two sizes are equal
                continue
            is_firm = is_listed(match["meaning"].strip())
            known = tuple(Sense(symbol, is_firm) for symbol in symbols)
            if found.setdefault(match["name"], known) != known:
                found[match["name"]] = ()
    return {name: known for name, known in found.items() if known}
