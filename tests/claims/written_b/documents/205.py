import torch
import torch.nn as nn

# 2-layer LSTM, batch comes first
lstm = nn.LSTM(input_size=12, hidden_size=24, num_layers=2, batch_first=True)

# Random input
inp = torch.randn(7, 4, 12)   # (seq_len, batch, input_size)
h0 = torch.zeros(2, 7, 24)    # (num_layers * num_directions, batch, hidden_size)
c0 = torch.zeros(2, 7, 24)    # (num_layers * num_directions, batch, hidden_size)

out, (hn, cn) = lstm(inp, (h0, c0))

print(out.shape)  # expected: (7, 4, 24)
print(hn.shape)   # expected: (2, 7, 24)
print(cn.shape)   # expected: (2, 7, 24)
last = out[:, -1, :]  # (7, 24)
