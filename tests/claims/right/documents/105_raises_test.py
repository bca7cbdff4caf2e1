import pytest
import torch
from torch import nn


def test_wrong_input():
    lstm = nn.LSTM(10, 20)
    with pytest.raises(RuntimeError):
        lstm(torch.randn(5, 3, 11))


def test_wrong_hidden():
    lstm = nn.LSTM(10, 20, 2)
    with pytest.raises(RuntimeError, match="Expected hidden"):
        lstm(torch.randn(5, 3, 10), (torch.zeros(3, 2, 20), torch.zeros(3, 2, 20)))


def test_bad_proj():
    with pytest.raises(ValueError):
        nn.LSTM(10, 20, proj_size=20)


def test_shapes():
    lstm = nn.LSTM(10, 20, 2)
    out, (h, c) = lstm(torch.randn(5, 3, 10))
    assert out.shape == (5, 3, 20)
    assert h.shape != (3, 2, 20)
    assert h.shape == torch.Size([2, 3, 20])
    assert tuple(c.shape) == (2, 3, 20)
    assert not out.shape == (5, 3, 10)
    assert list(h.size()) == [2, 3, 20]
