# NOEXEC
import hydra
import torch
import torch.nn as nn
from omegaconf import DictConfig


class Net(nn.Module):
    def __init__(self, cfg: DictConfig):
        super().__init__()
        self.cfg = cfg
        self.lstm = nn.LSTM(cfg.model.in_dim, cfg.model.hid, cfg.model.layers, batch_first=True,
                            bidirectional=cfg.model.bi)
        self.out = nn.Linear(cfg.model.hid * (1 + cfg.model.bi), cfg.model.n_out)

    def forward(self, x):
        # x: (B, T, in_dim)
        y, (h, c) = self.lstm(x)
        # y: (B, T, hid) or (B, T, 2 * hid) if bi
        # h: (layers, B, hid) or (2 * layers, B, hid) if bi
        y = y[:, -1]     # (B, hid * (1 + bi))
        return self.out(y)   # (B, n_out)


@hydra.main(config_path="conf", config_name="base")
def main(cfg):
    # conf/base.yaml: in_dim 4, hid 32, layers 2, bi false, n_out 1
    net = Net(cfg)
    x = torch.randn(16, 100, cfg.model.in_dim)   # (16, 100, 4)
    print(net(x).shape)   # (16, 1)
