import torch
from torch import nn


class TakeOutput(nn.Module):
    """Drop the states: (out, (h, c)) -> out."""

    def forward(self, t):
        return t[0]


model = nn.Sequential(
    nn.Embedding(100, 16),               # (B, T) -> (B, T, 16)
    nn.LSTM(16, 32, batch_first=True),   # (B, T, 16) -> (B, T, 32)
    TakeOutput(),                        # (B, T, 32)
    nn.LayerNorm(32),                    # (B, T, 32)
    nn.LSTM(32, 8, batch_first=True, bidirectional=True),   # (B, T, 16)
    TakeOutput(),                        # (B, T, 16)
    nn.Flatten(),                        # (B, T*16)
    nn.Linear(16 * 10, 2),               # (B, 2)
)
out = model(torch.randint(0, 100, (4, 10)))
print(out.shape)  # torch.Size([4, 2])
