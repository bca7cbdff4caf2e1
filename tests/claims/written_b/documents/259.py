"""Backend smoke tests: recurrent layers survive the round trip."""
import torch
import torch.nn as nn


def test_lstm_forward():
    """LSTM forward gives the usual shapes."""
    model = nn.LSTM(input_size=24, hidden_size=48, num_layers=2, batch_first=True)
    x = torch.randn(3, 11, 24)
    output, (h_n, c_n) = model(x)
    assert output.shape == (3, 11, 48)
    assert h_n.shape == (2, 3, 48)
    assert c_n.shape == (2, 3, 48)
    assert torch.isfinite(output).all()


def test_lstm_unbatched():
    model = nn.LSTM(6, 10, bidirectional=True)
    output, (h_n, c_n) = model(torch.randn(9, 6))
    assert output.shape == (9, 20)
    assert h_n.shape == (2, 10)


def test_gru_forward():
    model = nn.GRU(input_size=24, hidden_size=32, batch_first=True)
    x = torch.randn(3, 11, 24)  # batch=3, seq=11, features=24
    output, h_n = model(x)
    assert output.shape == (3, 11, 32)
    assert h_n.shape == (1, 3, 32)
