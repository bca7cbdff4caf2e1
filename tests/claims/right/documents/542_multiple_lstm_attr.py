import torch
from torch import nn


class HAN(nn.Module):
    def __init__(self):
        super().__init__()
        self.word_lstm = nn.LSTM(50, 25, bidirectional=True, batch_first=True)
        self.sent_lstm = nn.LSTM(50, 30, bidirectional=True, batch_first=True)
        self.doc_lstm = nn.LSTM(60, 40, 2, batch_first=True)

    def forward(self, x):
        # x: (docs, sents, words, 50)
        d, s, w, e = x.shape
        out, (h, c) = self.word_lstm(x.view(d * s, w, e))
        # out: (d*s, w, 50), h: (2, d*s, 25)
        h = h.transpose(0, 1).reshape(d, s, 50)
        # h: (d, s, 50)
        out, (h, c) = self.sent_lstm(h)
        # out: (d, s, 60), h: (2, d, 30)
        out, (h, c) = self.doc_lstm(out)
        # out: (d, s, 40), h: (2, d, 40)
        return h[-1]
        # (d, 40)


h = HAN()(torch.randn(2, 3, 4, 50))
print(h.shape)   # torch.Size([2, 40])
