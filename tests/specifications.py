"""Specifications for the tests: every kind of configuration, with sizes that differ pairwise, and random ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import torch
from hypothesis import strategies as st
from torch import nn

from lstm_shapes import RecurrentSpec
from lstm_shapes.kinds import KINDS, LSTM, Kind
from lstm_shapes.spec import SPECS

# Pairwise different, and different from 4 (gates), from D * num_layers <= 6 and from D * proj_size: no axis can hide.
INPUT_SIZE, HIDDEN_SIZE, PROJ_SIZE, SEQ_LEN, BATCH_SIZE = 11, 23, 13, 9, 7
LENGTHS = (3, 9, 5, 1, 9, 2, 8)

KINDS_OF_INPUT: Mapping[str, dict[str, Any]] = {
    "batched": {"seq_len": SEQ_LEN, "batch_size": BATCH_SIZE},
    "unbatched": {"seq_len": SEQ_LEN, "batched": False},
    "packed": {"seq_len": 10, "lengths": LENGTHS},
}


def _every_configuration(kind: Kind) -> Iterator[tuple[str, RecurrentSpec]]:
    """Every combination of the flags and kinds of input that this kind of module has, each with a name."""
    inputs = {name: seen for name, seen in KINDS_OF_INPUT.items() if not kind.is_cell or name != "packed"}
    layers = (1,) if kind.is_cell else (1, 2, 3)
    own = [name for name in FLAGS if name in kind.arguments]
    for (name, seen), count, flags in product(inputs.items(), layers, product(*(FLAGS[name] for name in own))):
        arguments: dict[str, Any] = dict(zip(own, flags, strict=True)) | (
            {} if kind.is_cell else {"num_layers": count} | seen
        )
        if kind.is_cell:
            arguments |= {size: value for size, value in seen.items() if size != "seq_len"}
        names = [name, *([] if kind.is_cell else [f"{count}-layers"])]
        names += [
            NAMES.get(flag, flag) for flag, value in zip(own, flags, strict=True) if value not in (False, 0, "tanh")
        ]
        yield "-".join(names), SPECS[kind.name](INPUT_SIZE, HIDDEN_SIZE, **arguments)


FLAGS: Mapping[str, tuple[Any, Any]] = {
    "batch_first": (False, True),
    "bidirectional": (False, True),
    "bias": (False, True),
    "proj_size": (0, PROJ_SIZE),
    "nonlinearity": ("tanh", "relu"),
}
NAMES = {"proj_size": "projected", "nonlinearity": "relu"}
EVERY_CONFIGURATION = dict(_every_configuration(LSTM))
OF_EVERY_KIND = {f"{kind.name}-{name}": spec for kind in KINDS.values() for name, spec in _every_configuration(kind)}


@st.composite
def specs(draw: st.DrawFn, kinds: Sequence[Kind] = tuple(KINDS.values())) -> RecurrentSpec:
    """Any module and input that PyTorch accepts, small enough to be run."""
    kind = draw(st.sampled_from(kinds))
    hidden_size = draw(st.integers(1, 12))
    form = draw(st.sampled_from(["batched", "unbatched"] if kind.is_cell else sorted(KINDS_OF_INPUT)))
    seq_len = draw(st.integers(1, 8))
    seen: dict[str, Any] = {} if kind.is_cell else {"seq_len": seq_len}
    if form == "batched":
        seen["batch_size"] = draw(st.integers(1, 6))
    elif form == "unbatched":
        seen["batched"] = False
    else:
        seen["lengths"] = tuple(draw(st.lists(st.integers(1, seq_len), min_size=1, max_size=5)))
    arguments = {
        "num_layers": st.integers(1, 4),
        "bias": st.booleans(),
        "batch_first": st.booleans(),
        "dropout": st.sampled_from([0.0, 0.5, 1.0]),
        "bidirectional": st.booleans(),
        "proj_size": st.integers(0, hidden_size - 1),
        "nonlinearity": st.sampled_from(["tanh", "relu"]),
        "dtype": st.sampled_from(["float32", "float64"]),
    }
    drawn: dict[str, Any] = {name: draw(values) for name, values in arguments.items() if name in kind.arguments}
    return SPECS[kind.name](draw(st.integers(1, 12)), hidden_size, **drawn, **seen)


def build_module(spec: RecurrentSpec) -> Any:
    """The module that a specification describes, built without lstm-shapes."""
    arguments = {name: getattr(spec, name) for name in spec.kind.arguments}
    return getattr(nn, spec.kind.name)(**(arguments | {"dtype": getattr(torch, spec.dtype)}))


def run_plainly(spec: RecurrentSpec) -> dict[str, tuple[int, ...]]:
    """The shapes of a forward pass in PyTorch, written down here without a formula and without lstm-shapes.

    States are left to PyTorch, so that nothing is assumed about them.
    """
    module = build_module(spec).eval()
    dtype = getattr(torch, spec.dtype)
    steps = [] if spec.kind.name.endswith("Cell") else [spec.L]
    batch = [spec.N or 0] if spec.batched else []
    given = torch.randn(*(batch + steps if spec.batch_first else steps + batch), spec.input_size, dtype=dtype)
    tensors = {"input": given}
    if isinstance(module, nn.LSTMCell):
        tensors["h_1"], tensors["c_1"] = module(given)
    elif isinstance(module, nn.RNNCellBase):
        tensors["h_1"] = module(given)
    elif spec.lengths is None:
        tensors["output"], states = module(given)
    else:
        packed = nn.utils.rnn.pack_padded_sequence(
            given, torch.tensor(spec.lengths), batch_first=spec.batch_first, enforce_sorted=False
        )
        packed_output, states = module(packed)
        tensors |= {"input.data": packed.data, "batch_sizes": packed.batch_sizes, "output.data": packed_output.data}
        tensors["output"], _ = nn.utils.rnn.pad_packed_sequence(packed_output, batch_first=spec.batch_first)
    if isinstance(module, nn.LSTM):
        tensors["h_n"], tensors["c_n"] = states
    elif isinstance(module, nn.RNNBase):
        tensors["h_n"] = states
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}
