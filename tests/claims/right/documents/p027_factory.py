import torch
import torch.nn as nn

RNNS = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}


def build_rnn(kind, input_size, hidden_size, **kw):
    return RNNS[kind.lower()](input_size, hidden_size, batch_first=True, **kw)


class Encoder(nn.Module):
    def __init__(self, kind="lstm", n_in=12, n_hid=40, n_layers=2):
        super().__init__()
        self.kind = kind
        self.rnn = build_rnn(kind, n_in, n_hid, num_layers=n_layers)

    def forward(self, x):
        # x: (B, T, 12)
        y, state = self.rnn(x)          # y: (B, T, 40)
        # LSTM gives (h, c), the others h only
        h = state[0] if self.kind == "lstm" else state   # (2, B, 40)
        return y, h[-1]                 # (B, T, 40), (B, 40)


for kind in RNNS:
    y, h = Encoder(kind)(torch.randn(3, 7, 12))
    assert y.shape == (3, 7, 40)
    assert h.shape == (3, 40)

bi = build_rnn("LSTM", 12, 40, bidirectional=True)
y, (h, c) = bi(torch.randn(3, 7, 12))
assert y.shape == (3, 7, 80)
assert h.shape == (2, 3, 40)
