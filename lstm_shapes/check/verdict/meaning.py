"""What the words in a claim mean at its place: variables of the document first, then the table of synonyms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from lstm_shapes.check.interpreter.dims import Dim, Unmodelled
from lstm_shapes.check.interpreter.frames import Frame
from lstm_shapes.check.interpreter.values import Context, Tensor, Unknown, Value
from lstm_shapes.check.language.axes import Name, Node, Number, Operation, names_in
from lstm_shapes.check.program.program import Program
from lstm_shapes.check.verdict.own_words import OwnWords
from lstm_shapes.formula import Axis
from lstm_shapes.lexicon import senses

__all__ = ["Meaning", "Vocabulary"]

_MOST = 64
_MOST_OTHERS = 4
_H_CELL = Axis(1, ("H_cell",))
_OF_LAYERS = frozenset(("H_in", "H_cell", "H_out", "D", "num_layers"))
_SYMBOLS = ("L", "N", "D", "H_in", "H_cell", "H_out", "num_layers", "max(lengths)", "sum(lengths)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What part of a claim may say: a size in the code's own quantities, a product of symbols, or both.

    context: the LSTM that the symbols belong to. is_firm: whether it may contradict. is_false: whether it contradicts
    itself, as `num_layers(=1)` does where there are two. is_word: whether it comes from the table of synonyms, which
    speak of the axes of LSTMs and of no others.
    """

    dim: Dim | None
    axis: Axis | None
    context: Context | None = None
    is_firm: bool = True
    is_false: bool = False
    is_word: bool = False


