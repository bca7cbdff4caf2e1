import torch
from torch import nn
lstm = nn.LSTM(10, 20)
def check_raises(fn, exc):
    try:
        fn()
    except exc:
        return True
    raise AssertionError
assert check_raises(lambda: lstm(torch.randn(5, 3, 7)), RuntimeError)
assert check_raises(lambda: nn.LSTM(10, 20, proj_size=30), ValueError)
def wrong(x):
    """Deliberately broken, see the test below."""
    return nn.LSTM(10, 20)(torch.randn(5, 3, 7))
check_raises(lambda: wrong(1), RuntimeError)
