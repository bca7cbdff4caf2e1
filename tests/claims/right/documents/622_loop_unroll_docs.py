import torch
from torch import nn

cell = nn.LSTMCell(10, 20)
lstm = nn.LSTM(10, 20)
x = torch.randn(5, 3, 10)
h = c = torch.zeros(3, 20)          # (3, 20)
for t in range(x.size(0)):
    # x[t]: (3, 10)
    h, c = cell(x[t], (h, c))       # h: (3, 20), c: (3, 20)
    if t == 0:
        output = h.unsqueeze(0)     # output: (1, 3, 20)
    else:
        output = torch.cat([output, h.unsqueeze(0)])
    # output: (t+1, 3, 20)
# output: (5, 3, 20)
out, (h, c) = lstm(x)
# out: (5, 3, 20), h: (1, 3, 20)
for t, out_t in enumerate(out):
    # out_t: (3, 20)
    score = out_t @ h[0].t()        # (3, 3)
    out = out_t                     # (3, 20)
print(out.shape)                    # torch.Size([3, 20])
print(score.shape)                  # torch.Size([3, 3])
state = (h, c)
for step in x.split(1):
    out, state = lstm(step, state)  # step: (1, 3, 10), out: (1, 3, 20)
print(out.shape, state[0].shape)    # torch.Size([1, 3, 20]) torch.Size([1, 3, 20])
