import torch
import torch.nn as nn
from torch import Tensor


class AttentionHead(nn.Module):
    def __init__(self, in_dim: int, hidden_dim: int, num_layers: int, num_classes: int, dropout: float):
        super().__init__()
        self.lstm = nn.LSTM(
            in_dim, hidden_dim, num_layers,
            batch_first=True,
            dropout=dropout if num_layers > 1 else 0.0,
        )
        self.attn_W = nn.Linear(hidden_dim, hidden_dim)
        self.attn_v = nn.Linear(hidden_dim, 1, bias=False)
        self.head = nn.Linear(hidden_dim, num_classes)

    def forward(self, x: Tensor) -> Tensor:
        h, _ = self.lstm(x)  # (B, T, H)
        scores = self.attn_v(torch.tanh(self.attn_W(h))).squeeze(-1)  # (B, T)
        alpha = torch.softmax(scores, dim=1).unsqueeze(-1)            # (B, T, 1)
        ctx = torch.sum(alpha * h, dim=1)                             # (B, H)
        return self.head(ctx)                                         # (B, C)
