"""THE table of kinds: the recurrent layers and cells of `torch.nn`, and all that tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ARGUMENTS", "GRU", "KINDS", "LSTM", "RNN", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of recurrent layer, or of a cell, which takes one step. Source: PyTorch's pages of these classes."""

    name: str
    """PyTorch's name of the class, such as `LSTM`."""

    gates: tuple[str, ...]
    """The gates in the order of their rows in each weight and bias with `G * H_cell` rows, by PyTorch's letters."""

    arguments: tuple[str, ...]
    """The arguments of the constructor, in PyTorch's order."""

    has_cell_state: bool = False
    """Whether there is a state c besides h; the states are then a tuple, and otherwise one tensor."""

    biases: str = "`bias_ih` and `bias_hh` are only ever added to each other: one would do."
    """What its two biases are to each other."""

    is_cell: bool = False
    """Whether it takes one step, and has neither layers nor directions."""

    @property
    def code(self) -> str:
        """The class as people write it: `nn.LSTM`."""
        return f"nn.{self.name}"

    @property
    def variable(self) -> str:
        """The name that its instances usually have."""
        return "cell" if self.is_cell else self.name.lower()

    @property
    def layer(self) -> str:
        """The name of the layer that repeats this cell's step over a sequence; of a layer, its own name."""
        return self.name.removesuffix("Cell")

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the states that it takes."""
        return ("h_0", "c_0") if self.has_cell_state else ("h_0",)

    @property
    def returned(self) -> tuple[str, ...]:
        """The names of the states that it returns: those after the last step, which for a cell is the first."""
        names = ("h_1", "c_1") if self.is_cell else ("h_n", "c_n")
        return names if self.has_cell_state else names[:1]

    @property
    def takes(self) -> str:
        """The states as a call takes them: `(h_0, c_0)`, or `h_0`."""
        return f"({', '.join(self.given)})" if self.has_cell_state else self.given[0]

    @property
    def returns(self) -> str:
        """What a call returns: `output, (h_n, c_n)`, `output, h_n`, `h_1, c_1` or `h_1`."""
        states = ", ".join(self.returned)
        if self.is_cell:
            return states
        return f"output, ({states})" if self.has_cell_state else f"output, {states}"

    @property
    def has_projection(self) -> bool:
        """Whether `proj_size` exists."""
        return "proj_size" in self.arguments


_SIZES = ("input_size", "hidden_size")
_FLAGS = ("bias", "batch_first", "dropout", "bidirectional")
_PLACE = ("device", "dtype")

LSTM = Kind("LSTM", ("i", "f", "g", "o"), (*_SIZES, "num_layers", *_FLAGS, "proj_size", *_PLACE), has_cell_state=True)
GRU = Kind(
    "GRU",
    ("r", "z", "n"),
    (*_SIZES, "num_layers", *_FLAGS, *_PLACE),
    biases="`bias_hh` is not only added to `bias_ih`: its n rows are multiplied by the reset gate r.",
)
RNN = Kind("RNN", ("h",), (*_SIZES, "num_layers", "nonlinearity", *_FLAGS, *_PLACE))

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        LSTM,
        GRU,
        RNN,
        Kind("LSTMCell", LSTM.gates, (*_SIZES, "bias", *_PLACE), has_cell_state=True, is_cell=True),
        Kind("GRUCell", GRU.gates, (*_SIZES, "bias", *_PLACE), biases=GRU.biases, is_cell=True),
        Kind("RNNCell", RNN.gates, (*_SIZES, "bias", "nonlinearity", *_PLACE), is_cell=True),
    )
}
"""Every kind, by its name."""

ARGUMENTS = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind.arguments))
"""The arguments of all constructors."""
