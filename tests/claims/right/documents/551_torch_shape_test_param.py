import pytest
import torch
from torch import nn


@pytest.mark.parametrize("layers,bi,shape", [
    (1, False, (1, 3, 20)),
    (2, False, (2, 3, 20)),
    (1, True, (2, 3, 20)),
    (2, True, (4, 3, 20)),
])
def test_h(layers, bi, shape):
    lstm = nn.LSTM(10, 20, layers, bidirectional=bi)
    out, (h, c) = lstm(torch.randn(5, 3, 10))
    assert h.shape == shape
    assert out.shape == (5, 3, 40 if bi else 20)
    assert c.shape == h.shape


@pytest.fixture
def lstm():
    return nn.LSTM(10, 7, 2)


def test_fixture(lstm):
    out, (h, c) = lstm(torch.randn(5, 3, 10))
    assert out.shape == (5, 3, 7)
    assert h.shape == (2, 3, 7), f"expected (2, 3, 7), got {h.shape}"
