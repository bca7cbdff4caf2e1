"""LSTM from scratch in numpy (compare with torch.nn.LSTM)."""
import torch


def lstm_step(x, h, c, W, U, b):
    """One step.

    x: (batch, input_size)
    h: (batch, hidden_size)
    c: (batch, hidden_size)
    W: (input_size, 4 * hidden_size)
    U: (hidden_size, 4 * hidden_size)
    b: (4 * hidden_size,)
    """
    gates = x @ W + h @ U + b           # (batch, 4 * hidden_size)
    i, f, g, o = gates.chunk(4, dim=1)  # each (batch, hidden_size)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    h = o.sigmoid() * c.tanh()
    return h, c


ref = torch.nn.LSTM(10, 20)
x = torch.randn(5, 3, 10)
W = ref.weight_ih_l0.t()    # (10, 80)
U = ref.weight_hh_l0.t()    # (20, 80)
b = ref.bias_ih_l0 + ref.bias_hh_l0   # (80,)
h = torch.zeros(3, 20)
c = torch.zeros(3, 20)
ys = []
for t in range(5):
    h, c = lstm_step(x[t], h, c, W, U, b)   # (3, 20), (3, 20)
    ys.append(h)
y = torch.stack(ys)         # (5, 3, 20)
out, (hn, cn) = ref(x)      # (5, 3, 20), (1, 3, 20), (1, 3, 20)
assert torch.allclose(y, out, atol=1e-5)
assert torch.allclose(h, hn[0], atol=1e-5)
