"""动作识别：骨架序列 -> LSTM -> 类别

约定：b 批大小, t 帧数, d 关节坐标维数, h 隐藏维数, l 层数, c 类别数
"""
import torch
import torch.nn as nn


class SkeletonNet(nn.Module):
    def __init__(self, d, h, c, l=2, bi=False, pool="last"):
        super().__init__()
        self.pool = pool
        self.n_dir = 2 if bi else 1
        self.lstm = nn.LSTM(d, h, l, batch_first=True, bidirectional=bi)
        self.cls = nn.Linear(h * self.n_dir, c)

    def forward(self, x):                 # x [b, t, d]
        y, (hn, cn) = self.lstm(x)        # y [b, t, h]（bi=False 时）
        if self.pool == "mean":
            z = y.mean(1)                 # z [b, h]
        elif self.pool == "last":
            z = y[:, -1]                  # z [b, h]
        else:
            z = hn.transpose(0, 1)        # z [b, l, h]
            z = z.reshape(x.size(0), -1)[:, -self.cls.in_features:]
        return self.cls(z)                # [b, c]