@dataclass(slots=True)
class Vocabulary:
    """The words of a claim about a tensor, looked up in one run of the code around it.

    contexts: the LSTMs in question; are_own: whether the tensor comes from them. doubtful: words that clash.
    is_helper: whether it stands in a function that calls no LSTM, whose features, and layers, may be those of anything.
    is_of_layer: whether an LSTM takes the tensor, or returns it.
    are_variables: whether the document's own variables count, and not the table of synonyms alone.
    """

    own: OwnWords
    frame: Frame
    line: int
    contexts: Sequence[Context]
    are_own: bool = True
    doubtful: Collection[str] = ()
    tensor: Tensor | None = None
    is_helper: bool = False
    is_of_layer: bool = True
    are_variables: bool = True
    _known: dict[Node, list[Meaning]] = field(default_factory=dict)

    @property
    def program(self) -> Program:
        """The followed document."""
        return self.own.program

    def meanings(self, node: Node) -> list[Meaning]:
        """All that an expression may mean; nothing where one of its words is not known."""
        if node not in self._known:
            self._known[node] = list(self._meanings(node))[:_MOST]
        return self._known[node]

    def elsewhere(self, node: Node) -> list[Meaning]:
        """What it may mean besides, in other LSTMs: letters in all, words in those called in the same function.

        Both directions may also be meant as PyTorch has them.
        """
        if _is_of_both_directions(node):
            return list(replace(self, are_variables=False, _known={}).meanings(node))
        own = {context.key for context in self.contexts}
        calls = self.program.calls_in(None if self.has_letters(node) else self.frame.node)
        others = islice((context for context in calls if context.key not in own), _MOST_OTHERS)
        other = replace(self, contexts=tuple(others), _known={})
        return [meaning for meaning in other.meanings(node) if meaning.is_word]

    def are_own_names(self, one: str, other: str) -> bool:
        """Whether one function, or one object, has both of these names."""
        instance = self.frame.instance
        initialiser = self.program.initialiser_of(instance)
        places = [set(run.values) for run in (self.frame, *initialiser)]
        places += [set(instance.attributes)] if instance is not None else []
        return any({one, other} <= place for place in places) or self.program.machine.are_parts(one, other)

    def has_letters(self, node: Node) -> bool:
        """Whether a quantity in an expression is called by a single letter."""
        return any(len(name) == 1 for name in names_in(node))

    def _meanings(self, node: Node) -> Iterable[Meaning]:
        if isinstance(node, Number):
            return [Meaning(Dim.of(node.value), Axis(node.value))]
        if isinstance(node, Name):
            variables = list(self._variable(node.text)) if self.are_variables else []
            is_own = self._is_own(node.text)
            is_of_lstm = is_own and any(self._is_of_lstm(meaning) for meaning in variables)  # then the table has no say
            return variables if is_of_lstm else [*variables, *self._synonyms(node.text)]
        if node.sign == "=":
            return self._with_value(node)
        return self._combined(node)

    def _is_of_lstm(self, meaning: Meaning) -> bool:
        """Whether a variable is a size of an LSTM, or a part of one: B, where the batch is B * S."""
        if meaning.axis is not None or meaning.dim is None:
            return meaning.axis is not None
        parts = meaning.dim.quantities
        return any(parts and parts <= size.quantities for context in self.contexts for size in context.sizes.values())

    def _with_value(self, node: Operation) -> Iterator[Meaning]:
        number = self.meanings(node.right)[0].dim
        for meaning in self.meanings(node.left):
            value = meaning.dim.value if meaning.dim is not None else None
            is_false = value is not None and number is not None and value != number.value
            yield replace(meaning, is_false=is_false)

    def _combined(self, node: Operation) -> Iterator[Meaning]:
        for left in self.meanings(node.left):
            for right in self.meanings(node.right):
                if left.context and right.context and left.context.key != right.context.key:
                    continue
                axis = None
                if node.sign == "*" and left.axis is not None and right.axis is not None:
                    axis = Axis.product([left.axis, right.axis])
                is_firm = left.is_firm and right.is_firm and node.sign == "*" and not _is_flattened(axis)
                yield Meaning(
                    _calculated(node.sign, left.dim, right.dim),
                    axis,
                    left.context or right.context,
                    is_firm,
                    left.is_false or right.is_false,
                    left.is_word or right.is_word,
                )

    def _variable(self, name: str) -> Iterator[Meaning]:
        """A name of the code, and what it is to the LSTMs."""
        seen = []
        for value in self._values(name):
            dim = self._number(value)
            if dim is None or dim in seen:
                continue
            seen.append(dim)
            found = False
            for context in self.contexts:
                for symbol in _SYMBOLS:
                    size = context.sizes.get(symbol)
                    if size == dim and not dim.is_number:
                        found = True
                        yield Meaning(dim, Axis(1, (symbol,)), context)
            if not found:
                is_of_anything = self.is_helper and any(set(s.symbols) & _OF_LAYERS for s in senses(name))
                yield Meaning(dim, None, is_firm=not is_of_anything)

    def _is_own(self, name: str) -> bool:
        """Whether a variable belongs to the code around: the function, its object, or the document outside of all."""
        plain = name.removeprefix("self.").replace(" ", "_")
        frame = self.frame
        if frame.node is None or frame.binds(plain) or self.program.arguments_of(frame.instance, plain):
            return True
        if self.program.machine.parts_named(plain):  # `hidden_size` is `args.hidden_size`
            return True
        return frame.instance is not None and plain in frame.instance.attributes

    def _values(self, name: str) -> Iterator[Value]:
        if "(" in name or "[" in name or ("." in name and not name.startswith("self.")):
            value = self.program.evaluate(name, self.frame, self.line, after=True)
            if value is not None:
                yield value
            yield from self.program.machine.parts_named(name.rpartition(".")[2])  # as `args.ni` of another method
        plain = name.removeprefix("self.").replace(" ", "_")
        frame: Frame | None = self.frame
        while frame is not None:
            bound = frame.before(plain, self.line + 1)[-1:] or frame.values.get(plain, [])[:1]
            yield from bound
            if bound:
                break
            frame = frame.parent
        if frame is None and plain in self.frame.outermost.names:  # out of `from settings import *`
            yield self.frame.outermost.names[plain]
        elif frame is None:
            yield from self._spelled_otherwise(plain)
        if self.frame.instance is not None and plain in self.frame.instance.attributes:
            yield self.frame.instance.attributes[plain]
        yield from self.program.arguments_of(self.frame.instance, plain)
        if frame is None:
            yield from self.program.machine.parts_named(plain)  # `cov_dim` is what `params.cov_dim` is
        sizes = [size for context in self.contexts for size in context.sizes.values()]
        if self.tensor is not None:
            sizes += self.tensor.sizes
        for size in sizes:
            if any(quantity.name == plain for quantity in size.quantities) and len(size.quantities) == 1:
                yield Dim.named(next(iter(size.quantities)))

    def _spelled_otherwise(self, name: str) -> Iterator[Value]:
        """What the document binds to a name of the same letters: `n_mels` is said of what it calls `NMELS`."""
        frame = self.frame
        while frame.parent is not None:
            frame = frame.parent
        for other in self.own.spelled(frame, name) if len(name) > 2 else ():
            if other != name:
                yield from frame.values[other][-1:]

    def _number(self, value: Value) -> Dim | None:
        if isinstance(value, Tensor) or (isinstance(value, Unknown) and self.program.trace.tensor(value) is not None):
            return None
        try:
            return self.program.machine.whole(value)
        except Unmodelled:
            return None

    def _synonyms(self, name: str) -> Iterator[Meaning]:
        explained = self.own.legend.get(name)
        for sense in explained or senses(name):
            axis = Axis(1, sense.symbols)
            for context in self.contexts:
                size = _size_of(axis, context)
                # Whoever builds an LSTM of hidden_size // 2 may well call the whole of it the hidden size.
                is_plain = size is not None and size.is_simple and not (axis == _H_CELL and context.layout.proj_size)
                is_firm = sense.is_firm and is_plain and self.are_own and name not in self.doubtful
                is_firm = is_firm and not (self.is_helper and set(sense.symbols) & _OF_LAYERS)
                is_firm = is_firm and (self.is_of_layer or sense.symbols != ("H_in",))  # of another layer's input
                if axis == _H_CELL and len(name) == 1 and not explained:  # an H may be the features of both directions
                    is_firm = is_firm and context.sizes["D"].value == 1
                yield Meaning(size, axis, context, is_firm, is_word=True)
        for sense in explained or senses(name):  # `batch_size` is what the code calls `bsz`
            for other in self.own.meaning(self.frame, sense) if sense.is_firm else ():
                dim = self._number(self.frame.values[other][-1])
                if other != name and dim is not None and not dim.is_number:
                    yield Meaning(dim, None, is_firm=False, is_word=True)


def _is_of_both_directions(node: Node) -> bool:
    """Whether it is a product such as `num_directions * hidden_size`, as PyTorch's own documentation has it."""
    symbols = {sense.symbols for name in names_in(node) for sense in senses(name)}
    return isinstance(node, Operation) and ("D",) in symbols and ("H_cell",) in symbols


def _is_flattened(axis: Axis | None) -> bool:
    """Whether time and batch are one axis, which then may well be the batch of another LSTM."""
    return axis is not None and {"N", "L"} <= set(axis.symbols)


def _size_of(axis: Axis, context: Context) -> Dim | None:
    size = Dim.of(axis.coefficient)
    for symbol in axis.symbols:
        if symbol not in context.sizes:
            return None
        size = size * context.sizes[symbol]
    return size


def _calculated(sign: str, left: Dim | None, right: Dim | None) -> Dim | None:
    if left is None or right is None:
        return None
    try:
        return {"*": left.__mul__, "+": left.__add__, "-": left.__sub__, "/": left.__floordiv__}[sign](right)
    except Unmodelled:
        return None
