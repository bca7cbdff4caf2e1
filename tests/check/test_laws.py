"""Whatever LSTM a document builds, its true claims are borne out, and its false ones found and repaired."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from lstm_shapes.check.checker import check_document
from lstm_shapes.check.fix import fixed
from lstm_shapes.check.result import Verdict


@dataclass(frozen=True)
class Example:
    """A constructor and an input with sizes that are all different."""

    sizes: tuple[int, int, int, int, int]  # N, L, H_in, H_cell, num_layers
    batch_first: bool
    bidirectional: bool
    proj_size: int
    batched: bool
    style: str

    @property
    def code(self) -> str:
        N, L, H_in, H_cell, layers = self.sizes
        flags = f"batch_first={self.batch_first}, bidirectional={self.bidirectional}, proj_size={self.proj_size}"
        shape = ((N, L) if self.batch_first else (L, N)) if self.batched else (L,)
        numbers = ", ".join(map(str, (*shape, H_in)))
        if self.style == "names":
            return (
                f"features, hidden, depth = {H_in}, {H_cell}, {layers}\n"
                f"net = nn.LSTM(features, hidden, depth, {flags})\nx = torch.randn({numbers})\n"
                "out, (h, c) = net(x)\n"
            )
        if self.style == "class":
            return (
                "class Model(nn.Module):\n    def __init__(self, n_in, n_hidden):\n        super().__init__()\n"
                f"        self.lstm = nn.LSTM(n_in, n_hidden, num_layers={layers}, {flags})\n"
                "    def forward(self, x):\n        return self.lstm(x)\n"
                f"out, (h, c) = Model({H_in}, n_hidden={H_cell})(torch.randn({numbers}))\n"
            )
        return (
            f"net = nn.LSTM(input_size={H_in}, hidden_size={H_cell}, num_layers={layers}, {flags})\n"
            f"out, hidden = net(torch.rand(({numbers})))\nh, c = hidden\n"
        )

    def shapes(self) -> dict[str, tuple[int, ...]]:
        names: dict[str, object] = {"torch": torch, "nn": torch.nn}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(self.code, names)
        return {name: tuple(getattr(names[name], "shape", ())) for name in ("out", "h", "c")}


@st.composite
def examples(draw: st.DrawFn) -> Example:
    sizes = draw(st.lists(st.integers(2, 12), min_size=5, max_size=5, unique=True))
    N, L, H_in, H_cell, layers = sizes
    layers = min(layers, 4)
    proj = draw(st.sampled_from([0, 0, 1]))
    return Example(
        (N, L, H_in, H_cell, layers),
        draw(st.booleans()),
        draw(st.booleans()),
        proj,
        draw(st.booleans()),
        draw(st.sampled_from(["plain", "names", "class"])),
    )


def _check(text: str) -> list[Verdict]:
    return [
        claim.verdict for claim in check_document("import torch\nfrom torch import nn\n" + text, "py", "x.py").claims
    ]


WAYS = {
    "trailing": "print({name}.shape)  # {shape}\n",
    "size": "print({name}.size())  # torch.Size([{inner}])\n",
    "below": "print({name}.shape)\n# {name}: [{inner}]\n",
    "assert": "assert {name}.shape == ({inner},)\n",
}


def _document(example: Example, way: str, shapes: dict[str, tuple[int, ...]]) -> str:
    lines = [
        WAYS[way].format(name=name, shape=shape, inner=", ".join(map(str, shape))) for name, shape in shapes.items()
    ]
    return example.code + "".join(lines)


@given(examples(), st.sampled_from(sorted(WAYS)))
def test_true_claims_are_borne_out(example: Example, way: str) -> None:
    assert _check(_document(example, way, example.shapes())) == [Verdict.TRUE] * 3


@given(examples(), st.sampled_from(sorted(WAYS)), st.data())
def test_false_claims_are_found_and_their_correction_is_true(example: Example, way: str, data: st.DataObject) -> None:
    right = example.shapes()
    name = data.draw(st.sampled_from(sorted(right)))
    wrong = data.draw(
        st.one_of(
            st.permutations(right[name]).map(tuple),
            st.integers(0, len(right[name]) - 1).map(lambda axis: _changed(right[name], axis)),
            st.just((*right[name], 1)),
        )
    )
    assume(wrong != right[name])
    text = "import torch\nfrom torch import nn\n" + _document(example, way, {**right, name: wrong})
    checked = check_document(text, "py", "x.py")
    assert [claim.verdict for claim in checked.claims].count(Verdict.FALSE) == 1
    corrected = fixed(checked)
    assert len(corrected.claims) == 1
    assert {claim.verdict for claim in check_document(corrected.text, "py", "x.py").claims} == {Verdict.TRUE}


def _changed(shape: tuple[int, ...], axis: int) -> tuple[int, ...]:
    return (*shape[:axis], shape[axis] + 13, *shape[axis + 1 :])
