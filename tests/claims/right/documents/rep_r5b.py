import torch
import torch.nn as nn

stream = torch.randn(4, 1000, 1)
lstm = nn.LSTM(1, 20, batch_first=True)
state = None
for i in range(0, 1000, 300):
    chunk = stream[:, i:i + 300]
    out, state = lstm(chunk, state)
print(out.shape)   # torch.Size([4, 100, 20])
