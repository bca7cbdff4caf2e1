from dataclasses import dataclass
import torch
from torch import nn


@dataclass
class Config:
    input_size: int = 10
    hidden_size: int = 20
    num_layers: int = 2
    bidirectional: bool = True


class Net(nn.Module):
    def __init__(self, cfg: Config):
        super().__init__()
        self.lstm = nn.LSTM(cfg.input_size, cfg.hidden_size, cfg.num_layers,
                            bidirectional=cfg.bidirectional, batch_first=True)

    def forward(self, x):
        out, (h, c) = self.lstm(x)
        return out, h, c


small = Net(Config(hidden_size=8, num_layers=1, bidirectional=False))
big = Net(Config())
x = torch.randn(3, 5, 10)
out, h, c = small(x)
print(out.shape)  # torch.Size([3, 5, 8])
print(h.shape)    # torch.Size([1, 3, 8])
out, h, c = big(x)
print(out.shape)  # torch.Size([3, 5, 40])
print(h.shape)    # torch.Size([4, 3, 20])
