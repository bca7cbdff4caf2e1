import torch
import torch.nn as nn

H = 18
blstm = nn.LSTM(11, H, 1, bidirectional=True)

# x has shape (seq_len x batch x input_dim)
x = torch.randn(13, 4, 11)
out, _ = blstm(x) # shape (seq_len, batch, hidden_size * 2)

# Split into the forward and the backward half
g_fwd, g_bwd = out[:, :, :H], out[:, :, H:]

# both halves have shape (seq_len, batch, hidden_size)
# g_fwd[t] has read x[0..t], g_bwd[t] has read x[t..T]
assert g_fwd.shape == g_bwd.shape == (13, 4, 18)
