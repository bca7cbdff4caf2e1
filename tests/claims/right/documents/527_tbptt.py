import torch
from torch import nn

data = torch.randn(100, 20, 8)       # (total_steps, batch, features)
lstm = nn.LSTM(8, 16, 2)
bptt = 35
hidden = None
for i in range(0, data.size(0) - 1, bptt):
    seq_len = min(bptt, data.size(0) - 1 - i)
    x = data[i:i + seq_len]          # (35, 20, 8), the last one (29, 20, 8)
    output, hidden = lstm(x, hidden) # (35, 20, 16), the last one (29, 20, 16)
    hidden = tuple(h.detach() for h in hidden)
print(output.shape)                  # torch.Size([29, 20, 16])
for h in hidden:
    print(h.shape)                   # torch.Size([2, 20, 16])
