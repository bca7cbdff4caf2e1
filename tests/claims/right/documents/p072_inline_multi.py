import torch
import torch.nn as nn

T, B, I, H, L = 12, 4, 8, 16, 3

rnn = nn.LSTM(
    input_size=I,        # 8
    hidden_size=H,       # 16
    num_layers=L,        # 3
    bidirectional=True,
)                        # in: (T, B, 8)  out: (T, B, 32)

x = torch.randn(T, B, I)               # (12, 4, 8)
h0 = torch.zeros(2 * L, B, H)          # (6, 4, 16)
c0 = torch.zeros_like(h0)              # (6, 4, 16)

output, (hn, cn) = rnn(
    x,                   # (12, 4, 8)
    (h0, c0),            # (6, 4, 16) each
)
assert output.shape == (T, B, 2 * H)   # (12, 4, 32)
assert hn.shape == (2 * L, B, H)       # (6, 4, 16)

fwd, bwd = output.chunk(2, dim=-1)     # (12, 4, 16), (12, 4, 16)
top_f, top_b = hn[-2], hn[-1]          # (4, 16), (4, 16)
assert torch.equal(fwd[-1], top_f)     # (4, 16)
assert torch.equal(bwd[0], top_b)      # (4, 16)
per_layer = hn.view(L, 2, B, H)        # (3, 2, 4, 16)
