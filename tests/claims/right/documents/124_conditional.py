import torch
from torch import nn


class Flexible(nn.Module):
    def __init__(self, d, h, bidirectional=False, use_attn=False, rnn_type="lstm"):
        super().__init__()
        rnn = nn.LSTM if rnn_type == "lstm" else nn.GRU
        self.bidirectional = bidirectional
        self.rnn = rnn(d, h, batch_first=True, bidirectional=bidirectional)
        self.num_directions = 2 if bidirectional else 1

    def forward(self, x):
        out, h = self.rnn(x)
        if isinstance(h, tuple):
            h, c = h  # both (num_directions, batch, hidden)
        if self.bidirectional:
            h = torch.cat([h[0], h[1]], dim=-1)   # (batch, 2 * hidden)
        else:
            h = h[0]                              # (batch, hidden)
        # out: (batch, seq, num_directions * hidden)
        return out, h


out, h = Flexible(10, 20)(torch.randn(3, 5, 10))
print(out.shape, h.shape)   # torch.Size([3, 5, 20]) torch.Size([3, 20])
out, h = Flexible(10, 20, bidirectional=True)(torch.randn(3, 5, 10))
print(out.shape, h.shape)   # torch.Size([3, 5, 40]) torch.Size([3, 40])
out, h = Flexible(10, 20, rnn_type="gru")(torch.randn(3, 5, 10))
print(out.shape, h.shape)   # torch.Size([3, 5, 20]) torch.Size([3, 20])
