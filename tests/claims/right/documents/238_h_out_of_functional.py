import torch
from torch import nn
import torch.nn.functional as F

lstm = nn.LSTM(10, 20, batch_first=True)
x = torch.randn(4, 6, 10)
h, (hn, cn) = lstm(x)              # h: (4, 6, 20)
h = F.relu(h)                      # (4, 6, 20)
h = F.dropout(h, 0.1)              # (4, 6, 20)
h = F.layer_norm(h, (20,))         # (4, 6, 20), normalized over (20,)
h = F.pad(h, (0, 0, 1, 1))         # (4, 8, 20); pads (0, 0) on features, (1, 1) on time
h = h.transpose(1, 2)              # (4, 20, 8)
h = F.max_pool1d(h, 2)             # (4, 20, 4)
h = F.avg_pool1d(h, h.size(-1))    # (4, 20, 1)
h = h.squeeze(-1)                  # (4, 20)
h = F.linear(h, torch.randn(3, 20))   # (4, 3)
h = F.one_hot(h.argmax(-1), 3)     # (4, 3)
h = F.interpolate(h[:, None].float(), size=6)   # (4, 1, 6)
print(h.shape)                     # torch.Size([4, 1, 6])
