import torch
from torch import nn

lstm = nn.LSTM(12, 16, batch_first=True)
x = torch.randn(3, 7, 12)

# x: (3, 7, 12) -> out: (3, 7, 16)
out, (h, c) = lstm(x)

# out: (3, 7, 16) -> (3, 16)
out = out[:, -1]

# out: (3, 16) -> (3, 1, 16)
out = out.unsqueeze(1)

# h: (1, 3, 16) => (3, 16)
h = h[0]

# (3, 16) -> (3, 4)
h = nn.Linear(16, 4)(h)
print(h.shape, out.shape)  # torch.Size([3, 4]) torch.Size([3, 1, 16])
