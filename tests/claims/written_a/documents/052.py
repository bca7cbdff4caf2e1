# 命名实体识别：只算发射分数，CRF 部分另见 crf.py
import torch
import torch.nn as nn


class EmissionNet(nn.Module):
    def __init__(self, n_chars, n_labels, char_dim, ctx_dim):
        super().__init__()
        self.ctx_dim = ctx_dim
        self.chars = nn.Embedding(n_chars, char_dim)
        # 每个方向各占一半
        self.ctx = nn.LSTM(char_dim, ctx_dim // 2, bidirectional=True)
        self.emit = nn.Linear(ctx_dim, n_labels)

    def zero_state(self):
        # (2, 1, ctx_dim // 2)：两个方向，一次一句
        z = torch.zeros(2, 1, self.ctx_dim // 2)
        return z, z

    def forward(self, line):
        # line 是一维的字编号，长度 n
        v = self.chars(line)[:, None]        # (n, 1, char_dim)
        y, _ = self.ctx(v, self.zero_state())
        # y (n, 1, ctx_dim)
        y = y.squeeze(1)                     # (n, ctx_dim)
        return self.emit(y)                  # (n, n_labels)


net = EmissionNet(n_chars=100, n_labels=7, char_dim=30, ctx_dim=64)
print(net(torch.arange(12)).shape)   # torch.Size([12, 7])
