import torch
import torch.nn as nn


class GestureNet(nn.Module):
    """Skeleton-based gestures.

    Args:
        h (Tensor): hand joints, shape (B, T, 21, 3)
        c (Tensor): camera intrinsics, shape (B, 4)

    Returns:
        out (Tensor): shape (B, 14)
    """

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(63, 100, num_layers=2, batch_first=True)
        self.fc = nn.Linear(104, 14)

    def forward(self, joints, cam):
        out, (h, c) = self.lstm(joints.flatten(2))      # (B, T, 100)
        z = torch.cat([h[-1], cam], dim=1)              # (B, 104)
        return self.fc(z)                               # (B, 14)


assert GestureNet()(torch.randn(2, 9, 21, 3), torch.randn(2, 4)).shape == (2, 14)
