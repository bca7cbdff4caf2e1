import torch
import torch.nn as nn
try:
    import pytest
except ImportError:
    pytest = None


def make(bidirectional=False, num_layers=1, batch_first=True):
    return nn.LSTM(10, 20, num_layers=num_layers, bidirectional=bidirectional, batch_first=batch_first)


def test_unidirectional():
    out, (h, c) = make()(torch.randn(4, 7, 10))
    assert out.shape == (4, 7, 20)
    assert h.shape == c.shape == (1, 4, 20)


def test_bidirectional():
    out, (h, c) = make(bidirectional=True)(torch.randn(4, 7, 10))
    assert out.shape == (4, 7, 40)
    assert h.shape == (2, 4, 20)


def test_stacked_bidirectional_seq_first():
    lstm = make(True, 3, False)
    out, (h, c) = lstm(torch.randn(7, 4, 10))
    assert tuple(out.size()) == (7, 4, 40)
    assert list(h.size()) == [6, 4, 20]


def test_unbatched():
    out, (h, c) = make()(torch.randn(7, 10))
    assert out.shape == (7, 20)
    assert h.shape == (1, 20)


def test_wrong_feature_dim_raises():
    lstm = make()
    with pytest.raises(RuntimeError):
        lstm(torch.randn(4, 7, 11))


def test_wrong_state_raises():
    lstm = make(num_layers=2)
    h0 = torch.zeros(4, 2, 20)   # batch first by mistake
    try:
        lstm(torch.randn(4, 7, 10), (h0, h0))
    except RuntimeError as e:
        assert "Expected hidden[0] size (2, 4, 20), got [4, 2, 20]" in str(e)
    else:
        raise AssertionError


test_unidirectional(); test_bidirectional(); test_stacked_bidirectional_seq_first(); test_unbatched(); test_wrong_state_raises()
