import torch
from torch import nn


class KerasLSTM(nn.Module):
    """nn.LSTM with a Keras-like ``return_sequences`` switch.

    Input shape:
        (batch, timesteps, features)
    Output shape:
        (batch, timesteps, units) if return_sequences else (batch, units)
    """

    def __init__(self, features, units, return_sequences=False, go_backwards=False):
        super().__init__()
        self.return_sequences = return_sequences
        self.go_backwards = go_backwards
        self.lstm = nn.LSTM(features, units, batch_first=True)

    def forward(self, x):
        if self.go_backwards:
            x = x.flip(1)
        seq, (h, _) = self.lstm(x)   # seq: (batch, timesteps, units), h: (1, batch, units)
        if self.return_sequences:
            return seq               # (batch, timesteps, units)
        return h[0]                  # (batch, units)


model = nn.Sequential(
    KerasLSTM(3, 64, return_sequences=True),   # (batch, timesteps, 64)
    nn.Dropout(0.2),
    KerasLSTM(64, 32),                         # (batch, 32)
    nn.Linear(32, 1),                          # (batch, 1)
)
print(model(torch.randn(10, 30, 3)).shape)     # torch.Size([10, 1])
