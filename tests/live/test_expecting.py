"""Expectations are held against every call that was seen."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from lstm_shapes import ReadError, Seen, watch
from lstm_shapes.live.expecting import read_wanted, unmet


class Model(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.ModuleDict({"lstm": nn.LSTM(6, 9, num_layers=2, batch_first=True)})
        self.decoder = nn.GRU(9, 4, batch_first=True)
        self.never = nn.RNN(3, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        output: torch.Tensor = self.decoder(self.encoder["lstm"](x)[0])[0]
        return output


def _seen() -> Seen:
    model = Model()
    with watch(model) as seen:
        for batch in (5, 5, 2):
            model(torch.randn(batch, 7, 6))
    return seen


# What is expected, and the shapes of the calls that contradict it.
EXPECTED = {
    "symbols": ("encoder.lstm:h_n=(num_layers, N, H_out)", []),
    "all symbols": ("encoder.lstm:h_n=(D * num_layers, N, H_out)", []),
    "a symbol between numbers": ("encoder.lstm:h_n=2,N,9", []),
    "numbers of all calls but one": ("decoder:output=5,7,4", ["(2, 7, 4)"]),
    "numbers of no call": ("decoder:output=3,7,9", ["(5, 7, 4)", "(2, 7, 4)"]),
    "symbols of other axes": ("decoder:output=(N, L, H_in)", ["(5, 7, 4)", "(2, 7, 4)"]),
    "the form of torch": ("decoder:input=torch.Size([5, 7, 9])", ["(2, 7, 9)"]),
    "the other rank": ("decoder:h_n=N,4", ["(1, 5, 4)", "(1, 2, 4)"]),
}


@pytest.mark.parametrize(("wanted", "shapes"), EXPECTED.values(), ids=EXPECTED)
def test_each_call_that_contradicts_is_told(wanted: str, shapes: list[str]) -> None:
    sentences = list(unmet(read_wanted(wanted), _seen().layers))
    assert [shape in sentence for shape, sentence in zip(shapes, sentences, strict=True)] == [True] * len(shapes)
    assert all("test_expecting.py:" in sentence for sentence in sentences)


UNREADABLE = {
    "no path": ("h_n=2,5,9", "there are 'decoder', 'encoder.lstm'"),
    "a path that never occurs": ("encoder:h_n=2,5,9", "there are 'decoder', 'encoder.lstm'"),
    "a path that is never called": ("never:h_n=1,5,3", "there are 'decoder', 'encoder.lstm'"),
    "an unknown tensor": ("decoder:c_n=1,5,4", "c_n"),
    "an unknown symbol": ("decoder:h_n=1,N,K", "K"),
    "a projection that is none": ("encoder.lstm:h_n=2,N,proj_size", "projection"),
}


@pytest.mark.parametrize(("wanted", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_meant_is_refused(wanted: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        list(unmet(read_wanted(wanted), _seen().layers))


def test_a_path_is_not_needed_where_one_layer_is_called() -> None:
    lstm = nn.LSTM(6, 9)
    with watch(lstm) as seen:
        lstm(torch.randn(5, 3, 6))
    assert list(unmet(read_wanted("h_n = (1, 3, 9)"), seen.layers)) == []
    assert len(list(unmet(read_wanted("h_n=1,5,9"), seen.layers))) == 1
