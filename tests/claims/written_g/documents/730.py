import torch
import torch.nn as nn


class ScanMemory(nn.Module):
    def __init__(self, bottleneck_size=24, hidden_size=40):
        super().__init__()
        self.bottleneck_size = bottleneck_size
        self.hidden_size = hidden_size
        self.lstm = nn.LSTM(bottleneck_size, hidden_size, batch_first=True)

    def forward(self, encoded):
        batch_size, seq_len, _ = encoded.shape
        encoded = encoded.view(batch_size, seq_len, self.bottleneck_size)  # (batch_size, seq_len, bottleneck_size)
        # Walk through the frames
        context, _ = self.lstm(encoded)
        # output: (batch_size, seq_len, hidden_size)
        # h_n: (batch_size, 1, hidden_size)
        # c_n: (batch_size, 1, hidden_size)

        fused = torch.cat([encoded, context], dim=2)  # (batch_size, seq_len, bottleneck_size + hidden_size)
        return fused
