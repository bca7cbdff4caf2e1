import torch
from torch import nn

model = nn.LSTM(4, 8, num_layers=2)
state = None
for chunk in torch.randn(60, 3, 4).split(20):
    # chunk: (20, 3, 4)
    out, state = model(chunk, state)
    state = tuple(s.detach() for s in state)   # 2 tensors of (2, 3, 8)
    print(out.shape)   # torch.Size([20, 3, 8])
h, c = state
print(h.shape)         # torch.Size([2, 3, 8])
state = (h[:, :1].contiguous(), c[:, :1].contiguous())
print(state[0].shape)  # torch.Size([2, 1, 8])
out, state = model(torch.randn(1, 1, 4), state)
print(out.shape)       # torch.Size([1, 1, 8])
out = out.squeeze()
print(out.shape)       # torch.Size([8])
