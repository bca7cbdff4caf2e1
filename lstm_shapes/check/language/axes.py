"""The size of an axis as people write it: `2 * hidden_size`, `batch size`, `num_layers(=1)`, `序列长度`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

__all__ = ["AxisText", "Name", "Node", "Number", "Operation", "names_in", "read_axis"]


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """One or several words for a quantity."""

    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A product, sum, difference or quotient; `=` says that a name has a value."""

    sign: str
    left: Node
    right: Node


Node = Union[Number, Name, Operation]  # noqa: UP007 - a recursive alias, which `|` cannot write in Python 3.10


@dataclass(frozen=True, slots=True)
class AxisText:
    """One axis of a claim, and where it stands in its passage.

    ways: what is said of its size, all of which has to hold: `batch_size=5` says two things; none means that nothing
    is said (`-1`, `...`). any_number: whether it stands for any number of axes (`...`, `*`).
    """

    text: str
    start: int
    end: int
    ways: tuple[Node, ...] = ()
    any_number: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is written as a number alone."""
        return len(self.ways) == 1 and isinstance(self.ways[0], Number)


_OPEN = frozenset(("-1", "?", "None", "_", ":", "any", "Any", "??", "n/a"))
_ANY_NUMBER = frozenset(("...", "…", "*", "⋯", ".."))
_LONGEST = 60  # characters
_MOST_WORDS = 8
_LONGEST_NUMBER = 18  # digits
_CONDITIONAL = re.compile(
    r"\(?\s*2\s+(?:if|when)\s+[\w.]*(?:bi|direction)[\w.=() ]*?(?:,?\s*(?:else|otherwise)\s+1|1\s+otherwise)\s*\)?"
    r"|\(\s*1\s+or\s+2\s*\)|\b1\s+or\s+2\b|\(\s*1\s*\+\s*(?:int\()?[\w.]*bidirectional\)?\s*\)",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?P<number>\d+(?![\w.]))"
    r"|(?P<name>[^\W\d]\w*\.[\w.]*(?:\(\s*-?\d?\s*\)|\[\s*-?\d\s*\])|len\(\w+\)|[^\W\d][\w.']*|\d+[^\W\d][\w.]*)"
    r"|(?P<sign>\*\*?|×|✕|·|∗|⋅|//?|\+|-|−|\\times|\\cdot|x(?=\s))"
    r"|(?P<bracket>[()（）])"
    r"|(?P<space>\s+)"
)
_COEFFICIENT = re.compile(r"(\d{1,3})([A-Za-z]|[A-Za-z]*(?:hid|dim|size|units|dir)[a-z_]*)\Z")
_SIGNS = {"×": "*", "✕": "*", "·": "*", "∗": "*", "⋅": "*", "\\times": "*", "\\cdot": "*", "x": "*", "X": "*", "−": "-"}
_SIGNS |= {"//": "/", "times": "*", "by": "*"}
_GLOSS = re.compile(r"\s*[(\[（]\s*=?\s*([^()\[\]（）]*?)\s*[)\]）]\s*$")
_OPEN_PRODUCT = re.compile(r"[*+\-/×·]\s*$")
_IN_PRODUCT = re.compile(r"[*×·]|\s[xX]\s")
_EQUALS = re.compile(r"\s*(?:==?|≡|：|(?<!:):(?!:))\s*")
_VALUE = re.compile(r"\(\s*=\s*")  # the `(=1)` of `num_layers(=1)`
_LATEX = re.compile(r"\\(?:text|mathrm|mathit|textit|texttt)\s*\{([^{}]*)\}|([_^])\{([^{}]*)\}")
_LOOSE_MARKUP = "*_`"


def read_axis(text: str, start: int, end: int) -> AxisText | None:
    """What `text[start:end]` says of an axis; None where that is no size."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    raw = text[start:end]
    if not raw or len(raw) > _LONGEST:
        return None
    plain = _plain(raw)
    if raw in _ANY_NUMBER or plain in _ANY_NUMBER:
        return AxisText(raw, start, end, any_number=True)
    if plain in _OPEN:
        return AxisText(raw, start, end)
    ways = []
    for side in _sides(plain):
        node = _parse(side)
        if node is None:
            return None
        ways.append(node)
    return AxisText(raw, start, end, tuple(ways)) if ways else None


