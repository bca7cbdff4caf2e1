import torch
import torch.nn as nn


class WordEncoder(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.lstm = nn.LSTM(d, h, bidirectional=True, batch_first=True)

    def forward(self, x):
        # x: (B, W, d)
        out, (h, c) = self.lstm(x)
        # out: (B, W, 2h)
        # h: (2, B, h)
        return out.mean(1)


class SentEncoder(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.lstm = nn.LSTM(d, h)

    def forward(self, x):
        # x: (S, B, d)
        out, (h, c) = self.lstm(x)
        # out: (S, B, h)
        # h: (1, B, h)
        return h[-1]


w, s = WordEncoder(8, 16), SentEncoder(32, 24)
x = torch.randn(3, 5, 7, 8)                 # docs, sents, words, dim
v = w(x.reshape(15, 7, 8))                  # (15, 32)
v = v.view(3, 5, 32).transpose(0, 1)        # (5, 3, 32)
out = s(v)                                  # (3, 24)
print(out.shape)                            # torch.Size([3, 24])
