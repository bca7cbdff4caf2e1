"""Find what may be shapes in a text: `(5, 3, 20)`, `torch.Size([5, 3, 20])`, `batch x seq x hidden`."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass

from lstm_shapes.check.language.axes import AxisText, Name, Number, Operation, names_in, read_axis
from lstm_shapes.lexicon import is_axis_word, is_listed, senses

__all__ = ["ShapeText", "find_shapes"]


@dataclass(frozen=True, slots=True)
class ShapeText:
    """A shape in a passage.

    start, end: with its brackets. callee: the word right before its bracket, as in `h_0(num_layers, batch, hidden)`.
    is_size: whether it is written as `torch.Size([...])`, which nothing but a shape is.
    """

    start: int
    end: int
    axes: tuple[AxisText, ...]
    callee: str = ""
    is_size: bool = False
    has_brackets: bool = True
    is_product: bool = False
    """Whether it may as well be one axis, a product."""

    @property
    def is_concrete(self) -> bool:
        """Whether all axes are written as numbers."""
        return all(axis.is_number for axis in self.axes)


_CLOSING = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】", "⟨": "⟩", "〈": "〉", "{": "}", "<": ">"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_LONGEST = 240  # characters
_MOST_AXES = 8
_BRACKET = re.compile(r"[(\[（［【⟨〈{<]")
_SIZE = re.compile(r"(?:torch\s*\.\s*)?\b[Ss]ize\s*\(\s*\Z")
_IN_CALL = re.compile(r"(?<!torch\.Size)(?<!\bSize)[A-Za-z_]\w*\(\s*\Z", re.ASCII)  # `zeros([2, 3])`
_OF_VALUE = re.compile(r"""(?<=['"\])])\.\w+\Z""", re.ASCII)  # `"{}".format(n, i)`
_MATRIX = re.compile(r"\[\s*\[[\d\s,.+-]*\](?:[\s,]*\[[\d\s,.+-]*\])*")
_SLICE = re.compile(r"-?\d*\s*:\s*-?\d*")
_FACTOR_BEFORE = re.compile(r"\w\s*(?:[×✕✖]|\s[xX])\s*\Z")
_FACTOR_BEHIND = re.compile(r"\s*(?:[×✕✖]|(?<=\s)[xX](?=\s))\s*\w")
_CALLEE = re.compile(r"(?<![\w.])[A-Za-z_][A-Za-z0-9_.]*\Z", re.ASCII)
_COMMAS = ",，、;；"
_CROSS = re.compile(
    r"\s*[×✕✖]\s*|\s+[xX]\s+|(?<=[\d\])])[xX](?=[\d(])|(?<=[A-Z\d])\s*x\s*(?=[A-Z\d(])|\s*\\times\s*|\s+by\s+"
)
_NAME = r"(?:\d{1,3}[A-Z]\b|\d+|[^\W\d][\w.]*)"
_WORD = rf"(?:{_NAME}(?:\s?\*\s?{_NAME}|//?\d+|\+{_NAME})*(?: ?\(\s*=?\s*\d+\s*\))?|\([\w\s*+]{{1,40}}\))"
_BETWEEN = r"(?:\s*[×✕✖]\s*|\s+[xX]\s+|\s*\\times\s*|(?<=[A-Z\d])(?:x\s+|\s+x)(?=\w+\s+x\s))"  # or `Tx N x H`
_LOOSE = re.compile(
    rf"(?<![\w.(\[\-+*/=])(?P<axes>{_WORD}(?:{_BETWEEN}{_WORD})+)(?![\w(\[=]|\.\w)"
    r"|(?<![\w.(\[\-+*/=])(?P<tight>(?:\d*[A-Z]|\d+)(?:[xX](?:\d*[A-Z]|\d+)(?![a-z]))+)(?![\w(\[=]|\.\w)"
)
_SUM_BEHIND = re.compile(r"[^\S\n]*\+[^\S\n]*\w[\w.]*(?![\w.]|\s*[xX×✕✖])")  # not of `N x H + N x H`
_AFTER_SHAPE = re.compile(
    r"(?:(?:shape|size|形状|尺寸|サイズ|크기|형태)(?:\(\))?\s*(?:is|=|:|：|为|は|-+>|=+>|→)?|(?<=[\w`\])])\s*[:：=])\s*"
    r"(?P<axes>[\w*. ]{1,40}(?:[,，][\w*. ]{1,40}){1,4})\s*(?:$|[.;。\n])",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBERS = re.compile(r"\A\s*(?P<axes>\d+(?:\s*[,，]\s*\d+){1,4})\s*\Z")  # a whole comment of nothing else
_LISTED = re.compile(  # a whole comment of axes, or what stands behind another `#`
    r"(?:\A|#)[^\S\n]*(?P<axes>[^\W\d][\w* ]{0,40}(?:[,，][^\S\n]*[\w* ]{1,40}){1,3}?)[^\S\n]*(?=\Z|#)"
)
_ITEM_BEFORE = re.compile(r"(?<![\w.])(\w+)\s*[,，]\s*\Z")
_ITEM_BEHIND = re.compile(r"\s*[,，]\s*(\w+)(?!\w|\s*[:：=(]|\s+(?:is|are|has)\b)")
_X = re.compile("[xX]")
_GLUED = re.compile(r"[^\s,×x]*[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af](?=[A-Za-z_])")  # `形状是seq_len x batch`
_FACTOR = r"(?:\d+|[^\W\d][\w.]*|\([\w\s+\-]{1,30}\))"
_PRODUCT = re.compile(rf"\A\s*(?P<axes>{_FACTOR}(?:\s?\*\s?{_FACTOR}){{1,4}})\s*\Z")  # a whole comment as well
_STARRED = re.compile(
    rf"(?:(?<=[:：=])\s*|\bto\s+|\A\s*)(?P<axes>{_NAME}(?:\s?\*\s?{_NAME}){{2,4}})\s*(?:$|[.;,。\n])", re.MULTILINE
)


def find_shapes(text: str) -> list[ShapeText]:
    """All shapes in a text, in their order; nested ones only where what is around them is none."""
    found = list(_bracketed(text))
    taken = [(shape.start, shape.end) for shape in found]  # none of them overlap
    for pattern in (_LOOSE, _AFTER_SHAPE, _NUMBERS, _LISTED, _STARRED, _PRODUCT):
        for match in pattern.finditer(text):
            group = match.lastgroup or "axes"
            start, end = match.span(group)
            place = bisect_left(taken, (start, start))
            beside = taken[max(place - 1, 0) : place + 1]
            if any(start < other_end and other < end for other, other_end in beside):
                continue
            if pattern is _LOOSE and (_is_in_list(text, start, end) or _SUM_BEHIND.match(text, end)):
                continue
            if pattern in (_STARRED, _PRODUCT):
                shape = _starred(text, start, end, is_all=pattern is _PRODUCT)
            else:
                shape = _loose(text, start, end, group)
            if shape is not None and not (pattern is _LISTED and not _is_listing(shape)):
                found.append(shape)
                insort(taken, (start, end))
    return sorted(found, key=lambda shape: shape.start)


def _bracketed(text: str) -> Iterator[ShapeText]:
    position = 0
    while (match := _BRACKET.search(text, position)) is not None:
        start = match.start()
        matrix = _MATRIX.match(text, start)
        if matrix is not None:  # numbers in rows are data
            position = matrix.end()
            continue
        position = start + 1
        end = _closing(text, start)
        if end is None:
            continue
        axes = _axes(text, start + 1, end - 1)
        if axes is None:
            continue
        before = _SIZE.search(text, max(0, start - 20), start)
        if before is None and _IN_CALL.search(text, max(0, start - 40), start):
            continue
        if _OF_VALUE.search(text, max(0, start - 40), start) or _is_within(text, start, end, axes):
            continue
        is_size = before is not None and text[start] == "["
        outer_start, outer_end = start, end
        if is_size and before is not None:
            outer_start = before.start()
            while outer_end < len(text) and text[outer_end].isspace():
                outer_end += 1
            outer_end = outer_end + 1 if text[outer_end : outer_end + 1] == ")" else end
        if len(axes) == 1 and not is_size and text[end - 2 : end - 1] != ",":
            continue
        callee = None if is_size else _CALLEE.search(text, max(0, start - 60), start)
        if text[start] in "{<" and not _is_certain(axes):
            continue
        is_product = len(axes) > 1 and _is_product(text[start:end], text[axes[0].end : axes[-1].start])
        yield ShapeText(outer_start, outer_end, axes, callee[0] if callee else "", is_size, is_product=is_product)
        position = outer_end


def _is_within(text: str, start: int, end: int, axes: tuple[AxisText, ...]) -> bool:
    """Whether it is a factor of a product, or an index: `N x (2 x H)`, `x[i, 0:5]`."""
    if text[start] == "[" and any(_SLICE.fullmatch(axis.text) for axis in axes):
        return True
    is_product = not any(mark in text[start:end] for mark in _COMMAS)
    is_factor = _FACTOR_BEFORE.search(text, max(0, start - 20), start) or _FACTOR_BEHIND.match(text, end)
    return is_product and is_factor is not None


def _closing(text: str, start: int) -> int | None:
    """Behind the bracket that closes the one at `start`."""
    stack: list[str] = []
    lines = 0
    for position in range(start, min(len(text), start + _LONGEST)):
        character = text[position]
        if character in _CLOSING and (character not in "<{" or position == start):
            stack.append(character)
        elif character in _OPENING and (character not in ">}" or _OPENING[character] == stack[0]):
            if not stack or _OPENING[character] != stack.pop():
                return None
            if not stack:
                return position + 1
        elif character == "\n" and text[start:position].rstrip()[-1] not in ",([":  # a size on each line goes on
            lines += 1
            if lines > 2:
                return None
    return None


def _axes(text: str, start: int, end: int) -> tuple[AxisText, ...] | None:
    """The axes between two brackets; None where something there is no size."""
    cuts = list(_top_level(text, start, end, _COMMAS))
    if not cuts:
        cuts = _crosses(text, start, end)
    pieces = _pieces(start, end, cuts)
    if len(pieces) > 1 and not text[pieces[-1][0] : pieces[-1][1]].strip():
        pieces.pop()  # the comma of `(20,)`
    if not 1 <= len(pieces) <= _MOST_AXES:
        return None
    axes: list[AxisText] = []
    for first, last in pieces:
        axis = read_axis(text, first, last)
        if axis is None:
            return None
        axes.append(axis)
    if len(axes) == 1:
        axes = _blanks(text, start, end) or _stars(text, axes[0]) or axes
    return tuple(axes)


def _top_level(text: str, start: int, end: int, marks: str) -> Iterator[tuple[int, int]]:
    depth = 0
    for position in range(start, end):
        character = text[position]
        if character in "([（［":
            depth += 1
        elif character in ")]）］":
            depth -= 1
        elif character in marks and depth == 0:
            yield position, position + 1


def _crosses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where `x` or `×` stands between axes. In `layers x 2, batch` it would be a product, but there are commas."""
    crosses = [match.span() for match in _CROSS.finditer(text, start, end)]
    return [cross for cross in crosses if _depth(text, start, cross[0]) == 0]


def _depth(text: str, start: int, end: int) -> int:
    """How many brackets are open."""
    return sum((character in "([（［") - (character in ")]）］") for character in text[start:end])


def _pieces(start: int, end: int, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    return list(zip(edges[::2], edges[1::2]))


def _is_product(text: str, between: str) -> bool:
    """Whether axes that no comma parts may be the factors of one: `(a*b)`; `between` is what stands between them."""
    if any(mark in text for mark in _COMMAS):
        return False
    return "*" in between or not any(mark in text for mark in "x×✕ ")


def _blanks(text: str, start: int, end: int) -> list[AxisText] | None:
    """`[5 3 20]`: three or more numbers or well-known words with blanks between them."""
    words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
    axes = [read_axis(text, start + first, start + last) for first, last in words]
    known = [axis for axis in axes if axis is not None and len(axis.ways) == 1 and _is_plain(axis)]
    return known if len(axes) == len(known) >= 3 else None


def _is_plain(axis: AxisText) -> bool:
    node = axis.ways[0]
    return isinstance(node, Number) or (isinstance(node, Name) and bool(senses(node.text)))


def _starred(text: str, start: int, end: int, is_all: bool) -> ShapeText | None:
    """`batch*seq_len*hidden_size` without brackets, where the stars stand between axes."""
    axis = read_axis(text, start, end)
    axes = None if axis is None else _stars(text, axis, is_all)
    if axes is None or not _is_certain(tuple(axes)):
        return None
    return ShapeText(start, end, tuple(axes), has_brackets=False, is_product=True)


def _stars(text: str, axis: AxisText, is_all: bool = False) -> list[AxisText] | None:
    """`(T*N*H)`: a product of time and batch is no axis, so that the stars stand between axes.

    is_all: whether nothing else is said, so that any product with the batch in it is a shape.
    """
    factors = _factors(axis)
    symbols = {symbol for factor in factors for sense in senses(factor) for symbol in sense.symbols}
    is_plain = bool({"L", "num_layers"} & symbols) and len(factors) >= 3 and axis.text.count("*") == len(factors) - 1
    if "N" not in symbols or not (is_plain or is_all):
        return None
    pieces = _pieces(axis.start, axis.end, list(_top_level(text, axis.start, axis.end, "*")))
    axes = [read_axis(text, first, last) for first, last in pieces]
    return [part for part in axes if part is not None]


def _factors(axis: AxisText) -> list[str]:
    return [name for way in axis.ways if isinstance(way, Operation) for name in names_in(way)]


def _is_word(axis: AxisText) -> bool:
    """Whether an axis is made of well-known words or letters."""
    names = [name for way in axis.ways for name in names_in(way)]
    return bool(names) and all(senses(name) for name in names)


def _is_listing(shape: ShapeText) -> bool:
    """Whether a list of words can be nothing but axes: all are in the table, and time or batch is among them."""
    names = [name for axis in shape.axes for way in axis.ways for name in names_in(way)]
    symbols = {symbol for name in names for sense in senses(name) if sense.is_firm for symbol in sense.symbols}
    return bool({"N", "L"} & symbols) and all(map(is_listed, names))


def _is_certain(axes: tuple[AxisText, ...]) -> bool:
    """Whether no axis is but a word that nobody knows, as brackets of tags and sets need it."""
    return len(axes) > 1 and all(
        axis.ways and all(is_axis_word(name) for way in axis.ways for name in names_in(way)) for axis in axes
    )


def _is_in_list(text: str, start: int, end: int) -> bool:
    """Whether axes with a cross stand among others with commas: `N, 1, L x N, L, H` is a product of two tensors."""
    beside = (_ITEM_BEFORE.search(text, max(0, start - 40), start), _ITEM_BEHIND.match(text, end))
    return any(match is not None and (match[1].isdigit() or bool(senses(match[1]))) for match in beside)


def _loose(text: str, start: int, end: int, group: str) -> ShapeText | None:
    """Axes without brackets: three at least, or two numbers with a cross."""
    glued = _GLUED.match(text, start, end)
    start = glued.end() if glued is not None else start
    if group == "tight":
        cuts = [match.span() for match in _X.finditer(text, start + 1, end)]
    elif any(mark in text[start:end] for mark in ",，"):
        cuts = list(_top_level(text, start, end, ",，"))
    else:
        cuts = _crosses(text, start, end)
    axes = [read_axis(text, first, last) for first, last in _pieces(start, end, cuts)]
    read = tuple(axis for axis in axes if axis is not None)
    if len(read) != len(axes) or not 2 <= len(read) <= _MOST_AXES or not _is_certain(read):
        return None
    if len(read) == 2 and not all(axis.is_number for axis in read) and not all(map(_is_word, read)):
        return None
    return ShapeText(start, end, read, has_brackets=False)