def _plain(raw: str) -> str:
    """Without markup: bold, code, escapes, LaTeX, quotes."""
    text = raw
    while (shorter := _LATEX.sub(lambda match: match[1] or f"{match[2]}{match[3]}", text)) != text:
        text = shorter
    text = re.sub(r"\\(?!times|cdot)", "", text).replace("`", "").replace('"', "").replace("$", "").strip()
    stripped = text.strip(_LOOSE_MARKUP).strip()
    return stripped if stripped and text not in _ANY_NUMBER else text


def _sides(text: str) -> Iterator[str]:
    """`batch_size=5` says two things, and so does `5 (batch)`; a gloss that is no size says nothing."""
    parts = [part for part in _EQUALS.split(_VALUE.sub("(", text)) if part]
    for part in parts:
        gloss = _GLOSS.search(part)
        if gloss is None or gloss.start() == 0:
            yield part
            continue
        head, inside = part[: gloss.start()].strip(), gloss[1]
        if any(mark in inside for mark in ",，、"):
            return
        belongs_to_factor = not part[gloss.start()].isspace() and _IN_PRODUCT.search(
            head
        )  # `hidden(24) x directions(2)`
        is_index = gloss[0].startswith("[")  # `lengths[i]`
        if is_index or _OPEN_PRODUCT.search(head) or re.search(r"[*+×/]", inside) or belongs_to_factor:
            yield part
            continue
        yield head
        if inside and _parse(inside) is not None and (inside.isdecimal() or head.isdecimal()):
            yield inside


class _Reader:
    """Reads sums of products, one token after the other."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.position] if self.position < len(self.tokens) else ("end", "")

    def take(self) -> str:
        self.position += 1
        return self.tokens[self.position - 1][1]

    def sum(self) -> Node | None:
        left = self.product()
        while left is not None and self.peek()[1] in ("+", "-"):
            sign, right = self.take(), self.product()
            left = None if right is None else Operation(sign, left, right)
        return left

    def product(self) -> Node | None:
        left = self.factor()
        while left is not None and self.peek()[1] in ("*", "/"):
            sign, right = self.take(), self.factor()
            left = None if right is None else Operation(sign, left, right)
        return left

    def factor(self) -> Node | None:
        kind, text = self.peek()
        if kind == "number":
            self.take()
            if self.peek()[0] == "name":  # `2 directions`: the number is what counts
                self.words()
            return Number(int(text)) if len(text) <= _LONGEST_NUMBER else None
        if kind == "name":
            return self.named(self.words())
        if text == "(":
            self.take()
            inner = self.sum()
            return inner if self.peek()[1] == ")" and self.take() else None
        return None

    def words(self) -> str:
        words = []
        while self.peek()[0] == "name":
            words.append(self.take())
        return " ".join(words) if len(words) <= _MOST_WORDS else ""

    def named(self, words: str) -> Node | None:
        """A name, and the number that it is said to be: `num_layers(1)`; other words in brackets explain it."""
        if not words or self.peek()[1] != "(":
            return Name(words) if words else None
        self.take()
        inside = [self.take() for _ in iter(lambda: self.peek()[0] in ("number", "name"), False)]
        if self.peek()[1] != ")":
            return None
        self.take()
        is_value = len(inside) == 1 and inside[0].isdecimal() and len(inside[0]) <= _LONGEST_NUMBER
        return Operation("=", Name(words), Number(int(inside[0]))) if is_value else Name(words)


def _parse(text: str) -> Node | None:
    text = _CONDITIONAL.sub(" num_directions ", text)
    tokens: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return None
        position = match.end()
        kind = match.lastgroup or ""
        word = match[0]
        if kind == "name" and (coefficient := _COEFFICIENT.match(word)):  # `2H`
            tokens += [("number", coefficient[1]), ("sign", "*"), ("name", coefficient[2])]
            continue
        if kind == "space":
            continue
        if kind == "bracket":
            word = {"（": "(", "）": ")"}.get(word, word)
        if kind == "sign" or (kind == "name" and word in ("x", "X", "times", "by") and tokens):
            kind, word = "sign", _SIGNS.get(word, word)
        tokens.append((kind, word))
    reader = _Reader(tokens)
    node = reader.sum()
    return node if reader.position == len(tokens) else None


def names_in(node: Node) -> Iterator[str]:
    """All names in an expression."""
    if isinstance(node, Name):
        yield node.text
    elif isinstance(node, Operation):
        yield from names_in(node.left)
        yield from names_in(node.right)
