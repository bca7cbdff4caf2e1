import pytest
import torch
from torch import nn


def test_single_direction():
    gru = nn.GRU(5, 6, num_layers=2)
    x = torch.randn(4, 3, 5)
    output, h_n = gru(x)
    assert output.shape == (4, 3, 6)
    assert h_n.shape == (2, 3, 6)  # num_layers * batch * hidden


@pytest.mark.parametrize("batch_size", [1, 8])
def test_both_directions(batch_size):
    lstm = nn.LSTM(input_size=16, hidden_size=10, batch_first=True, bidirectional=True)
    x = torch.randn(batch_size, 12, 16)
    output, (h_n, c_n) = lstm(x)
    assert output.shape == (batch_size, 12, 20)
    assert h_n.shape == (2, batch_size, 10)
    assert tuple(c_n.shape) == (2, batch_size, 10), "cell state"


def test_empty_sequence_is_refused():
    with pytest.raises(RuntimeError):
        nn.LSTM(2, 3)(torch.empty(0, 1, 2))
