import torch.nn as nn


class Listener(nn.Module):
    def __init__(self, x_dim, h_dim):
        super(Listener, self).__init__()
        self.base = nn.LSTM(x_dim, h_dim, bidirectional = True, batch_first = True)
        self.pyramid = nn.LSTM(h_dim * 4, h_dim, bidirectional = True, batch_first = True)

    def forward(self, x):
        # input : a tensor with size [batch, seq, x_dim]
        # Assumption : seq is even
        bs = x.size(0)

        h, _ = self.base(x) # [batch, seq, h_dim]

        # halve the time resolution
        seq = h.size(1)
        h = h.contiguous().view(bs, seq // 2, -1) # [batch, seq/2, h_dim * 4]
        h, _ = self.pyramid(h)

        return h # [batch, seq/2, h_dim]
