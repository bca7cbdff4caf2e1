"""Specifications for the tests: every kind of configuration, with sizes that differ pairwise, and random ones."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import torch
from hypothesis import strategies as st
from torch import nn

from lstm_shapes import LSTMSpec
from lstm_shapes.constructor import ARGUMENTS

# Pairwise different, and different from 4 (gates), from D * num_layers <= 6 and from D * proj_size: no axis can hide.
INPUT_SIZE, HIDDEN_SIZE, PROJ_SIZE, SEQ_LEN, BATCH_SIZE = 11, 23, 13, 9, 7
LENGTHS = (3, 9, 5, 1, 9, 2, 8)

KINDS_OF_INPUT: Mapping[str, dict[str, Any]] = {
    "batched": {"seq_len": SEQ_LEN, "batch_size": BATCH_SIZE},
    "unbatched": {"seq_len": SEQ_LEN, "batched": False},
    "packed": {"seq_len": 10, "lengths": LENGTHS},
}


def _every_configuration() -> dict[str, LSTMSpec]:
    specs = {}
    for (kind, seen), layers, *flags in product(KINDS_OF_INPUT.items(), (1, 2, 3), *[(False, True)] * 4):
        batch_first, bidirectional, bias, projected = flags
        names = [kind, f"{layers}-layers"]
        names += [
            name for name, on in zip(("batch_first", "bidirectional", "bias", "projected"), flags, strict=True) if on
        ]
        specs["-".join(names)] = LSTMSpec(
            INPUT_SIZE,
            HIDDEN_SIZE,
            num_layers=layers,
            bias=bias,
            batch_first=batch_first,
            bidirectional=bidirectional,
            proj_size=PROJ_SIZE if projected else 0,
            **seen,
        )
    return specs


EVERY_CONFIGURATION = _every_configuration()


@st.composite
def specs(draw: st.DrawFn) -> LSTMSpec:
    """Any LSTM and input that PyTorch accepts, small enough to be run."""
    hidden_size = draw(st.integers(1, 12))
    kind = draw(st.sampled_from(sorted(KINDS_OF_INPUT)))
    seq_len = draw(st.integers(1, 8))
    seen: dict[str, Any] = {"seq_len": seq_len}
    if kind == "batched":
        seen["batch_size"] = draw(st.integers(1, 6))
    elif kind == "unbatched":
        seen["batched"] = False
    else:
        seen["lengths"] = tuple(draw(st.lists(st.integers(1, seq_len), min_size=1, max_size=5)))
    return LSTMSpec(
        draw(st.integers(1, 12)),
        hidden_size,
        num_layers=draw(st.integers(1, 4)),
        bias=draw(st.booleans()),
        batch_first=draw(st.booleans()),
        dropout=draw(st.sampled_from([0.0, 0.5, 1.0])),
        bidirectional=draw(st.booleans()),
        proj_size=draw(st.integers(0, hidden_size - 1)),
        dtype=draw(st.sampled_from(["float32", "float64"])),
        **seen,
    )


def build_module(spec: LSTMSpec) -> nn.LSTM:
    """The module that a specification describes, built without lstm-shapes."""
    arguments = {name: getattr(spec, name) for name in ARGUMENTS}
    return nn.LSTM(**(arguments | {"dtype": getattr(torch, spec.dtype)}))


def run_plainly(spec: LSTMSpec) -> dict[str, tuple[int, ...]]:
    """The shapes of a forward pass in PyTorch, written down here without a formula and without lstm-shapes.

    States are left to PyTorch, so that nothing is assumed about them.
    """
    module = build_module(spec).eval()
    dtype = getattr(torch, spec.dtype)
    length, width = spec.L, spec.input_size
    if not spec.batched:
        given = torch.randn(length, width, dtype=dtype)
    elif spec.batch_first:
        given = torch.randn(spec.N or 0, length, width, dtype=dtype)
    else:
        given = torch.randn(length, spec.N or 0, width, dtype=dtype)
    shapes = {"input": tuple(given.shape)}
    if spec.lengths is None:
        output, (h_n, c_n) = module(given)
    else:
        packed = nn.utils.rnn.pack_padded_sequence(
            given, torch.tensor(spec.lengths), batch_first=spec.batch_first, enforce_sorted=False
        )
        packed_output, (h_n, c_n) = module(packed)
        shapes["input.data"] = tuple(packed.data.shape)
        shapes["batch_sizes"] = tuple(packed.batch_sizes.shape)
        shapes["output.data"] = tuple(packed_output.data.shape)
        output, _ = nn.utils.rnn.pad_packed_sequence(packed_output, batch_first=spec.batch_first)
    return shapes | {"output": tuple(output.shape), "h_n": tuple(h_n.shape), "c_n": tuple(c_n.shape)}
