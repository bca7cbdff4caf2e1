import torch
import torch.nn as nn


class AnyRNN(nn.Module):
    """One wrapper for every kind of recurrence: 'lstm', 'gru' or 'rnn'."""

    def __init__(self, kind, n_in, n_hid, n_layers):
        super().__init__()
        self.kind = kind
        self.rnn = getattr(nn, kind.upper())(n_in, n_hid, n_layers)
        self.n_hid, self.n_layers = n_hid, n_layers

    def forward(self, x, hidden):
        y, hidden = self.rnn(x, hidden)    # y: (T, B, n_hid)
        return y, hidden

    def init_hidden(self, B):
        w = next(self.parameters())
        if self.kind == "lstm":
            # a pair of (n_layers, B, n_hid)
            return (w.new_zeros(self.n_layers, B, self.n_hid),
                    w.new_zeros(self.n_layers, B, self.n_hid))
        return w.new_zeros(self.n_layers, B, self.n_hid)   # only (n_layers, B, n_hid)


m = AnyRNN("gru", 12, 17, 2)
y, h = m(torch.zeros(6, 4, 12), m.init_hidden(4))
print(y.shape, h.shape)   # torch.Size([6, 4, 17]) torch.Size([2, 4, 17])
