import torch
import torch.nn as nn

# 64 windows, 20 days each, ohlcv
x = torch.randn(64, 20, 5)

lstm = nn.LSTM(5, 32, 2, batch_first=True)
out, (h, c) = lstm(x)              # out: [64, 20, 32]
# h: [2, 64, 32]  c: [2, 64, 32]

last = out[-1]                     # [64, 32]
top = h[-1]                        # [64, 32]
pred = nn.Linear(32, 1)(top)       # [64, 1]
