import torch
import torch.nn as nn

torch.manual_seed(0)
B, T, M, D = 2, 4, 5, 3  # 批、步数、输入、隐藏
x = torch.randn(B, T, M)

# ---------- 1) 单层 ----------
rnn = nn.RNN(M, D, num_layers=1, nonlinearity="tanh", batch_first=True)
h0 = torch.zeros(1, B, D)  # (num_layers*num_directions, batch, hidden)

out, hn = rnn(x, h0)
assert out.shape == (B, T, D)  # 也就是 (batch, seq_len, hidden)
assert hn.shape == (1, B, D)
assert torch.allclose(hn[0], out[:, -1])  # 最后一步就是 hn

# ---------- 2) 手工展开 ----------
w_ih, w_hh, b_ih, b_hh = rnn._flat_weights[:4]  # (D,M) (D,D) (D,) (D,)
