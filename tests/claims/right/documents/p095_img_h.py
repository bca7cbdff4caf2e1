import torch
import torch.nn as nn


class Reader(nn.Module):
    """Line recognition.

    x: (N, 1, H, W) grey image, H = 32
    y: (W / 4, N, n_chars)
    """

    def __init__(self, n_chars, hid=128):
        super().__init__()
        self.cnn = nn.Sequential(nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU())
        self.rnn = nn.LSTM(32 * 8, hid, bidirectional=True)
        self.fc = nn.Linear(2 * hid, n_chars)

    def forward(self, img):
        f = self.cnn(img)                    # (N, 32, H/4, W/4)
        x = f.flatten(1, 2)                  # (N, 256, W/4)
        x = x.permute(2, 0, 1)               # (W/4, N, 256)
        y, _ = self.rnn(x)                   # (W/4, N, 2 * hid)
        return self.fc(y)                    # (W/4, N, n_chars)


assert Reader(70)(torch.rand(3, 1, 32, 100)).shape == (25, 3, 70)
