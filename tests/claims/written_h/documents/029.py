from dataclasses import dataclass
import torch
import torch.nn as nn


@dataclass
class Config:
    d_model: int = 48
    d_hidden: int = 72
    n_layers: int = 3


class Tower(nn.Module):
    def __init__(self, cfg: Config):
        super().__init__()
        self.cfg = cfg
        self.lstm = nn.LSTM(cfg.d_model, cfg.d_hidden, cfg.n_layers, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """
        Args:
            x (Tensor): [batch, time, d_model]
        Returns:
            Tensor: [batch, d_hidden]
        """
        y, (h, c) = self.lstm(x)
        # y [batch, time, d_hidden]
        # h [n_layers, batch, d_hidden]
        # c [batch, n_layers, d_hidden]
        return y.mean(1)


t = Tower(Config())
print(t(torch.randn(2, 9, 48)).shape)
