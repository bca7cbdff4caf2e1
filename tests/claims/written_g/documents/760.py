import torch
import torch.nn as nn

lstm1 = nn.LSTM(15, 30, num_layers=2, bidirectional=True)

x = torch.randn(21, 10, 15)
out, (h_n, c_n) = lstm1(x)

# out: (seq_len, batch, 2 * hidden)
# h_n: (num_layers, batch, 2 * hidden)
# c_n: (num_layers, batch, 2 * hidden)

top = torch.cat([h_n[-2], h_n[-1]], dim=-1)
print(top.size())   # torch.Size([10, 60])
