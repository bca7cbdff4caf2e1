import torch
from torch import nn

BATCH, STEPS, FEATS, UNITS = 5, 9, 3, 11


def test_default_layout():
    layer = nn.LSTM(FEATS, UNITS)
    out, (h, c) = layer(torch.zeros(STEPS, BATCH, FEATS))
    assert out.shape == (9, 5, 11)
    assert h.shape == c.shape == (1, BATCH, UNITS)


def test_batch_in_front():
    layer = nn.LSTM(FEATS, UNITS, batch_first=True)
    out, (h, c) = layer(torch.zeros(BATCH, STEPS, FEATS))
    assert out.shape == (5, 9, 11), "batch_first moves the output ..."
    assert tuple(h.shape) == (1, 5, 11), "... but not the state"


def test_both_ways_and_deep():
    layer = nn.LSTM(FEATS, UNITS, num_layers=4, bidirectional=True)
    out, (h, c) = layer(torch.zeros(STEPS, BATCH, FEATS))
    assert out.size() == torch.Size([STEPS, BATCH, 2 * UNITS])
    assert list(h.size()) == [8, 5, 11]
    assert h.view(4, 2, BATCH, UNITS)[-1, 0].shape == (5, 11)
