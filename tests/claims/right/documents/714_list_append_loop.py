import torch
from torch import nn
cell = nn.LSTMCell(10, 20)
x = torch.randn(5, 3, 10)
h = c = torch.zeros(3, 20)
outs = [h]
for t in range(5):
    h, c = cell(x[t], (h, c))
    outs.append(h)
output = torch.stack(outs)
print(output.shape)  # torch.Size([6, 3, 20])
lstm = nn.LSTM(20, 8)
output, _ = lstm(output)
print(output.shape)  # torch.Size([6, 3, 8])
