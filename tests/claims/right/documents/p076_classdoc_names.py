import torch
import torch.nn as nn


class AudioVisual(nn.Module):
    """Audio-visual speech recognition.

    Args:
        x (Tensor): audio, (B, T, 80)
        v (Tensor): lips, (B, T, 1, 32, 32)

    Returns:
        y (Tensor): (B, T, n_cls)
    """

    def __init__(self, n_cls=40):
        super().__init__()
        self.vis = nn.Sequential(nn.Conv2d(1, 8, 3, 2, 1), nn.ReLU(), nn.AdaptiveAvgPool2d(2), nn.Flatten())
        self.alstm = nn.LSTM(80, 64, batch_first=True)
        self.vlstm = nn.LSTM(32, 64, batch_first=True)
        self.join = nn.LSTM(128, 128, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(256, n_cls)

    def forward(self, audio, video):
        B, T = video.shape[:2]
        v = self.vis(video.flatten(0, 1))      # (B*T, 32)
        v = v.view(B, T, -1)                   # (B, T, 32)
        v, _ = self.vlstm(v)                   # (B, T, 64)
        a, _ = self.alstm(audio)               # (B, T, 64)
        x = torch.cat([a, v], -1)              # (B, T, 128)
        x, _ = self.join(x)                    # (B, T, 256)
        return self.fc(x)                      # (B, T, n_cls)


assert AudioVisual()(torch.randn(2, 6, 80), torch.rand(2, 6, 1, 32, 32)).shape == (2, 6, 40)
