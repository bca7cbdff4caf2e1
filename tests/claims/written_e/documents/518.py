import torch
from torch import nn


class RegimeClassifier(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.lstm = nn.LSTM(
            config.width,
            config.hidden_size,
            config.num_layers,
            bidirectional=config.bidirectional,
        )

    def forward(self, x, hidden=None):
        # LSTM encoding
        lstm_out, (h_n, c_n) = self.lstm(x, hidden)
        # lstm_out: (seq_len, batch, hidden_size * num_directions)
        # h_n: (num_layers * num_directions, batch, hidden_size)

        if self.config.bidirectional:
            h_forward = h_n[-2]  # (batch, hidden_size)
            h_backward = h_n[-1]  # (batch, hidden_size)
            context = torch.cat([h_forward, h_backward], dim=1)  # (batch, hidden_size * 2)
        else:
            context = h_n[-1]  # (batch, hidden_size)
        return context
