"""Testes das camadas recorrentes no acelerador."""
import pytest
import torch
from torch import nn


def test_lstm_forward():
    """A passagem direta devolve os tamanhos esperados."""
    model = nn.LSTM(input_size=20, hidden_size=48, num_layers=2, batch_first=True)
    x = torch.randn(3, 11, 20)
    output, (h_n, c_n) = model(x)
    assert output.shape == (3, 11, 48)
    assert h_n.shape == (2, 3, 48)
    assert c_n.shape == (2, 3, 48)


def test_gru_time_first():
    model = nn.GRU(20, 48, bidirectional=True)
    output, h_n = model(torch.randn(11, 3, 20))
    assert tuple(output.shape) == (11, 3, 96)
    assert h_n.size() == torch.Size([2, 3, 48])
