"""
Component: stacked LSTM kernel
Operations: [nn.LSTM(input_size=64, hidden_size=192, num_layers=5, batch_first=True)]
Input Shapes: x=[12, 256, 64], h0=[5, 12, 192], c0=[5, 12, 192]
Output Shapes: [12, 256, 192]
"""
import torch
import torch.nn as nn


class Model(nn.Module):
    def __init__(self, input_size, hidden_size, num_layers, dropout=0.0):
        super().__init__()
        self.lstm = nn.LSTM(
            input_size, hidden_size, num_layers,
            batch_first=True, dropout=dropout
        )

    def forward(self, x, h0, c0):
        out, _ = self.lstm(x, (h0, c0))
        return out


def get_inputs():
    return [torch.randn(12, 256, 64), torch.randn(5, 12, 192), torch.randn(5, 12, 192)]


def get_init_inputs():
    return [64, 192, 5]
