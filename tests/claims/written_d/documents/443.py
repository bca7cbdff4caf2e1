#!/usr/bin/env python
"""Smoke tests for the melody generator's layers (run with pytest)."""
import torch
from torch import nn


def test_encoder_layer():
    enc = nn.LSTM(88, 256, num_layers=3, dropout=0.3, bidirectional=True)
    bars = torch.zeros(64, 10, 88)

    out, (h, c) = enc(bars)

    # both directions: 2 * 256
    assert out.shape == (64, 10, 512)
    # 3 layers * 2 directions
    assert h.shape == (6, 10, 256)
    assert c.shape == h.shape


def test_bridge():
    # (6, 10, 256) -> (3, 10, 512)
    h = torch.arange(6 * 10 * 256.0).view(6, 10, 256)
    bridged = torch.cat((h[0::2], h[1::2]), dim=2)
    assert tuple(bridged.shape) == (3, 10, 512)

    dec = nn.LSTM(88, 512, num_layers=3)
    out, _ = dec(torch.zeros(1, 10, 88), (bridged, bridged))
    assert out.shape == torch.Size((1, 10, 512))


def test_velocity_head():
    gru = nn.GRU(input_size=512, hidden_size=1, batch_first=True)
    y, h = gru(torch.zeros(10, 64, 512))
    assert list(y.shape) == [10, 64, 1]
    assert list(h.shape) == [1, 10, 1]


def test_unbatched_step():
    cell = nn.GRU(88, 32)
    # no batch axis at all: (64, 88) in, (64, 32) and (1, 32) out
    y, h = cell(torch.zeros(64, 88))
    assert y.shape == (64, 32) and h.shape == (1, 32)
