from dataclasses import dataclass

import torch
import torch.nn as nn
import yaml


@dataclass
class TrackCfg:
    n_coords: int
    width: int
    depth: int
    bidirectional: bool


def load(path):
    with open(path) as f:
        return TrackCfg(**yaml.safe_load(f))


class TrackEncoder(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.cfg = cfg
        self.lstm = nn.LSTM(cfg.n_coords, cfg.width, cfg.depth,
                            batch_first=True, bidirectional=cfg.bidirectional)

    def forward(self, tracks):
        D = 2 if self.cfg.bidirectional else 1
        B = tracks.size(0)                                   # tracks: (B, T, n_coords)
        out, (hn, cn) = self.lstm(tracks)                    # out: (B, T, D * width)
        hn = hn.view(self.cfg.depth, D, B, self.cfg.width)   # (depth, D, B, width)
        top = hn[-1].transpose(0, 1).reshape(B, -1)          # (B, D * width)
        # yaml of the last run: width 200, depth 2, both ways -> top was (64, 400)
        return out, top
