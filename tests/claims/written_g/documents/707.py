"""Backend smoke tests: recurrent layers."""
import torch
import torch.nn as nn


def test_lstm_forward():
    """A stacked LSTM gives sane shapes."""
    model = nn.LSTM(input_size=24, hidden_size=48, num_layers=3)
    x = torch.randn(11, 5, 24)
    output, (h_n, c_n) = model(x)
    assert output.shape == (11, 5, 48)
    assert h_n.shape == (3, 5, 48)
    assert c_n.shape == (3, 5, 48)
    assert torch.isfinite(output).all()


def test_lstm_backward():
    """Every parameter gets a gradient."""
    model = nn.LSTM(input_size=12, hidden_size=20, num_layers=1, batch_first=True)
    output, _ = model(torch.randn(3, 4, 12, requires_grad=True))
    output.sum().backward()
    for name, param in model.named_parameters():
        assert param.grad is not None, f"No gradient for {name}"
