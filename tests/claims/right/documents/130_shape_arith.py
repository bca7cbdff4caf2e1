import torch
from torch import nn

num_layers, num_directions, batch, seq = 2, 2, 3, 5
lstm = nn.LSTM(10, 20, num_layers, bidirectional=True)
h0 = torch.zeros(num_layers * num_directions, batch, 20)   # (2*2, 3, 20)
c0 = torch.zeros_like(h0)                                  # (2*2, 3, 20)
x = torch.randn(seq, batch, 10)
out, (hn, cn) = lstm(x, (h0, c0))
# out: (5, 3, 2*20)
# hn: (2*2, 3, 20)
# cn: (2 * 2, 3, 20)
# out: (seq, batch, 20*2)
# hn: (num_layers * num_directions, batch, 20) == (4, 3, 20)
assert out.shape == (seq, batch, num_directions * 20)
assert hn.shape == (2 * 2, 3, 20)
out = out.view(seq, batch, num_directions, 20)
assert out.shape == (5, 3, 2, 20)
h = hn.view(num_layers, num_directions, batch, 20)[-1]
assert h.shape == (2, 3, 20)
h = h.mean(0)
assert h.shape == (3, 20)
