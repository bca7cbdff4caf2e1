import torch
import torch.nn as nn


class MultiStream(nn.Module):
    """One LSTM per sensor stream."""

    DIMS = {"imu": 6, "gps": 3, "can": 20}

    def __init__(self, hid=32):
        super().__init__()
        self.enc = nn.ModuleDict({k: nn.LSTM(d, hid, batch_first=True) for k, d in self.DIMS.items()})
        self.top = nn.LSTM(hid * 3, hid * 2, batch_first=True, bidirectional=True)
        self.cls = nn.Linear(hid * 4, 5)

    def forward(self, batch):
        """
        batch: dict of tensors
            imu (B, T, 6)
            gps (B, T, 3)
            can (B, T, 20)
        """
        feats = []
        for name, lstm in self.enc.items():
            y, _ = lstm(batch[name])     # (B, T, 32)
            feats.append(y)
        z = torch.cat(feats, dim=-1)     # (B, T, 96)
        z, (h, _) = self.top(z)          # z: (B, T, 128), h: (2, B, 64)
        z = z.mean(dim=1)                # (B, 128)
        return self.cls(z)               # (B, 5)


out = MultiStream()({k: torch.randn(2, 10, d) for k, d in MultiStream.DIMS.items()})
assert out.shape == (2, 5)
