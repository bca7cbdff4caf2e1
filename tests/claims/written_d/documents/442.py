import torch
import torch.nn as nn


class 姿勢推定器(nn.Module):
    """加速度の列から姿勢（2次元）を推定する。"""

    def __init__(self, in_dim, hid_dim, out_dim):
        super().__init__()
        self.rnn1 = nn.LSTM(in_dim, hid_dim, batch_first=True, bidirectional=True)
        self.rnn2 = nn.LSTM(2 * hid_dim, hid_dim, batch_first=True)
        self.proj = nn.Linear(hid_dim, out_dim)

    def forward(self, x):
        # x:（バッチ、時刻、入力次元）
        y, _ = self.rnn1(x)
        # y:（バッチ、時刻、2×隠れ次元）
        y, (h, c) = self.rnn2(y)
        # y:（バッチ、時刻、隠れ次元）
        # h, c:（1、バッチ、隠れ次元）
        return self.proj(h[0])  # （バッチ、出力次元）
