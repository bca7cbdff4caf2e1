from dataclasses import dataclass
import torch
from torch import nn


@dataclass
class Config:
    width: int = 20
    bidirectional: bool = True
    layers: int = 1

    def __post_init__(self):
        if self.bidirectional:
            self.width //= 2
        self.layers = max(2, self.layers)


cfg = Config()
lstm = nn.LSTM(10, cfg.width, cfg.layers, bidirectional=cfg.bidirectional)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape)   # torch.Size([5, 3, 20])
print(h.shape)     # torch.Size([4, 3, 10])
cfg.width = 7
lstm = nn.LSTM(10, cfg.width, cfg.layers, bidirectional=cfg.bidirectional)
out, (h, c) = lstm(torch.randn(5, 3, 10))
print(out.shape)   # torch.Size([5, 3, 14])
