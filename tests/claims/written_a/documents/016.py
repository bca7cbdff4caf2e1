"""Line recogniser: a small conv stack, then a recurrent reader from left to right."""
import torch
from torch import nn


class LineReader(nn.Module):
    def __init__(self, n_symbols, n_hidden=128):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d((2, 1)),
        )
        self.reader = nn.LSTM(64 * 8, n_hidden, num_layers=2, bidirectional=True)
        self.to_symbols = nn.Linear(2 * n_hidden, n_symbols)

    def forward(self, img):
        # img: (b, 1, 32, w)
        fmap = self.stem(img)                 # (b, 64, 8, w/2)
        fmap = fmap.flatten(1, 2)             # (b, 512, w/2)
        cols = fmap.permute(2, 0, 1)          # (w/2, b, 512)
        feats, _ = self.reader(cols)          # (b, w/2, 2 * n_hidden)
        scores = self.to_symbols(feats)       # (w/2, b, n_symbols) as CTCLoss likes it
        return scores.log_softmax(-1)
